using Giro.Storage.Sql;
using SQLitePCL;

namespace Giro.Storage.Sqlite;

/// <summary>
/// One connection to a SQLite file. Statements are prepared once and bound without allocating. Not thread-safe.
/// </summary>
internal sealed class SqliteFile : SqlConnection
{
    private readonly sqlite3 _db;

    static SqliteFile() => Batteries_V2.Init();

    public SqliteFile(string path, bool readOnly)
    {
        Path = path;
        var flags = (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE) | raw.SQLITE_OPEN_NOMUTEX;
        var result = raw.sqlite3_open_v2(path, out _db, flags, null);
        if (result != raw.SQLITE_OK)
        {
            var error = Error(result);
            _db?.Dispose();
            throw error;
        }

        raw.sqlite3_extended_result_codes(_db, 1);
        raw.sqlite3_busy_timeout(_db, 10_000);
    }

    public string Path { get; }

    /// <summary>A file holds one book; the column is there so that many books can share a database on PostgreSQL.</summary>
    public override long Book => 1;

    public override int Changes => raw.sqlite3_changes(_db);

    /// <summary>Whether the file system lets this process only read.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(_db, "main") == 1;

    public override SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_db, sql, out var statement));
        return new SqliteStatement(this, statement);
    }

    public override void Execute(string sql) => Check(raw.sqlite3_exec(_db, sql));

    public override void BeginWrite() => Execute("BEGIN IMMEDIATE");

    public override void BeginRead() => Execute("BEGIN");

    public override void Commit() => Execute("COMMIT");

    public override void RollBack() => Execute("ROLLBACK");

    /// <summary>Reads a part of one blob, without reading the rest of its row.</summary>
    public void ReadBlob(string table, string column, long rowId, int offset, Span<byte> target)
    {
        Check(raw.sqlite3_blob_open(_db, "main", table, column, rowId, 0, out var blob));
        using (blob) Check(raw.sqlite3_blob_read(blob, target, offset));
    }

    internal void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)) throw Error(result);
    }

    private SqliteFileException Error(int result)
    {
        var message = _db is null ? raw.sqlite3_errstr(result).utf8_to_string() : raw.sqlite3_errmsg(_db).utf8_to_string();
        return new SqliteFileException(Path, result, message);
    }

    public override void Dispose() => _db.Dispose();
}

internal sealed class SqliteStatement(SqliteFile file, sqlite3_stmt statement) : SqlStatement
{
    public override SqliteStatement Bind(int parameter, long value)
    {
        file.Check(raw.sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    public override SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        file.Check(raw.sqlite3_bind_blob(statement, parameter, value));
        return this;
    }

    public override SqliteStatement Bind(int parameter, string value)
    {
        file.Check(raw.sqlite3_bind_text(statement, parameter, value));
        return this;
    }

    public override SqliteStatement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        file.Check(raw.sqlite3_bind_text(statement, parameter, utf8));
        return this;
    }

    public override bool Step()
    {
        var result = raw.sqlite3_step(statement);
        file.Check(result);
        return result == raw.SQLITE_ROW;
    }

    public override void Run()
    {
        var result = raw.sqlite3_step(statement);
        var reset = raw.sqlite3_reset(statement);
        file.Check(result);
        file.Check(reset);
    }

    public override void Reset() => raw.sqlite3_reset(statement);

    public override int ColumnCount => raw.sqlite3_column_count(statement);

    public override long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public override bool IsInteger(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_INTEGER;

    public override ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public override string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public override void Dispose() => statement.Dispose();
}

/// <summary>What SQLite said, with its extended result code.</summary>
public sealed class SqliteFileException(string path, int code, string message) : SqlFailedException($"{path}: {message} (SQLite {code})")
{
    public int Code { get; } = code;

    public int PrimaryCode => Code & 0xFF;

    /// <summary>The disk or its quota is full.</summary>
    public override bool IsFull => PrimaryCode == raw.SQLITE_FULL || Code == raw.SQLITE_IOERR_WRITE;

    /// <summary>
    /// The bytes of the file are wrong, or the device cannot give them back. Everything else can pass: a lock, a missing permission, a full disk,
    /// too little memory.
    /// </summary>
    public bool IsDamage => PrimaryCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN => false,
        raw.SQLITE_FULL or raw.SQLITE_NOMEM or raw.SQLITE_INTERRUPT => false,
        raw.SQLITE_IOERR => Code is raw.SQLITE_IOERR_READ or raw.SQLITE_IOERR_SHORT_READ,
        _ => true,
    };

    /// <summary>A process ended while it wrote; whoever may write must take that back before anyone can read.</summary>
    public bool NeedsRollBack => Code == raw.SQLITE_READONLY_ROLLBACK;

    public override bool IsConstraint => PrimaryCode == raw.SQLITE_CONSTRAINT;
}

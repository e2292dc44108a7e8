using SQLitePCL;

namespace Giro.Storage.Sqlite;

/// <summary>
/// One connection to a SQLite file, for the few places where rows go in by the hundred thousand: statements are prepared once and bound
/// without allocating. Everything else uses Microsoft.Data.Sqlite and Dapper. Not thread-safe.
/// </summary>
internal sealed class SqliteFile : IDisposable
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

    public int Changes => raw.sqlite3_changes(_db);

    /// <summary>Whether the file system lets this process only read.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(_db, "main") == 1;

    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_db, sql, out var statement));
        return new SqliteStatement(this, statement);
    }

    /// <summary>Runs statements that return nothing.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_db, sql));

    /// <summary>Runs a statement and returns the first column of its first row; 0 without one.</summary>
    public long Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

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

    public void Dispose() => _db.Dispose();
}

/// <summary>A prepared statement. Parameters and columns are numbered as in SQLite: parameters from 1, columns from 0.</summary>
internal sealed class SqliteStatement(SqliteFile file, sqlite3_stmt statement) : IDisposable
{
    public SqliteStatement Bind(int parameter, long value)
    {
        file.Check(raw.sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        file.Check(raw.sqlite3_bind_blob(statement, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, string value)
    {
        file.Check(raw.sqlite3_bind_text(statement, parameter, value));
        return this;
    }

    /// <param name="parameter">Number of the parameter, from 1.</param><param name="utf8">Text in UTF-8.</param>
    public SqliteStatement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        file.Check(raw.sqlite3_bind_text(statement, parameter, utf8));
        return this;
    }

    /// <summary>True when there is a row to read.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        file.Check(result);
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Runs to the end and makes the statement ready for the next use.</summary>
    public void Run()
    {
        var result = raw.sqlite3_step(statement);
        var reset = raw.sqlite3_reset(statement);
        file.Check(result);
        file.Check(reset);
    }

    public void Reset() => raw.sqlite3_reset(statement);

    public int ColumnCount => raw.sqlite3_column_count(statement);

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public bool IsInteger(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_INTEGER;

    /// <summary>Valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public void Dispose() => statement.Dispose();
}

/// <summary>What SQLite said, with its extended result code.</summary>
public sealed class SqliteFileException(string path, int code, string message) : IOException($"{path}: {message} (SQLite {code})")
{
    public int Code { get; } = code;

    public int PrimaryCode => Code & 0xFF;

    /// <summary>The disk or its quota is full.</summary>
    public bool IsFull => PrimaryCode == raw.SQLITE_FULL || Code == raw.SQLITE_IOERR_WRITE;

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

    public bool IsConstraint => PrimaryCode == raw.SQLITE_CONSTRAINT;
}

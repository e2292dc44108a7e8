namespace Giro.Storage.Sql;

/// <summary>
/// One connection to a database of records or views, SQLite's or PostgreSQL's. The SQL that goes through it is of both: parameters are written ?1, ?2, ...,
/// conflicts name their columns, texts sort by bytes, integers have 64 bits. Not thread-safe.
/// </summary>
internal abstract class SqlConnection : IDisposable
{
    /// <summary>The number of the book; it leads every key. 1 in a file, which holds one book.</summary>
    public abstract long Book { get; }

    /// <summary>Rows that the last statement without a result has changed.</summary>
    public abstract int Changes { get; }

    public abstract SqlStatement Prepare(string sql);

    /// <summary>Runs statements that return nothing.</summary>
    public abstract void Execute(string sql);

    /// <summary>Begins a transaction that writes; nobody else writes to this book's records until it ends.</summary>
    public abstract void BeginWrite();

    /// <summary>Begins a transaction that sees one state of the database until it ends.</summary>
    public abstract void BeginRead();

    public abstract void Commit();

    public abstract void RollBack();

    /// <summary>Runs a statement and returns the first column of its first row; 0 without one.</summary>
    public long Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    public abstract void Dispose();
}

/// <summary>A prepared statement. Parameters are numbered from 1, columns from 0. Values that were bound stay until others are.</summary>
internal abstract class SqlStatement : IDisposable
{
    public abstract int ColumnCount { get; }

    public abstract SqlStatement Bind(int parameter, long value);

    public abstract SqlStatement Bind(int parameter, ReadOnlySpan<byte> value);

    public abstract SqlStatement Bind(int parameter, string value);

    /// <param name="parameter">Number of the parameter, from 1.</param><param name="utf8">Text in UTF-8.</param>
    public abstract SqlStatement BindText(int parameter, ReadOnlySpan<byte> utf8);

    /// <summary>True when there is a row to read.</summary>
    public abstract bool Step();

    /// <summary>Runs to the end and makes the statement ready for the next use.</summary>
    public abstract void Run();

    /// <summary>Ends reading before the last row.</summary>
    public abstract void Reset();

    public abstract long Int64(int column);

    public abstract bool IsInteger(int column);

    /// <summary>The bytes of a blob, or of a text in UTF-8. Valid until the next step or reset.</summary>
    public abstract ReadOnlySpan<byte> Blob(int column);

    public abstract string Text(int column);

    public abstract void Dispose();
}

/// <summary>A database has refused or failed.</summary>
public abstract class SqlFailedException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>A key is there already, or a check of the schema does not hold.</summary>
    public abstract bool IsConstraint { get; }

    /// <summary>The disk or its quota is full.</summary>
    public abstract bool IsFull { get; }
}

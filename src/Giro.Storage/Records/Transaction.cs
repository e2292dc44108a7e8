using Giro.Storage.Sqlite;

namespace Giro.Storage.Records;

/// <summary>A write transaction; disposed without commit, nothing of it was done.</summary>
internal sealed class Transaction : IDisposable
{
    private readonly SqliteFile _file;
    private bool _isDone;

    public Transaction(SqliteFile file)
    {
        _file = file;
        file.Execute("BEGIN IMMEDIATE");
    }

    public void Commit()
    {
        _file.Execute("COMMIT");
        _isDone = true;
    }

    public void Dispose()
    {
        if (_isDone) return;
        _isDone = true;
        try
        {
            _file.Execute("ROLLBACK");
        }
        catch (SqliteFileException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full; the first error is on its way to the caller.
        }
    }
}

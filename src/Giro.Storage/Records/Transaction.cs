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
        _file.Execute("ROLLBACK");
    }
}

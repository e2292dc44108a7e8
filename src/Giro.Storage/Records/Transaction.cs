using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>A write transaction; disposed without commit, nothing of it was done.</summary>
internal sealed class Transaction : IDisposable
{
    private readonly SqlConnection _sql;
    private bool _isDone;

    public Transaction(SqlConnection sql)
    {
        _sql = sql;
        sql.BeginWrite();
    }

    public void Commit()
    {
        _sql.Commit();
        _isDone = true;
    }

    public void Dispose()
    {
        if (_isDone) return;
        _isDone = true;
        try
        {
            _sql.RollBack();
        }
        catch (SqlFailedException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full; the first error is on its way to the caller.
        }
    }
}

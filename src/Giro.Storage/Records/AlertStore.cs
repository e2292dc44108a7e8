using Giro.Ledger.Writer;
using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Alerts in <c>records.db</c>.</summary>
public sealed class AlertStore : IAlertStore
{
    private readonly SqlConnection _sql;

    public AlertStore(RecordsDatabase records)
        : this(records.Open())
    {
    }

    private AlertStore(SqlConnection sql) => _sql = sql;

    /// <summary>For those who only look, beside a process that has the book.</summary>
    public static AlertStore OpenReadOnly(RecordsDatabase records) => new(records.OpenReadOnly());

    public void Raise(Alert alert)
    {
        using var transaction = new Transaction(_sql);
        using (var update = _sql.Prepare("UPDATE alert SET text = ?4 WHERE book = ?1 AND kind = ?2 AND subject = ?3 AND closed_at_us = 0"))
            update.Bind(1, _sql.Book).Bind(2, alert.Kind).Bind(3, alert.Subject).Bind(4, alert.Text).Run();
        if (_sql.Changes == 0)
        {
            using var insert = _sql.Prepare("INSERT INTO alert (book, number, raised_at_us, kind, subject, text) VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM alert WHERE book = ?1), ?2, ?3, ?4, ?5)");
            insert.Bind(1, _sql.Book).Bind(2, MicrosecondTime.From(alert.At)).Bind(3, alert.Kind).Bind(4, alert.Subject).Bind(5, alert.Text).Run();
        }

        transaction.Commit();
    }

    public void Close(string kind, string subject, DateTimeOffset at, string by)
    {
        using var update = _sql.Prepare("UPDATE alert SET closed_at_us = ?4, closed_by = ?5 WHERE book = ?1 AND kind = ?2 AND subject = ?3 AND closed_at_us = 0");
        update.Bind(1, _sql.Book).Bind(2, kind).Bind(3, subject).Bind(4, MicrosecondTime.From(at)).Bind(5, by).Run();
    }

    public IReadOnlyList<Alert> Open()
    {
        var alerts = new List<Alert>();
        using var select = _sql.Prepare("SELECT number, raised_at_us, kind, subject, text FROM alert WHERE book = ?1 AND closed_at_us = 0 ORDER BY number");
        select.Bind(1, _sql.Book);
        while (select.Step()) alerts.Add(new Alert(select.Int64(0), MicrosecondTime.ToTime(select.Int64(1)), select.Text(2), select.Text(3), select.Text(4)));
        return alerts;
    }

    public void Dispose() => _sql.Dispose();
}

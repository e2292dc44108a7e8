using Giro.Storage.Records;

namespace Giro.Cli.Demo;

/// <summary>The records of the demo's book, opened for the day.</summary>
internal sealed class DayStores(RecordsDatabase records) : IDisposable
{
    public ObligationStore Obligations { get; } = new(records);

    public CycleStore Cycles { get; } = new(records);

    public PayoutStore Payouts { get; } = new(records);

    public WaitingEntryStore Waiting { get; } = new(records);

    public ReconciliationStore Reconciliation { get; } = new(records);

    public DayEndStore DayEnd { get; } = new(records);

    public AlertStore Alerts { get; } = new(records);

    public PendingLines PendingLines { get; } = new(records);

    public void Dispose()
    {
        Obligations.Dispose();
        Cycles.Dispose();
        Payouts.Dispose();
        Waiting.Dispose();
        Reconciliation.Dispose();
        DayEnd.Dispose();
        Alerts.Dispose();
        PendingLines.Dispose();
    }
}

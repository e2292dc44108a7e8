using Giro.Ledger.Journal;
using Giro.Ledger.Writer;

namespace Giro.Operations.Clearing;

/// <summary>
/// Follows the journal and clears each payment exactly once: the lines of some journal rows, the totals and the checkpoint are one transaction, so
/// after a crash a row is either cleared or comes again. Runs on a thread of its own beside intake.
/// </summary>
public sealed class ClearingConsumer(JournalFeed feed, IClearingStore store, PaymentClearer clearer)
{
    private const int WaitMs = 50;

    /// <summary>In one transaction: what has queued up is cleared with fewer commits and fewer writes to the totals.</summary>
    private const int MaxRows = 16;

    private const int MaxLines = 100_000;
    private readonly object _lock = new();
    private ulong _clearedSequence = store.NextSequence - 1;
    private ulong _sequence;
    private Exception? _failure;

    /// <summary>The last journal row whose payments are cleared, durably.</summary>
    public ulong ClearedSequence
    {
        get
        {
            lock (_lock) return _clearedSequence;
        }
    }

    /// <summary>Payments, refunds and chargebacks that this consumer has cleared.</summary>
    public long Cleared { get; private set; }

    /// <summary>Follows until cancelled. Intake is slowed while this is far behind.</summary>
    public void Run(CancellationToken stop)
    {
        try
        {
            using var follower = feed.Follow(store.NextSequence, slowsIntake: true);
            while (!stop.IsCancellationRequested)
            {
                if (follower.TryNext(out var row, WaitMs)) Clear(follower, row);
            }
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                _failure = e;
                Monitor.PulseAll(_lock);
            }

            throw;
        }
    }

    /// <summary>Clears what is in the journal now, on the caller's thread.</summary>
    public void CatchUp()
    {
        using var follower = feed.Follow(store.NextSequence, slowsIntake: false);
        while (follower.Next <= feed.LastSequence && follower.TryNext(out var row, WaitMs)) Clear(follower, row);
    }

    /// <summary>Waits until a row is cleared.</summary>
    /// <exception cref="InvalidOperationException">Clearing has failed.</exception>
    public void WaitFor(ulong sequence)
    {
        lock (_lock)
        {
            while (_clearedSequence < sequence && _failure is null) Monitor.Wait(_lock);
            if (_failure is not null) throw new InvalidOperationException("clearing has stopped: " + _failure.Message, _failure);
        }
    }

    /// <summary>
    /// Clears a row and those behind it that are there already, in one transaction. A row in which the business date advances is the last one of its transaction, so
    /// that what is kept by date is of one.
    /// </summary>
    private void Clear(JournalFollower follower, JournalRow row)
    {
        var cleared = 0;
        using (var chunk = store.Begin(row.Sequence))
        {
            ulong lastNumber;
            var rows = 0;
            var date = 0;
            var hasAdvanced = false;
            do
            {
                var bookedAt = MicrosecondTime.ToTime(row.TimeUs);
                var records = JournalRecords.Of(row.Payload.Span);
                while (records.MoveNext())
                {
                    ref readonly var header = ref records.Current.Header;
                    if (date == 0) date = header.BusinessDate;
                    hasAdvanced |= header.Type == RecordType.AdvanceDate;
                    if (clearer.Clear(records.Current, records.Number, bookedAt, chunk)) cleared++;
                }

                lastNumber = records.Number;
                _sequence = row.Sequence;
            }
            while (!hasAdvanced && ++rows < MaxRows && chunk.LineCount < MaxLines && follower.TryNext(out row, 0));
            chunk.Commit(_sequence, lastNumber, DateOnly.FromDayNumber(date));
        }

        Cleared += cleared;
        lock (_lock)
        {
            _clearedSequence = _sequence;
            Monitor.PulseAll(_lock);
        }
    }
}

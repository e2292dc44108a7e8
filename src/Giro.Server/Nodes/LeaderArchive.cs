using Giro.Ledger.Writer;
using Giro.Storage;
using Giro.Storage.PostgreSql.Archive;

namespace Giro.Server.Nodes;

/// <summary>
/// Archives partitions by the book's policy (partitions.keepDays in store.json) while this node leads: when it begins to, after each advance of the business date, as soon as
/// the views have it, and once an hour, for what had to be left. On a thread of its own; the book does not wait for it.
/// </summary>
internal sealed class LeaderArchive : IDisposable
{
    private const int LookMs = 500;
    private const int AgainMs = 60 * 60 * 1000;
    private const int RetryMs = 60 * 1000;

    /// <summary>How long the end of a lead waits for the partition that is under way. Longer it goes on beside the next leader, who is refused meanwhile; it may also be cut off
    /// with the process, as the next run ends what it left.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly BookStore _store;
    private readonly Book _book;
    private readonly LeaderViews _views;
    private readonly Action<ArchiveNotice>? _tell;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread? _thread;
    private string _told = "";

    public LeaderArchive(BookStore store, Book book, LeaderViews views, Action<ArchiveNotice>? tell)
    {
        (_store, _book, _views, _tell) = (store, book, views, tell);
        if (!ArchiveRun.HasPolicy(store)) return;
        _thread = new Thread(Run) { Name = "giro-leader-archive", IsBackground = true, Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>Asks it to stop after the partition that is under way; returns at once.</summary>
    public void Stop() => _stop.Cancel();

    private void Run()
    {
        var stop = _stop.Token;
        var (date, sequence, isDue, nextMs) = (DateOnly.MinValue, 0UL, false, long.MaxValue);
        try
        {
            do
            {
                var seen = _book.Query(reader => (reader.BusinessDate, reader.Sequence));
                if (seen.BusinessDate != date) (date, sequence, isDue) = (seen.BusinessDate, seen.Sequence, true);

                // What is old is counted from the date that the views are at.
                if (isDue ? !(_views.AsOfSequence >= sequence) : Environment.TickCount64 < nextMs) continue;
                isDue = false;
                nextMs = Environment.TickCount64 + (Archive(stop) ? AgainMs : RetryMs);
            }
            while (!stop.WaitHandle.WaitOne(LookMs));
        }
        catch (BookStoppedException)
        {
            // This node leads no more.
        }
    }

    /// <returns>Whether it came through.</returns>
    private bool Archive(CancellationToken stop)
    {
        try
        {
            var slots = ArchiveRun.Run(_store, cancellation: stop);
            if (TextOf(slots) is { } text) Tell(text, failed: false);
            else _told = "";
            return true;
        }
        catch (Exception e)
        {
            Tell("archiving failed: " + e.Message, failed: true);
            return false;
        }
    }

    /// <summary>Null where there was nothing to do.</summary>
    private static string? TextOf(IReadOnlyList<ArchivedSlot> slots)
    {
        var done = slots.Where(slot => slot.Left is null).ToList();
        var left = slots.Where(slot => slot.Left is not null).ToList();
        var parts = new List<string>();
        if (done.Count > 0) parts.Add($"archived {done.Count:N0} partitions of {done.Min(slot => slot.From):yyyy-MM-dd} to {done.Max(slot => slot.To):yyyy-MM-dd} with {done.Sum(slot => slot.Rows):N0} rows");
        if (left.Count > 0) parts.Add($"left {left.Count:N0}, the first {left[0].Table} {left[0].Slot}: {left[0].Left}");
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    /// <summary>What is the same as the last time is not said again.</summary>
    private void Tell(string text, bool failed)
    {
        if (text == _told) return;
        _told = text;
        _tell?.Invoke(new ArchiveNotice(DateTimeOffset.UtcNow, text, failed));
    }

    public void Dispose()
    {
        Stop();

        // A thread that was left to itself still looks at it.
        if (_thread?.Join(Patience) != false) _stop.Dispose();
    }
}

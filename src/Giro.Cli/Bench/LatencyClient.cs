using System.Diagnostics;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;

namespace Giro.Cli.Bench;

/// <summary>A client that posts one entry, waits for its durable answer, and posts the next a moment later: what a single payment sees.</summary>
internal sealed class LatencyClient : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly Book _book;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private readonly ulong _from;
    private readonly ulong _to;
    private List<double> _taken = [];
    private volatile bool _stop;

    public LatencyClient(Book book)
    {
        _book = book;
        var open = new Submission();
        open.OpenAccount("bench/client/cash", AccountClass.Asset, Currency.FromCode("EUR"), AccountLimits.None);
        open.OpenAccount("bench/client/own", AccountClass.Equity, Currency.FromCode("EUR"), AccountLimits.None);
        var results = book.Execute(open);
        (_from, _to) = (results[0].Account, results[1].Account);
        _thread = new Thread(Run) { IsBackground = true, Name = "latency client" };
        _thread.Start();
    }

    /// <summary>The answers since the last call.</summary>
    public (double P99Ms, double MaxMs) Take()
    {
        List<double> taken;
        lock (_lock) (taken, _taken) = (_taken, []);
        taken.Sort();
        return taken.Count == 0 ? (0, 0) : (taken[(int)(taken.Count * 99L / 100)], taken[^1]);
    }

    private void Run()
    {
        var submission = new Submission(4096, 1);
        for (ulong number = 1; !_stop; number++)
        {
            submission.Clear();
            submission.Post(EntryId.FromReference($"bench-client/{number}"), 1, [Leg.Debit(_from, 1), Leg.Credit(_to, 1)]);
            var clock = Stopwatch.GetTimestamp();
            _book.Execute(submission);
            var ms = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
            lock (_lock) _taken.Add(ms);
            Thread.Sleep(Pause);
        }
    }

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }
}

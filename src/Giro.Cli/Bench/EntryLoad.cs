using System.Collections.Concurrent;
using System.Diagnostics;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;

namespace Giro.Cli.Bench;

/// <summary>What a load of entries looks like.</summary>
/// <param name="Accounts">Accounts to spread over; limits are set on each.</param><param name="Legs">Legs of an entry.</param>
/// <param name="OneHotAccount">Every entry credits the same account.</param>
internal sealed record EntryMix(int Accounts, int Legs, bool OneHotAccount);

/// <summary>The result of a run.</summary>
internal sealed record LoadResult(long Entries, TimeSpan Elapsed, double BatchP50Ms, double BatchP99Ms, long AllocatedBytes)
{
    public double PerSecond => Entries / Elapsed.TotalSeconds;
}

/// <summary>
/// A client in this process that keeps a few submissions of 8,190 entries on their way. Accounts are drawn by a small generator (xorshift64*, Marsaglia
/// 2003, Vigna 2016), so that client and ledger share the machine fairly; ids are random in all their bits, as those made by hashing references are, and amounts differ: a
/// store that compresses gets nothing for free.
/// </summary>
internal sealed class EntryLoad(Book book, EntryMix mix)
{
    private const int InFlight = 4;

    /// <summary>Of a leg: 500.00.</summary>
    private const ulong MostMinor = 50_000;

    private ulong _random = 0x9E3779B97F4A7C15;

    /// <summary>Makes the ids of this load others than those of a load that draws the same numbers.</summary>
    private readonly ulong _stream = (ulong)Stopwatch.GetTimestamp() << 20;

    public void OpenAccounts()
    {
        var submission = new Submission(2 << 20, Submission.MaxCommands);
        var currency = Currency.FromCode("CNY");
        for (var i = 0; i < mix.Accounts; i++)
        {
            if (!submission.HasRoom(0, 64)) Run(submission);
            submission.OpenAccount($"bench/{i:D8}", AccountClass.Liability, currency, new AccountLimits(-1_000_000_000_000_000, 1_000_000_000_000_000));
        }

        Run(submission);
    }

    private void Run(Submission submission)
    {
        book.Execute(submission);
        foreach (ref readonly var result in submission.Results)
        {
            if (!result.IsAccepted) throw new InvalidOperationException($"an account of the load was refused: {result.Status}");
        }

        submission.Clear();
    }

    /// <summary>Posts for a while, or so many entries; every entry must be accepted.</summary>
    public LoadResult Post(TimeSpan? duration, long entries = long.MaxValue)
    {
        var done = new BlockingCollection<Slot>(InFlight);
        for (var i = 0; i < InFlight; i++) done.Add(new Slot(done));
        var latencies = new List<double>();
        var allocatedBefore = book.AllocatedBytes;
        var clock = Stopwatch.StartNew();
        long posted = 0;
        while (posted < entries && (duration is null || clock.Elapsed < duration))
        {
            var slot = done.Take();
            Collect(slot, latencies);
            Fill(slot.Submission, (int)Math.Min(Submission.MaxCommands, entries - posted));
            posted += slot.Submission.Count;
            slot.SubmittedAt = Stopwatch.GetTimestamp();
            book.Submit(slot.Submission);
        }

        for (var i = 0; i < InFlight; i++) Collect(done.Take(), latencies);
        var elapsed = clock.Elapsed;
        latencies.Sort();
        var allocated = book.AllocatedBytes;
        return new LoadResult(
            posted, elapsed, At(0.50), At(0.99), allocated.Writer - allocatedBefore.Writer + allocated.Committer - allocatedBefore.Committer);

        double At(double share) => latencies.Count == 0 ? 0 : latencies[(int)((latencies.Count - 1) * share)];
    }

    private static void Collect(Slot slot, List<double> latencies)
    {
        if (slot.SubmittedAt == 0) return;
        slot.Submission.Wait();
        latencies.Add(Stopwatch.GetElapsedTime(slot.SubmittedAt, slot.CompletedAt).TotalMilliseconds);
        foreach (ref readonly var result in slot.Submission.Results)
        {
            if (!result.IsAccepted) throw new InvalidOperationException($"an entry of the load was refused: {result.Status}");
        }
    }

    private void Fill(Submission submission, int count)
    {
        submission.Clear();
        Span<Leg> legs = stackalloc Leg[mix.Legs];
        var accounts = (ulong)mix.Accounts;
        for (var i = 0; i < count && submission.HasRoom(mix.Legs); i++)
        {
            var to = mix.OneHotAccount ? 1 : Draw(accounts);
            var amountMinor = (long)Draw(MostMinor);
            for (var leg = 1; leg < mix.Legs; leg++) legs[leg] = Leg.Debit(Other(to, accounts), amountMinor);
            legs[0] = Leg.Credit(to, amountMinor * (mix.Legs - 1));
            submission.Post(new EntryId(new UInt128(Next(), Next() ^ _stream)), 1, legs);
        }
    }

    private ulong Other(ulong account, ulong accounts)
    {
        var other = Draw(accounts);
        if (other != account) return other;
        return account == accounts ? 1 : account + 1;
    }

    /// <summary>1 to <paramref name="count"/>: the upper half of a product (Lemire 2019), which takes no division.</summary>
    private ulong Draw(ulong count) => Math.BigMul(Next(), count, out _) + 1;

    private ulong Next()
    {
        unchecked
        {
            _random ^= _random >> 12;
            _random ^= _random << 25;
            _random ^= _random >> 27;
            return _random * 0x2545F4914F6CDD1D;
        }
    }

    private sealed class Slot
    {
        public Slot(BlockingCollection<Slot> done)
        {
            Submission = new Submission(2 << 20, Submission.MaxCommands);
            Submission.Completed = _ =>
            {
                CompletedAt = Stopwatch.GetTimestamp();
                done.Add(this);
            };
        }

        public Submission Submission { get; }

        public long SubmittedAt { get; set; }

        public long CompletedAt { get; private set; }
    }
}

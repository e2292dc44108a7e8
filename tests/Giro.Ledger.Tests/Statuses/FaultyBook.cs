using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Statuses;

/// <summary>A book in which something can go wrong in every way there is. Refused commands leave no trace, so one book serves all tests of a run.</summary>
internal sealed class FaultyBook : IDisposable
{
    public static readonly int Today = TestBook.FirstDate.DayNumber;
    public static readonly long HoldExpiresAtUs = MicrosecondTime.From(ManualTime.Start.AddHours(1));

    private readonly TestBook _book;

    /// <param name="full">Whether there is no room for another account or hold.</param>
    public FaultyBook(bool full)
    {
        _book = new TestBook(options => full ? options with { MaxAccounts = 11, MaxOpenHolds = 2 } : options);
        Cash = _book.Open("cash", AccountClass.Asset);
        Shop = _book.Open("shop");
        Closed = _book.Open("closed");
        Frozen = _book.Open("frozen", AccountClass.Asset);
        DebitsFrozen = _book.Open("debits", AccountClass.Asset);
        CreditsFrozen = _book.Open("credits");
        Empty = _book.Open("empty", limits: AccountLimits.NotNegative);
        Full = _book.Open("full", limits: new AccountLimits(long.MinValue, 0));
        HeldUp = _book.Open("held-up", AccountClass.Asset);
        Other = _book.Open("other");
        var partner = _book.Open("partner");
        Accepted(s => s.Post(TestBook.Id("posted"), 1, [Leg.Debit(Cash, 1), Leg.Credit(Shop, 1)]));
        Accepted(s => s.Post(TestBook.Id("used"), 9, [Leg.Debit(Cash, 1), Leg.Credit(Shop, 1)]));
        Accepted(s => s.Post(TestBook.Id("posted, frozen"), 1, [Leg.Debit(Frozen, 1), Leg.Credit(Shop, 1)]));
        Accepted(s => s.Post(TestBook.Id("posted, low"), 1, [Leg.Debit(Cash, 1), Leg.Credit(Empty, 1)]));
        Accepted(s => s.Post(TestBook.Id("low again"), 1, [Leg.Debit(Empty, 1), Leg.Credit(Shop, 1)]));
        Accepted(s => s.Post(TestBook.Id("reversed"), 1, [Leg.Debit(Cash, 1), Leg.Credit(Shop, 1)]));
        Accepted(s => s.Reverse(TestBook.Id("reversal"), TestBook.Id("reversed"), RecordOf("reversed")));
        Accepted(s => s.Hold(TestBook.Id("released"), 1, [Leg.Debit(Cash, 1), Leg.Credit(Shop, 1)], null));
        Accepted(s => s.Release(TestBook.Id("release"), TestBook.Id("released")));
        Accepted(s => s.Hold(
            TestBook.Id("held"), 1,
            [
                Leg.Debit(Cash, 100), Leg.Credit(Shop, 100), Leg.Debit(Frozen, 9), Leg.Credit(Other, 9), Leg.Debit(DebitsFrozen, 9), Leg.Credit(Other, 9),
                Leg.Debit(Other, 9), Leg.Credit(CreditsFrozen, 9),
            ],
            ManualTime.Start.AddHours(1)));
        Accepted(s => s.Hold(TestBook.Id("held up"), 1, [Leg.Debit(HeldUp, long.MaxValue), Leg.Credit(partner, long.MaxValue)], null));
        Accepted(s => s.SetState(TestBook.Id("s1"), Closed, AccountState.Closed));
        Accepted(s => s.SetState(TestBook.Id("s2"), Frozen, AccountState.Frozen));
        Accepted(s => s.SetState(TestBook.Id("s3"), DebitsFrozen, AccountState.DebitsFrozen));
        Accepted(s => s.SetState(TestBook.Id("s4"), CreditsFrozen, AccountState.CreditsFrozen));
    }

    public ulong Cash { get; }

    public ulong Shop { get; }

    public ulong Closed { get; }

    public ulong Frozen { get; }

    public ulong DebitsFrozen { get; }

    public ulong CreditsFrozen { get; }

    /// <summary>May not go below its balance of 0.</summary>
    public ulong Empty { get; }

    /// <summary>May not go above its balance of 0.</summary>
    public ulong Full { get; }

    /// <summary>Has 2^63-1 held already.</summary>
    public ulong HeldUp { get; }

    public ulong Other { get; }

    public string StateHash => _book.StateHash;

    private readonly Dictionary<string, byte[]> _records = [];

    public byte[] RecordOf(string reference) =>
        _records.TryGetValue(reference, out var record) ? record : _records[reference] = _book.Book.Find(TestBook.Id(reference))!.Bytes;

    /// <summary>The answer to one command. What follows it closes its chain, should it have one.</summary>
    public CommandResult Answer(RawCommand command)
    {
        var submission = new Submission();
        Assert.True(submission.TryAddEncoded(command.ToBytes()));
        if ((command.Header.Flags & RecordFlags.ChainNext) != 0) submission.Release(TestBook.Id("end of chain"), TestBook.Id("nothing"));
        return _book.Book.Execute(submission)[0];
    }

    private void Accepted(Action<Submission> add) => Assert.Equal(Status.Accepted, _book.One(add).Status);

    public void Dispose() => _book.Dispose();
}

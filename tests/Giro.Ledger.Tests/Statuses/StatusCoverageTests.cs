using Giro.Ledger.Entries;
using Giro.Ledger.Tests.Tables;

namespace Giro.Ledger.Tests.Statuses;

public sealed class StatusCoverageTests
{
    /// <summary>Each status, where it first comes from. Whoever adds a member to the enum adds a line here.</summary>
    private const string Page = """
        open cash  asset     EUR = Accepted
        open shop  liability EUR 0..1000 = Accepted
        open fees  income    EUR = Accepted
        open gone  asset     EUR = Accepted
        open ice   asset     EUR = Accepted
        open nodeb asset     EUR = Accepted
        open nocre asset     EUR = Accepted

        state s1 gone  Closed        = Accepted
        state s2 ice   Frozen        = Accepted
        state s3 nodeb DebitsFrozen  = Accepted
        state s4 nocre CreditsFrozen = Accepted
        post e1 cash +10 shop -10    = Accepted
        hold h2 cash +10 shop -10    = Accepted
        release r2 of:h2             = Accepted
        hold h1 cash +10 shop -10 until:60s = Accepted

        & post x cash +1 shop -1     = ChainRefused
        & post x cash +1 shop -1     = ChainNotClosed

        unknown x                    = CommandUnknown
        post x cash +1 shop -1 reserved = ReservedNotZero
        post - cash +1 shop -1       = IdMissing
        post x cash +1               = LegCountOutOfRange
        post x cash +1 shop -1 attributes:x*2049 = AttributesTooLong
        post x cash 0 shop -1        = AmountZero
        post x cash -9223372036854775808 shop -1 = AmountOutOfRange
        post e1 cash +1 shop -1      = IdConflict
        post x cash +1 shop -1 value:9999-01-01 = DateOutOfRange
        post x cash +1 shop -1 on:2026-03-01    = BusinessDateClosed
        post x cash +1 shop -1 on:2026-03-03    = BusinessDateNotOpenYet
        advance x 2026-03-02         = DateNotLater
        release x of:nothing         = HoldUnknown
        release x of:e1              = NotAHold
        release x of:h2              = HoldNotOpen
        capture x of:h1 cash +1 fees -1   = CaptureLegsMismatch
        capture x of:h1 cash +11 shop -11 = CaptureExceedsHold
        extend x of:h1 until:0s      = ExpiryNotInFuture
        extend x of:h1 until:60s     = ExpiryNotLater
        reverse x of:nothing         = ReversalTargetUnknown
        reverse x of:h1              = NotReversible
        reverse x of:e1 from:nothing = ReversalContentMismatch
        post x cash +1 nobody -1     = AccountUnknown
        post x cash +1 shop -2       = NotZeroSum
        post x cash +1 gone -1       = AccountClosed
        post x cash +1 ice -1        = AccountFrozen
        post x nodeb +1 cash -1      = DebitsFrozen
        post x cash +1 nocre -1      = CreditsFrozen
        post x shop +11 cash -11     = BelowLowest
        post x shop -991 cash +991   = AboveHighest
        hold h3 cash +1 shop -1      = HoldsFull
        open a//b   asset    EUR     = PathInvalid
        open other  nonsense EUR     = ClassUnknown
        open other  asset    ???     = CurrencyUnknown
        state x cash Nonsense        = StateUnknown
        limits x cash 2..1           = LimitsCrossed
        open cash   income   EUR     = PathTaken
        open other  asset    EUR     = AccountsFull
        state x cash Closed          = AccountNotEmpty
        release r1 of:h1             = Accepted

        & state x cash Open          = NotInChain
        post x cash +1 shop -1       = ChainRefused

        hold h4 cash +9223372036854775807 fees -9223372036854775807 = Accepted

        release r4 of:h4             = Accepted
        hold h5 cash +9223372036854775807 fees -9223372036854775807 cash +1 fees -1 = HeldAmountTooLarge
        reverse v1 of:e1             = Accepted
        reverse x of:e1              = AlreadyReversed
        garbage                      = Malformed
        """;

    [Fact]
    public void Every_status_but_invalid_is_produced()
    {
        using var page = new LedgerPage(options => options with { MaxAccounts = 7, MaxOpenHolds = 1 });
        page.Run(Page);
        page.Book.AssertSound();
        var missing = Enum.GetValues<Status>().Except(page.Produced).ToList();
        Assert.Equal([Status.Invalid], missing);
    }

    [Fact]
    public void Numbers_are_contiguous_and_unique()
    {
        var numbers = Enum.GetNames<Status>().Select(name => (int)Enum.Parse<Status>(name)).ToList();
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers.Order());
        Assert.Equal((int)Status.AccountNotEmpty, numbers.Count - 1);
    }

    /// <summary>The numbers are on the wire: a rename is free, a renumbering is not.</summary>
    [Theory]
    [InlineData(Status.Accepted, 1)]
    [InlineData(Status.Malformed, 4)]
    [InlineData(Status.IdConflict, 13)]
    [InlineData(Status.BusinessDateClosed, 15)]
    [InlineData(Status.HoldUnknown, 18)]
    [InlineData(Status.AlreadyReversed, 28)]
    [InlineData(Status.NotZeroSum, 30)]
    [InlineData(Status.BelowLowest, 36)]
    [InlineData(Status.PathInvalid, 39)]
    [InlineData(Status.AccountNotEmpty, 46)]
    public void A_number_stays_what_it_is(Status status, int number) => Assert.Equal(number, (int)status);
}

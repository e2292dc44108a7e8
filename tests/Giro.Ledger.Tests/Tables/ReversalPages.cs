namespace Giro.Ledger.Tests.Tables;

public sealed class ReversalPages
{
    private const string Accounts = """
        open cash  asset     EUR = Accepted
        open shop  liability EUR 0..1000 = Accepted
        open fees  income    EUR = Accepted


        """;

    private static void Check(string page) => LedgerPage.Check(Accounts + page);

    [Fact]
    public void An_entry_is_reversed_whole_and_once() => Check("""
        post e1 cash +100 shop -97 fees -3 = Accepted

        reverse v1 of:e1                   = Accepted
        reverse v1 of:e1                   = repeat
        reverse v2 of:e1                   = AlreadyReversed

        balance cash 0
        balance shop 0
        balance fees 0
        """);

    [Fact]
    public void Captures_can_be_reversed_whether_in_part_or_in_full() => Check("""
        hold h1 cash +100 shop -100          = Accepted
        capture c1 of:h1 cash +30 shop -30   = Accepted
        capture c2 of:h1                     = Accepted

        reverse v1 of:c1                     = Accepted
        reverse v2 of:c2                     = Accepted
        reverse v3 of:c2                     = AlreadyReversed

        balance cash 0
        holds 0
        """);

    [Fact]
    public void What_is_no_posting_is_not_reversed() => Check("""
        hold h1 cash +100 shop -100 = Accepted
        post e1 cash +1 shop -1     = Accepted
        limits l1 cash ..           = Accepted

        reverse v1 of:e1            = Accepted
        reverse v2 of:h1            = NotReversible

        reverse v3 of:v1            = NotReversible
        reverse v4 of:l1            = NotReversible
        reverse v5 of:nothing       = ReversalTargetUnknown
        """);

    [Fact]
    public void The_original_must_be_what_the_book_accepted() => Check("""
        post e1 cash +1 shop -1     = Accepted
        post e2 cash +2 shop -2     = Accepted

        reverse v1 of:e1 from:e2      = ReversalContentMismatch
        reverse v1 of:e1 from:nothing = ReversalContentMismatch
        reverse v1 of:e1              = Accepted

        balance cash 2
        """);

    [Fact]
    public void A_reversal_is_judged_by_limits_and_states() => Check("""
        post e1 cash +10 shop -10   = Accepted
        post e2 shop +5 fees -5     = Accepted

        reverse v1 of:e1            = BelowLowest leg 1
        state s1 shop Frozen        = Accepted
        reverse v1 of:e1            = AccountFrozen leg 1
        state s2 shop Open          = Accepted
        reverse v2 of:e2            = Accepted
        reverse v1 of:e1            = Accepted

        balance shop 0
        """);
}

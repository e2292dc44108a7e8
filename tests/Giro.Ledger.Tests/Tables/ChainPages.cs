namespace Giro.Ledger.Tests.Tables;

public sealed class ChainPages
{
    private const string Accounts = """
        open cash  asset     EUR = Accepted
        open shop  liability EUR 0..1000 = Accepted
        open fees  income    EUR = Accepted


        """;

    private static void Check(string page) => LedgerPage.Check(Accounts + page);

    [Fact]
    public void A_chain_is_accepted_together() => Check("""
        & post e1 cash +5 shop -5 = Accepted
        & post e2 shop +2 fees -2 = Accepted
        post e3 shop +3 cash -3   = Accepted
        post e4 shop +1 cash -1   = BelowLowest

        balance cash 2
        balance shop 0
        balance fees 2
        """);

    [Fact]
    public void A_chain_is_refused_together_and_what_stands_beside_it_is_not() => Check("""
        post e0 cash +1 shop -1   = Accepted
        & post e1 cash +5 shop -5 = ChainRefused
        & post e2 shop +9 fees -9 = BelowLowest
        post e3 cash +1 shop -1   = ChainRefused
        post e4 cash +1 shop -1   = Accepted
        & post e5 cash +1 shop -1 = Accepted
        post e6 cash +1 shop -1   = Accepted

        post e1 cash +5 shop -5   = Accepted

        balance cash 9
        balance fees 0
        """);

    [Fact]
    public void The_last_of_a_chain_can_refuse_it_and_so_can_the_first() => Check("""
        & post e1 cash +5 shop -5 = ChainRefused
        post e2 shop +9 fees -9   = BelowLowest
        & post e3 shop +9 fees -9 = BelowLowest
        & post e4 cash +1 shop -1 = ChainRefused
        post e5 cash +1 shop -1   = ChainRefused
        post e6 cash +1 shop -1   = Accepted

        balance cash 1
        """);

    [Fact]
    public void A_repeat_inside_a_chain_counts_as_accepted() => Check("""
        post e1 cash +5 shop -5 = Accepted

        & post e1 cash +5 shop -5 = repeat
        post e2 cash +1 shop -1   = Accepted
        & post e3 cash +1 shop -1 = Accepted
        post e3 cash +1 shop -1   = repeat
        & post e4 cash +1 shop -1 = ChainRefused
        & post e4 cash +1 shop -1 = ChainRefused
        post e3 cash +2 shop -2   = IdConflict
        & post e1 cash +5 shop -5 = ChainRefused
        post e5 cash +2 shop -1   = NotZeroSum

        balance cash 7
        """);

    [Fact]
    public void An_unknown_command_breaks_its_chain_and_only_that() => Check("""
        & post e1 cash +5 shop -5 = ChainRefused
        & unknown e2              = CommandUnknown
        post e3 cash +5 shop -5   = ChainRefused
        post e4 cash +5 shop -5   = Accepted

        & unknown e5              = CommandUnknown
        post e6 cash +5 shop -5   = ChainRefused

        balance cash 5
        """);

    [Fact]
    public void Malformed_bytes_break_the_chain_they_stand_in() => Check("""
        post e0 cash +5 shop -5   = Accepted
        & post e1 cash +5 shop -5 = ChainRefused
        garbage                   = Malformed

        & post e1 cash +5 shop -5 = ChainRefused
        & post e2 cash +5 shop -6 = NotZeroSum
        & post e3 cash +5 shop -5 = ChainRefused
        garbage                   = Malformed
        post e4 cash +5 shop -5   = Malformed

        balance cash 5
        """);

    [Fact]
    public void A_chain_must_be_closed_within_its_submission() => Check("""
        & post e1 cash +5 shop -5 = ChainRefused
        & post e2 cash +5 shop -5 = ChainNotClosed

        & post e3 cash +5 shop -5 = ChainNotClosed

        & post e4 cash +5 shop -6 = ChainNotClosed

        & post e5 cash +5 shop -6 = NotZeroSum
        & post e6 cash +5 shop -5 = ChainNotClosed

        balance cash 0
        """);

    [Fact]
    public void Only_postings_and_what_belongs_to_holds_can_be_chained() => Check("""
        & open other asset EUR      = NotInChain
        post e1 cash +5 shop -5     = ChainRefused

        & limits l1 cash 0..        = NotInChain
        post e1 cash +5 shop -5     = ChainRefused

        & post e1 cash +5 shop -5   = ChainRefused
        state s1 cash Frozen        = NotInChain

        & post e1 cash +5 shop -5   = ChainRefused
        metadata+ m1 cash text      = NotInChain

        & post e1 cash +5 shop -5   = ChainRefused
        advance d1 2026-03-03       = NotInChain

        hold h1 cash +5 shop -5 until:9s = Accepted
        & post e1 cash +5 shop -5   = ChainRefused
        extend x1 of:h1 until:20s   = NotInChain

        is cash Open
        balance cash 0
        """);

    [Fact]
    public void A_hold_placed_in_a_refused_chain_was_never_there() => Check("""
        & hold h1 cash +50 shop -50 until:60s = ChainRefused
        & capture c1 of:h1 cash +20 shop -20  = ChainRefused
        post e1 cash +1 shop -2               = NotZeroSum

        holds 0
        left h1 nothing
        balance shop 0 held 0 coming 0
        hold h1 cash +50 shop -50 until:60s   = Accepted

        wait 60s
        holds 0
        """);

    [Fact]
    public void Captures_in_a_refused_chain_give_back_what_was_left() => Check("""
        hold h1 cash +50 shop -50 until:60s   = Accepted
        capture c0 of:h1 cash +5 shop -5      = Accepted

        & capture c1 of:h1 cash +20 shop -20  = ChainRefused
        & capture c2 of:h1                    = ChainRefused
        & post e1 shop +50 fees -50           = ChainRefused
        post e2 shop +1 fees -1               = BelowLowest

        holds 1
        left h1 cash +45 shop -45
        balance shop 5 held 0 coming 45
        balance cash 5 held 0 coming 45

        & capture c1 of:h1 cash +20 shop -20 final = ChainRefused
        & hold h2 cash +5 shop -5             = ChainRefused
        & release r1 of:h2                    = ChainRefused
        capture c2 of:h1                      = HoldNotOpen

        holds 1
        left h1 cash +45 shop -45
        & capture c1 of:h1 cash +20 shop -20  = Accepted
        & capture c2 of:h1                    = Accepted
        post e1 shop +50 fees -50             = Accepted

        holds 0
        balance shop 0 held 0 coming 0
        """);

    [Fact]
    public void A_release_in_a_refused_chain_holds_on_and_still_expires() => Check("""
        hold h1 cash +50 shop -50 until:60s   = Accepted

        & release r1 of:h1                    = ChainRefused
        post e1 shop +1 fees -1               = BelowLowest

        balance shop 0 held 0 coming 50
        wait 59s
        holds 1
        wait 1s
        holds 0
        balance shop 0 held 0 coming 0
        """);

    [Fact]
    public void What_a_refused_chain_held_of_a_balance_is_free_again() => Check("""
        post e1 cash +50 shop -50       = Accepted
        hold h1 shop +20 fees -20       = Accepted

        & hold h2 shop +30 fees -30     = ChainRefused
        & release r1 of:h1              = ChainRefused
        & hold h3 shop +20 fees -20     = ChainRefused
        post e2 shop +1 fees -1         = BelowLowest

        balance shop 50 held 20 coming 0
        balance fees 0 held 0 coming 20
        post e3 shop +31 fees -31       = BelowLowest
        post e4 shop +30 fees -30       = Accepted

        balance shop 20 held 20 coming 0
        """);

    [Fact]
    public void A_reversal_in_a_refused_chain_can_be_done_later() => Check("""
        post e1 cash +50 shop -50 = Accepted

        & reverse v1 of:e1        = ChainRefused
        post e2 shop +1 fees -1   = BelowLowest

        balance shop 50
        & reverse v2 of:e1        = ChainRefused
        reverse v3 of:e1          = AlreadyReversed

        reverse v1 of:e1          = Accepted
        reverse v2 of:e1          = AlreadyReversed

        balance shop 0
        """);

    [Fact]
    public void Holds_of_an_accepted_chain_live_on() => Check("""
        & hold h1 cash +50 shop -50           = Accepted
        & hold h2 cash +9 shop -9 until:9s    = Accepted
        & capture c1 of:h1                    = Accepted
        capture c2 of:h2 cash +1 shop -1      = Accepted
        hold h3 cash +7 shop -7               = Accepted

        holds 2
        left h1 nothing
        left h2 cash +8 shop -8
        left h3 cash +7 shop -7
        wait 9s
        left h2 nothing
        left h3 cash +7 shop -7
        balance shop 51 held 0 coming 7
        """);
}

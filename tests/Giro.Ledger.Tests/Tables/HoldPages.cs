namespace Giro.Ledger.Tests.Tables;

public sealed class HoldPages
{
    private const string Accounts = """
        open cash  asset     EUR = Accepted
        open shop  liability EUR 0..1000 = Accepted
        open fees  income    EUR = Accepted
        open yen   asset     JPY = Accepted
        open yens  liability JPY = Accepted


        """;

    private static void Check(string page, int maxOpenHolds = 100) =>
        LedgerPage.Check(Accounts + page, options => options with { MaxOpenHolds = maxOpenHolds });

    [Fact]
    public void A_hold_reserves_without_posting_and_a_capture_in_full_posts_it() => Check("""
        hold h1 cash +100 shop -97 fees -3 = Accepted

        balance cash 0 held 0 coming 100
        balance shop 0 held 0 coming 97
        capture c1 of:h1                   = Accepted
        capture c1 of:h1                   = repeat
        capture c2 of:h1                   = HoldNotOpen

        balance cash 100 held 0 coming 0
        balance shop 97 held 0 coming 0
        balance fees 3 held 0 coming 0
        """);

    [Fact]
    public void A_hold_can_be_captured_several_times_until_nothing_is_left() => Check("""
        hold h1 cash +100 shop -97 fees -3      = Accepted
        capture c1 of:h1 cash +10 shop -10      = Accepted
        capture c2 of:h1 cash +3 fees -3        = Accepted

        left h1 cash +87 shop -87 fees 0
        capture c3 of:h1 cash +1 fees -1        = CaptureExceedsHold leg 1
        capture c4 of:h1 cash +88 shop -88      = CaptureExceedsHold leg 0
        capture c5 of:h1 cash +87 shop -87      = Accepted
        capture c6 of:h1 cash +1 shop -1        = HoldNotOpen

        left h1 nothing
        balance shop 97
        """);

    [Fact]
    public void A_final_capture_releases_the_rest() => Check("""
        hold h1 cash +100 shop -100                  = Accepted
        capture c1 of:h1 cash +40 shop -40 final     = Accepted
        capture c1 of:h1 cash +40 shop -40           = IdConflict
        capture c1 of:h1 cash +40 shop -40 final     = repeat

        left h1 nothing
        balance shop 40 held 0 coming 0
        """);

    [Fact]
    public void A_capture_names_legs_of_its_hold_in_order_and_on_their_side() => Check("""
        hold h1 cash +100 shop -60 fees -40     = Accepted
        capture c1 of:h1 shop -5 cash +5        = CaptureLegsMismatch leg 1
        capture c2 of:h1 cash -5 shop +5        = CaptureLegsMismatch leg 0
        capture c3 of:h1 cash +5 yens -5        = CaptureLegsMismatch leg 1
        capture c4 of:h1 cash +5                = LegCountOutOfRange
        capture c5 of:h1 cash +5 shop -4        = NotZeroSum
        capture c6 of:h1 cash +5 fees -5        = Accepted
        capture c7 of:h1 cash +500 yens -500    = CaptureLegsMismatch leg 1

        left h1 cash +95 shop -60 fees -35
        """);

    [Fact]
    public void Legs_of_one_account_are_captured_in_the_order_of_the_hold() => Check("""
        hold h1 cash +5 shop -5 cash +7 shop -7 = Accepted
        capture c1 of:h1 cash +5 shop -5        = Accepted

        left h1 cash 0 shop 0 cash +7 shop -7
        capture c2 of:h1 cash +6 shop -6        = Accepted

        left h1 cash 0 shop 0 cash +1 shop -1
        capture c3 of:h1 cash +2 shop -2        = CaptureExceedsHold leg 0
        capture c4 of:h1                        = Accepted

        holds 0
        balance cash 12
        """);

    [Fact]
    public void A_hold_in_two_currencies_is_captured_in_one_after_the_other() => Check("""
        hold h1 cash +5 shop -5 yen +7 yens -7 = Accepted
        capture c1 of:h1 yen +7 yens -7        = Accepted
        capture c2 of:h1 cash +1 shop -1       = Accepted

        left h1 cash +4 shop -4 yen 0 yens 0
        capture c3 of:h1                       = Accepted

        holds 0
        balance yen 7
        balance cash 5
        """);

    [Fact]
    public void A_release_gives_everything_back() => Check("""
        hold h1 cash +5 shop -5    = Accepted
        capture c1 of:h1 cash +1 shop -1 = Accepted
        release r1 of:h1           = Accepted
        release r1 of:h1           = repeat
        release r2 of:h1           = HoldNotOpen
        release r3 of:nothing      = HoldUnknown
        release r4 of:c1           = NotAHold
        capture c2 of:nothing      = HoldUnknown
        capture c3 of:c1           = NotAHold
        extend x1 of:nothing until:9s = HoldUnknown

        balance shop 1 held 0 coming 0
        """);

    [Fact]
    public void A_hold_expires_at_its_time_and_not_before() => Check("""
        hold h1 cash +5 shop -5 until:60s = Accepted
        hold h2 cash +6 shop -6 until:61s = Accepted
        hold h3 cash +7 shop -7           = Accepted
        hold h4 cash +7 shop -7 until:0s  = ExpiryNotInFuture
        hold h5 cash +7 shop -7 until:-1s = ExpiryNotInFuture

        wait 59s
        holds 3
        wait 1s
        left h1 nothing
        holds 2
        capture c1 of:h1                  = HoldNotOpen

        wait 1s
        holds 1
        balance shop 0 held 0 coming 7
        """);

    [Fact]
    public void A_hold_can_be_extended_to_a_later_time() => Check("""
        hold h1 cash +5 shop -5 until:60s = Accepted
        hold h2 cash +5 shop -5           = Accepted
        extend x1 of:h1 until:60s         = ExpiryNotLater
        extend x2 of:h1 until:0s          = ExpiryNotInFuture
        extend x3 of:h2 until:99s         = ExpiryNotLater
        extend x4 of:h1 until:90s         = Accepted
        extend x4 of:h1 until:90s         = repeat
        extend x4 of:h1 until:91s         = IdConflict

        wait 60s
        holds 2
        wait 29s
        holds 2
        wait 1s
        holds 1
        extend x5 of:h1 until:99s         = HoldNotOpen
        """);

    [Fact]
    public void A_capture_takes_its_expiry_with_it() => Check("""
        hold h1 cash +5 shop -5 until:60s  = Accepted
        capture c1 of:h1                   = Accepted
        hold h2 cash +6 shop -6 until:120s = Accepted

        wait 60s
        holds 1
        balance cash 5 held 0 coming 6
        """);

    [Fact]
    public void The_limits_do_not_refuse_a_capture_that_they_let_be_held() => Check("""
        hold h1 cash +900 shop -900  = Accepted
        limits l1 shop 0..10         = Accepted
        capture c1 of:h1             = Accepted

        balance shop 900
        """);

    [Fact]
    public void A_frozen_account_keeps_its_holds_and_refuses_their_capture() => Check("""
        hold h1 cash +9 shop -9      = Accepted
        state s1 shop CreditsFrozen  = Accepted
        capture c1 of:h1             = CreditsFrozen leg 1
        state s2 shop Frozen         = Accepted
        capture c1 of:h1             = AccountFrozen leg 1
        state s3 shop DebitsFrozen   = Accepted
        capture c1 of:h1             = Accepted
        """);

    [Fact]
    public void Held_amounts_fit_in_64_bits() => Check("""
        hold h1 cash +9223372036854775807 fees -9223372036854775807 = Accepted
        hold h2 cash +1 fees -1      = HeldAmountTooLarge leg 0
        hold h3 shop -1 fees +1      = Accepted
        hold h4 shop -1 cash -1 fees +2  = Accepted

        balance fees 0 held 3 coming 9223372036854775807
        """);

    [Fact]
    public void There_is_room_for_so_many_open_holds() => Check(
        """
        hold h1 cash +1 shop -1 = Accepted
        hold h2 cash +1 shop -1 = Accepted
        hold h3 cash +1 shop -1 = HoldsFull
        release r1 of:h1        = Accepted
        hold h3 cash +1 shop -1 = Accepted

        balance cash 0 held 0 coming 2
        """, maxOpenHolds: 2);
}

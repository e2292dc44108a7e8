namespace Giro.Ledger.Tests.Tables;

public sealed class EntryPages
{
    private const string Accounts = """
        open cash  asset     EUR = Accepted
        open shop  liability EUR = Accepted
        open fees  income    EUR = Accepted
        open cost  expense   EUR = Accepted
        open own   equity    EUR = Accepted
        open yen   asset     JPY = Accepted
        open yens  liability JPY = Accepted
        open dinar asset     KWD = Accepted
        open dinars liability KWD = Accepted


        """;

    private static void Check(string page) => LedgerPage.Check(Accounts + page);

    [Fact]
    public void Each_class_grows_on_its_own_side() => Check("""
        post e1 cash +100 shop -97 fees -3 = Accepted
        post e2 cost +10 own -10           = Accepted

        balance cash 100
        balance shop 97
        balance fees 3
        balance cost 10
        balance own 10
        """);

    [Fact]
    public void An_entry_has_2_to_256_legs() => Check("""
        post e1                             = LegCountOutOfRange
        post e2 cash +1                     = LegCountOutOfRange
        post e3 cash +1 shop -1             = Accepted
        post e4 cash +1 shop -1 *128        = Accepted
        post e5 cash +1 shop -1 *129        = LegCountOutOfRange
        post e6 cash +2 shop -1 fees -1     = Accepted

        balance cash 131
        balance shop 130
        """);

    [Fact]
    public void Debits_equal_credits_in_each_currency_alone() => Check("""
        post e1 cash +100 shop -99                        = NotZeroSum
        post e2 cash +100 yens -100                       = NotZeroSum
        post e3 cash +100 shop -100 yen +9 yens -9        = Accepted
        post e4 cash +100 shop -100 yen +9 yens -8        = NotZeroSum
        post e5 cash +1 shop -1 yen +2 yens -2 dinar +3 dinars -3 = Accepted
        post e6 cash +1 shop -2 yen +2 yens -2 dinar +3 dinars -2 = NotZeroSum
        post e7 cash +5 yens -5 shop -5 yen +5            = Accepted

        balance cash 106
        balance yens 16
        balance dinar 3
        """);

    [Fact]
    public void Amounts_are_neither_zero_nor_without_a_counterpart() => Check("""
        post e1 cash +0 shop -0                                              = AmountZero leg 0
        post e2 cash +5 shop -5 fees 0                                       = AmountZero leg 2
        post e3 cash -9223372036854775808 shop +1                            = AmountOutOfRange leg 0
        post e4 cash -9223372036854775808 shop 0                             = AmountZero leg 1
        post e5 cash +9223372036854775807 shop -9223372036854775807          = Accepted
        post e6 cash +9223372036854775807 shop -9223372036854775807          = Accepted

        balance cash 18446744073709551614
        balance shop 18446744073709551614
        """);

    [Fact]
    public void An_account_may_be_unknown() => Check("""
        post e1 cash +5 nobody -5 = AccountUnknown leg 1
        post e2 nobody +5 cash -6 = AccountUnknown leg 0
        """);

    [Fact]
    public void Limits_are_judged_on_the_end_state() => Check("""
        open tight liability EUR 0..100 = Accepted

        post e1 tight +50 cash -50                      = BelowLowest leg 0
        post e2 tight +50 cash -50 cash +60 tight -60   = Accepted
        post e3 tight -90 cash +90 tight +60 cash -60   = Accepted
        post e4 tight -61 cash +61                      = AboveHighest leg 0
        post e5 tight -60 cash +60                      = Accepted
        post e6 tight +101 cash -101                    = BelowLowest leg 0

        balance tight 100
        balance cash 100
        """);

    [Fact]
    public void Limits_count_what_is_held() => Check("""
        open tight liability EUR 0..100 = Accepted

        post e1 tight -80 cash +80  = Accepted
        hold h1 tight +50 cash -50  = Accepted
        post e2 tight +31 cash -31  = BelowLowest leg 0
        post e3 tight +30 cash -30  = Accepted
        hold h2 tight -45 cash +45  = Accepted
        post e4 tight -6  cash +6   = AboveHighest leg 0
        post e5 tight -5  cash +5   = Accepted
        hold h3 tight +6  cash -6   = BelowLowest leg 0
        hold h4 tight -1  cash +1   = AboveHighest leg 0

        balance tight 55 held 50 coming 45
        """);

    [Fact]
    public void The_first_result_comes_back_for_the_same_content_and_other_content_is_a_conflict() => Check("""
        post e1 cash +5 shop -5 kind:7 rule:3 attributes:text = Accepted
        post e1 cash +5 shop -5 kind:7 rule:3 attributes:text = repeat
        post e1 cash +6 shop -6 kind:7 rule:3 attributes:text = IdConflict
        post e1 cash +5 fees -5 kind:7 rule:3 attributes:text = IdConflict
        post e1 shop -5 cash +5 kind:7 rule:3 attributes:text = IdConflict
        post e1 cash +5 shop -5 kind:8 rule:3 attributes:text = IdConflict
        post e1 cash +5 shop -5 kind:7 rule:4 attributes:text = IdConflict
        post e1 cash +5 shop -5 kind:7 rule:3 attributes:Text = IdConflict
        post e1 cash +5 shop -5 kind:7 rule:3                 = IdConflict
        post e1 cash +5 shop -5 kind:7 rule:3 attributes:text on:2026-03-02    = IdConflict
        post e1 cash +5 shop -5 kind:7 rule:3 attributes:text value:2026-03-02 = IdConflict
        hold e1 cash +5 shop -5                               = IdConflict
        release e1 of:e1                                      = IdConflict

        balance cash 5
        """);

    [Fact]
    public void A_refused_id_may_be_tried_again_with_other_content() => Check("""
        post e1 cash +5 shop -6 = NotZeroSum
        post e1 cash +5 shop -5 = Accepted
        """);

    [Fact]
    public void Attributes_have_at_most_2048_bytes() => Check("""
        post e1 cash +5 shop -5 attributes:x*2048 = Accepted
        post e2 cash +5 shop -5 attributes:x*2049 = AttributesTooLong
        """);

    [Fact]
    public void Bytes_that_are_no_command_are_answered_and_so_is_all_that_follows_them() => Check("""
        post e1 cash +5 shop -5          = Accepted
        unknown e2                       = CommandUnknown
        post e3 cash +5 shop -5 reserved = ReservedNotZero
        post - cash +5 shop -5           = IdMissing
        post e4 cash +5 shop -5          = Accepted
        garbage                          = Malformed
        post e5 cash +5 shop -5          = Malformed

        post e5 cash +5 shop -5          = Accepted

        balance cash 15
        """);
}

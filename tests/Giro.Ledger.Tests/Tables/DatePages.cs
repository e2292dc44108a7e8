namespace Giro.Ledger.Tests.Tables;

public sealed class DatePages
{
    private const string Accounts = """
        open cash  asset     EUR = Accepted
        open shop  liability EUR = Accepted


        """;

    private static void Check(string page) => LedgerPage.Check(Accounts + page);

    [Fact]
    public void The_business_date_advances_only_forwards() => Check("""
        business 2026-03-02
        advance d1 2026-03-03 = Accepted
        advance d1 2026-03-03 = repeat
        advance d1 2026-03-04 = IdConflict
        advance d2 2026-03-03 = DateNotLater
        advance d3 2026-03-02 = DateNotLater
        advance d4 2026-03-06 = Accepted
        advance d5 0001-01-03 = DateOutOfRange
        advance d6 9999-01-01 = DateOutOfRange

        business 2026-03-06
        """);

    [Fact]
    public void An_entry_for_a_closed_date_is_refused_by_its_own_status() => Check("""
        post e1 cash +1 shop -1 on:2026-03-02 = Accepted
        post e2 cash +1 shop -1 on:2026-03-01 = BusinessDateClosed
        post e3 cash +1 shop -1 on:2026-03-03 = BusinessDateNotOpenYet
        advance d1 2026-03-03                 = Accepted
        post e4 cash +1 shop -1 on:2026-03-02 = BusinessDateClosed
        post e3 cash +1 shop -1 on:2026-03-03 = Accepted
        post e1 cash +1 shop -1 on:2026-03-02 = repeat

        balance cash 2
        """);

    [Fact]
    public void A_value_date_may_lie_before_and_after_the_business_date() => Check("""
        post e1 cash +1 shop -1 value:2025-12-31 = Accepted
        post e2 cash +1 shop -1 value:2027-01-01 = Accepted
        post e3 cash +1 shop -1 value:0001-06-01 = DateOutOfRange
        post e4 cash +1 shop -1 value:9999-01-01 = DateOutOfRange
        post e5 cash +1 shop -1 on:2026-03-01 value:9999-01-01 = DateOutOfRange
        """);

    [Fact]
    public void A_repeat_is_answered_after_its_date_was_closed() => Check("""
        hold h1 cash +9 shop -9     = Accepted
        capture c1 of:h1            = Accepted
        post e1 cash +1 shop -1     = Accepted
        advance d1 2026-04-01       = Accepted
        hold h1 cash +9 shop -9     = repeat
        capture c1 of:h1            = repeat
        post e1 cash +1 shop -1     = repeat
        """);
}

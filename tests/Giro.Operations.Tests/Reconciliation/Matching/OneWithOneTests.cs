using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

/// <summary>Exact and difference passes, and what type of break is left.</summary>
public sealed class OneWithOneTests
{
    [Fact]
    public void Every_type_of_break() => LinePage.Check([Passes.Exact(), Passes.Difference()], """
        A-1 100.00 on 3 in CNY fee 0.60 status paid    | A-1 100.00 on 3 in CNY fee 0.60 status paid     | pair order
        A-2 100.00                                     |                                                 | missing-at-bank
                                                       | A-3 100.00                                      | missing-with-us
        A-4 100.00 in CNY                              | A-4 99.00 in CNY                                | amount
        A-5 100.00 in CNY                              | A-5 100.00 in USD                               | currency
        A-6 100.00                                     | A-6 100.00                                      | pair order
        A-6 100.00                                     |                                                 | duplicate-with-us
        A-7 100.00                                     | A-7 100.00                                      | pair order
                                                       | A-7 100.00                                      | duplicate-at-bank
        A-8 100.00                                     | A-8 90.00                                       | ambiguous a
                                                       | A-8 80.00                                       | ambiguous a
        - 7.00                                         | - 7.00                                          | missing-at-bank / missing-with-us   # no key, no part
        """);

    [Fact]
    public void A_difference_is_of_the_first_type_that_differs() => LinePage.Check(
        [Passes.Exact(Differences.Amount | Differences.Fee | Differences.Currency | Differences.Status | Differences.Date), Passes.Difference()], """
        A-1 1.00 fee 0.10 on 3 in CNY status paid   | A-1 2.00 fee 0.20 on 4 in USD status open   | currency
        A-2 1.00 fee 0.10 on 3 in CNY status paid   | A-2 2.00 fee 0.20 on 4 in CNY status open   | amount
        A-3 1.00 fee 0.10 on 3 in CNY status paid   | A-3 1.00 fee 0.20 on 4 in CNY status open   | fee
        A-4 1.00 fee 0.10 on 3 in CNY status paid   | A-4 1.00 fee 0.10 on 4 in CNY status open   | status
        A-5 1.00 fee 0.10 on 3 in CNY status paid   | A-5 1.00 fee 0.10 on 4 in CNY status paid   | date
        A-6 1.00 fee 0.10 on 3 in CNY status paid   | A-6 1.00 fee 0.10 on 3 in CNY status paid   | pair order
        """);

    [Fact]
    public void Two_equal_bookings_on_both_sides_are_two_matches_and_three_with_two_leave_one() => LinePage.Check([Passes.Exact(), Passes.Difference()], """
        A-1 100.00   | A-1 100.00   | pair order
        A-1 100.00   | A-1 100.00   | pair order
        A-2 100.00   | A-2 100.00   | pair order
        A-2 100.00   | A-2 100.00   | pair order
        A-2 100.00   |              | duplicate-with-us
        A-3 50.00    | A-3 50.00    | pair order
                     | A-3 50.00    | duplicate-at-bank
                     | A-3 50.00    | duplicate-at-bank
        """);

    [Fact]
    public void Another_amount_of_the_same_order_is_no_duplicate() => LinePage.Check([Passes.Exact(), Passes.Difference()], """
        A-1 100.00   | A-1 100.00   | pair order
                     | A-1 -30.00   | missing-with-us    # a refund, say
        A-2 100.00   | A-2 100.00   | pair order
        A-2 40.00    | A-2 41.00    | amount             # the one left on each side
        A-3 100.00   | A-3 100.00   | pair order
        A-3 100.00   |              | duplicate-with-us  # and does not hide the difference below
        A-3 40.00    | A-3 41.00    | amount
        """);

    [Fact]
    public void What_a_side_does_not_tell_is_not_compared() => LinePage.Check([Passes.Exact(Differences.Amount | Differences.Currency | Differences.Status | Differences.Date)], """
        A-1 100.00 on 3 in CNY status paid   | A-1 100.00                             | pair order
        A-2 100.00                           | A-2 100.00 on 3 in CNY status paid     | pair order
        A-3 100.00 on 3                      | A-3 100.00 in CNY status paid          | pair order
        A-4 100.00 on 3                      | A-4 100.00 on 4                        | missing-at-bank / missing-with-us
        A-5 100.00 status paid               | A-5 100.00 status open                 | missing-at-bank / missing-with-us
        """);

    [Fact]
    public void Lines_that_tell_more_have_the_first_choice() => LinePage.Check([Passes.Exact(Differences.Amount | Differences.Date)], """
        A-1 100.00        | A-1 100.00        | pair order
        A-1 100.00 on 4   | A-1 100.00 on 4   | pair order
        A-2 100.00 on 3   | A-2 100.00 on 3   | pair order
        A-2 100.00        | A-2 100.00 on 5   | pair order
                          | A-2 100.00 on 6   | duplicate-at-bank   # as good as the one on 5 was, to a line without a date
        """);

    [Fact]
    public void A_key_of_several_parts_from_other_columns_on_each_side()
    {
        var pass = Passes.Exact() with
        {
            LeftKey = [KeyPart.Text(0), new KeyPart(KeySource.Day, 0), new KeyPart(KeySource.Amount, 0), new KeyPart(KeySource.Currency, 0)],
            RightKey = [KeyPart.Text(1), new KeyPart(KeySource.Day, 0), new KeyPart(KeySource.Amount, 0), new KeyPart(KeySource.Currency, 0)],
        };
        LinePage.Check([pass], """
            A-1 100.00 on 3 in CNY   | X 100.00 on 3 in CNY ref A-1     | pair order
            A-2 100.00 on 3 in CNY   | A-2 100.00 on 4 in CNY ref A-2   | missing-at-bank / missing-with-us
            A-3 100.00 on 3 in CNY   | A-3 100.00 on 3 in CNY           | missing-at-bank / missing-with-us   # no ref, no key
            A-4 100.00 on 3 in CNY   | A-4 100.00 on 3 in USD ref A-4   | missing-at-bank / missing-with-us
            """);
    }

    [Fact]
    public void Parts_of_a_key_do_not_run_together() => LinePage.Check([Passes.Exact().By(Passes.Order, Passes.Reference)], """
        AB 1.00 ref C   | A 1.00 ref BC    | missing-at-bank / missing-with-us
        D 1.00          | - 1.00 ref D     | missing-at-bank / missing-with-us
        E 1.00          | E 1.00           | pair order                            # one part is enough
        """);

    [Fact]
    public void A_pass_without_key_takes_all_lines() => LinePage.Check([Passes.Exact(Differences.Amount | Differences.Date).By()], """
        - 100.00 on 3   | - 100.00 on 3   | pair order
        - 100.00 on 4   | - 100.00 on 5   | missing-at-bank / missing-with-us
        - 0.00 on 3     | - 0.00 on 3     | pair order
        - -5.00 on 3    | - -5.00 on 3    | pair order
        """);

    [Fact]
    public void Net_of_fee_on_either_side() => LinePage.Check(
        [
            Passes.Exact(name: "left net") with { LeftIsNetOfFee = true },
            Passes.Exact(name: "right net") with { RightIsNetOfFee = true },
            Passes.Exact(name: "both net") with { LeftIsNetOfFee = true, RightIsNetOfFee = true },
            Passes.Difference() with { LeftIsNetOfFee = true },
        ], """
        A-1 100.00 fee 0.60    | A-1 99.40               | pair left net
        A-2 99.40              | A-2 100.00 fee 0.60     | pair right net
        A-3 100.00 fee 0.60    | A-3 99.90 fee 0.50      | pair both net
        A-4 -100.00 fee -0.60  | A-4 -99.40              | pair left net          # a refund gives the fee back
        A-5 100.00 fee 0.60    | A-5 99.30               | amount
        """);

    [Fact]
    public void A_line_is_claimed_by_the_first_pass_that_can() => LinePage.Check([Passes.Exact(), Passes.Exact(name: "ref").By(Passes.Reference), Passes.Difference()], """
        A-1 100.00 ref X   | A-1 100.00 ref Y   | pair order
        A-2 100.00 ref Y   | A-9 100.00 ref Y   | pair ref              # Y of A-1 is claimed already
        A-3 100.00 ref Z   | A-3 70.00 ref W    | amount
        """);
}

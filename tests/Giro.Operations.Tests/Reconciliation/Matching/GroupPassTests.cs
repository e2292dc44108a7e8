using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

public sealed class GroupPassTests
{
    [Fact]
    public void Many_lines_with_the_one_that_is_their_sum() => LinePage.Check([Passes.Group(GroupShape.ManyToOne)], """
        B1 10.00   | B1 60.00   | set a batch
        B1 20.00   |            | set a batch
        B1 30.00   |            | set a batch
        B2 10.00   | B2 31.00   | missing-at-bank / missing-with-us
        B2 20.00   |            | missing-at-bank
        B3 10.00   | B3 5.00    | set b batch                          # a refund in the batch
        B3 -5.00   |            | set b batch
        B4 10.00   | B4 10.00   | pair batch
        B5 30.00   | B5 10.00   | missing-at-bank / missing-with-us    # the other way round
                   | B5 20.00   | missing-with-us
        """);

    [Fact]
    public void One_line_with_the_many_that_it_is_the_sum_of() => LinePage.Check([Passes.Group(GroupShape.OneToMany)], """
        B1 60.00   | B1 10.00   | set a batch
                   | B1 50.00   | set a batch
        B2 10.00   | B2 30.00   | missing-at-bank / missing-with-us
        B2 20.00   |            | missing-at-bank
        """);

    [Fact]
    public void Many_with_many_by_sum() => LinePage.Check([Passes.Group(GroupShape.ManyToMany)], """
        B1 10.00   | B1 15.00   | set a batch
        B1 20.00   | B1 15.00   | set a batch
        B2 10.00   | B2 15.00   | missing-at-bank / missing-with-us
        B2 20.00   | B2 15.01   | missing-at-bank / missing-with-us
        """);

    [Fact]
    public void The_one_booked_twice_is_a_duplicate_and_another_of_the_key_stays_over() => LinePage.Check([Passes.Group(GroupShape.ManyToOne)], """
        B1 10.00   | B1 30.00   | set a batch
        B1 20.00   | B1 30.00   | set a batch / duplicate-at-bank
        B2 10.00   | B2 7.00    | set b batch / missing-with-us
        B2 20.00   | B2 30.00   | set b batch
        """);

    [Fact]
    public void Where_two_could_be_the_sum_a_person_chooses() => LinePage.Check([Passes.Group(GroupShape.ManyToOne, below: 5, above: 5)], """
        B1 10.00   | B1 30.03   | ambiguous a
        B1 20.00   | B1 29.98   | ambiguous a
        """);

    [Fact]
    public void The_bank_pays_net_of_fees() => LinePage.Check([Passes.Group(GroupShape.ManyToOne) with { LeftIsNetOfFee = true }], """
        B1 100.00 fee 0.60   | B1 148.90   | set a batch                        # 150.00 less 1.10
        B1 50.00 fee 0.50    |             | set a batch
        B2 100.00 fee 0.60   | B2 150.00   | missing-at-bank / missing-with-us
        B2 50.00 fee 0.50    |             | missing-at-bank
        """);

    [Fact]
    public void A_sum_within_the_tolerance() => LinePage.Check([Passes.Group(GroupShape.ManyToOne, below: 2, above: 1)], """
        B1 1.00   | B1 1.98   | set a batch
        B1 1.00   |           | set a batch
        B2 1.00   | B2 1.97   | missing-at-bank / missing-with-us
        B2 1.00   |           | missing-at-bank
        B3 1.00   | B3 2.02   | missing-at-bank / missing-with-us
        B3 1.00   |           | missing-at-bank
        B4 -1.00  | B4 -2.01  | set b batch
        B4 -1.00  |           | set b batch
        """);

    [Fact]
    public void Currencies_are_not_added_up() => LinePage.Check([Passes.Group(GroupShape.ManyToOne)], """
        B1 10.00 in CNY   | B1 30.00 in CNY   | set a batch
        B1 20.00 in CNY   | B1 15.00 in USD   | set a batch / set b batch
        B1 7.00 in USD    |                   | set b batch
        B1 8.00 in USD    |                   | set b batch
        B2 10.00 in CNY   | B2 30.00 in CNY   | missing-at-bank / missing-with-us
        B2 20.00 in USD   |                   | missing-at-bank
        B3 10.00          | B3 30.00 in CNY   | set c batch
        B3 20.00 in CNY   |                   | set c batch
        """);
}

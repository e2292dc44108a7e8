using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

public sealed class WindowPassTests
{
    [Fact]
    public void Dates_at_the_edges_of_the_window() => LinePage.Check([Passes.Window(before: 1, after: 3)], """
        A 1.00 on 10   | A 1.00 on 9    | pair late
        B 1.00 on 10   | B 1.00 on 8    | missing-at-bank / missing-with-us
        C 1.00 on 10   | C 1.00 on 13   | pair late
        D 1.00 on 10   | D 1.00 on 14   | missing-at-bank / missing-with-us
        E 1.00 on 10   | E 1.00         | pair late                            # a date that is not told could be any
        F 1.00         | F 1.00 on 20   | pair late
        """);

    [Fact]
    public void Amounts_at_the_edges_of_the_tolerance() => LinePage.Check([Passes.Window(below: 5, above: 2)], """
        A 1.00     | A 0.95    | pair late
        B 1.00     | B 0.94    | missing-at-bank / missing-with-us
        C 1.00     | C 1.02    | pair late
        D 1.00     | D 1.03    | missing-at-bank / missing-with-us
        E -1.00    | E -0.95   | pair late                            # below and above are by magnitude
        F -1.00    | F -1.03   | missing-at-bank / missing-with-us
        G 0.01     | G -0.01   | missing-at-bank / missing-with-us    # the other direction is no tolerance
        H 0.00     | H 0.02    | pair late
        I 0.00     | I -0.03   | missing-at-bank / missing-with-us
        J 0.05     | J 0.00    | pair late
        """);

    [Fact]
    public void Only_mutual_candidates_are_claimed() => LinePage.Check([Passes.Window(after: 3, below: 5, above: 5)], """
        T 10.00 on 1   | T 10.02 on 2   | ambiguous a
        T 10.04 on 1   |                | ambiguous a
        U 10.00 on 1   | U 10.02 on 2   | ambiguous b
                       | U 9.98 on 3    | ambiguous b
        V 10.00 on 1   | V 10.00 on 2   | pair late
        V 20.00 on 1   | V 20.00 on 2   | pair late
        W 10.00 on 1   | W 10.04 on 2   | ambiguous c                          # a chain: the middle ones could go either way
        W 10.08 on 1   | W 10.12 on 2   | ambiguous c
        W 30.00 on 1   |                | missing-at-bank
        """);

    [Fact]
    public void Lines_that_are_the_same_pair_in_order() => LinePage.Check([Passes.Window(after: 3)], """
        T 10.00 on 1   | T 10.00 on 3   | pair late
        T 10.00 on 1   | T 10.00 on 3   | pair late
        U 10.00 on 1   | U 10.00 on 3   | pair late
        U 10.00 on 1   |                | duplicate-with-us
        V 10.00 on 1   | V 10.00 on 2   | ambiguous a         # the same amount on two dates is not the same
        V 10.00 on 1   | V 10.00 on 3   | ambiguous a
        """);

    [Fact]
    public void Other_currencies_are_no_candidates() => LinePage.Check([Passes.Window()], """
        T 10.00 in CNY   | T 10.00 in USD   | missing-at-bank / missing-with-us
        U 10.00 in CNY   | U 10.00 in CNY   | pair late
        U 10.00 in USD   | U 10.00 in USD   | pair late
        V 10.00 in CNY   | V 10.00          | pair late
        W 10.00 in CNY   | W 10.00 in CNY   | pair late
        W 20.00 in USD   | W 20.00          | missing-at-bank / missing-with-us   # of which of the two currencies, nobody knows
        """);

    [Fact]
    public void A_later_pass_takes_what_was_suggested() => LinePage.Check([Passes.Window(after: 3), Passes.Exact(name: "ref").By(Passes.Reference)], """
        T 10.00 on 1 ref X   | T 10.00 on 2 ref X   | pair ref
        T 10.00 on 2 ref Y   |                      | missing-at-bank   # nothing is left that it could be
        U 10.00 on 1 ref Z   | U 10.00 on 2 ref Z   | pair ref
        U 10.00 on 2 ref V   | U 10.00 on 3 ref W   | ambiguous a       # of this suggestion two lines are left
        """);

    [Fact]
    public void Net_of_fee_within_a_tolerance() => LinePage.Check([Passes.Window(after: 2, below: 1, above: 1) with { LeftIsNetOfFee = true }], """
        T 100.00 fee 0.60 on 1   | T 99.41 on 2     | pair late
        U 100.00 fee 0.60 on 1   | U 100.00 on 2    | missing-at-bank / missing-with-us
        """);
}

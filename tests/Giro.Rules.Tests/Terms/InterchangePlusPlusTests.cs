namespace Giro.Rules.Tests.Terms;

/// <summary>What the issuer, the scheme and the channel take as lines of their own, and our markup on top; or one blended price that bears them.</summary>
public sealed class InterchangePlusPlusTests
{
    private const string Costs = """
        currency EUR
        input amount: money
        input card-type: text
        input region: text = "domestic"
        output interchange: money as interchange EFFECT
        output scheme: money as scheme-fee EFFECT
        output cost: money as channel-cost borne

        table issuer-rate: text -> rate
            "debit"      = 0.20%
            "credit"     = 0.30%
            else         = 1.50%    # commercial cards
        table scheme-rate: text -> rate
            "domestic"   = 0.03%
            "eea"        = 0.075%
            else         = 0.60%

        """;

    private static readonly string PlusPlus = "strategy interchange-plus-plus version 1\n" + Costs.Replace("EFFECT", "charged", StringComparison.Ordinal) + """
        output markup: money as markup charged

        algorithm plus-plus
            interchange = amount * issuer-rate[card-type] rounded half-up
            scheme = amount * scheme-rate[region] rounded half-up
            markup = amount * 0.15% rounded half-up + 0.05
            cost = interchange + scheme + 0.02

        use plus-plus
            otherwise
        """;

    private static readonly string Blended = "strategy blended version 1\n" + Costs.Replace("EFFECT", "borne", StringComparison.Ordinal) + """
        output fee: money as merchant-fee charged

        algorithm blended
            interchange = amount * issuer-rate[card-type] rounded half-up
            scheme = amount * scheme-rate[region] rounded half-up
            cost = 0.02
            fee = amount * 0.90% rounded half-up

        use blended
            otherwise
        """;

    [Fact]
    public void Each_cost_is_a_line_and_the_channel_gets_what_it_costs() => PriceList.Check(PlusPlus, """
        100.00, card-type debit                       => interchange 0.20, scheme 0.03, cost 0.25, markup 0.20
        100.00, card-type credit                      => interchange 0.30, scheme 0.03, cost 0.35, markup 0.20
        100.00, card-type debit, region eea           => interchange 0.20, scheme 0.08, cost 0.30, markup 0.20   # 0.075 is half: up
        100.00, card-type corporate, region elsewhere => interchange 1.50, scheme 0.60, cost 2.12, markup 0.20
        3.30, card-type debit                         => interchange 0.01, cost 0.03, markup 0.05                # 0.0066, 0.00099, 0.00495
        2.49, card-type debit                         => cost 0.02, markup 0.05                                  # 0.00498
        """);

    [Fact]
    public void A_blended_price_bears_them() => PriceList.Check(Blended, """
        100.00, card-type debit                       => interchange 0.20, scheme 0.03, cost 0.02, fee 0.90
        100.00, card-type corporate, region elsewhere => interchange 1.50, scheme 0.60, cost 0.02, fee 0.90   # more than we get
        """);

    [Fact]
    public void The_explanation_names_each_line() => Assert.Equal(
        """
        input  amount = 41.00
        input  card-type = "corporate"
        input  region = "eea"
        21:28  issuer-rate[card-type "corporate"] = 1.50% (else)
        21:26  interchange = amount 41.00 * 1.50% = 0.615, half-up to 0.01: 0.62 (rounded up by 0.005)
        22:23  scheme-rate[region "eea"] = 0.075%
        22:21  scheme = amount 41.00 * 0.075% = 0.03075, half-up to 0.01: 0.03 (0.00075 dropped)
        23:21  amount 41.00 * 0.15% = 0.0615, half-up to 0.01: 0.06 (0.0015 dropped)
        23:45  markup = 0.06 + 0.05 = 0.11
        24:24  interchange 0.62 + scheme 0.03 = 0.65
        24:33  cost = 0.65 + 0.02 = 0.67
        output interchange = 0.62
        output scheme = 0.03
        output cost = 0.67
        output markup = 0.11
        """,
        new PriceList(PlusPlus).Why("41.00, card-type corporate, region eea"));
}

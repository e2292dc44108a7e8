namespace Giro.Rules.Tests.Terms;

/// <summary>What is left of a payment, or the fee, shared between several receivers, to the last unit.</summary>
public sealed class ProfitSharingTests
{
    /// <summary>In yen, which has no smaller unit.</summary>
    private const string ThreeWays = """
        strategy three-ways version 1
        currency JPY
        input amount: money
        output shop: money as share charged to "M1"
        output agent: money as share charged to "M2"
        output platform: money as share charged to "M3"

        algorithm three-ways
            shop, agent, platform = share(amount, 80%, 8%, 12%) remainder largest

        use three-ways
            otherwise
        """;

    [Fact]
    public void The_remainder_goes_to_the_largest_fractions() => PriceList.Check(ThreeWays, """
        15   => shop 12, agent 1, platform 2    # 12, 1.2, 1.8: one is left, for 0.8
        100  => shop 80, agent 8, platform 12
        1    => shop 1                          # 0.8, 0.08, 0.12
        2    => shop 2                          # 1.6
        3    => shop 3                          # 2.4, 0.24, 0.36: one is left, for 0.4
        4    => shop 3, platform 1              # 3.2, 0.32, 0.48
        7    => shop 6, platform 1              # 5.6, 0.56, 0.84: two are left, for 0.84 and 0.6
        0    => nothing
        """);

    [Fact]
    public void Or_to_the_receiver_that_the_text_names() => PriceList.Check(ThreeWays.Replace("remainder largest", "remainder to shop", StringComparison.Ordinal), """
        15   => shop 13, agent 1, platform 1
        7    => shop 7
        100  => shop 80, agent 8, platform 12
        """);

    [Fact]
    public void Equal_fractions_go_to_the_earlier_receivers() => PriceList.Check(
        ThreeWays.Replace("share(amount, 80%, 8%, 12%)", "share(amount, 1, 1, 1)", StringComparison.Ordinal),
        """
        100  => shop 34, agent 33, platform 33
        101  => shop 34, agent 34, platform 33
        102  => shop 34, agent 34, platform 34
        """);

    /// <summary>What is shared is what the fee leaves; the merchant keeps its part by not sharing it.</summary>
    [Fact]
    public void What_the_fee_leaves_is_shared_and_the_merchant_keeps_the_rest() => PriceList.Check(
        """
        strategy marketplace version 1
        currency EUR
        input amount: money
        output fee: money as merchant-fee charged
        output agent: money as share charged to "M2"
        output platform: money as share charged to "M3"

        algorithm marketplace
            fee = amount * 1.50% rounded half-up
            shared = (amount - fee) * 20.00% rounded down
            agent, platform = share(shared, 40%, 60%) remainder to platform

        use marketplace
            otherwise
        """,
        """
        100.00 => fee 1.50, agent 7.88, platform 11.82
        9.99   => fee 0.15, agent 0.78, platform 1.18   # 9.84 * 20% = 1.968; 0.784 and 1.176 of 1.96
        0.04   => nothing
        """);

    [Fact]
    public void Shares_always_come_to_what_is_shared()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        foreach (var remainder in new[] { "largest", "to shop", "to agent", "to platform" })
        {
            foreach (var weights in new[] { "80%, 8%, 12%", "33.3333333%, 33.3333333%, 33.3333334%", "1, 2, 4", "100%, 0%, 0%" })
            {
                var prices = new PriceList(ThreeWays.Replace("remainder largest", $"remainder {remainder}", StringComparison.Ordinal).Replace("80%, 8%, 12%", weights, StringComparison.Ordinal));
                for (var i = 0; i < 500; i++)
                {
                    var amount = random.NextInt64(1, 1L << random.Next(1, 62));
                    var shares = prices.Work(new Facts($"{amount}")).Outputs;
                    Assert.True(shares.Sum() == amount && shares.All(share => share >= 0), $"seed {seed}: {string.Join(", ", shares)} of {amount} by {weights}, remainder {remainder}");
                }
            }
        }
    }

    [Fact]
    public void The_explanation_shows_who_got_the_remainder_and_why() => Assert.Equal(
        """
        input  amount = 15
        9:5  shop, agent, platform = share(amount 15; 80.00%, 8.00%, 12.00%) = 12, 1, 2; 1 was left: platform +1 (fraction 0.8)
        output shop = 12
        output agent = 1
        output platform = 2
        """,
        new PriceList(ThreeWays).Why("15"));
}

using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using Giro.Rules.Text;

namespace Giro.Rules.Tests.Terms;

/// <summary>The contracts of the demo, each with a few payments and returns.</summary>
public sealed class SampleRulesTests
{
    private static readonly Dictionary<string, string> Pages = new(StringComparer.Ordinal)
    {
        ["flat-percent"] = """
            100.00                    => fee 1.25
            1.00                      => fee 0.10
            900.00                    => fee 5.00
            0.05                      => fee 0.05
            refund 40.00              => nothing
            chargeback 40.00          => nothing
            """,
        ["fixed-fee"] = """
            100.00, channel card      => fee 0.25
            100.00, channel wallet    => fee 0.15
            0.04, channel wallet      => fee 0.04
            100.00, channel other     => fee 0.20
            refund 40.00              => nothing
            chargeback 40.00          => chargeback-fee 15.00
            """,
        ["percent-and-fixed"] = """
            100.00                    => fee 1.65
            0.20                      => fee 0.20
            refund 40.00              => refund-fee 0.10
            refund 0.05               => refund-fee 0.05
            chargeback 40.00          => chargeback-fee 20.00
            """,
        ["daily-tiers-marginal"] = """
            2026-11-11, 900.00        => fee 13.50
            2026-11-11, 300.00        => fee 3.90              # 100.00 * 1.50% + 200.00 * 1.20%
            refund 300.00             => nothing               # and does not lower the volume
            2026-11-11, 60000.00      => fee 532.80            # 8800.00 * 1.20% + 40000.00 * 0.90% + 11200.00 * 0.60%
            chargeback 300.00         => nothing
            2026-11-12, 100.00        => fee 1.50
            """,
        ["daily-tiers-whole-volume"] = """
            2026-11-11, 400.00                      => fee 6.00
            2026-11-11, 100.00                      => fee 1.50
            refund 100.00                           => nothing
            2026-11-11, end of day                  => adjustment -1.00      # 500.00 * 1.30% = 6.50, and 7.50 was charged
            2026-11-11, 4500.00, merchant M2        => fee 67.50
            2026-11-11, 499.99, merchant M2         => fee 7.50              # 7.49985
            2026-11-11, end of day, merchant M2     => adjustment -10.00     # 4999.99 * 1.30% = 64.99987: 65.00
            2026-11-11, 499.99, merchant M3         => fee 7.50
            2026-11-11, end of day, merchant M3     => nothing
            chargeback 100.00                       => nothing
            """,
        ["monthly-tiers"] = """
            2026-11-11, 24000.00                    => fee 264.00
            2026-11-30, 2000.00                     => fee 19.50             # 1000.00 * 1.10% + 1000.00 * 0.85%
            refund 2000.00                          => nothing
            2026-11-30, end of month                => nothing
            2026-11-30, 100.00, merchant M2         => fee 1.10
            2026-11-30, end of month, merchant M2   => adjustment 23.90      # 25.00 at least
            chargeback 100.00                       => nothing
            """,
        ["interchange-plus-plus"] = """
            100.00                                        => interchange 0.30, scheme 0.03, markup 0.20, tax 0.11, cost 0.35   # 0.53 * 21% = 0.1113
            100.00, card-type debit, region eea           => interchange 0.20, scheme 0.08, markup 0.20, tax 0.10, cost 0.30   # 0.48 * 21% = 0.1008
            41.00, card-type commercial, region elsewhere => interchange 0.62, scheme 0.25, markup 0.11, tax 0.21, cost 0.89   # 0.98 * 21% = 0.2058
            refund 100.00                                 => cost 0.02
            chargeback 100.00                             => cost 0.02
            """,
        ["capped-per-day"] = """
            2026-11-11, 1900.00       => fee 19.00
            2026-11-11, 300.00        => fee 1.00
            2026-11-11, 300.00        => nothing
            refund 300.00             => nothing
            chargeback 300.00         => nothing
            2026-11-12, 300.00        => fee 3.00
            """,
        ["promotion"] = """
            2026-10-31, 100.00                  => fee 1.20
            2026-11-01, 50000.00                => fee 600.00, discount 300.00
            2026-11-02, 33334.00, merchant M2   => fee 400.01, discount 200.00   # 400.008; half of it is 200.005
            2026-11-03, 100.00                  => fee 1.20                      # the budget is used up
            refund 100.00                       => nothing
            chargeback 100.00                   => nothing
            """,
        ["profit-share"] = """
            payment 99.99, as P1      => fee 1.00, agent 8.00, platform 11.99   # 19.998 down; 7.996 and 11.994 of 19.99
            refund 33.33, of P1       => agent -2.67, platform -3.99            # of the rest 13.33: 5.33 and 8.00
            refund 33.33, of P1       => agent -2.67, platform -4.00            # of the rest 6.66: 2.66 and 4.00
            refund 33.33, of P1       => agent -2.66, platform -4.00            # nothing is left with them
            payment 10.00, as P2      => fee 0.10, agent 0.80, platform 1.20
            chargeback 10.00, of P2   => agent -0.80, platform -1.20
            """,
        ["gross-deduction"] = """
            100.00                    => fee 1.20
            0.05                      => fee 0.05
            refund 40.00              => nothing
            chargeback 40.00          => chargeback-fee 10.00
            """,
        ["refund-in-proportion"] = """
            payment 100.00, as P1     => fee 1.60
            refund 33.33, of P1       => returned 0.53   # 0.53328
            refund 33.33, of P1       => returned 0.53   # 1.06656 less 0.53
            refund 33.34, of P1       => returned 0.54
            payment 100.00, as P2     => fee 1.60
            chargeback 100.00, of P2  => nothing
            """,
        ["surcharge"] = """
            100.00                            => fee 1.00
            100.00, card-type commercial      => surcharge 1.50, fee 1.02   # 1.015
            33.40, card-type corporate        => surcharge 0.55, fee 0.34   # 0.501 up to 0.55; 33.95 * 1.00%
            refund 33.40, card-type corporate => nothing
            chargeback 33.40                  => nothing
            """,
        ["premium"] = """
            100.00, channel wallet, mcc 5411  => fee 0.35
            100.00, mcc 5411                  => fee 0.40
            100.00, mcc 4511                  => fee 0.70
            1000.00, mcc 4511                 => fee 7.00      # the kind of business goes before the amount
            1000.00, mcc 5812                 => fee 5.50
            499.99, mcc 5812                  => fee 3.75      # 3.749925
            1.00                              => fee 0.05
            100000.00, mcc 5411               => fee 10.00
            refund 100.00                     => nothing
            chargeback 100.00                 => nothing
            """,
    };

    public static TheoryData<string> Contracts => [.. Pages.Keys];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void A_contract_of_the_demo_reads_like_its_page(string name) => PriceList.Check(SampleRules.Text(name), Pages[name]);

    [Fact]
    public void Every_file_has_a_page_or_is_the_accounting() => Assert.Equal([.. Pages.Keys.Append("accounting").Order(StringComparer.Ordinal)], SampleRules.Names);

    [Fact]
    public void Every_file_says_what_it_is_has_the_name_of_its_contract_and_is_in_euros()
    {
        foreach (var name in SampleRules.Names)
        {
            var load = PriceList.Load(SampleRules.Text(name));
            Assert.True(load.Errors.Count == 0, string.Join('\n', load.Errors));
            Assert.StartsWith("# ", SampleRules.Text(name), StringComparison.Ordinal);
            Assert.Equal(name == "accounting" ? "standard" : name, load.Strategy?.Name ?? load.Accounting!.Name);
            Assert.Equal("EUR", load.Strategy?.Currency ?? load.Accounting!.Currency);
            if (load.Strategy is { } strategy) Assert.All(strategy.Outputs, output => Assert.NotEqual(OutputEffect.None, output.Effect));
        }
    }

    [Fact]
    public void Every_file_says_the_same_after_a_journey_through_json_and_its_canonical_text()
    {
        foreach (var name in SampleRules.Names)
        {
            var load = PriceList.Load(SampleRules.Text(name));
            var json = load.Strategy is { } strategy ? StrategyJson.Write(strategy) : StrategyJson.Write(load.Accounting!);
            var text = load.Strategy is { } printed ? StrategyPrinter.Print(printed) : StrategyPrinter.Print(load.Accounting!);
            var read = StrategyJson.Read(json, "api", new SymbolTable(), PriceList.Digits);
            var again = PriceList.Load(text);
            Assert.Empty(read.Errors);
            Assert.Empty(again.Errors);
            var hash = load.Strategy?.Hash ?? load.Accounting!.Hash;
            Assert.Equal((hash, hash), (read.Strategy?.Hash ?? read.Accounting!.Hash, again.Strategy?.Hash ?? again.Accounting!.Hash));
        }
    }

    [Fact]
    public void Shares_of_a_payment_that_is_returned_in_pieces_leave_nothing()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var prices = new PriceList(SampleRules.Text("profit-share"));
        for (var payment = 0; payment < 300; payment++)
        {
            var left = random.NextInt64(1, 1L << random.Next(1, 30));
            var (agent, platform) = Shares($"payment {Money(left)}, as P{payment}");
            for (var refund = 1; left > 0; refund++)
            {
                var part = refund == 10 ? left : random.NextInt64(1, left + 1);
                left -= part;
                var (fromAgent, fromPlatform) = Shares($"refund {Money(part)}, of P{payment}");
                (agent, platform) = (agent + fromAgent, platform + fromPlatform);
            }

            Assert.True((agent, platform) == (0, 0), $"seed {seed}, payment {payment}: {agent} and {platform} are left");
        }

        (long, long) Shares(string line)
        {
            var outputs = prices.Work(new Facts(line)).Outputs;
            prices.Book(line);
            return (outputs[1], outputs[2]);
        }
    }

    private static string Money(long minor) => $"{minor / 100}.{minor % 100:00}";
}

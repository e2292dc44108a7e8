using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

public sealed class SettlementTermsTests
{
    private const long Percent = 10_000_000;

    [Fact]
    public void Terms_that_contradict_themselves_say_how()
    {
        Assert.Null(SettlementTerms.Plain.Fault());
        AssertFault("an amount or a number of days is below zero", terms => terms with { MinimumPayoutMinor = -1 });
        AssertFault("the rolling reserve's rate is not from 0 to 1, or its days or cap are below zero", terms => terms with { RollingReserve = new RollingReserve(SettlementTerms.One + 1, 1) });
        AssertFault("a payout account has neither a share nor a fixed amount, or both", terms => terms with { PayoutAccounts = [new PayoutAccount("X", 0)] });
        AssertFault("the shares of the payout accounts come to 999999999 billionths, not to one", terms => terms with { PayoutAccounts = [new PayoutAccount("X", SettlementTerms.One - 1)] });
        AssertFault("the waterfall names a step twice or one that there is not", terms => terms with { Waterfall = [WaterfallStep.Reserve, WaterfallStep.Reserve] });
        AssertFault("the waterfall has a guarantor's step without a guarantor, or a guarantor without a step", terms => terms with { GuarantorId = "G" });
        AssertFault("nothing can come after the receivable, which takes all", terms => terms with { Waterfall = [WaterfallStep.Receivable, WaterfallStep.Reserve] });
        Assert.Throws<ArgumentException>(() => new SettlementBook(("A", SettlementTerms.Plain with { GuarantorId = "A", Waterfall = [WaterfallStep.Guarantor] })));
    }

    [Theory]
    //          amount   accounts: shares in percent, F for a fixed amount        rule                            parts
    [InlineData(15,      "80 8 12",                                              RemainderRule.LargestFraction,  "12 1 2")]
    [InlineData(15,      "80 8 12",                                              RemainderRule.First,            "13 1 1")]
    [InlineData(100,     "80 8 12",                                              RemainderRule.LargestFraction,  "80 8 12")]
    [InlineData(1,       "50 50",                                                RemainderRule.LargestFraction,  "1")]
    [InlineData(3,       "50 50",                                                RemainderRule.LargestFraction,  "2 1")]
    [InlineData(2,       "34 33 33",                                             RemainderRule.LargestFraction,  "1 1")]
    [InlineData(1000,    "F300 70 30",                                           RemainderRule.LargestFraction,  "300 490 210")]
    [InlineData(200,     "F300 70 30",                                           RemainderRule.LargestFraction,  "200")]
    [InlineData(1000,    "F300 F200",                                            RemainderRule.LargestFraction,  "800 200")]
    [InlineData(101,     "F100 50 50",                                           RemainderRule.First,            "100 1")]
    [InlineData(7,       "",                                                     RemainderRule.LargestFraction,  "7")]
    public void A_payout_is_split_over_accounts_and_nothing_is_left(long amountMinor, string accounts, RemainderRule rule, string parts)
    {
        var split = PayoutSplit.Of(SettlementTerms.Plain with { PayoutAccounts = [.. accounts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Account)], Remainder = rule }, "OWN", amountMinor);
        Assert.Equal(parts, string.Join(' ', split.Select(part => part.AmountMinor)));
    }

    [Fact]
    public void The_parts_of_any_split_sum_to_the_whole()
    {
        var random = new Random(4711);
        for (var i = 0; i < 20_000; i++)
        {
            var shares = new long[random.Next(1, 8)];
            var left = SettlementTerms.One;
            for (var account = 0; account < shares.Length - 1; account++) left -= shares[account] = random.NextInt64(0, left + 1);
            shares[^1] = left;
            var amountMinor = random.NextInt64(1, i % 2 == 0 ? 100 : long.MaxValue);
            var parts = new long[shares.Length];
            PayoutSplit.Share(amountMinor, shares, i % 3 == 0 ? RemainderRule.First : RemainderRule.LargestFraction, parts);
            Assert.Equal(amountMinor, parts.Sum());
            Assert.All(parts.Zip(shares), pair => Assert.True(pair.First >= 0 && (pair.Second > 0 || pair.First == 0), $"draw {i}"));
        }
    }

    private static PayoutAccount Account(string text, int place) => text[0] == 'F'
        ? new PayoutAccount($"IBAN{place}", 0, long.Parse(text[1..]))
        : new PayoutAccount($"IBAN{place}", long.Parse(text) * Percent);

    private static void AssertFault(string fault, Func<SettlementTerms, SettlementTerms> change) => Assert.Equal(fault, change(SettlementTerms.Plain).Fault());
}

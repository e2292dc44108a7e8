using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

/// <summary>What is known of 1993: the published facts, to the row and the haler.</summary>
public sealed class Berka1993Tests
{
    [Fact]
    public void Every_transaction_of_1993_chains_with_the_known_roundings()
    {
        var days = BerkaSharedData.OpenOrSkip().ToList();
        var roundings = days.SelectMany(day => day.Chained).CountBy(row => row.RoundingHaler).ToDictionary();

        Assert.Empty(days.SelectMany(day => day.Errors));
        Assert.Empty(days.SelectMany(day => day.Unchained));
        Assert.Equal(28_205, days.Sum(day => day.Chained.Count));
        Assert.Equal(26_783, roundings[0]);
        Assert.Equal(877, roundings[-10]);
        Assert.Equal(545, roundings[+10]);
        Assert.Equal(-33_20, days.SelectMany(day => day.Chained).Sum(row => row.RoundingHaler));
    }

    [Fact]
    public void At_the_end_of_1993_the_accounts_hold_the_known_total()
    {
        var balances = new Dictionary<int, long>();
        foreach (var day in BerkaSharedData.OpenOrSkip())
        {
            foreach (var account in day.Opened)
                balances.Add(account.AccountId, 0);
            foreach (var row in day.Chained)
            {
                // Posted from the amounts, not copied from the printed balances.
                Assert.Equal(row.BalanceBeforeHaler, balances[row.Transaction.AccountId]);
                balances[row.Transaction.AccountId] += row.Transaction.SignedHaler + row.RoundingHaler;
                Assert.Equal(row.Transaction.BalanceHaler, balances[row.Transaction.AccountId]);
            }
        }

        Assert.Equal(1_139, balances.Count);
        Assert.Equal(36_575_912_90, balances.Values.Sum());
    }

    [Fact]
    public void The_days_of_1993_come_in_order_and_open_only_the_accounts_of_1993()
    {
        var bank = BerkaSharedData.OpenOrSkip();
        var dates = bank.Select(day => day.Date).ToList();

        Assert.Equal(dates.Distinct().Order(), dates);
        Assert.Equal(new DateOnly(1993, 1, 1), dates[0]);
        Assert.Equal(new DateOnly(1993, 12, 31), dates[^1]);
        Assert.Equal(4_500, bank.Accounts.Count);
        Assert.Equal(1_139, bank.Accounts.Count(account => account.Opened.Year == 1993));
        Assert.Equal(bank.Accounts.Where(account => account.Opened.Year == 1993).Select(account => account.AccountId).Order(),
            bank.SelectMany(day => day.Opened).Select(account => account.AccountId).Order());
        Assert.Empty(bank.FileErrors);
    }

    [Fact]
    public void Every_outgoing_transfer_of_1993_is_one_of_the_standing_orders()
    {
        var bank = BerkaSharedData.OpenOrSkip();
        var used = new HashSet<int>();
        foreach (var row in bank.SelectMany(day => day.Chained))
        {
            if (bank.StandingOrders.TryMatch(row.Transaction, out var orderId))
                used.Add(orderId);
        }

        Assert.Equal(6_471, bank.StandingOrders.Count);
        Assert.Equal(3_231, bank.StandingOrders.Matched);
        Assert.Equal(0, bank.StandingOrders.Unmatched);
        Assert.Equal(784, used.Count);
    }
}

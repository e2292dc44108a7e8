using System.Text;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Intake;
using Giro.Storage.Records;

namespace Giro.Operations.Tests.Decision;

/// <summary>One compiled strategy serves the estimate before a payment, its booking and its clearing: they are equal, payment by payment.</summary>
public sealed class EstimateTests
{
    /// <summary>All at once: tiers over the day, a cap for the day, a budget, tax, a share, cards by field.</summary>
    private const string Everything = """
        strategy standard version 1
        currency EUR
        input amount: money
        input event: text
        input card-type: text = "credit"
        input original-amount: money
        input original-fee: money
        input returned-before: money
        input fee-returned-before: money
        total day-volume: money = sum of amount per day
        total day-fee: money = sum of fee per day
        total spent: money = sum of discount per ever over all merchants
        output fee: money as merchant-fee charged
        output discount: money as discount credited
        output vat: money as tax charged
        output returned: money as fee-returned credited
        output partner: money as share charged to "M3"

        tiers volume-rate: money -> rate
            from 0.00     1.90%
            from 500.00   1.40%
            from 2000.00  0.90%

        algorithm debit-card
            fee = marginal(volume-rate, day-volume, amount) rounded half-up
            fee = min(fee, max(0.00, 50.00 - day-fee))
            discount = min(fee, max(0.00, 9.99 - spent))
            vat = (fee - discount) * 19% rounded half-up
            own, partner = share(fee, 70%, 30%) remainder largest
            vat = vat + own - own
        algorithm credit-card
            fee = max(amount * volume-rate[day-volume] rounded half-even to 0.05, 0.10)
            vat = fee * 19% rounded up
        algorithm back
            returned = (proportion(original-fee, returned-before + amount, original-amount) rounded down if original-amount > 0.00 else 0.00) - fee-returned-before

        use debit-card
            when event = "payment" and card-type = "debit"
        use credit-card
            when event = "payment" and card-type != "debit"
        use back
            otherwise
        """;

    [Fact]
    public void Estimate_booking_and_clearing_are_equal_over_random_payments_and_refunds()
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        using var day = new TestDay(TestInstitution.Make(), Everything);
        using var decider = new PaymentDecider(new AccountDirectory(day.Book, day.Institution), day.Institution, day.Rules, day.Accepted, day.Totals);
        var parser = new PaymentMessageParser(day.Institution);
        var paid = new List<(string Id, string Merchant, long LeftMinor)>();
        var estimated = new Dictionary<string, long>();
        for (var i = 0; i < 500; i++)
        {
            string line;
            if (paid.Count > 0 && random.Next(4) == 0)
            {
                var at = random.Next(paid.Count);
                var (id, merchant, leftMinor) = paid[at];
                var amountMinor = random.Next(3) == 0 ? leftMinor : random.NextInt64(1, leftMinor + 1);
                if (leftMinor == amountMinor) paid.RemoveAt(at);
                else paid[at] = (id, merchant, leftMinor - amountMinor);
                line = TestDay.Return("refund", $"R-{i}", id, merchant, $"{amountMinor / 100}.{amountMinor % 100:D2}");
            }
            else
            {
                var amountMinor = random.NextInt64(1, random.Next(10) == 0 ? 200_000 : 5_000);
                var merchant = random.Next(2) == 0 ? "M1" : "M2";
                line = TestDay.Payment($"P-{i}", merchant, $"{amountMinor / 100}.{amountMinor % 100:D2}").Replace("\"currency\"", $"\"card-type\":\"{(random.Next(2) == 0 ? "debit" : "credit")}\",\"currency\"");
                paid.Add(($"P-{i}", merchant, amountMinor));
            }

            var message = new PaymentMessage();
            Assert.True(parser.TryParse(Encoding.UTF8.GetBytes(line), message, out _, out _), line);
            var totalsBefore = day.Totals.Sums.ToDictionary();
            var (verdict, lines) = decider.Estimate(message, TestInstitution.Card);
            Assert.True(verdict.IsPosted, $"{line}: {verdict}, step {i} of seed {Seed}");
            Assert.Equal(totalsBefore.Where(pair => pair.Value != 0).OrderBy(pair => pair.Key.GetHashCode()), day.Totals.Sums.Where(pair => pair.Value != 0).OrderBy(pair => pair.Key.GetHashCode()));
            foreach (var fee in lines) estimated[fee.Kind.Name()] = estimated.GetValueOrDefault(fee.Kind.Name()) + fee.MerchantMinor;

            var pendingBefore = day.Balance(ChartOfAccounts.Pending(message.Merchant!.Id));
            var run = day.Post(line);
            Assert.Equal(1, run.Channels[0].Accepted);
            var grossMinor = message.Kind == PaymentKind.Payment ? message.AmountMinor : -message.AmountMinor;
            Assert.Equal(grossMinor + lines.Sum(fee => fee.MerchantMinor), day.Balance(ChartOfAccounts.Pending(message.Merchant.Id)) - pendingBefore);
        }

        // Clearing worked the same lines out again from the journal, and the merchants' pending accounts tie.
        day.Clear();
        using var store = new DayEndStore(day.Records);
        var cleared = store.Read().Lines;
        foreach (var (kind, amountMinor) in estimated.Where(pair => pair.Key != "share" && pair.Value != 0)) Assert.Equal(amountMinor, cleared.Where(pair => pair.Key.Kind == LineKinds.FromName(kind)).Sum(pair => (long)pair.Value.SumMinor));
        foreach (var merchant in (string[])["M1", "M2", "M3"]) Assert.Equal(day.Balance(ChartOfAccounts.Pending(merchant)), day.Obligations.UnsettledLines(day.LastNumber)[merchant]);

        // What clearing counted is what decision counted.
        var decided = day.Totals.Sums.Where(pair => pair.Value != 0).ToHashSet();
        day.Reload();
        Assert.Equal(decided.OrderBy(pair => pair.Key.ToString()), day.Totals.Sums.Where(pair => pair.Value != 0).OrderBy(pair => pair.Key.ToString()));
    }
}

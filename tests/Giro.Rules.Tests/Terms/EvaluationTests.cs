namespace Giro.Rules.Tests.Terms;

/// <summary>An estimate is the booking, as long as nothing comes between them; and asking changes nothing.</summary>
public sealed class EvaluationTests
{
    private const string ManyTotals = """
        strategy many-totals version 1
        currency EUR
        input amount: money
        input channel: text
        input card-type: text
        total day-volume: money = sum of amount per day
        total month-volume: money = sum of amount per month
        total quarter-fee: money = sum of fee per quarter
        total payments: count = count per ever
        total promotion-used: money = sum of discount per ever over all merchants
        output fee: money as merchant-fee charged
        output discount: money as discount credited
        output agent: money as share charged to "M8"
        output platform: money as share charged to "M9"

        tiers volume-rate: money -> rate
            from 0.00      1.20%
            from 500.00    0.90%
            from 20000.00  0.60%

        algorithm by-slices
            fee = marginal(volume-rate, month-volume, amount) rounded half-even
            fee = min(fee, max(0.00, 800.00 - quarter-fee))
            discount = min(fee, max(0.00, 250.00 - promotion-used)) if card-type = "debit" else 0.00
            agent, platform = share(fee - discount, 1, 2) remainder largest
        algorithm by-day
            fee = amount * volume-rate[day-volume] rounded up to 0.05
            discount = fee if payments < 3 else 0.00

        use by-slices
            when channel = "card"
        use by-day
            otherwise
        """;

    [Fact]
    public void The_estimate_before_a_payment_is_its_booking_and_leaves_the_totals_alone()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var prices = new PriceList(ManyTotals);
        var day = new DateOnly(2026, 1, 1);
        for (var i = 0; i < 3_000; i++)
        {
            var amount = random.NextInt64(1, 1L << random.Next(1, 22));
            var channel = random.Next(2) == 0 ? "card" : "wallet";
            var card = random.Next(2) == 0 ? "debit" : "credit";
            var line = $"{day.AddDays(random.Next(200)):yyyy-MM-dd}, {amount / 100}.{amount % 100:00}, merchant M{random.Next(3)}, channel {channel}, card-type {card}";
            var before = prices.Totals;
            var estimate = prices.Quote(line);
            Assert.True(prices.Quote(line) == estimate, $"seed {seed}, {line}: a second estimate differs");
            Assert.Equal(before, prices.Totals);
            Assert.True(prices.Book(line) == estimate, $"seed {seed}, {line}: the booking differs from {estimate}");
            Assert.True(prices.Totals.Count >= before.Count && !prices.Totals.SequenceEqual(before), $"seed {seed}, {line}: the booking left the totals as they were");
        }
    }

    [Fact]
    public void What_a_payment_leaves_in_the_totals()
    {
        var prices = new PriceList(ManyTotals);
        prices.Book("2026-02-03, 400.00, merchant M1, channel card, card-type debit");
        prices.Book("2026-02-04, 200.00, merchant M1, channel card, card-type credit");
        Assert.Equal(
            [
                "day-volume M1 20260203: 40000", "day-volume M1 20260204: 20000",
                "month-volume M1 202602: 60000",
                "quarter-fee M1 20261: 690",     // 4.80, and 1.20 + 0.90
                "payments M1 0: 2",
                "promotion-used all 0: 480",
            ],
            prices.Totals);
    }
}

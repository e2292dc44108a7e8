namespace Giro.Rules.Tests.Terms;

/// <summary>What becomes of the fee when a payment is returned, and what a return costs.</summary>
public sealed class RefundPolicyTests
{
    /// <summary>1.25 %; the policy is an attribute of the merchant.</summary>
    private const string Policies = """
        strategy refund-policies version 1
        currency EUR
        input amount: money
        input event: text
        input policy: text
        input original-amount: money
        input original-fee: money
        input returned-before: money
        input fee-returned-before: money
        output fee: money as merchant-fee charged
        output returned: money as fee-returned credited

        algorithm percent
            fee = amount * 1.25% rounded half-up
        algorithm kept
            fee = 0.00
        algorithm returned-with-the-last
            returned = original-fee - fee-returned-before if returned-before + amount = original-amount else 0.00
        algorithm returned-at-once
            returned = original-fee - fee-returned-before
        algorithm returned-in-proportion
            so-far = proportion(original-fee, returned-before + amount, original-amount) rounded down
            returned = so-far - fee-returned-before

        use percent
            when event = "payment"
        use returned-with-the-last
            when event = "refund" and policy = "with-the-last"
        use returned-at-once
            when event = "refund" and policy = "at-once"
        use returned-in-proportion
            when event = "refund" and policy = "in-proportion" and original-amount > 0.00
        use kept
            otherwise
        """;

    private const string RefundFees = """
        strategy refund-fees version 1
        currency EUR
        input amount: money
        input event: text
        input policy: text
        input date: date
        input original-date: date = 2000-01-01     # a field of the refund
        input returned-before: money
        output refund-fee: money as refund-fee charged

        algorithm free
            refund-fee = 0.00
        algorithm each
            refund-fee = min(0.30, amount)
        algorithm percent
            refund-fee = min(0.30 + (amount * 0.50% rounded half-up), amount)
        algorithm from-the-second
            refund-fee = 0.30 if returned-before > 0.00 else 0.00
        algorithm after-30-days
            refund-fee = 0.30 if date - original-date > 30 else 0.00

        use each
            when event = "refund" and policy = "each"
        use percent
            when event = "refund" and policy = "percent"
        use from-the-second
            when event = "refund" and policy = "from-the-second"
        use after-30-days
            when event = "refund" and policy = "late"
        use free
            otherwise
        """;

    [Fact]
    public void The_fee_is_kept() => PriceList.Check(Policies, """
        payment 100.00, policy kept, as P1    => fee 1.25
        refund 40.00, policy kept, of P1      => nothing
        refund 60.00, policy kept, of P1      => nothing
        """);

    [Fact]
    public void The_fee_is_returned_in_full_at_once_or_when_all_of_the_payment_is_returned() => PriceList.Check(Policies, """
        payment 100.00, policy at-once, as P1      => fee 1.25
        refund 1.00, policy at-once, of P1         => returned 1.25
        refund 99.00, policy at-once, of P1        => nothing
        payment 100.00, policy with-the-last, as P2 => fee 1.25
        refund 40.00, policy with-the-last, of P2  => nothing
        refund 60.00, policy with-the-last, of P2  => returned 1.25
        payment 100.00, policy with-the-last, as P3 => fee 1.25
        refund 100.00, policy with-the-last, of P3 => returned 1.25
        """);

    [Fact]
    public void The_fee_is_returned_in_proportion_and_comes_to_all_of_it_at_the_end() => PriceList.Check(Policies, """
        payment 100.00, policy in-proportion, as P1 => fee 1.25
        refund 33.33, policy in-proportion, of P1   => returned 0.41   # 1.25 * 33.33 / 100.00 = 0.416625
        refund 33.33, policy in-proportion, of P1   => returned 0.42   # 1.25 * 66.66 / 100.00 = 0.83325, less 0.41
        refund 33.34, policy in-proportion, of P1   => returned 0.42   # 1.25 less 0.83
        payment 0.80, policy in-proportion, as P2   => fee 0.01
        refund 0.40, policy in-proportion, of P2    => nothing         # 0.005
        refund 0.39, policy in-proportion, of P2    => nothing         # 0.009875
        refund 0.01, policy in-proportion, of P2    => returned 0.01
        chargeback 9.00, policy in-proportion       => nothing
        """);

    [Fact]
    public void In_whatever_pieces_a_payment_is_refunded_its_fee_comes_back_to_the_cent()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var prices = new PriceList(Policies);
        for (var payment = 0; payment < 500; payment++)
        {
            var amount = random.NextInt64(1, 1L << random.Next(1, 30));
            var fee = Minor(prices.Book($"payment {Money(amount)}, policy in-proportion, as P{payment}"));
            var (left, returned) = (amount, 0L);
            for (var refund = 1; left > 0; refund++)
            {
                var part = refund == 20 ? left : random.NextInt64(1, left + 1);
                left -= part;
                var back = Minor(prices.Book($"refund {Money(part)}, policy in-proportion, of P{payment}"));
                returned += back;
                Assert.True(back >= 0 && returned <= fee, $"seed {seed}, payment {payment}: {back} back, {returned} of {fee}");
            }

            Assert.True(returned == fee, $"seed {seed}, payment {payment} of {amount}: {returned} came back of {fee}");
        }
    }

    [Fact]
    public void A_refund_may_have_a_fee_of_its_own() => PriceList.Check(RefundFees, """
        payment 100.00, policy each                                                      => nothing
        refund 10.00, policy each                                                        => refund-fee 0.30
        refund 0.20, policy each                                                         => refund-fee 0.20   # never more than the refund
        refund 10.00, policy percent                                                     => refund-fee 0.35
        payment 100.00, policy from-the-second, as P1                                    => nothing
        refund 10.00, policy from-the-second, of P1                                      => nothing
        refund 10.00, policy from-the-second, of P1                                      => refund-fee 0.30
        2026-01-31, refund 10.00, policy late, original-date 2026-01-01                  => nothing           # 30 days
        2026-02-01, refund 10.00, policy late, original-date 2026-01-01                  => refund-fee 0.30   # 31 days
        2026-02-01, refund 10.00, policy late                                            => refund-fee 0.30   # nobody told the day: late
        chargeback 10.00, policy each                                                    => nothing
        """);

    [Fact]
    public void A_chargeback_keeps_the_fee_and_costs_one_of_its_own() => PriceList.Check(
        """
        strategy chargebacks version 1
        currency EUR
        input amount: money
        input event: text
        input scheme: text
        output fee: money as merchant-fee charged
        output chargeback-fee: money as chargeback-fee charged

        table chargeback-price: text -> money
            "visa" = 15.00
            else = 25.00

        algorithm percent
            fee = amount * 1.25% rounded half-up
        algorithm chargeback
            chargeback-fee = chargeback-price[scheme]
        algorithm free
            fee = 0.00

        use percent
            when event = "payment"
        use chargeback
            when event = "chargeback"
        use free
            otherwise
        """,
        """
        payment 100.00, scheme visa, as P1    => fee 1.25
        chargeback 40.00, scheme visa, of P1  => chargeback-fee 15.00
        chargeback 0.50, scheme jcb, of P1    => chargeback-fee 25.00   # more than what it takes back
        refund 10.00, scheme visa, of P1      => nothing
        """);

    [Fact]
    public void The_explanation_shows_the_fee_so_far_and_what_came_back_before()
    {
        var prices = new PriceList(Policies);
        prices.Book("payment 100.00, policy in-proportion, as P1");
        prices.Book("refund 33.33, policy in-proportion, of P1");
        Assert.Equal(
            """
            input  amount = 33.33
            input  event = "refund"
            input  policy = "in-proportion"
            input  original-amount = 100.00
            input  original-fee = 1.25
            input  returned-before = 33.33
            input  fee-returned-before = 0.41
            22:55  returned-before 33.33 + amount 33.33 = 66.66
            22:14  so-far = original-fee 1.25 * 66.66 / original-amount 100.00 = 0.83325, down to 0.01: 0.83 (0.00325 dropped)
            23:23  returned = so-far 0.83 - fee-returned-before 0.41 = 0.42
            output fee = 0.00
            output returned = 0.42
            """,
            prices.Why("refund 33.33, policy in-proportion, of P1"));
    }

    private static string Money(long minor) => $"{minor / 100}.{minor % 100:00}";

    private static long Minor(string shown) => shown == "nothing" ? 0 : long.Parse(shown.Split(' ')[1].Replace(".", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
}

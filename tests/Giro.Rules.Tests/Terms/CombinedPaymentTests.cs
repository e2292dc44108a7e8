namespace Giro.Rules.Tests.Terms;

/// <summary>
/// One payment of several orders by several instruments: each instrument's part of each order has a fee of its own, by its own channel, and is returned against its own
/// figures. Here 100.00 for the orders A (70.00) and B (30.00), of which a card pays 60.00 and a wallet 40.00, in proportion.
/// </summary>
public sealed class CombinedPaymentTests
{
    private const string ByPart = """
        strategy by-part version 1
        currency EUR
        input amount: money
        input event: text
        input channel: text
        input order: text
        input original-amount: money
        input original-fee: money
        input returned-before: money
        input fee-returned-before: money
        total day-volume: money = sum of amount per day
        output fee: money as merchant-fee charged
        output returned: money as fee-returned credited

        table channel-rate: text -> rate
            "card" = 1.50%
            "wallet" = 0.80%
        tiers volume-rebate: money -> rate
            from 0.00   0.00%
            from 90.00  0.50%

        algorithm part
            rate = channel-rate[channel] - volume-rebate[day-volume]
            fee = amount * rate rounded half-up
        algorithm subscription
            fee = 0.10
        algorithm returned
            so-far = proportion(original-fee, returned-before + amount, original-amount) rounded down
            returned = so-far - fee-returned-before

        use part
            when event = "payment"
        use subscription
            when event = "payment" and order starts with "S-"
            priority 10
        use returned
            when event = "refund" and original-amount > 0.00
        """;

    [Fact]
    public void Each_part_has_the_price_of_its_channel_and_order() => PriceList.Check(ByPart, """
        payment 42.00, order A, channel card, as A1       => fee 0.63
        payment 28.00, order A, channel wallet, as A2     => fee 0.22    # 0.224
        payment 18.00, order B, channel card, as B1       => fee 0.27
        payment 12.00, order B, channel wallet, as B2     => fee 0.10    # 0.096; 88.00 came before it
        payment 10.00, order C, channel wallet, as C1     => fee 0.03    # 100.00 came before: 0.30%
        payment 50.00, order S-7, channel card, as S1     => fee 0.10
        """);

    [Fact]
    public void Each_part_is_returned_against_its_own_figures() => PriceList.Check(ByPart, """
        payment 42.00, order A, channel card, as A1       => fee 0.63
        payment 28.00, order A, channel wallet, as A2     => fee 0.22
        refund 21.00, order A, channel card, of A1        => returned 0.31    # 0.315; half of order A
        refund 14.00, order A, channel wallet, of A2      => returned 0.11
        refund 21.00, order A, channel card, of A1        => returned 0.32    # the rest
        refund 14.00, order A, channel wallet, of A2      => returned 0.11
        """);
}

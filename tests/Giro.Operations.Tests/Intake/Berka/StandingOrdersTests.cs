using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

public sealed class StandingOrdersTests
{
    private static readonly BerkaOrder Rent = new(2, 501, 7, "EF", "1222903", 9612_00, BerkaSymbol.Sipo);
    private static readonly BerkaTransaction Transfer = new(9, 1, 7, new DateOnly(1993, 2, 7), BerkaType.Vydaj, BerkaOperation.PrevodNaUcet,
        9612_00, 80033_70, BerkaSymbol.Sipo, "EF", "1222903");

    public static TheoryData<string, BerkaTransaction> Strangers => new()
    {
        { "account", Transfer with { AccountId = 8 } },
        { "bank", Transfer with { PartnerBank = "YZ" } },
        { "account paid", Transfer with { PartnerAccount = "1222904" } },
        { "amount", Transfer with { AmountHaler = 9612_01 } },
        { "symbol", Transfer with { Symbol = BerkaSymbol.Uver } },
    };

    [Fact]
    public void A_transfer_that_agrees_with_an_order_is_its_execution()
    {
        var orders = new StandingOrders([Rent]);
        Assert.True(orders.TryMatch(Transfer, out var orderId));
        Assert.Equal(501, orderId);
        Assert.Equal((1, 0), (orders.Matched, orders.Unmatched));
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public void A_transfer_that_differs_in_one_thing_is_counted_as_unmatched(string difference, BerkaTransaction transfer)
    {
        var orders = new StandingOrders([Rent]);
        Assert.False(orders.TryMatch(transfer, out var orderId), difference);
        Assert.Equal(0, orderId);
        Assert.Equal((0, 1), (orders.Matched, orders.Unmatched));
    }

    [Fact]
    public void A_transfer_without_a_symbol_matches_an_order_with_one()
        => Assert.True(new StandingOrders([Rent]).TryMatch(Transfer with { Symbol = BerkaSymbol.None }, out _));

    [Fact]
    public void Of_several_orders_the_one_with_the_same_symbol_comes_first_then_the_first_in_the_file()
    {
        var orders = new StandingOrders(
        [
            Rent with { OrderId = 502, Symbol = BerkaSymbol.Pojistne },
            Rent,
            Rent with { OrderId = 503 },
            Rent with { OrderId = 504, Symbol = BerkaSymbol.None },
        ]);

        Assert.Equal(501, Match(orders, Transfer));
        Assert.Equal(504, Match(orders, Transfer with { Symbol = BerkaSymbol.None }));
        Assert.Equal(502, Match(new StandingOrders([Rent with { OrderId = 502 }, Rent]), Transfer with { Symbol = BerkaSymbol.None }));
    }

    [Fact]
    public void What_is_no_outgoing_transfer_is_neither_matched_nor_counted()
    {
        var orders = new StandingOrders([Rent]);
        Assert.False(orders.TryMatch(Transfer with { Operation = BerkaOperation.PrevodZUctu }, out _));
        Assert.Equal((0, 0), (orders.Matched, orders.Unmatched));
    }

    private static int Match(StandingOrders orders, BerkaTransaction transfer)
        => orders.TryMatch(transfer, out var orderId) ? orderId : 0;
}

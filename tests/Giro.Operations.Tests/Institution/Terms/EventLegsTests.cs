using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;

namespace Giro.Operations.Tests.Institution.Terms;

/// <summary>Settlement posts by the same accounting rules as payments: a change of the text changes the legs.</summary>
public sealed class EventLegsTests
{
    [Theory]
    [InlineData("channel-settled", "Dr bank/nostro 99.50 | Dr expense/channel-costs 0.50 | Cr channel/card/receivable 100.00")]
    [InlineData("payout", "Dr merchant/M1/payable 100.00 | Cr payout/created 100.00")]
    [InlineData("payout-returned", "Dr settlement/returns 100.00 | Cr merchant/M1/payable 100.00")]
    public void Events_of_settlement_have_the_legs_of_the_rules(string eventName, string page)
    {
        using var day = new TestDay();
        var legs = day.Accounts.Legs!.Of(eventName, day.Institution.Merchants[0], day.Institution.Channels[0], 100_00, 50)!;
        Assert.Equal(page, day.Book.Query(reader => string.Join(" | ", legs.Select(leg =>
            $"{(leg.AmountMinor > 0 ? "Dr" : "Cr")} {reader.Account(leg.Account).Path} {day.Institution.Currency.Format(Math.Abs(leg.AmountMinor))}"))));
    }

    [Fact]
    public void An_event_that_the_rules_do_not_name_is_left_to_the_chart()
    {
        using var day = new TestDay();
        Assert.Null(new EventLegs(day.Rules, new AccountDirectory(day.Book, day.Institution), day.Institution).Of("coffee", null, null, 1));
    }
}

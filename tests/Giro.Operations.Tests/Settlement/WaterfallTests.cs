using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

public sealed class WaterfallTests
{
    [Theory]
    //          amount   owes   fixed: terms has   rolling: rate 10^-9, cap, has      minimum   repaid fixed rolling payable
    [InlineData(1000,    0,     0,         0,      0,           0,       0,           0,        "0 0 0 1000")]
    [InlineData(1000,    0,     0,         0,      50_000_000,  9999,    0,           0,        "0 0 50 950")]
    [InlineData(1019,    0,     0,         0,      50_000_000,  9999,    0,           0,        "0 0 50 969")]   // 50.95 rounds down
    [InlineData(1000,    0,     0,         0,      50_000_000,  120,     100,         0,        "0 0 20 980")]   // up to the cap
    [InlineData(1000,    0,     0,         0,      50_000_000,  120,     150,         0,        "0 0 0 1000")]   // a cap that was lowered
    [InlineData(1000,    0,     300,       100,    0,           0,       0,           0,        "0 200 0 800")]
    [InlineData(1000,    0,     5000,      0,      50_000_000,  9999,    0,           0,        "0 1000 0 0")]   // filled first, nothing left
    [InlineData(1000,    400,   300,       0,      100_000_000, 9999,    0,           0,        "400 300 100 200")]
    [InlineData(1000,    980,   0,         0,      100_000_000, 9999,    0,           0,        "980 0 20 0")]   // never more than there is
    [InlineData(1000,    5000,  300,       0,      100_000_000, 9999,    0,           0,        "1000 0 0 0")]
    [InlineData(1000,    0,     0,         0,      50_000_000,  9999,    0,           951,      "carried")]
    [InlineData(1000,    0,     0,         0,      50_000_000,  9999,    0,           950,      "0 0 50 950")]
    [InlineData(1000,    1000,  0,         0,      0,           0,       0,           500,      "1000 0 0 0")]   // nothing left is not a small payout
    public void Proceeds_go_to_what_is_owed_then_the_reserves_then_the_merchant(
        long amount, long owes, long fixedTerms, long fixedHas, long rate, long cap, long rollingHas, long minimum, string expected)
    {
        var terms = new SettlementTerms { FixedReserveMinor = fixedTerms, RollingReserve = rate == 0 ? null : new RollingReserve(rate, 30, cap), MinimumPayoutMinor = minimum };
        var proceeds = Proceeds.Of(terms, amount, new Standing { ReceivableMinor = owes, FixedMinor = fixedHas, RollingMinor = rollingHas });
        Assert.Equal(expected, proceeds is { } parts ? $"{parts.RepaidMinor} {parts.FixedMinor} {parts.RollingMinor} {parts.PayableMinor}" : "carried");
        if (proceeds is { } p) Assert.Equal(amount, p.RepaidMinor + p.FixedMinor + p.RollingMinor + p.PayableMinor);
    }

    [Theory]
    // Terms: F carry forward for 10 days, R reserve, G guarantor, A receivable
    //          steps    short  days   payable rolling fixed guarantor    payable rolling fixed guarantor receivable
    [InlineData("F",     500,   0,     0,      0,      0,    0,           "0 0 0 0 0")]
    [InlineData("F",     500,   99,    0,      900,    900,  900,         "0 0 0 0 0")]     // nothing follows
    [InlineData("F",     500,   0,     300,    900,    0,    0,           "300 0 0 0 0")]   // own money at once, whatever the days
    [InlineData("FRGA",  500,   9,     0,      900,    0,    0,           "0 0 0 0 0")]
    [InlineData("FRGA",  500,   10,    0,      900,    0,    0,           "0 500 0 0 0")]
    [InlineData("FRGA",  500,   10,    0,      100,    150,  0,           "0 100 150 0 250")]
    [InlineData("FRGA",  500,   10,    50,     100,    150,  120,         "50 100 150 120 80")]
    [InlineData("FRGA",  500,   10,    0,      0,      0,    9999,        "0 0 0 500 0")]
    [InlineData("RFGA",  500,   0,     0,      100,    0,    9999,        "0 100 0 0 0")]   // the reserve at once, the guarantor after ten days
    [InlineData("RFGA",  500,   10,    0,      100,    0,    9999,        "0 100 0 400 0")]
    [InlineData("GR",    500,   0,     0,      100,    0,    200,         "0 100 0 200 0")]
    [InlineData("A",     500,   0,     0,      900,    900,  900,         "0 0 0 0 500")]
    [InlineData("",      500,   99,    0,      900,    900,  900,         "0 0 0 0 0")]
    public void A_shortfall_goes_down_the_waterfall(string steps, long shortfall, int days, long payable, long rolling, long fixedReserve, long guarantor, string expected)
    {
        var terms = new SettlementTerms
        {
            Waterfall = [.. steps.Select(step => (WaterfallStep)("FRGA".IndexOf(step, StringComparison.Ordinal) + 1))],
            CarryForwardDays = 10,
            GuarantorId = steps.Contains('G') ? "G" : null,
        };
        Assert.Null(terms.Fault());
        var cover = Cover.Of(terms, shortfall, days, new Standing { PayableMinor = payable, RollingMinor = rolling, FixedMinor = fixedReserve }, guarantor);
        Assert.Equal(expected, $"{cover.PayableMinor} {cover.RollingMinor} {cover.FixedMinor} {cover.GuarantorMinor} {cover.ReceivableMinor}");
        Assert.True(cover.TotalMinor <= shortfall);
    }
}

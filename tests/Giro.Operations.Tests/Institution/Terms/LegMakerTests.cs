using Giro.Ledger.Accounts;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Strategies;

namespace Giro.Operations.Tests.Institution.Terms;

/// <summary>From events and their fee lines to the legs of an entry, as they would stand in the ledger.</summary>
public sealed class LegMakerTests : IDisposable
{
    private static readonly FeeLine Fee = Charged(LineKind.MerchantFee, 1_25);

    private readonly TestDay _day = new();
    private readonly LegMaker _legs;

    public LegMakerTests() => _legs = new LegMaker(new AccountDirectory(_day.Book, _day.Institution), _day.Institution, _day.Rules.Symbols);

    private AccountingProgram Standard => _day.Rules.Current.Accounting;

    [Fact]
    public void Charges_are_what_is_charged_less_what_is_credited_without_costs_and_shares()
    {
        Assert.Equal("Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 98.75 | Cr income/merchant-fees 1.25", Page("payment", 100_00, Fee));
        Assert.Equal("Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 99.25 | Cr income/merchant-fees 0.75", Page("payment", 100_00, Fee, Credited(LineKind.Discount, 50)));
        Assert.Equal(
            "Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 99.40 | Cr income/merchant-fees 0.60",
            Page("payment", 100_00, Charged(LineKind.Interchange, 30), Charged(LineKind.Markup, 20), Charged(LineKind.Tax, 10), new FeeLine(LineKind.ChannelCost, FeeEffect.Borne, -1, 35)));
        Assert.Equal("Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 98.75 | Cr income/merchant-fees 1.25", Page("payment", 100_00, Fee, ShareTo(1, 7_88)));
        Assert.Equal(
            "Dr channel/card/receivable 101.50 | Cr merchant/M1/pending 100.25 | Cr income/merchant-fees 1.25",
            Page("payment", 100_00, Fee, Credited(LineKind.Surcharge, 1_50)));
    }

    [Fact]
    public void A_leg_of_zero_is_left_out_and_one_below_zero_stands_on_the_other_side()
    {
        Assert.Equal("Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 100.00", Page("payment", 100_00));
        Assert.Equal("Dr channel/card/receivable 1.25 | Cr income/merchant-fees 1.25", Page("payment", 1_25, Fee));
        Assert.Equal("Dr channel/card/receivable 1.00 | Dr merchant/M1/pending 0.25 | Cr income/merchant-fees 1.25", Page("payment", 1_00, Fee));
        Assert.Equal("Dr merchant/M1/pending 39.50 | Cr channel/card/receivable 40.00 | Dr income/merchant-fees 0.50", Page("refund", 40_00, Credited(LineKind.FeeReturned, 50)));
    }

    [Fact]
    public void Legs_on_one_account_are_one_leg_and_those_that_cancel_are_none()
    {
        _legs.Begin();
        Assert.Equal(LegStatus.None, Add("payment", 42_00, Fee));
        Assert.Equal(LegStatus.None, Add("payment", 28_00, Charged(LineKind.MerchantFee, 22)));
        Assert.Equal("Dr channel/card/receivable 70.00 | Cr merchant/M1/pending 68.53 | Cr income/merchant-fees 1.47", Page());
        Assert.Equal(LegStatus.None, Add("refund", 70_00));
        Assert.Equal("Dr merchant/M1/pending 1.47 | Cr income/merchant-fees 1.47", Page());
        _legs.Begin();
        Assert.True(_legs.Legs.IsEmpty);
    }

    [Fact]
    public void A_share_goes_from_the_merchant_to_its_receiver()
    {
        _legs.Begin();
        Assert.Equal(LegStatus.None, Add("payment", 100_00, Fee, ShareTo(1, 7_88)));
        Assert.Equal(LegStatus.None, _legs.Add(Standard, "profit-share", new EventFacts { Part = PartOf(100_00), Lines = [ShareTo(1, 7_88)], Receiver = _day.Institution.Merchants[1] }));
        Assert.Equal("Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 90.87 | Cr income/merchant-fees 1.25 | Cr merchant/M2/pending 7.88", Page());
    }

    [Fact]
    public void Each_merchant_and_channel_has_its_own_accounts_though_the_rule_is_one()
    {
        Assert.Equal("Dr channel/card/receivable 5.00 | Cr merchant/M1/pending 5.00", Page("payment", 5_00));
        foreach (var (merchant, channel) in new[] { (1, TestInstitution.Wallet), (2, TestInstitution.Card), (1, TestInstitution.Wallet), (0, TestInstitution.Wallet) })
        {
            _legs.Begin();
            var part = new PartFacts { Kind = PaymentKind.Payment, Merchant = _day.Institution.Merchants[merchant], Channel = channel, AmountMinor = 5_00 };
            Assert.Equal(LegStatus.None, _legs.Add(Standard, "payment", new EventFacts { Part = part }));
            Assert.Equal($"Dr channel/{channel.Code}/receivable 5.00 | Cr merchant/M{merchant + 1}/pending 5.00", Page());
        }
    }

    [Fact]
    public void An_account_that_the_chart_has_a_place_for_is_opened_when_it_is_needed()
    {
        Assert.Equal(0UL, _day.Handle("wallet/C-7"));
        _legs.Begin();
        var part = new PartFacts { Kind = PaymentKind.TopUp, Channel = TestInstitution.Card, AmountMinor = 20_00, Fields = new PaymentFields("""{"wallet":"C-7"}"""u8) };
        Assert.Equal(LegStatus.None, _legs.Add(Standard, "top-up", new EventFacts { Part = part }));
        Assert.Equal("Dr channel/card/receivable 20.00 | Cr wallet/C-7 20.00", Page());
        Assert.Equal((AccountClass.Liability, AccountLimits.NotNegative), _day.Book.Query(reader => (reader.Account("wallet/C-7")!.Class, reader.Account("wallet/C-7")!.Limits)));
    }

    [Fact]
    public void The_contract_says_whether_the_merchant_is_paid_in_full()
    {
        var gross = _day.Institution.Merchants[0].Contract with { Deduction = FeeDeduction.Gross };
        _legs.Begin();
        Assert.Equal(LegStatus.None, _legs.Add(Standard, "payment", new EventFacts { Part = PartOf(100_00, gross), Lines = [Fee] }));
        Assert.Equal("Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 100.00 | Dr merchant/M1/fees-due 1.25 | Cr income/merchant-fees 1.25", Page());
    }

    [Theory]
    //           event      input               debit                     amount        status                     about
    [InlineData("payout",  "merchant: text",    "wallet/{merchant}",      "amount",     LegStatus.NoRule,          "payout")]
    [InlineData("payment", "merchant: text",    "nowhere/{merchant}",     "amount",     LegStatus.AccountUnknown,  "nowhere/M1")]
    [InlineData("payment", "merchant: text",    "bank/{merchant}",        "amount",     LegStatus.AccountUnknown,  "bank/M1")]
    [InlineData("payment", "merchant: text",    "wallet/{merchant}",      "9 * amount", LegStatus.Faulted,         "payment")]
    [InlineData("payment", "customer: text",    "wallet/{customer}",      "amount",     LegStatus.FieldMissing,    "customer")]
    [InlineData("payment", "of: text = \"\"",   "channel/{of}/receivable", "amount",    LegStatus.AccountUnknown,  "channel//receivable")]
    public void What_cannot_be_booked_says_why_and_about_what(string eventName, string input, string debit, string amount, LegStatus status, string about)
    {
        var program = Bind($$"""
            accounting broken version 1
            currency EUR
            input amount: money
            input {{input}}
            on payment
                debit  {{debit}}                {{amount}}
                credit income/merchant-fees     {{amount}}
            """);
        _legs.Begin();
        Assert.Equal((status, about), (_legs.Add(program, eventName, new EventFacts { Part = PartOf(long.MaxValue / 8) }), _legs.Subject));
        // A second try finds the same: what was not found is not remembered as found.
        Assert.Equal(status, _legs.Add(program, eventName, new EventFacts { Part = PartOf(long.MaxValue / 8) }));
    }

    public void Dispose() => _day.Dispose();

    private AccountingProgram Bind(string text)
    {
        var load = StrategyFile.Load(text, "test.rules", _day.Rules.Symbols, RuleCompiler.DigitsOf);
        Assert.True(load.Accounting is not null, string.Join('\n', load.Errors));
        return AccountingProgram.Bind(load.Accounting, _day.Institution);
    }

    private static FeeLine Charged(LineKind kind, long amountMinor) => new(kind, FeeEffect.Charged, -1, amountMinor);

    private static FeeLine Credited(LineKind kind, long amountMinor) => new(kind, FeeEffect.Credited, -1, amountMinor);

    private static FeeLine ShareTo(int merchant, long amountMinor) => new(LineKind.Share, FeeEffect.Charged, merchant, amountMinor);

    /// <summary>A part of M1 through the card channel.</summary>
    private PartFacts PartOf(long amountMinor, Contract? contract = null) =>
        new() { Kind = PaymentKind.Payment, Merchant = _day.Institution.Merchants[0], Channel = TestInstitution.Card, Contract = contract, AmountMinor = amountMinor };

    private LegStatus Add(string eventName, long amountMinor, params FeeLine[] lines) => _legs.Add(Standard, eventName, new EventFacts { Part = PartOf(amountMinor), Lines = lines });

    private string Page(string eventName, long amountMinor, params FeeLine[] lines)
    {
        _legs.Begin();
        Assert.Equal(LegStatus.None, Add(eventName, amountMinor, lines));
        return Page();
    }

    private string Page()
    {
        var legs = _legs.Legs.ToArray();
        Assert.Equal(0, legs.Sum(leg => leg.AmountMinor));
        return _day.Book.Query(reader => string.Join(" | ", legs.Select(leg =>
        {
            var account = reader.Account(leg.Account);
            return $"{(leg.AmountMinor > 0 ? "Dr" : "Cr")} {account.Path} {account.Currency.Format(Math.Abs(leg.AmountMinor))}";
        })));
    }
}

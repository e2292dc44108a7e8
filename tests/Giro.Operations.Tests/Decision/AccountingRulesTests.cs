using Giro.Operations.Decision;
using Giro.Operations.Institution;

namespace Giro.Operations.Tests.Decision;

/// <summary>Entries as they stand in the ledger; fee 1.25 %, at least 0.10, at most 5.00.</summary>
public sealed class AccountingRulesTests
{
    [Theory]
    [InlineData("100.00", "Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 98.75 | Cr income/merchant-fees 1.25")]
    [InlineData("  0.50", "Dr channel/card/receivable 0.50 | Cr merchant/M1/pending 0.40 | Cr income/merchant-fees 0.10")]
    [InlineData("900.00", "Dr channel/card/receivable 900.00 | Cr merchant/M1/pending 895.00 | Cr income/merchant-fees 5.00")]
    [InlineData("  0.10", "Dr channel/card/receivable 0.10 | Cr income/merchant-fees 0.10")]
    [InlineData("  0.03", "Dr channel/card/receivable 0.03 | Cr income/merchant-fees 0.03")]
    public void A_payment_is_booked_gross_net_and_fee(string gross, string page)
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", gross.Trim()));
        Assert.Equal(page, Page(day, PaymentKind.Payment, "P-1"));
    }

    [Fact]
    public void A_refund_is_booked_in_part_and_the_fee_is_kept()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Return("refund", "R-1", "P-1", "M1", "30.00"));
        Assert.Equal("Dr merchant/M1/pending 30.00 | Cr channel/card/receivable 30.00", Page(day, PaymentKind.Refund, "R-1"));
        Assert.Equal(1_25, day.Balance(ChartOfAccounts.FeeIncome));
        Assert.Equal(68_75, day.Balance(ChartOfAccounts.Pending("M1")));
    }

    [Fact]
    public void A_chargeback_is_an_entry_of_its_own_that_names_the_original()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Return("chargeback", "C-1", "P-1", "M1", "100.00"));
        Assert.Equal("Dr merchant/M1/pending 100.00 | Cr channel/card/receivable 100.00", Page(day, PaymentKind.Chargeback, "C-1"));
        var record = day.Book.Find(PaymentIds.Of(PaymentKind.Chargeback, "C-1"u8))!;
        Assert.Equal((ushort)EntryKind.Chargeback, record.Body.Header.Kind);
        Assert.Equal(1U, record.Body.Header.RuleVersion);
        Assert.Equal(
            """{"ref":"C-1","merchant":"M1","channel":"card","amount":10000,"at":"2026-11-11T09:30:00+01:00","original":"P-1","was":[10000,125,0,0]}""",
            System.Text.Encoding.UTF8.GetString(record.Body.Attributes));
        Assert.Equal(-1_25, day.Balance(ChartOfAccounts.Pending("M1")));
    }

    private static string Page(TestDay day, PaymentKind kind, string reference)
    {
        var record = day.Book.Find(PaymentIds.Of(kind, System.Text.Encoding.ASCII.GetBytes(reference)))!;
        var legs = record.Body.Legs.ToArray();
        return day.Book.Query(reader => string.Join(" | ", legs.Select(leg =>
        {
            var account = reader.Account(leg.Account);
            return $"{(leg.AmountMinor > 0 ? "Dr" : "Cr")} {account.Path} {account.Currency.Format(Math.Abs(leg.AmountMinor))}";
        })));
    }
}

using Giro.Ledger.Entries;
using Giro.Operations.Clearing;
using Giro.Operations.DayEnd;
using Giro.Operations.Institution;
using Giro.Operations.Reporting;
using Giro.Operations.Tests.Settlement;
using Giro.Storage.Views;

namespace Giro.Operations.Tests.Reporting;

public sealed class MerchantStatementTests
{
    [Theory]
    [InlineData("2026-11-11", "2026-11-11", "2026-11-11")]
    [InlineData("2026-11", "2026-11-01", "2026-11-30")]
    [InlineData("2028-02", "2028-02-01", "2028-02-29")]
    [InlineData("2026-Q4", "2026-10-01", "2026-12-31")]
    [InlineData("2026-Q5", null, null)]
    [InlineData("2026-13", null, null)]
    [InlineData("november", null, null)]
    public void A_period_is_a_day_a_month_or_a_quarter(string text, string? from, string? to)
    {
        Assert.Equal(from is not null, StatementPeriod.TryParse(text, out var period));
        if (from is not null) Assert.Equal((from, to), (period.From.ToString("yyyy-MM-dd"), period.To.ToString("yyyy-MM-dd")));
    }

    [Fact]
    public void A_month_opens_moves_by_kind_and_closes_as_the_ledger_has_it()
    {
        using var book = Worked();
        Assert.Equal(
            """
            merchant,period,currency,row,count,pending,payable,reserve,receivable,total
            A,2026-12,EUR,opening,,-80.00,0.00,10.00,0.00,-70.00
            A,2026-12,EUR,gross,1,25.00,0.00,0.00,0.00,25.00
            A,2026-12,EUR,chargebacks,1,-15.00,0.00,0.00,0.00,-15.00
            A,2026-12,EUR,shortfalls covered,1,70.00,0.00,-10.00,-60.00,0.00
            A,2026-12,EUR,written off,1,0.00,0.00,0.00,60.00,60.00
            A,2026-12,EUR,closing,,0.00,0.00,0.00,0.00,0.00
            A,2026-12,EUR,ledger,,0.00,0.00,0.00,0.00,0.00

            """,
            MerchantStatementText.Csv(Of(book, "2026-12"), book.Day.Institution.Currency));
    }

    [Fact]
    public void Day_month_and_quarter_follow_on_and_tie()
    {
        using var book = Worked();
        var days = Enumerable.Range(0, 61).Select(day => Of(book, new DateOnly(2026, 11, 1).AddDays(day).ToString("yyyy-MM-dd"))).ToList();
        Assert.All(days, day => Assert.True(day.TiesToLedger));
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.Equal(pair.First.Closing, pair.Second.Opening));
        var quarter = Of(book, "2026-Q4");
        Assert.Equal(days[^1].Closing, quarter.Closing);
        Assert.Equal(default, quarter.Opening);
        Assert.Equal(
            days.SelectMany(day => day.Movements).GroupBy(movement => movement.Kind).ToDictionary(group => group.Key, group => group.Aggregate(default(MerchantPosition), (sum, movement) => sum + movement.Change)),
            quarter.Movements.ToDictionary(movement => movement.Kind, movement => movement.Change));
    }

    [Fact]
    public void Json_has_the_same_figures()
    {
        using var book = Worked();
        using var json = System.Text.Json.JsonDocument.Parse(MerchantStatementText.Json(Of(book, "2026-11"), book.Day.Institution.Currency));
        Assert.Equal("-80.00", json.RootElement.GetProperty("closing").GetProperty("pending").GetString());
        Assert.Equal("payouts:-90.00", string.Join(' ', json.RootElement.GetProperty("movements").EnumerateArray().Where(movement => movement.GetProperty("kind").GetString() == "payouts")
            .Select(movement => $"payouts:{movement.GetProperty("change").GetProperty("total").GetString()}")));
        Assert.True(json.RootElement.GetProperty("tiesToLedger").GetBoolean());
    }

    /// <summary>It is paid in full and owes its fees: the statement says both, and what comes of it when they are collected.</summary>
    [Fact]
    public void Fees_that_are_collected_later_are_owed_until_then()
    {
        using var day = new TestDay(TestInstitution.Make(contract => contract with { Deduction = FeeDeduction.Gross }));
        day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-2", "M1", "8.00"));
        Assert.Equal(["gross 10800 0", "fee merchant-fees 0 -135", "closing 10800 -135"], Rows());
        day.Clear();
        using (var store = new Giro.Storage.Records.ClearingStore(day.Records))
            new PeriodEndRun(day.Book, day.Institution, day.Rules, new AccountDirectory(day.Book, day.Institution), store.LoadTotals(day.Institution)).Run(new DateOnly(2026, 11, 30), new DateOnly(2026, 11, 30));
        Assert.Equal(["gross 10800 0", "fee merchant-fees 0 -135", "fees collected -135 135", "closing 10665 0"], Rows());

        List<string> Rows()
        {
            using var views = day.ReadViews();
            Assert.True(StatementPeriod.TryParse("2026-11-11", out var period));
            var statement = MerchantStatement.Of(new ViewAccountHistory(views, day.Journal), "M1", period);
            Assert.True(statement.TiesToLedger);
            return [.. statement.Movements.Select(movement => $"{movement.Kind} {movement.Change.PendingMinor} {movement.Change.ReceivableMinor}"), $"closing {statement.Closing.PendingMinor} {statement.Closing.ReceivableMinor}"];
        }
    }

    [Fact]
    public void Gross_fees_refunds_and_chargebacks_are_those_of_the_clearing_lines()
    {
        using var day = new TestDay();
        day.Post(
            TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-2", "M1", "8.00"), TestDay.Payment("P-3", "M1", "900.00"),
            TestDay.Return("refund", "R-1", "P-1", "M1", "30.00"), TestDay.Return("chargeback", "R-2", "P-3", "M1", "900.00"), TestDay.Payment("P-4", "M4", "10.00"));
        day.Close(day.Morning);
        day.PostByHand("goodwill", Leg.Debit(day.Accounts.Capital, 5_00), Leg.Credit(day.Accounts.Pending(day.Institution.Merchants[0]), 5_00));
        using var store = new Giro.Storage.Records.DayEndStore(day.Records);
        var lines = store.Read().Lines;
        using var views = day.ReadViews();
        Assert.True(StatementPeriod.TryParse("2026-11-11", out var period));
        var statements = new[] { "M1", "M4" }.Select(merchant => MerchantStatement.Of(new ViewAccountHistory(views, day.Journal), merchant, period)).ToList();
        Assert.All(statements, statement => Assert.True(statement.TiesToLedger));
        Assert.Equal(lines[new LineGroup(LineKind.Gross, LineAccount.Pending)].SumMinor, Total("gross"));
        Assert.Equal(lines[new LineGroup(LineKind.MerchantFee, LineAccount.Pending)].SumMinor, Total("fee merchant-fees"));
        Assert.Equal(lines[new LineGroup(LineKind.Refund, LineAccount.Pending)].SumMinor, Total("refunds"));
        Assert.Equal(lines[new LineGroup(LineKind.Chargeback, LineAccount.Pending)].SumMinor, Total("chargebacks"));
        Assert.Equal(
            "gross 3 1008.00; fee merchant-fees 3 -6.35; refunds 1 -30.00; chargebacks 1 -900.00; settled 1 0.00; adjustments 1 5.00",
            string.Join("; ", statements[0].Movements.Select(movement => $"{movement.Kind} {movement.Count} {day.Institution.Currency.Format(movement.Change.TotalMinor)}")));

        Int128 Total(string kind) => statements.SelectMany(statement => statement.Movements).Where(movement => movement.Kind == kind).Aggregate((Int128)0, (sum, movement) => sum + movement.Change.TotalMinor);
    }

    /// <summary>November: 100.00 in, 10.00 kept back, 90.00 paid, 80.00 given back. December: 25.00 in, 15.00 charged back, the shortfall covered, what is owed written off.</summary>
    private static SettlementBook Worked()
    {
        var book = new SettlementBook(("A", new SettlementTerms
        {
            RollingReserve = new RollingReserve(100_000_000, 90), Waterfall = [WaterfallStep.CarryForward, WaterfallStep.Reserve, WaterfallStep.Receivable], CarryForwardDays = 20,
        }));
        book.Pay("A", "100.00");
        book.Advance(14);
        book.Refund("A", "80.00");
        book.Close();
        book.Advance(new DateOnly(2026, 12, 7));
        book.Receive("A", "25.00");
        book.Return("chargeback", "A", "15.00");
        book.Close();
        var owed = book.Day.Obligations.Receivables()[0];
        book.Receivables.Approve(book.Receivables.Propose("A", owed.Reference, owed.OpenMinor, "gone", "maria", book.Today).Number, "peter", book.Today);
        book.Advance(new DateOnly(2026, 12, 31));
        return book;
    }

    private static MerchantStatement Of(SettlementBook book, string period)
    {
        Assert.True(StatementPeriod.TryParse(period, out var parsed));
        using var views = book.Day.ReadViews();
        return MerchantStatement.Of(new ViewAccountHistory(views, book.Day.Journal), "A", parsed);
    }
}

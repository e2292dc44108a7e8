using Giro.Messages.Iso20022;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Reconciliation;

public class StatementRunTests
{
    private const string Payout = "PO-20261111-000001";
    private const long PayoutMinor = 98_75;
    private const string ChannelCredit = "CS-20261111-card";

    [Fact]
    public void Matched_lines_settle_payouts_and_channels()
    {
        using var day = Paid();
        // The card channel keeps 0.5 % of 100.00.
        var result = day.Reconcile(Statement((ChannelCredit, 99_50, true), (Payout, -PayoutMinor, true)));
        Assert.Equal(StatementStatus.Reconciled, result.Status);
        Assert.Empty(result.Result.Breaks);
        AssertBalances(day, nostroMinor: 75, inTransitMinor: 0, suspenseMinor: 0, receivableMinor: 0, costsMinor: 50);
    }

    [Fact]
    public void Each_kind_of_break_leaves_the_ledger_as_the_bank_has_it()
    {
        //                  lines                                                       nostro        in transit    suspense
        AssertLeaves([(ChannelCredit, 99_50, true)],                                     99_50,        PayoutMinor,  0);             // missing
        AssertLeaves([(ChannelCredit, 99_50, true), (Payout, -PayoutMinor, false)],      99_50,        PayoutMinor,  0);             // late
        AssertLeaves([(ChannelCredit, 99_50, true), (Payout, -PayoutMinor, true), (Payout, -PayoutMinor, true)], 99_50 - (2 * PayoutMinor), 0, PayoutMinor); // doubled
        AssertLeaves([(ChannelCredit, 99_50, true), (Payout, -99_00, true)],             50,           0,            25);            // 0.25 more left
        AssertLeaves([(ChannelCredit, 99_50, true), (Payout, -98_00, true)],             1_50,         0,            -75);           // 0.75 less left
        AssertLeaves([(ChannelCredit, 99_50, true), (Payout, -PayoutMinor, true), ("", -12_50, true)], 75 - 12_50, 0, 12_50);         // unknown
        AssertLeaves([(ChannelCredit, 99_50, true), (Payout, -PayoutMinor, true), ("", 0, true)], 75, 0, 0);                          // a notice
        AssertLeaves([(ChannelCredit, 99_00, true), (Payout, -PayoutMinor, true)],       25,           0,            50);            // the channel paid less
    }

    [Fact]
    public void Reading_a_statement_again_changes_nothing()
    {
        using var day = Paid();
        var statement = Statement((ChannelCredit, 99_50, true), (Payout, -99_00, true), (Payout, -99_00, true), ("", 5_00, true));
        var first = day.Reconcile(statement);
        var before = day.LastNumber;
        var again = day.Reconcile(statement);
        Assert.Equal(first.Result.Breaks, again.Result.Breaks);
        Assert.Equal(before, day.LastNumber);
    }

    [Fact]
    public void A_late_payout_settles_with_the_statement_that_books_it()
    {
        using var day = Paid();
        day.Reconcile(Statement((ChannelCredit, 99_50, true), (Payout, -PayoutMinor, false)));
        var next = day.Reconcile(Statement(99_50, "S2", TestInstitution.Wednesday.AddDays(1), (Payout, -PayoutMinor, true)));
        Assert.Equal(BreakType.Date, Assert.Single(next.Result.Breaks).Type);
        Assert.Equal(1, next.Result.Breaks[0].AgeDays(TestInstitution.Wednesday.AddDays(1)));
        AssertBalances(day, nostroMinor: 75, inTransitMinor: 0, suspenseMinor: 0, receivableMinor: 0, costsMinor: 50);
    }

    [Fact]
    public void A_statement_that_does_not_follow_the_one_before_is_flagged_and_nothing_is_posted()
    {
        using var day = Paid();
        day.Reconcile(Statement((ChannelCredit, 99_50, true)));
        var before = day.LastNumber;
        var result = day.Reconcile(Statement(99_51, "S2", TestInstitution.Wednesday.AddDays(1), (Payout, -PayoutMinor, true)));
        Assert.Equal((StatementStatus.Flagged, "opens with 9951, the statement before it closed with 9950"), (result.Status, Assert.Single(result.Findings)));
        Assert.Equal(before, day.LastNumber);
    }

    [Theory]
    [InlineData("1000.00", "900.00", "NL02ABNA0123456789", null)]
    [InlineData("1000.00", "900.01", "NL02ABNA0123456789", "closing")]
    [InlineData("1000.00", "900.00", "NL91ABNA0417164300", "is not ours")]
    public void A_file_that_does_not_add_up_or_is_not_ours_is_flagged(string opening, string closing, string iban, string? finding)
    {
        using var day = Paid();
        var result = day.Reconcile(Read(day, Camt053(day, "1000.00", "900.00").Replace(">1000.00<", $">{opening}<", StringComparison.Ordinal)
            .Replace(">900.00<", $">{closing}<", StringComparison.Ordinal).Replace("NL02ABNA0123456789", iban, StringComparison.Ordinal)));
        Assert.Equal(finding is null ? StatementStatus.Reconciled : StatementStatus.Flagged, result.Status);
        if (finding is not null) Assert.Contains(result.Findings, text => text.Contains(finding, StringComparison.OrdinalIgnoreCase));
    }

    private static void AssertLeaves((string Reference, long AmountMinor, bool IsBooked)[] lines, long nostroMinor, long inTransitMinor, long suspenseMinor)
    {
        using var day = Paid();
        var statement = Statement(lines);
        Assert.Equal(StatementStatus.Reconciled, day.Reconcile(statement).Status);
        Assert.Equal(statement.ClosingMinor, nostroMinor);
        AssertBalances(day, nostroMinor, inTransitMinor, suspenseMinor, receivableMinor: 0, costsMinor: 50);
    }

    private static void AssertBalances(TestDay day, long nostroMinor, long inTransitMinor, long suspenseMinor, long receivableMinor, long costsMinor) =>
        Assert.Equal(
            (nostroMinor, inTransitMinor, suspenseMinor, receivableMinor, costsMinor),
            (day.Balance(ChartOfAccounts.Nostro), day.Balance(ChartOfAccounts.PayoutsInstructed) + day.Balance(ChartOfAccounts.InTransit), day.Balance(ChartOfAccounts.BankSuspense),
                day.Balance(ChartOfAccounts.Receivable("card")), day.Balance(ChartOfAccounts.ChannelCosts)));

    /// <summary>M1 was paid 98.75 of a card payment of 100.00.</summary>
    private static TestDay Paid()
    {
        var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"));
        day.Close(day.Morning);
        new ChannelExpectations(day.Book, day.Institution, day.Accounts, day.Payouts).Run(TestInstitution.Wednesday);
        Assert.Equal(PayoutMinor, Assert.Single(day.Pay()).SumMinor);
        return day;
    }

    private static BankStatement Statement(params (string Reference, long AmountMinor, bool IsBooked)[] lines) => Statement(0, "S1", TestInstitution.Wednesday, lines);

    private static BankStatement Statement(long openingMinor, string id, DateOnly date, params (string Reference, long AmountMinor, bool IsBooked)[] lines) => new(
        id, date, openingMinor, openingMinor + lines.Where(line => line.IsBooked).Sum(line => line.AmountMinor),
        [.. lines.Select((line, i) => new StatementLine(i + 1, line.Reference, line.AmountMinor, date, line.IsBooked, $"BANK{i + 1}"))], []);

    private static BankStatement Read(TestDay day, string xml) =>
        BankStatement.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(xml)), "statement.xml", day.Institution);

    /// <summary>A statement with one debit of 100.00.</summary>
    private static string Camt053(TestDay day, string opening, string closing)
    {
        var amount = new CurrencyAmount(100_00, "EUR", 2);
        var header = new StatementHeader
        {
            Id = "S1",
            Account = new BankAccount.Iban(day.Institution.Nostro.Iban),
            Currency = "EUR",
            MinorUnitDigits = 2,
            Balances =
            [
                new StatementBalance("OPBD", new CurrencyAmount((long)(decimal.Parse(opening) * 100), "EUR", 2), CreditDebit.Credit, TestInstitution.Wednesday),
                new StatementBalance("CLBD", new CurrencyAmount((long)(decimal.Parse(closing) * 100), "EUR", 2), CreditDebit.Credit, TestInstitution.Wednesday),
            ],
        };
        var entry = new StatementEntry
        {
            Amount = amount, Side = CreditDebit.Debit, Status = "BOOK", BookingDate = TestInstitution.Wednesday, ValueDate = TestInstitution.Wednesday,
            AccountServicerReference = "B1", TransactionCode = new BankTransactionCode("PMNT", "ICDT", "ESCT"),
        };
        using var output = new MemoryStream();
        Camt053Writer.Write(output, new StatementMessage("S1", day.Time.GetUtcNow()), [new Statement(header, [entry])]);
        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }
}

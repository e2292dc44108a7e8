using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

/// <summary>Ledger pages along the life of a payout: accepted, settled, rejected, returned, reissued, in order and out of it.</summary>
public class PayoutLifeTests
{
    private const string First = "PO-20261102-000001";
    private const string Second = "PO-20261102-000002";
    private const string NewIban = "FR1420041010050500013M02606";

    [Fact]
    public void The_ledger_shows_how_much_is_in_which_state_on_the_way_out()
    {
        using var book = Paid("100.00");
        book.AssertPage("payout/instructed 100.00");
        Assert.Equal(1, BankFiles.Accept(book.Day, "S1", First).Moved);
        book.AssertPage("payout/accepted 100.00");
        Assert.Equal(1, BankFiles.Notify(book.Day, "N1", (First, -100_00, "")).Moved);
        book.AssertPage("settlement/in-transit 100.00");
        Assert.Equal(StatementStatus.Reconciled, book.Reconcile("B1", (First, -100_00)).Status);
        book.AssertPage("bank/nostro -100.00");
        Assert.Equal("""{"payout":"PO-20261102-000001","merchant":"A","state":"Accepted","file":"S1","reason":""}""", book.AttributesOf($"payout/{First}/accepted"));
        foreach (var state in (string[])["created", "approved", "instructed", "accepted", "settled", "booked"]) Assert.NotEmpty(book.AttributesOf($"payout/{First}/{state}"));
        book.AssertTiesOut();
    }

    [Fact]
    public void A_statement_alone_settles_a_payout_and_word_of_acceptance_that_comes_later_changes_nothing()
    {
        using var book = Paid("100.00");
        book.Reconcile("B1", (First, -100_00));
        book.AssertPage("bank/nostro -100.00");
        var late = BankFiles.Accept(book.Day, "S1", First);
        Assert.Equal((0, 1, 0), (late.Moved, late.Unchanged, late.Findings.Count));
        var notified = BankFiles.Notify(book.Day, "N1", (First, -100_00, ""));
        Assert.Equal((0, 1, 0), (notified.Moved, notified.Unchanged, notified.Findings.Count));
        book.AssertPage("bank/nostro -100.00");
        book.AssertTiesOut();
    }

    [Fact]
    public void The_same_file_twice_and_the_same_transaction_in_two_files_change_nothing()
    {
        using var book = Paid("100.00");
        var path = BankFiles.Notification(book.Day, "EUR", "N1", (First, -100_00, ""), ("PO-20261102-999999", -5_00, ""));
        var first = BankFiles.Run(book.Day).ReadNotification(path);
        Assert.Equal((BankFileStatus.Processed, 1, BankFileFindingType.UnknownPayout), (first.Status, first.Moved, Assert.Single(first.Findings).Type));
        var before = book.Day.LastNumber;
        var again = BankFiles.Run(book.Day).ReadNotification(path);
        Assert.Equal((BankFileStatus.ProcessedBefore, 1), (again.Status, again.Moved));
        Assert.Equal(first.Findings, again.Findings);
        var other = BankFiles.Notify(book.Day, "N2", (First, -100_00, ""));
        Assert.Equal((BankFileStatus.Processed, 0, 1), (other.Status, other.Moved, other.Unchanged));
        var conflict = BankFiles.Notify(book.Day, "N1", (First, -100_00, ""));
        Assert.Equal((BankFileStatus.Flagged, "a file with the message id N1 and other content was processed before"), (conflict.Status, Assert.Single(conflict.Findings).Text));
        Assert.Equal(before, book.Day.LastNumber);
    }

    [Fact]
    public void A_rejected_payout_is_payable_again_and_waits_for_a_reissue()
    {
        using var book = Paid("100.00");
        BankFiles.Accept(book.Day, "S1", First);
        BankFiles.Reject(book.Day, "S2", First, "AC04");
        book.AssertPage("merchant/A/payable 100.00");
        Assert.Equal((PayoutState.Rejected, "AC04"), (book.Day.Payouts.Find(First)!.State, book.Day.Payouts.Find(First)!.Note));
        Assert.Empty(book.PayOut().Files);

        var reissued = book.Day.Desk().Reissue(First, NewIban, "maria", book.Today);
        Assert.Equal((DeskStatus.Done, Second), (reissued.Status, reissued.EndToEndId));
        book.AssertPage("payout/created 100.00");
        Assert.Contains($"\"replacedBy\":\"{Second}\",\"by\":\"maria\"", book.AttributesOf($"payout/{First}/reissued"));
        Assert.Contains($"\"replaces\":\"{First}\",\"by\":\"maria\"", book.AttributesOf($"payout/{Second}/created"));

        // Not by policy, whatever the amount, and not by the same person.
        Assert.Empty(book.PayOut().Files);
        Assert.Equal(DeskStatus.SamePerson, book.Day.Desk().Approve(Second, "MARIA ").Status);
        Assert.Equal(DeskStatus.Done, book.Day.Desk().Approve(Second, "peter").Status);
        Assert.Contains("\"maker\":\"maria\",\"checker\":\"peter\"", book.AttributesOf($"payout/{Second}/approved"));
        var file = Assert.Single(book.PayOut().Files);
        var payout = Assert.Single(book.Day.Payouts.PayoutsOf(file.Batch.MessageId));
        Assert.Equal((Second, First, NewIban), (payout.EndToEndId, payout.Replaces, payout.Iban));
        Assert.Equal(DeskStatus.Repeat, book.Day.Desk().Reissue(First, NewIban, "maria", book.Today).Status);
        book.AssertTiesOut();
    }

    [Fact]
    public void A_return_weeks_later_credits_the_merchant_once_and_is_reissued_with_what_a_waterfall_has_left()
    {
        using var book = Paid("100.00");
        book.Reconcile("B1", (First, -100_00));
        book.Advance(24);
        BankFiles.Notify(book.Day, "N1", (First, 100_00, "AC04"));
        const string Returned =
            """
            bank/nostro -100.00
            merchant/A/payable 100.00
            settlement/returns 100.00
            """;
        book.AssertPage(Returned);
        BankFiles.Notify(book.Day, "N2", (First, 100_00, "AC04"));
        book.AssertPage(Returned);
        book.Reconcile("B2", (First, 100_00));
        book.AssertPage("merchant/A/payable 100.00");
        Assert.Empty(book.PayOut().Files);

        // A refund is covered by it before it goes out again.
        book.Refund("A", "30.00");
        book.Close();
        Assert.Equal(DeskStatus.Done, book.Day.Desk().Reissue(First, NewIban, "maria", book.Today).Status);
        book.AssertPage("payout/created 70.00");
        Assert.Equal(DeskStatus.Done, book.Day.Desk().Approve("PO-20261126-000001", "peter").Status);
        Assert.Equal(70_00, book.PayOut().Files[0].SumMinor);
        book.AssertTiesOut();
    }

    [Fact]
    public void A_return_before_word_of_the_payment_settles_it_first_and_a_late_debit_changes_nothing()
    {
        using var book = Paid("100.00");
        Assert.Equal(1, BankFiles.Notify(book.Day, "N1", (First, 100_00, "AC01")).Moved);
        const string Page =
            """
            merchant/A/payable 100.00
            settlement/in-transit 100.00
            settlement/returns 100.00
            """;
        book.AssertPage(Page);
        Assert.Equal(1, BankFiles.Notify(book.Day, "N2", (First, -100_00, "")).Unchanged);
        book.AssertPage(Page);
        Assert.Empty(book.Reconcile("B1", (First, -100_00), (First, 100_00)).Result.Breaks);
        book.AssertPage("merchant/A/payable 100.00");
        var before = book.Day.LastNumber;
        book.AssertTiesOut();
        Assert.Equal(before, book.Day.LastNumber);
    }

    [Fact]
    public void A_statement_alone_tells_of_payment_and_return_and_reading_it_again_changes_nothing()
    {
        using var book = Paid("100.00");
        BankStatement statement = new(
            "B1", book.Today, 0, 0,
            [
                new StatementLine(1, First, -100_00, book.Today, IsBooked: true, "X1"), new StatementLine(2, First, 100_00, book.Today, IsBooked: true, "X2"),
            ],
            []);
        Assert.Empty(book.Day.Reconcile(statement).Result.Breaks);
        book.AssertPage("merchant/A/payable 100.00");
        var before = book.Day.LastNumber;
        Assert.Empty(book.Day.Reconcile(statement).Result.Breaks);
        Assert.Equal(before, book.Day.LastNumber);
        Assert.Equal(0, BankFiles.Notify(book.Day, "N1", (First, -100_00, ""), (First, 100_00, "AC04")).Moved);
        book.AssertTiesOut();
    }

    [Fact]
    public void What_cannot_be_is_a_finding_and_changes_nothing()
    {
        using var book = Paid("100.00");
        AssertFinding(BankFiles.Notify(book.Day, "N1", (First, -99_99, "")), BankFileFindingType.AmountDiffers, "the bank says 9999 EUR, the payout is 10000 EUR in minor units");
        AssertFinding(BankFiles.Answer(book.Day, "S1", [(First, "XXXX", "")]), BankFileFindingType.StatusUnknown, "the status XXXX is not one that we know");
        Assert.Equal(1, BankFiles.Answer(book.Day, "S2", [(First, "ACTC", "")]).Unchanged);
        book.AssertPage("payout/instructed 100.00");
        BankFiles.Reject(book.Day, "S3", First, "AC04");
        AssertFinding(BankFiles.Notify(book.Day, "N2", (First, -100_00, "")), BankFileFindingType.NotAllowed, $"payout {First} is Rejected and cannot become Settled");
        AssertFinding(BankFiles.Notify(book.Day, "N3", (First, 100_00, "AC04")), BankFileFindingType.NotAllowed, $"payout {First} is Rejected and cannot become Returned");
        book.AssertPage("merchant/A/payable 100.00");

        // The bank pays all the same: the money is on suspense, and someone has to look.
        Assert.Equal(BreakType.MissingWithUs, Assert.Single(book.Reconcile("B1", (First, -100_00)).Result.Breaks).Type);
        Assert.Equal(100_00, book.Day.Balance(ChartOfAccounts.BankSuspense));
        book.AssertTiesOut();
    }

    [Fact]
    public void An_answer_to_the_file_as_a_whole_holds_for_all_its_payouts()
    {
        using var book = new SettlementBook(("A", SettlementTerms.Plain), ("B", SettlementTerms.Plain));
        book.Receive("A", "10.00");
        book.Receive("B", "20.00");
        book.Close();
        var file = book.PayOut().Files[0];
        Assert.Equal(2, BankFiles.Answer(book.Day, "S1", [], "ACCP", file.Batch.MessageId).Moved);
        book.AssertPage("payout/accepted 30.00");
        Assert.Equal(2, BankFiles.Answer(book.Day, "S2", [], "RJCT", file.Batch.MessageId).Moved);
        book.AssertPage(
            """
            merchant/A/payable 10.00
            merchant/B/payable 20.00
            """);
        book.AssertTiesOut();
    }

    [Fact]
    public void Several_payouts_of_a_merchant_are_in_flight_each_with_its_own_id()
    {
        using var book = Paid("100.00");
        book.Advance(1);
        book.Pay("A", "50.00");
        book.Advance(1);
        book.Pay("A", "25.00");
        book.AssertPage("payout/instructed 175.00");
        BankFiles.Notify(book.Day, "N1", ("PO-20261103-000001", -50_00, ""));
        BankFiles.Reject(book.Day, "S1", "PO-20261104-000001", "AM04");
        book.AssertPage(
            """
            merchant/A/payable 25.00
            payout/instructed 100.00
            settlement/in-transit 50.00
            """);
        book.AssertTiesOut();
    }

    [Fact]
    public void Small_payouts_are_approved_by_policy_larger_ones_by_a_person_and_large_ones_by_two()
    {
        using var book = new SettlementBook(new PayoutApprovalPolicy(100_00, 1_000_00), ("A", SettlementTerms.Plain), ("B", SettlementTerms.Plain), ("C", SettlementTerms.Plain));
        book.Receive("A", "100.00");
        book.Receive("B", "1000.00");
        book.Receive("C", "1000.01");
        book.Close();
        Assert.Equal(100_00, book.PayOut().Files[0].SumMinor);
        book.AssertPage(
            """
            payout/created 2000.01
            payout/instructed 100.00
            """);
        Assert.Contains("\"by\":\"policy\"", book.AttributesOf($"payout/{First}/approved"));
        var desk = book.Day.Desk();
        Assert.Equal(DeskStatus.Done, desk.Approve(Second, "maria").Status);
        Assert.Equal(DeskStatus.Repeat, desk.Approve(Second, "maria").Status);
        Assert.Equal(DeskStatus.Proposed, desk.Approve("PO-20261102-000003", "maria").Status);
        Assert.Equal(DeskStatus.SamePerson, desk.Approve("PO-20261102-000003", "maria").Status);
        Assert.Equal(1000_00, book.PayOut().Files[0].SumMinor);
        Assert.Equal(DeskStatus.Done, desk.Decline("PO-20261102-000003", "peter", "not today").Status);
        Assert.Equal((DeskStatus.NotAllowed, "payout PO-20261102-000002 is Instructed and cannot become Declined"), (desk.Decline(Second, "peter", "") is var late ? (late.Status, late.Reason) : default));
        Assert.Equal(DeskStatus.Unknown, desk.Approve("PO-1", "peter").Status);
        book.AssertPage(
            """
            merchant/C/payable 1000.01
            payout/instructed 1100.00
            """);
        book.PayOut();
        Assert.Equal(DeskStatus.Proposed, desk.Approve("PO-20261102-000004", "maria").Status);
        Assert.Equal(DeskStatus.Done, desk.Approve("PO-20261102-000004", "peter").Status);
        book.AssertTiesOut();
    }

    [Fact]
    public void Held_payouts_stay_payable_until_the_hold_ends_or_is_released()
    {
        using var book = new SettlementBook(new PayoutApprovalPolicy(10_00, 1_000_00), ("A", SettlementTerms.Plain), ("B", SettlementTerms.Plain));
        book.Receive("A", "5.00");
        book.Receive("B", "50.00");
        book.Close();
        var desk = book.Day.Desk();
        desk.Hold(new PayoutHold("A", "maria", "documents missing", book.Today, book.Today.AddDays(2)));
        var unpaid = Assert.Single(book.PayOut().Unpaid);
        Assert.Equal((UnpaidReason.Held, "maria: documents missing"), (unpaid.Reason, unpaid.Note));

        // Made before the hold and not instructed: it waits too.
        Assert.Equal(DeskStatus.Done, desk.Approve(First, "peter").Status);
        desk.Hold(new PayoutHold("B", "maria", "fraud alert", book.Today, null));
        book.Advance(1);
        Assert.Empty(book.PayOut().Files);
        book.AssertPage(
            """
            merchant/A/payable 5.00
            payout/approved 50.00
            """);
        book.Advance(1);
        Assert.Equal(5_00, book.PayOut().Files[0].SumMinor);
        Assert.Equal(1, desk.Release("B", "paula"));
        Assert.Equal(0, desk.Release("B", "paula"));
        Assert.Equal(50_00, book.PayOut().Files[0].SumMinor);
        book.AssertTiesOut();
    }

    [Fact]
    public void A_payout_is_split_over_bank_accounts()
    {
        var terms = new SettlementTerms { PayoutAccounts = [new("DE02120300000000202051", 800_000_000), new(NewIban, 80_000_000), new("NL91ABNA0417164300", 120_000_000)] };
        using var book = new SettlementBook(("A", terms));
        book.Pay("A", "0.15");
        Assert.Equal(
            """
            PO-20261102-000001 DE02120300000000202051 12
            PO-20261102-000002 FR1420041010050500013M02606 1
            PO-20261102-000003 NL91ABNA0417164300 2
            """,
            string.Join('\n', book.Day.Payouts.PayoutsOf("PO-20261102-1").Select(payout => $"{payout.EndToEndId} {payout.Iban} {payout.AmountMinor}")));
        Assert.All(book.Day.Payouts.PayoutsOf("PO-20261102-1"), payout => Assert.Equal(First, payout.Disbursement));
        book.AssertTiesOut();
    }

    [Fact]
    public void A_payout_in_another_currency_goes_over_positions_and_comes_back_at_its_own_rate()
    {
        var usd = Currency.FromCode("USD");
        using var book = new SettlementBook(("A", new SettlementTerms { Exchange = new PayoutExchange(usd, "ECB") }), ("B", SettlementTerms.Plain));
        book.Receive("A", "100.00");
        book.Receive("B", "10.00");
        book.Close();
        var none = book.PayOut();
        Assert.Equal((UnpaidReason.NoRate, "ECB has no rate for USD on 2026-11-02 or before"), (Assert.Single(none.Unpaid) is var unpaid ? (unpaid.Reason, unpaid.Note) : default));
        Assert.Equal(("EUR", 10_00L), (Assert.Single(none.Files).Batch.Currency.Code, none.Files[0].SumMinor));

        var rates = new RateTable("ECB").Add(usd, SettlementBook.Monday.AddDays(-3), 1_082_450_000);
        var file = Assert.Single(book.PayOut(rates).Files);
        // 108.245 is half-way: to the even 108.24.
        Assert.Equal(("USD", 108_24L, "NL91ABNA0417164300"), (file.Batch.Currency.Code, file.SumMinor, file.Batch.Debtor.Iban));
        Assert.Contains("<InstdAmt Ccy=\"USD\">108.24</InstdAmt>", File.ReadAllText(file.Path));
        book.AssertPage(
            """
            fx/position/EUR -100.00
            fx/position/USD 108.24
            payout/instructed 10.00
            payout/instructed/USD 108.24
            """);
        Assert.Contains("\"rateSource\":\"ECB\",\"rateDate\":\"2026-10-30\",\"rateBillionths\":\"1082450000\"", book.AttributesOf($"payout/{Second}/created"));

        BankFiles.NotifyIn(book.Day, "USD", "N1", (Second, -108_24, ""));
        var statement = new BankStatement("U1", book.Today, 0, -108_24, [new StatementLine(1, Second, -108_24, book.Today, IsBooked: true, "X")], []) { ForeignCurrency = usd };
        Assert.Empty(book.Day.Reconcile(statement).Result.Breaks);
        book.AssertPage(
            """
            bank/nostro/USD -108.24
            fx/position/EUR -100.00
            fx/position/USD 108.24
            payout/instructed 10.00
            """);
        BankFiles.NotifyIn(book.Day, "USD", "N2", (Second, 108_24, "AC04"));
        book.AssertPage(
            """
            bank/nostro/USD -108.24
            merchant/A/payable 100.00
            payout/instructed 10.00
            settlement/returns/USD 108.24
            """);
        rates.Add(usd, book.Today, 2_000_000_000);
        Assert.Equal(DeskStatus.NoRate, book.Day.Desk().Reissue(Second, NewIban, "maria", book.Today).Status);
        Assert.Equal(DeskStatus.Done, book.Day.Desk(rates).Reissue(Second, NewIban, "maria", book.Today).Status);
        Assert.Equal(200_00, book.Day.Balance("payout/created/USD"));
        book.AssertTiesOut();
    }

    private static SettlementBook Paid(string amount)
    {
        var book = new SettlementBook(("A", SettlementTerms.Plain));
        book.Pay("A", amount);
        return book;
    }

    private static void AssertFinding(BankFileResult result, BankFileFindingType type, string text)
    {
        var finding = Assert.Single(result.Findings);
        Assert.Equal((0, type, text), (result.Moved, finding.Type, finding.Text));
    }
}

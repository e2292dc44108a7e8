using System.Xml.Linq;
using Giro.Messages.Iso20022;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

public sealed class PayoutRunTests
{
    private static readonly XNamespace Pain = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.10";

    [Fact]
    public void What_is_due_today_is_paid_in_one_file_whose_count_and_sum_are_right()
    {
        using var day = Closed();
        var file = Assert.Single(day.Pay());
        Assert.Equal((3L, 98_75L + 9_87 + 7_90), (file.PayoutCount, file.SumMinor));
        var header = XDocument.Load(file.Path).Descendants(Pain + "GrpHdr").Single();
        Assert.Equal(("PO-20261111-1", "3", "116.52"), (header.Element(Pain + "MsgId")!.Value, header.Element(Pain + "NbOfTxs")!.Value, header.Element(Pain + "CtrlSum")!.Value));
        Assert.Equal(
            """
            PO-S1-20261111-1-M1 98.75
            PO-S1-20261111-1-M4 9.87
            PO-S1-20261111-2-M1 7.90
            """,
            string.Join('\n', XDocument.Load(file.Path).Descendants(Pain + "CdtTrfTxInf").Select(transfer => $"{transfer.Descendants(Pain + "EndToEndId").Single().Value} {transfer.Descendants(Pain + "InstdAmt").Single().Value}")));
        Assert.Equal(116_52, day.Balance(ChartOfAccounts.InTransit));
        Assert.Equal((0L, 0L), (day.Balance(ChartOfAccounts.Payable("M1")), day.Balance(ChartOfAccounts.Payable("M4"))));
        Assert.Empty(Directory.GetFiles(day.OutFolder, "*.new"));
    }

    [Fact]
    public void What_is_due_tomorrow_stays_payable_and_is_paid_then()
    {
        using var day = Closed();
        day.Pay();
        Assert.Equal(19_75, day.Balance(ChartOfAccounts.Payable("M2")));
        var tomorrow = Assert.Single(day.Pay(TestInstitution.Wednesday.AddDays(1)));
        Assert.Equal(("PO-20261112-1", 1L, 19_75L), (tomorrow.Batch.MessageId, tomorrow.PayoutCount, tomorrow.SumMinor));
        Assert.Equal((0L, 29_62L), (day.Balance(ChartOfAccounts.Payable("M2")), day.Balance(ChartOfAccounts.Pending("M3"))));
    }

    [Fact]
    public void Paying_again_writes_no_file_and_posts_nothing()
    {
        using var day = Closed();
        day.Pay();
        var before = day.LastNumber;
        Assert.Empty(day.Pay());
        Assert.Equal(before, day.LastNumber);
        Assert.Single(Directory.GetFiles(day.OutFolder));
    }

    [Fact]
    public void A_run_that_stopped_before_its_file_is_taken_up_with_the_same_bytes()
    {
        using var day = Closed();
        var batch = day.Payouts.CreateBatch(TestInstitution.Wednesday, day.Time.GetUtcNow())!;
        var file = Assert.Single(day.Pay());
        Assert.Equal(batch.MessageId, file.Batch.MessageId);
        var bytes = File.ReadAllBytes(file.Path);
        var before = day.LastNumber;

        // As if it had stopped after the file and before writing that down.
        PayoutFile.Write(file.Path, batch, day.Institution, [.. day.Payouts.PayoutsOf(batch).Select(payout => (payout, day.Institution.FindMerchant(payout.MerchantId)!))]);
        Assert.Equal(bytes, File.ReadAllBytes(file.Path));
        Assert.Equal(before, day.LastNumber);
        Assert.All(day.Payouts.PayoutsOf(batch), payout => Assert.Equal(PayoutState.Instructed, payout.State));
    }

    [Fact]
    public void A_payout_that_the_ledger_refuses_is_not_in_the_file()
    {
        using var day = Closed();
        var submission = new Giro.Ledger.Writer.Submission();
        submission.SetState(Giro.Ledger.Entries.EntryId.FromReference("freeze"), day.Accounts.Payable(day.Institution.Merchants[3]), Giro.Ledger.Accounts.AccountState.Frozen);
        day.Book.Execute(submission);
        var file = Assert.Single(day.Pay());
        Assert.Equal((2L, 98_75L + 7_90, 1L), (file.PayoutCount, file.SumMinor, file.RefusedCount));
        Assert.Equal(PayoutState.Refused, day.Payouts.PayoutsOf(file.Batch).Single(payout => payout.MerchantId == "M4").State);
        Assert.Equal(9_87, day.Balance(ChartOfAccounts.Payable("M4")));
    }

    [Fact]
    public void The_file_is_valid_against_the_published_schema()
    {
        var schemas = SharedData.Path("iso20022/xsd");
        using var day = Closed();
        using var file = File.OpenRead(Assert.Single(day.Pay()).Path);
        Assert.Empty(Iso20022Schema.Load(schemas).Validate(file));
    }

    /// <summary>M1 is owed 98.75 and 7.90 today, M4 9.87 today, M2 19.75 tomorrow, M3 later.</summary>
    private static TestDay Closed()
    {
        var day = new TestDay();
        day.Post(
            TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-2", "M4", "10.00"), TestDay.Payment("P-3", "M2", "20.00"), TestDay.Payment("P-4", "M3", "30.00"),
            TestDay.Payment("P-5", "M1", "8.00", at: "2026-11-11T15:00:00+01:00"));
        foreach (var cycle in day.Institution.CyclesEndingOn(TestInstitution.Wednesday)) Assert.Equal(CycleCloseStatus.Closed, day.Close(cycle).Status);
        return day;
    }
}

using System.Xml.Linq;
using Giro.Ledger.Accounts;
using Giro.Messages.Iso20022;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

public class PayoutRunTests
{
    private static readonly XNamespace Pain = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.10";

    [Fact]
    public void What_is_due_today_is_paid_in_one_file_whose_count_sum_and_hash_are_kept()
    {
        using var day = Closed();
        var file = Assert.Single(day.Pay());
        // M1 has two cycles, which go out as one payout.
        Assert.Equal((2L, 106_65L + 9_87), (file.PayoutCount, file.SumMinor));
        var header = XDocument.Load(file.Path).Descendants(Pain + "GrpHdr").Single();
        Assert.Equal(("PO-20261111-1", "2", "116.52"), (header.Element(Pain + "MsgId")!.Value, header.Element(Pain + "NbOfTxs")!.Value, header.Element(Pain + "CtrlSum")!.Value));
        Assert.Equal(
            """
            PO-20261111-000001 106.65
            PO-20261111-000002 9.87
            """,
            string.Join('\n', XDocument.Load(file.Path).Descendants(Pain + "CdtTrfTxInf").Select(transfer => $"{transfer.Descendants(Pain + "EndToEndId").Single().Value} {transfer.Descendants(Pain + "InstdAmt").Single().Value}")));
        Assert.Equal(file.Batch, day.Payouts.FindBatch("PO-20261111-1"));
        Assert.Equal(PayoutFile.HashOf(file.Path), file.Batch.Sha256);
        Assert.Equal(116_52, day.Balance(ChartOfAccounts.PayoutsInstructed));
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
    public void A_run_that_stopped_between_file_and_record_writes_the_same_bytes()
    {
        using var day = Closed();
        var file = Assert.Single(day.Pay());
        var bytes = File.ReadAllBytes(file.Path);
        var written = File.GetLastWriteTimeUtc(file.Path);
        using (var unit = day.Payouts.Begin())
        {
            unit.Finish(file.Batch with { PayoutCount = 0, SumMinor = 0, Sha256 = "" });
            unit.Commit();
        }

        var before = day.LastNumber;
        var again = Assert.Single(day.Pay());
        Assert.Equal((file.Batch, before), (again.Batch, day.LastNumber));
        Assert.Equal(bytes, File.ReadAllBytes(file.Path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(file.Path));
    }

    [Fact]
    public void Sending_a_file_again_gives_the_same_bytes_whatever_has_become_of_its_payouts()
    {
        using var day = Closed();
        var file = Assert.Single(day.Pay());
        var bytes = File.ReadAllBytes(file.Path);
        File.Delete(file.Path);
        BankFiles.Reject(day, "R-1", "PO-20261111-000002", "AC04");
        Assert.Equal(bytes, File.ReadAllBytes(day.PayoutRun().Resend(file.Batch.MessageId, day.OutFolder)));
    }

    [Fact]
    public void A_file_whose_records_have_changed_is_not_sent_again()
    {
        using var day = Closed();
        var file = Assert.Single(day.Pay());
        using (var unit = day.Payouts.Begin())
        {
            unit.Finish(file.Batch with { Sha256 = new string('0', 64) });
            unit.Commit();
        }

        Assert.Throws<InvalidDataException>(() => day.PayoutRun().Resend(file.Batch.MessageId, day.OutFolder));
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public void A_payout_that_the_ledger_refuses_waits_and_is_paid_when_the_ledger_takes_it()
    {
        using var day = Closed();
        day.SetState("M4", AccountState.Frozen);
        var run = day.PayoutRun().Run(TestInstitution.Wednesday, day.OutFolder);
        Assert.Equal((1L, 106_65L), (run.Files[0].PayoutCount, run.Files[0].SumMinor));
        Assert.Equal("payout/PO-20261111-000002/created: the ledger answered AccountFrozen", Assert.Single(run.Refused).ToString());
        Assert.Equal((9_87L, PayoutState.Created), (day.Balance(ChartOfAccounts.Payable("M4")), day.Payouts.Find("PO-20261111-000002")!.State));

        day.SetState("M4", AccountState.Open);
        var file = Assert.Single(day.Pay());
        Assert.Equal(("PO-20261111-2", 9_87L, 0L), (file.Batch.MessageId, file.SumMinor, day.Balance(ChartOfAccounts.Payable("M4"))));
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

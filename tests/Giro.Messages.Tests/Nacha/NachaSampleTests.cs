using Giro.Messages.Nacha;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Nacha;

/// <summary>Published files of payments and returns.</summary>
public class NachaSampleTests
{
    [Theory]
    //           file          batches: class, entry class, entries, credits, debits (cents)
    [InlineData("ccd-debit", "225 CCD 2 0 500125")]
    [InlineData("ctx-debit", "225 CTX 1 0 100000000")]
    [InlineData("ppd-credit", "220 PPD 1 100000000 0")]
    [InlineData("ppd-debit", "225 PPD 1 0 100000000")]
    [InlineData("return-WEB", "200 WEB 1 0 12354", "200 WEB 1 4565 0")]
    [InlineData("web-debit", "220 WEB 4 9320 0", "220 WEB 1 17500 0", "225 PPD 1 0 15000")]
    public void A_sample_adds_up(string name, params string[] batches)
    {
        var items = Read(name);

        Assert.Equal("", items.Findings().Shown());
        Assert.Equal(batches, items.OfType<NachaItem.BatchEnd>().Select(end =>
            $"{end.Header.ServiceClassCode} {end.Header.StandardEntryClassCode} {end.Totals.Lines} {end.Totals.CreditMinor} {end.Totals.DebitMinor}"));
        var control = items.OfType<NachaItem.FileEnd>().Single().Control!;
        Assert.Equal(control.DebitMinor, items.Entries().Where(entry => !entry.IsCredit).Sum(entry => entry.AmountMinor));
        Assert.Equal(control.CreditMinor, items.Entries().Where(entry => entry.IsCredit).Sum(entry => entry.AmountMinor));
    }

    [Fact]
    public void A_return_is_linked_to_the_trace_number_that_it_returns()
    {
        var entries = Read("return-WEB").Entries();

        Assert.Equal(["R01 091400600000001 09100001 091000017611242", "R03 091400600000003 02100002 021000029461242"], entries.Select(entry =>
            $"{entry.Return!.ReasonCode} {entry.Return.OriginalTraceNumber} {entry.Return.OriginalReceivingDfi} {entry.TraceNumber}"));
        Assert.Equal(["insufficient funds", "no account, or it cannot be located"], entries.Select(entry => ReturnReasons.TextOf(entry.Return!.ReasonCode)));
    }

    [Fact]
    public void Addenda_of_a_corporate_entry_come_with_it()
    {
        var entry = Assert.Single(Read("ctx-debit").Entries());

        Assert.Equal(("45689033", 2, "Receiver Company", "01"), (entry.IdentificationNumber, entry.AddendaCount, entry.Name, entry.DiscretionaryData));
        Assert.Equal(["05 Debit First Account 1", "05 Debit Second Account 2"],
            entry.Addenda.Select(addenda => $"{addenda.TypeCode} {addenda.Text} {addenda.SequenceNumber}"));
    }

    private static List<NachaItem> Read(string name) => GivenNacha.Read(File.ReadAllBytes(SharedData.Path($"nacha/{name}.ach")));
}

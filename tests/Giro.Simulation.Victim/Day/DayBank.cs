using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Giro.Messages.Iso20022;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;

namespace Giro.Simulation.Victim.Day;

/// <summary>A transfer as it stands in a payout file.</summary>
internal sealed record DayTransfer(string EndToEndId, long AmountMinor, string Iban);

/// <summary>A payout file, read without the code that wrote it.</summary>
internal sealed record DayPayoutFile(string Path, string MessageId, DateOnly Date, long StatedCount, long StatedSumMinor, IReadOnlyList<DayTransfer> Transfers)
{
    private static readonly XNamespace Pain = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.10";

    public static IEnumerable<DayPayoutFile> ReadAll(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "pain001-*.xml").Order(StringComparer.Ordinal).Select(Read) : [];

    private static DayPayoutFile Read(string path)
    {
        var root = XDocument.Load(path);
        string One(string name) => root.Descendants(Pain + name).First().Value;
        return new DayPayoutFile(
            path, One("MsgId"), DateOnly.Parse(root.Descendants(Pain + "ReqdExctnDt").Single().Value, CultureInfo.InvariantCulture), long.Parse(One("NbOfTxs"), CultureInfo.InvariantCulture), Minor(One("CtrlSum")),
            [.. root.Descendants(Pain + "CdtTrfTxInf").Select(transfer => new DayTransfer(
                transfer.Descendants(Pain + "EndToEndId").Single().Value, Minor(transfer.Descendants(Pain + "InstdAmt").Single().Value),
                transfer.Element(Pain + "CdtrAcct")!.Descendants(Pain + "IBAN").Single().Value))]);
    }

    private static long Minor(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var cents = point < 0 ? "00" : text[(point + 1)..].PadRight(2, '0');
        return long.Parse((point < 0 ? text : text[..point]) + cents, CultureInfo.InvariantCulture);
    }
}

/// <summary>
/// The bank. It knows the payout files and what the channels collected, nothing else, and what it does with a transfer is a function of its end-to-end id: one in eight is
/// rejected, one in eight comes back the day after. So it gives the same answers however often it is asked. A reissue goes through.
/// </summary>
internal sealed class DayBank(PaymentInstitution institution, string payoutFolder, DayModel model)
{
    /// <summary>Answers a payout file with a pain.002.</summary>
    public static void Answer(DayPayoutFile file, string path)
    {
        var report = new StatusReport
        {
            MessageId = "B-" + file.MessageId, CreatedAt = new DateTimeOffset(file.Date.ToDateTime(new TimeOnly(22, 0)), TimeSpan.FromHours(1)), OriginalMessageId = file.MessageId,
            OriginalMessageName = "pain.001.001.10",
        };
        var statuses = file.Transfers.Select(transfer => new TransactionStatus
        {
            EndToEndId = transfer.EndToEndId, Status = IsRejected(transfer) ? "RJCT" : "ACSP", Reasons = IsRejected(transfer) ? [new StatusReason("AC04")] : [],
        });
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = File.Create(path);
        Pain002Writer.Write(stream, report, [new ReportedPayments(new PaymentInformationStatus(file.MessageId), statuses)]);
    }

    /// <summary>The statement of a business day.</summary>
    public BankStatement StatementOf(int day)
    {
        var files = DayPayoutFile.ReadAll(payoutFolder).ToLookup(file => file.Date);
        var openMinor = institution.Channels.ToDictionary(channel => channel.Code, _ => 0L);
        var openingMinor = 0L;
        for (var past = 0; ; past++)
        {
            var lines = new List<StatementLine>();
            var date = DayInstitution.DateOf(past);
            foreach (var channel in institution.Channels)
            {
                openMinor[channel.Code] += model.Collected.GetValueOrDefault((past, channel.Code));
                if (openMinor[channel.Code] <= 0) continue;
                var costMinor = ((openMinor[channel.Code] * channel.CostPpm) + 500_000) / 1_000_000;
                Book(ChannelSettlement.ReferenceOf(channel.Code, date), openMinor[channel.Code] - costMinor);
                openMinor[channel.Code] = 0;
            }

            foreach (var transfer in files[date].SelectMany(file => file.Transfers).Where(transfer => !IsRejected(transfer))) Book(transfer.EndToEndId, -transfer.AmountMinor);
            if (past > 0)
            {
                foreach (var transfer in files[DayInstitution.DateOf(past - 1)].SelectMany(file => file.Transfers).Where(IsReturned)) Book(transfer.EndToEndId, transfer.AmountMinor);
            }

            var closingMinor = openingMinor + lines.Sum(line => line.AmountMinor);
            if (past == day) return new BankStatement($"STMT-{date:yyyyMMdd}", date, openingMinor, closingMinor, lines, []);
            openingMinor = closingMinor;

            void Book(string reference, long amountMinor) => lines.Add(new StatementLine(lines.Count + 1, reference, amountMinor, date, IsBooked: true, $"B{lines.Count + 1}"));
        }
    }

    private static bool IsRejected(DayTransfer transfer) => transfer.Iban != DayInstitution.ReissueIban && DrawOf(transfer) == 0;

    private static bool IsReturned(DayTransfer transfer) => transfer.Iban != DayInstitution.ReissueIban && DrawOf(transfer) == 1;

    /// <summary>0 to 7, by FNV-1a.</summary>
    private static uint DrawOf(DayTransfer transfer)
    {
        unchecked
        {
            var hash = 2_166_136_261U;
            foreach (var letter in Encoding.ASCII.GetBytes(transfer.EndToEndId)) hash = (hash ^ letter) * 16_777_619U;
            return (hash ^ (hash >> 15)) % 8;
        }
    }
}

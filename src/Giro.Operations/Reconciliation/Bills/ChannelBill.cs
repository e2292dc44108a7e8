using System.Security.Cryptography;
using Giro.Messages;
using Giro.Messages.Reports;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Sources;

namespace Giro.Operations.Reconciliation.Bills;

/// <summary>One line of a channel's bill.</summary>
/// <param name="Number">Place in the bill, from 1.</param>
/// <param name="FeeMinor">What the channel kept; null where the bill does not say.</param>
/// <param name="Currency">ISO 4217 alphabetic code; empty where the bill does not say.</param>
public readonly record struct BillLine(int Number, string Reference, string ChannelReference, long AmountMinor, long? FeeMinor, string Currency)
{
    /// <summary>Null where the bill does not say.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>As the bill writes it; null for none, as of all texts below.</summary>
    public string? Status { get; init; }

    public string? Kind { get; init; }

    public string? Batch { get; init; }

    public string? Counterparty { get; init; }

    public string? Text { get; init; }

    /// <summary>What passes may look at, by name.</summary>
    internal string? Field(string name) => name switch
    {
        SourceFields.Reference => Reference,
        SourceFields.BankReference => ChannelReference,
        SourceFields.Direction => SourceFields.DirectionOf(AmountMinor),
        SourceFields.Batch => Batch,
        SourceFields.Kind => Kind,
        SideFields.Status => Status,
        SourceFields.Counterparty => Counterparty,
        SourceFields.Text => Text,
        _ => null,
    };
}

/// <summary>A bill as read. It may be acted on only when <see cref="Findings"/> is empty, or a named person takes it.</summary>
/// <param name="InputHash">SHA-256 of the file, hexadecimal.</param>
/// <param name="Findings">What does not add up, in words.</param>
/// <param name="Unreadable">Places of lines that could not be read.</param>
public sealed record ChannelBill(DateOnly Date, string InputHash, IReadOnlyList<BillLine> Lines, IReadOnlyList<string> Findings, IReadOnlyList<string> Unreadable)
{
    /// <param name="input">Left open.</param>
    /// <exception cref="MessageFormatException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static ChannelBill Read(Stream input, string fileName, ReconciliationSource source, DateOnly date)
    {
        var lines = new List<BillLine>();
        var findings = new List<string>();
        var unreadable = new List<string>();
        using var sha = SHA256.Create();
        using var hashed = new CryptoStream(input, sha, CryptoStreamMode.Read, leaveOpen: true);
        using (var reader = ReportSource.Open(source.Format, hashed, fileName))
        {
            while (reader.Read() is { } item)
            {
                switch (item)
                {
                    case ReportItem.Line line:
                        Note(line.Findings, $"line {line.Value.Number}: ");
                        lines.Add(LineOf(line.Value, lines.Count + 1));
                        break;
                    case ReportItem.SectionEnd end:
                        Note(end.Findings, "");
                        if (end.Section.Date is { } stated && stated != date) findings.Add($"the bill is of {stated:yyyy-MM-dd}, and {date:yyyy-MM-dd} was asked for");
                        break;
                    case ReportItem.FileEnd end:
                        Note(end.Findings, "");
                        break;
                }
            }
        }

        hashed.CopyTo(Stream.Null);
        return new ChannelBill(date, Convert.ToHexStringLower(sha.Hash!), lines, findings, unreadable);

        static BillLine LineOf(ReportLine line, int number) => new(number, line.Reference, line.BankReference, line.AmountMinor, line.FeeMinor, line.Currency)
        {
            Date = line.BookingDate ?? line.ValueDate, Status = Told(line.Status), Kind = Told(line.Kind), Batch = Told(line.Batch), Counterparty = Told(line.Counterparty), Text = Told(line.Text),
        };

        static string? Told(string text) => text.Length > 0 ? text : null;

        // A line that cannot be read is a break of its own; the rest of the bill is worked with.
        void Note(IReadOnlyList<ReportFinding> found, string at)
        {
            foreach (var finding in found)
            {
                if (finding.Code == "unreadable-line") unreadable.Add(finding.Text);
                else findings.Add(at + finding.Text);
            }
        }
    }
}

using System.Security.Cryptography;
using Giro.Messages;
using Giro.Messages.Reports;
using Giro.Operations.Institution;

namespace Giro.Operations.Reconciliation.Bills;

/// <summary>One line of a channel's bill.</summary>
/// <param name="Number">Place in the bill, from 1.</param>
/// <param name="FeeMinor">What the channel kept; null where the bill does not say.</param>
/// <param name="Currency">ISO 4217 alphabetic code; empty where the bill does not say.</param>
public readonly record struct BillLine(int Number, string Reference, string ChannelReference, long AmountMinor, long? FeeMinor, string Currency)
{
    public string Name => $"{Reference}/{(AmountMinor < 0 ? "out" : "in")}";
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
                        lines.Add(new BillLine(lines.Count + 1, line.Value.Reference, line.Value.BankReference, line.Value.AmountMinor, line.Value.FeeMinor, line.Value.Currency));
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

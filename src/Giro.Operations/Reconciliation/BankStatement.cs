using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Giro.Ledger.Currencies;
using Giro.Messages;
using Giro.Messages.Iso20022;
using Giro.Operations.Institution;

namespace Giro.Operations.Reconciliation;

/// <summary>One line of a bank statement, as reconciliation needs it.</summary>
/// <param name="Number">Place in the statement, from 1.</param>
/// <param name="Reference">End-to-end id; empty where the bank gives none.</param>
/// <param name="AmountMinor">Credits to our account positive.</param>
/// <param name="IsBooked">False for a line that the bank only announces: it is not in the closing balance.</param>
/// <param name="BankReference">The bank's own reference; empty where it gives none.</param>
public readonly record struct StatementLine(int Number, string Reference, long AmountMinor, DateOnly BookingDate, bool IsBooked, string BankReference);

/// <summary>A statement as read. It may be acted on only when <see cref="Findings"/> is empty.</summary>
/// <param name="Date">Of the closing balance.</param>
/// <param name="Findings">What does not add up or is not ours, in words.</param>
public sealed record BankStatement(
    string Id, DateOnly Date, long OpeningMinor, long ClosingMinor, IReadOnlyList<StatementLine> Lines, IReadOnlyList<string> Findings)
{
    /// <summary>Null for the institution's own.</summary>
    public Currency? ForeignCurrency { get; init; }

    /// <summary>SHA-256 of the file, or of what was read where there is no file; hexadecimal.</summary>
    public string InputHash
    {
        get => field ??= HashOf(this);
        init;
    }

    /// <summary>Reads the one camt.053 statement of our account in a file.</summary>
    /// <param name="input">camt.053 of a version that <see cref="Camt053Reader"/> reads; left open.</param>
    /// <exception cref="MessageFormatException">The file cannot be read.</exception>
    public static BankStatement Read(Stream input, string fileName, PaymentInstitution institution)
    {
        var lines = new List<StatementLine>();
        var findings = new List<string>();
        StatementHeader? header = null;
        using var sha = SHA256.Create();
        using var hashed = new CryptoStream(input, sha, CryptoStreamMode.Read, leaveOpen: true);
        using var reader = new Camt053Reader(hashed, fileName, code => Currency.TryFromCode(code, out var currency) ? currency.MinorUnits : -1);
        while (reader.Read() is { } item)
        {
            switch (item)
            {
                case Camt053Item.StatementStart start:
                    if (header is not null) findings.Add($"the file has a second statement, {start.Header.Id}");
                    header ??= start.Header;
                    break;
                case Camt053Item.Entry entry:
                    lines.Add(LineOf(lines.Count + 1, entry.Value, start: header!));
                    findings.AddRange(entry.Findings.Select(finding => $"line {lines.Count}: {finding.Text}"));
                    break;
                case Camt053Item.StatementEnd end:
                    findings.AddRange(end.Findings.Select(finding => finding.Text));
                    break;
            }
        }

        hashed.CopyTo(Stream.Null);
        var foreign = institution.ForeignNostros.FirstOrDefault(nostro => nostro.Value.Iban == header!.Account.Identification);
        var currency = foreign.Value is null ? institution.Currency : foreign.Key;
        if (foreign.Value is null && header!.Account.Identification != institution.Nostro.Iban) findings.Add($"the account {header.Account.Identification} is not ours");
        if (header!.Currency != currency.Code) findings.Add($"the currency is {header.Currency}, the account's is {currency.Code}");
        var closing = header.ClosingBooked;
        return new BankStatement(header.Id, closing?.Date ?? default, header.OpeningBooked?.SignedMinor ?? 0, closing?.SignedMinor ?? 0, lines, findings)
        {
            ForeignCurrency = foreign.Value is null ? null : currency, InputHash = Convert.ToHexStringLower(sha.Hash!),
        };
    }

    private static StatementLine LineOf(int number, StatementEntry entry, StatementHeader start)
    {
        var date = entry.BookingDate ?? entry.ValueDate ?? start.ClosingBooked?.Date ?? default;
        var reference = entry.Details.Count == 1 ? entry.Details[0].EndToEndId ?? "" : "";
        return new StatementLine(number, reference, entry.SignedMinor, date, entry.IsBooked, entry.AccountServicerReference ?? "");
    }

    private static string HashOf(BankStatement statement)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{statement.Id} {statement.Date:yyyyMMdd} {statement.OpeningMinor} {statement.ClosingMinor} {statement.ForeignCurrency?.Code}\n");
        foreach (var line in statement.Lines) text.Append(CultureInfo.InvariantCulture, $"{line.Number} {line.Reference} {line.AmountMinor} {line.BookingDate:yyyyMMdd} {line.IsBooked} {line.BankReference}\n");
        foreach (var finding in statement.Findings) text.Append(finding).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

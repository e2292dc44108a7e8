using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Giro.Ledger.Currencies;
using Giro.Messages;
using Giro.Messages.Reports;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Sources;

namespace Giro.Operations.Reconciliation;

/// <summary>One line of a bank statement, as reconciliation needs it.</summary>
/// <param name="Number">Place in the statement, from 1.</param>
/// <param name="Reference">End-to-end id; empty where the bank gives none.</param>
/// <param name="AmountMinor">Credits to our account positive.</param>
/// <param name="IsBooked">False for a line that the bank only announces: it is not in the closing balance.</param>
/// <param name="BankReference">The bank's own reference; empty where it gives none.</param>
/// <param name="Batch">What the bank calls a booking of several payments: our payment information or message id. Null and empty for none.</param>
public readonly record struct StatementLine(int Number, string Reference, long AmountMinor, DateOnly BookingDate, bool IsBooked, string BankReference, string? Batch = null)
{
    /// <summary>As the format writes it; null for none, as of all texts below.</summary>
    public string? Kind { get; init; }

    public string? Counterparty { get; init; }

    public string? CounterpartyAccount { get; init; }

    public string? Text { get; init; }

    /// <summary>What passes may look at, by name. Where the bank tells no batch, its reference may be that of a file of ours.</summary>
    internal string? Field(string name) => name switch
    {
        SourceFields.Reference => Reference,
        SourceFields.BankReference => BankReference,
        SourceFields.Batch => Batch is { Length: > 0 } ? Batch : Reference,
        SourceFields.Kind => Kind,
        SourceFields.Counterparty => Counterparty,
        SourceFields.CounterpartyAccount => CounterpartyAccount,
        SourceFields.Text => Text,
        _ => null,
    };
}

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

    /// <summary>Reads the one statement of our account in a file, in any format that has balances and lines.</summary>
    /// <param name="input">Left open.</param>
    /// <param name="format">As <see cref="ReportFormats"/> names them; null or empty: by its first bytes.</param>
    /// <exception cref="MessageFormatException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static BankStatement Read(Stream input, string fileName, PaymentInstitution institution, string? format = ReportFormats.Camt053)
    {
        using var sha = SHA256.Create();
        using var hashed = new CryptoStream(input, sha, CryptoStreamMode.Read, leaveOpen: true);
        using var reader = ReportSource.Open(format ?? "", hashed, fileName);
        var read = new StatementReading(institution);
        while (reader.Read() is { } item) read.Take(item);
        hashed.CopyTo(Stream.Null);
        return read.Finish(fileName) with { InputHash = Convert.ToHexStringLower(sha.Hash!) };
    }

    private static string HashOf(BankStatement statement)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{statement.Id} {statement.Date:yyyyMMdd} {statement.OpeningMinor} {statement.ClosingMinor} {statement.ForeignCurrency?.Code}\n");
        foreach (var line in statement.Lines) text.Append(CultureInfo.InvariantCulture, $"{line.Number} {line.Reference} {line.AmountMinor} {line.BookingDate:yyyyMMdd} {line.IsBooked} {line.BankReference} {line.Batch} {line.Kind} {line.Counterparty} {line.CounterpartyAccount} {line.Text}\n");
        foreach (var finding in statement.Findings) text.Append(finding).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

using Giro.Ledger;
using System.Security.Cryptography;
using Giro.Messages.Iso20022;

namespace Giro.Operations.Settlement;

/// <summary>Writes payouts as one pain.001.001.10 file. Everything in it comes from the records, so the same batch gives the same bytes for ever.</summary>
public static class PayoutFile
{
    /// <summary>
    /// Writes to a temporary name in the same folder and renames, so that whoever collects the folder never finds half a file. File and name are durable on
    /// return. A file that is in its place with the same bytes stays untouched.
    /// </summary>
    /// <returns>SHA-256 of the file, hexadecimal.</returns>
    /// <exception cref="ArgumentException">A name, IBAN or reference does not fit ISO 20022; the message names it.</exception>
    public static string Write(string path, PayoutBatch batch, IReadOnlyList<Payout> payouts)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            Pain001Writer.Write(file, MessageOf(batch, payouts));
            file.Flush(flushToDisk: true);
        }

        var hash = HashOf(temporary);
        if (File.Exists(path) && HashOf(path) == hash) File.Delete(temporary);
        else File.Move(temporary, path, overwrite: true);
        FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return hash;
    }

    /// <summary>Makes the folder of payout files where it is not there. Its own name is durable on return, without which a power failure takes the files with it.</summary>
    public static void MakeFolder(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        Directory.CreateDirectory(path);
        if (Path.GetDirectoryName(path) is { } parent) FolderSync.Flush(parent);
    }

    public static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static Pain001Message MessageOf(PayoutBatch batch, IReadOnlyList<Payout> payouts)
    {
        var currency = batch.Currency;
        Int128 sumMinor = 0;
        foreach (var payout in payouts) sumMinor += payout.AmountMinor;
        var sum = ControlSum.OfMinor(sumMinor, currency.MinorUnits);
        var transfers = payouts.Select(payout => new CreditTransfer(
            payout.EndToEndId,
            new CurrencyAmount(payout.AmountMinor, currency.Code, currency.MinorUnits),
            payout.Name,
            new BankAccount.Iban(payout.Iban),
            RemittanceText: $"Settlement {payout.EndToEndId} {payout.MerchantId}"));
        var payment = new PaymentInformation(
            batch.MessageId, batch.ExecutionDate, batch.DebtorName, new BankAccount.Iban(batch.Debtor.Iban), currency.Code,
            new BankAgent.Bic(batch.Debtor.Bic), payouts.Count, sum, transfers);
        return new Pain001Message(batch.MessageId, batch.CreatedAt, batch.DebtorName, payouts.Count, sum, [payment]);
    }
}

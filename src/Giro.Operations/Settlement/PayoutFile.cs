using Giro.Messages.Iso20022;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>Writes payouts as one pain.001.001.10 file.</summary>
public static class PayoutFile
{
    /// <summary>Writes to a temporary name in the same folder and renames, so that whoever collects the folder never finds half a file.</summary>
    /// <exception cref="ArgumentException">A name, IBAN or reference does not fit ISO 20022; the message names it.</exception>
    public static void Write(string path, PayoutBatch batch, PaymentInstitution institution, IReadOnlyList<(Payout Payout, Merchant Merchant)> payouts)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            Pain001Writer.Write(file, MessageOf(batch, institution, payouts));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static Pain001Message MessageOf(PayoutBatch batch, PaymentInstitution institution, IReadOnlyList<(Payout Payout, Merchant Merchant)> payouts)
    {
        var currency = institution.Currency;
        Int128 sumMinor = 0;
        foreach (var (payout, _) in payouts) sumMinor += payout.AmountMinor;
        var sum = ControlSum.OfMinor(sumMinor, currency.MinorUnits);
        var transfers = payouts.Select(pair => new CreditTransfer(
            pair.Payout.EndToEndId,
            new CurrencyAmount(pair.Payout.AmountMinor, currency.Code, currency.MinorUnits),
            pair.Merchant.Name,
            new BankAccount.Iban(pair.Merchant.Iban),
            RemittanceText: $"Settlement {pair.Payout.Cycle} {pair.Merchant.Id}"));
        var payment = new PaymentInformation(
            batch.MessageId, batch.ExecutionDate, institution.Name, new BankAccount.Iban(institution.Nostro.Iban), currency.Code,
            new BankAgent.Bic(institution.Nostro.Bic), payouts.Count, sum, transfers);
        return new Pain001Message(batch.MessageId, batch.CreatedAt, institution.Name, payouts.Count, sum, [payment]);
    }
}

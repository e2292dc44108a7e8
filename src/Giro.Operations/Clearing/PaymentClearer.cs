using Giro.Ledger.Journal;
using Giro.Operations.Institution;

namespace Giro.Operations.Clearing;

/// <summary>From the facts of a payment to its clearing lines. The legs of the entry are not read: they are the other path.</summary>
public sealed class PaymentClearer(PaymentInstitution institution)
{
    /// <summary>Adds the lines of a record to a chunk; a record that is no payment has none.</summary>
    /// <param name="bookedAt">The time of the journal row.</param>
    /// <returns>Whether it was a payment, refund or chargeback.</returns>
    /// <exception cref="InvalidDataException">The facts cannot be read, or name a merchant that the institution does not have.</exception>
    public bool Clear(in RecordBody record, ulong number, DateTimeOffset bookedAt, IClearingChunk chunk)
    {
        if (record.Header.Type != RecordType.Entry) return false;
        var kind = (EntryKind)record.Header.Kind;
        if (kind is not (EntryKind.Payment or EntryKind.Refund or EntryKind.Chargeback)) return false;
        var facts = PaymentFacts.Parse(record.Attributes);
        var merchant = institution.FindMerchant(facts.Merchant)
            ?? throw new InvalidDataException($"record {number} names the merchant {System.Text.Encoding.UTF8.GetString(facts.Merchant)}, which there is not");
        var cycle = merchant.Contract.Schedule.For(facts.At, bookedAt, (chunk, merchant.Id), static (of, cycle) => of.chunk.IsClosed(cycle, of.Id));
        switch (kind)
        {
            case EntryKind.Payment:
                Add(LineKind.Gross, facts.AmountMinor, facts.Reference);
                var feeMinor = ClearingFee.Of(merchant.Contract.Fee, facts.AmountMinor);
                if (feeMinor != 0) Add(LineKind.MerchantFee, -feeMinor, facts.Reference);
                break;
            case EntryKind.Refund:
                Add(LineKind.Refund, -facts.AmountMinor, facts.Reference);
                break;
            default:
                Add(LineKind.Chargeback, -facts.AmountMinor, facts.Reference);
                break;
        }

        return true;

        void Add(LineKind line, long amountMinor, ReadOnlySpan<byte> reference) =>
            chunk.Add(new ClearingLine(number, line, merchant.Id, cycle, amountMinor, merchant.Contract.Version), reference);
    }
}

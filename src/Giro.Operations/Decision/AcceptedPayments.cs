using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Operations.Institution;

namespace Giro.Operations.Decision;

/// <summary>
/// The payments that the book has accepted and how much of each was returned, so that no more is refunded than was paid. A projection of the
/// journal in memory, some 60 bytes a payment; <see cref="Load"/> brings it back. Not thread-safe.
/// </summary>
public sealed class AcceptedPayments
{
    private readonly Dictionary<EntryId, Accepted> _payments = [];
    private readonly HashSet<EntryId> _returns = [];

    public void Add(EntryId payment, Merchant merchant, Channel channel, long grossMinor) =>
        _payments[payment] = new Accepted(merchant.Ordinal, channel.Ordinal, grossMinor, 0);

    public bool Contains(EntryId payment) => _payments.ContainsKey(payment);

    /// <summary>Whether this refund or chargeback was counted already: a repeat, which the ledger will answer as it did before.</summary>
    public bool IsReturnKnown(EntryId @return) => _returns.Contains(@return);

    /// <summary>Counts a return against its original before it is posted, so that two in flight cannot exceed it together.</summary>
    public DecisionReason Reserve(EntryId @return, EntryId original, Merchant merchant, Channel channel, long amountMinor)
    {
        ref var payment = ref CollectionsMarshal.GetValueRefOrNullRef(_payments, original);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref payment)) return DecisionReason.OriginalUnknown;
        if (payment.Merchant != merchant.Ordinal || payment.Channel != channel.Ordinal) return DecisionReason.OriginalDiffers;
        if (amountMinor > payment.GrossMinor - payment.ReturnedMinor) return DecisionReason.ReturnsMoreThanPaid;
        payment = payment with { ReturnedMinor = payment.ReturnedMinor + amountMinor };
        _returns.Add(@return);
        return DecisionReason.None;
    }

    /// <summary>Takes a reservation back: the ledger has refused the return.</summary>
    public void Release(EntryId @return, EntryId original, long amountMinor)
    {
        if (!_returns.Remove(@return)) return;
        ref var payment = ref CollectionsMarshal.GetValueRefOrNullRef(_payments, original);
        payment = payment with { ReturnedMinor = payment.ReturnedMinor - amountMinor };
    }

    /// <summary>Reads a whole journal.</summary>
    /// <exception cref="InvalidDataException">A payment entry names a merchant or channel that the institution does not have.</exception>
    public static AcceptedPayments Load(IJournal journal, PaymentInstitution institution)
    {
        var accepted = new AcceptedPayments();
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row))
        {
            foreach (var record in JournalRecords.Of(row.Payload.Span))
            {
                if (record.Header.Type == RecordType.Entry) accepted.Take(record, institution);
            }
        }

        return accepted;
    }

    private void Take(in RecordBody record, PaymentInstitution institution)
    {
        var kind = (EntryKind)record.Header.Kind;
        if (kind is not (EntryKind.Payment or EntryKind.Refund or EntryKind.Chargeback)) return;
        var facts = PaymentFacts.Parse(record.Attributes);
        var merchant = institution.FindMerchant(facts.Merchant) ?? throw new InvalidDataException($"an entry names the merchant {System.Text.Encoding.UTF8.GetString(facts.Merchant)}, which there is not");
        var channel = institution.FindChannel(facts.Channel) ?? throw new InvalidDataException($"an entry names the channel {System.Text.Encoding.UTF8.GetString(facts.Channel)}, which there is not");
        var id = new EntryId(record.Header.Id);
        if (kind == EntryKind.Payment) Add(id, merchant, channel, facts.AmountMinor);
        else _ = Reserve(id, PaymentIds.Of(PaymentKind.Payment, facts.Original), merchant, channel, facts.AmountMinor);
    }

    private readonly record struct Accepted(int Merchant, int Channel, long GrossMinor, long ReturnedMinor);
}

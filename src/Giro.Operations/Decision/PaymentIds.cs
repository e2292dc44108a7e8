using Giro.Ledger.Entries;
using Giro.Operations.Institution;

namespace Giro.Operations.Decision;

/// <summary>Ids of payment entries: of <c>payment/REF</c>, <c>refund/REF</c>, <c>chargeback/REF</c>, so that a repeated message makes the same id.</summary>
public static class PaymentIds
{
    /// <param name="reference">The sender's reference, at most 64 bytes.</param>
    public static EntryId Of(PaymentKind kind, ReadOnlySpan<byte> reference)
    {
        var prefix = kind switch
        {
            PaymentKind.Payment => "payment/"u8,
            PaymentKind.Refund => "refund/"u8,
            PaymentKind.Chargeback => "chargeback/"u8,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        Span<byte> text = stackalloc byte[96];
        prefix.CopyTo(text);
        reference.CopyTo(text[prefix.Length..]);
        return EntryId.FromUtf8(text[..(prefix.Length + reference.Length)]);
    }

    public static EntryKind KindOf(PaymentKind kind) => kind switch
    {
        PaymentKind.Payment => EntryKind.Payment,
        PaymentKind.Refund => EntryKind.Refund,
        PaymentKind.Chargeback => EntryKind.Chargeback,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

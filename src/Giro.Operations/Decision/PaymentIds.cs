using System.Text;
using Giro.Ledger.Entries;
using Giro.Operations.Institution;

namespace Giro.Operations.Decision;

/// <summary>Ids of payment entries: of <c>payment/REF</c>, <c>refund/REF</c>, ..., so that a repeated message makes the same id.</summary>
public static class PaymentIds
{
    private static readonly byte[][] Prefixes = [[], .. PaymentKinds.All.Select(kind => Encoding.ASCII.GetBytes(kind.Name() + "/"))];

    /// <param name="reference">The sender's reference, at most 64 bytes.</param>
    public static EntryId Of(PaymentKind kind, ReadOnlySpan<byte> reference)
    {
        var prefix = Prefixes[(int)kind];
        if (prefix.Length == 0) throw new ArgumentOutOfRangeException(nameof(kind));
        Span<byte> text = stackalloc byte[96];
        prefix.CopyTo(text);
        reference.CopyTo(text[prefix.Length..]);
        return EntryId.FromUtf8(text[..(prefix.Length + reference.Length)]);
    }
}

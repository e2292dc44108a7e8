using Giro.Operations.Institution;

namespace Giro.Operations.Intake;

/// <summary>A well-formed payment message. One object is filled again for each line.</summary>
public sealed class PaymentMessage
{
    public const int MaxReferenceBytes = 35;

    private readonly byte[] _reference = new byte[MaxReferenceBytes];
    private readonly byte[] _original = new byte[MaxReferenceBytes];
    private int _referenceLength;
    private int _originalLength;

    public PaymentKind Kind { get; set; }

    public Merchant Merchant { get; set; } = null!;

    /// <summary>Above zero, minor units of the institution's currency.</summary>
    public long AmountMinor { get; set; }

    /// <summary>When the customer paid.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The sender's own reference, ASCII.</summary>
    public ReadOnlySpan<byte> Reference
    {
        get => _reference.AsSpan(0, _referenceLength);
        set => _referenceLength = Copy(value, _reference);
    }

    /// <summary>The payment that a refund or chargeback is about; empty for a payment.</summary>
    public ReadOnlySpan<byte> Original
    {
        get => _original.AsSpan(0, _originalLength);
        set => _originalLength = Copy(value, _original);
    }

    private static int Copy(ReadOnlySpan<byte> from, byte[] to)
    {
        from.CopyTo(to);
        return from.Length;
    }
}

namespace Giro.Operations.Institution.Terms;

/// <summary>One part of a payment, as fees are worked out from it.</summary>
public readonly ref struct PartFacts
{
    public PaymentKind Kind { get; init; }

    /// <summary>Of a wallet's message none.</summary>
    public Merchant? Merchant { get; init; }

    public Channel? Channel { get; init; }

    /// <summary>Of the day of the payment.</summary>
    public Contract? Contract { get; init; }

    public ReadOnlySpan<byte> Order { get; init; }

    /// <summary>Whether the order is one of a combined payment, and not just a field of the message.</summary>
    public bool IsOfOrder { get; init; }

    public long AmountMinor { get; init; }

    /// <summary>The local date of the payment.</summary>
    public DateOnly Date { get; init; }

    public PaymentFields Fields { get; init; }

    public OriginalFigures Was { get; init; }
}

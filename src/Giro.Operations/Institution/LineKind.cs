namespace Giro.Operations.Institution;

/// <summary>
/// What a clearing line is. Numbers are stored and never reused. Those from <see cref="MerchantFee"/> on are outputs of fee strategies, which name them as
/// <see cref="LineKinds"/> writes them.
/// </summary>
public enum LineKind : byte
{
    None = 0,

    /// <summary>What the customer paid.</summary>
    Gross = 1,

    /// <summary>What the contract takes, as one figure.</summary>
    MerchantFee = 2,

    /// <summary>What the merchant gave back.</summary>
    Refund = 3,

    /// <summary>What the channel took back.</summary>
    Chargeback = 4,

    /// <summary>The card issuer's part of the fee.</summary>
    Interchange = 5,

    /// <summary>The card scheme's or network's part.</summary>
    SchemeFee = 6,

    /// <summary>Our part on top of the others.</summary>
    Markup = 7,

    /// <summary>What the channel costs us.</summary>
    ChannelCost = 8,

    /// <summary>Tax on fees.</summary>
    Tax = 9,

    /// <summary>What the customer paid on top, for the merchant.</summary>
    Surcharge = 10,

    /// <summary>What a promotion takes off the fee.</summary>
    Discount = 11,

    /// <summary>Fee of the original that a refund gives back.</summary>
    FeeReturned = 12,

    RefundFee = 13,
    ChargebackFee = 14,

    /// <summary>A receiver's part of the profit: off the merchant's pending, onto the receiver's.</summary>
    Share = 15,

    /// <summary>The difference between what a period's payments were charged and what the whole period owes.</summary>
    FeeAdjustment = 16,

    /// <summary>Fees of a merchant with gross deduction, collected from its pending account at the end of a period.</summary>
    FeeCollection = 17,
}

/// <summary>The names of line kinds in strategies and files.</summary>
public static class LineKinds
{
    private static readonly string[] Names =
    [
        "", "gross", "merchant-fee", "refund", "chargeback", "interchange", "scheme-fee", "markup", "channel-cost", "tax", "surcharge", "discount", "fee-returned",
        "refund-fee", "chargeback-fee", "share", "fee-adjustment", "fee-collection",
    ];

    public static IReadOnlyList<LineKind> All { get; } = [.. Enum.GetValues<LineKind>().Where(kind => kind != LineKind.None)];

    public static string Name(this LineKind kind) => Names[(int)kind];

    /// <summary>The kind of a name; <see cref="LineKind.None"/> for no kind's name.</summary>
    public static LineKind FromName(string name) => (LineKind)Math.Max(0, Array.IndexOf(Names, name));
}

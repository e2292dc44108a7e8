namespace Giro.Messages.Swift;

/// <summary>A balance: fields 60, 62, 64 and 65.</summary>
/// <param name="Tag">e.g. <c>60F</c></param>
/// <param name="IsCredit">the bank owes it to the account's owner</param>
/// <param name="AmountMinor">never negative; minor units of <paramref name="Currency"/></param>
public sealed record MtBalance(string Tag, bool IsCredit, DateOnly Date, string Currency, long AmountMinor, MessagePlace Place)
{
    public long SignedMinor => IsCredit ? AmountMinor : -AmountMinor;

    /// <summary>Of a page of a statement that is not its first (60) or last (62).</summary>
    public bool IsIntermediate => Tag is "60M" or "62M";
}

/// <summary>Field 34F, floor limit indicator: an interim report lists what is above it.</summary>
/// <param name="Mark"><c>D</c>, <c>C</c>, or empty for both</param>
public sealed record MtFloorLimit(string Mark, string Currency, long AmountMinor);

/// <summary>Fields 90D and 90C: number and sum of entries.</summary>
public sealed record MtNumberAndSum(bool IsCredit, int Count, string Currency, long SumMinor, MessagePlace Place);

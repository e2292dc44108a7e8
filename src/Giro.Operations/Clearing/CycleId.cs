using System.Globalization;
using Giro.Operations.Institution;

namespace Giro.Operations.Clearing;

/// <summary>
/// A cycle: its kind, the date it stands for (a week: its Monday) and, where a day has several, which of them. Kept in tables as the number
/// <c>kind 1 digit, date 8 digits, number 2 digits</c>: 1 20261111 02 is the second same-day cycle of 2026-11-11.
/// </summary>
public readonly record struct CycleId(CycleKind Kind, DateOnly Date, int Number)
{
    public const int MaxNumber = 99;

    public long Value => ((long)Kind * 10_000_000_000) + ((((Date.Year * 100L) + Date.Month) * 100 + Date.Day) * 100) + Number;

    /// <exception cref="ArgumentOutOfRangeException">It is not the number of a cycle.</exception>
    public static CycleId FromValue(long value)
    {
        var kind = (CycleKind)(value / 10_000_000_000);
        var date = (int)(value / 100 % 100_000_000);
        if (kind is not (CycleKind.SameDay or CycleKind.NextDay or CycleKind.Weekly)) throw new ArgumentOutOfRangeException(nameof(value), $"{value} is not the number of a cycle");
        return new CycleId(kind, new DateOnly(date / 10_000, date / 100 % 100, date % 100), (int)(value % 100));
    }

    /// <summary>Such as <c>T0-20261111-2</c>, <c>T1-20261111</c>, <c>W-20261109</c>: at most 13 characters, fit for references.</summary>
    public override string ToString()
    {
        var date = Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return Kind switch
        {
            CycleKind.SameDay => $"T0-{date}-{Number}",
            CycleKind.NextDay => $"T1-{date}",
            CycleKind.Weekly => $"W-{date}",
            _ => "none",
        };
    }
}

using System.Globalization;

namespace Giro.Operations.Institution.Cycles;

/// <summary>
/// A cycle of a schedule: the local date with which it ends and, where a day has several, which of them. The cycles of a schedule that closes merchant by
/// merchant have no date and are counted for each merchant. Kept in tables as one number, <c>schedule up to 4 digits, date 8 digits, number 6 digits</c>:
/// 12 20261111 000002 is the second cycle of 2026-11-11 of schedule 12, so the cycles of a schedule stand in the order of time.
/// </summary>
/// <param name="Schedule">Ordinal of the schedule, 1 to 9999.</param>
/// <param name="Date"><see cref="Undated"/> for those counted by merchant.</param>
/// <param name="Number">From 1.</param>
public readonly record struct CycleId(int Schedule, DateOnly Date, int Number)
{
    public const int MaxSchedule = 9_999;
    public const int MaxNumber = 999_999;

    private const long DateUnit = 1_000_000;
    private const long ScheduleUnit = 100_000_000 * DateUnit;

    /// <summary>0001-01-01.</summary>
    public static DateOnly Undated => DateOnly.MinValue;

    /// <summary>Whether it is counted for each merchant and closes for one merchant at a time; else it has a date and closes for all.</summary>
    public bool IsCounted => Date == Undated;

    /// <summary>At most 9999 * 10^14 + 10^14, a tenth of what 64 bits hold.</summary>
    public long Value => (Schedule * ScheduleUnit) + (((((Date.Year * 100L) + Date.Month) * 100) + Date.Day) * DateUnit) + Number;

    /// <exception cref="ArgumentOutOfRangeException">It is not the number of a cycle.</exception>
    public static CycleId FromValue(long value)
    {
        var (schedule, rest) = Math.DivRem(value, ScheduleUnit);
        var (date, number) = Math.DivRem(rest, DateUnit);
        return schedule is >= 1 and <= MaxSchedule && number >= 1 && IsDate((int)date, out var found)
            ? new CycleId((int)schedule, found, (int)number)
            : throw new ArgumentOutOfRangeException(nameof(value), $"{value} is not the number of a cycle");
    }

    /// <summary>Lowest and highest value that a cycle of a schedule can have.</summary>
    public static (long Lowest, long Highest) ValuesOf(int schedule) => (schedule * ScheduleUnit, ((schedule + 1) * ScheduleUnit) - 1);

    /// <summary>
    /// Such as <c>S12-20261111-2</c>, and <c>S7-41</c> for one that is counted by merchant. At most 17 characters with up to 99 cycles a day, 21 in theory; it says
    /// all that the number says, so references are the same for ever, whatever a schedule is called.
    /// </summary>
    public override string ToString() => IsCounted ? $"S{Schedule}-{Number}" : $"S{Schedule}-{Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{Number}";

    /// <summary>Reads what <see cref="ToString"/> writes, and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CycleId cycle)
    {
        cycle = default;
        Span<Range> parts = stackalloc Range[4];
        var count = text.Split(parts, '-');
        if (count is not (2 or 3) || text[0] != 'S') return false;
        var date = Undated;
        if (!IsNumber(text[parts[0]][1..], MaxSchedule, out var schedule) || !IsNumber(text[parts[count - 1]], MaxNumber, out var number)) return false;
        if (count == 3 && (text[parts[1]].Length != 8 || !IsNumber(text[parts[1]], 99_991_231, out var day) || !IsDate(day, out date) || date == Undated)) return false;
        cycle = new CycleId(schedule, date, number);
        return true;
    }

    /// <summary>Digits that begin with 1 to 9.</summary>
    private static bool IsNumber(ReadOnlySpan<char> text, int highest, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && text[0] != '0' && number <= highest;

    private static bool IsDate(int number, out DateOnly date)
    {
        var (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        var isDate = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = isDate ? new DateOnly(year, month, day) : default;
        return isDate;
    }
}

namespace Giro.Messages.Lines;

/// <summary>Dates of six digits, <c>yymmdd</c>. A year past 79 is of the last century, as the SWIFT user handbook has it; the other formats leave it
/// open.</summary>
internal static class ShortDate
{
    /// <returns>false when it is not six digits or the day does not exist, such as 30 February</returns>
    public static bool TryRead(ReadOnlySpan<char> yymmdd, out DateOnly date)
    {
        date = default;
        if (yymmdd.Length != 6 || yymmdd.ContainsAnyExceptInRange('0', '9')) return false;
        var year = Two(yymmdd);
        return TryDay(year + (year > 79 ? 1900 : 2000), Two(yymmdd[2..]), Two(yymmdd[4..]), out date);
    }

    public static bool TryDay(int year, int month, int day, out DateOnly date)
    {
        var exists = month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = exists ? new DateOnly(year, month, day) : default;
        return exists;
    }

    /// <summary>Hours and minutes, <c>hhmm</c>, up to 23:59.</summary>
    public static bool TryTime(ReadOnlySpan<char> hhmm, out TimeOnly time)
    {
        time = default;
        if (hhmm.Length != 4 || hhmm.ContainsAnyExceptInRange('0', '9') || Two(hhmm) > 23 || Two(hhmm[2..]) > 59) return false;
        time = new TimeOnly(Two(hhmm), Two(hhmm[2..]));
        return true;
    }

    private static int Two(ReadOnlySpan<char> digits) => (digits[0] - '0') * 10 + (digits[1] - '0');
}

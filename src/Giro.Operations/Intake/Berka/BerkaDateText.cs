namespace Giro.Operations.Intake.Berka;

/// <summary>Dates as the files print them: <c>yymmdd</c> of the twentieth century.</summary>
internal static class BerkaDateText
{
    /// <returns>null and the date, or why the text is no date.</returns>
    public static string? Read(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 6 || text.ContainsAnyExceptInRange('0', '9'))
            return "not a date; expected six digits yymmdd";
        var year = 1900 + TwoDigits(text, 0);
        var month = TwoDigits(text, 2);
        var day = TwoDigits(text, 4);
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return "there is no such day in the calendar";
        date = new DateOnly(year, month, day);
        return null;
    }

    private static int TwoDigits(ReadOnlySpan<char> text, int at) => (text[at] - '0') * 10 + (text[at + 1] - '0');
}

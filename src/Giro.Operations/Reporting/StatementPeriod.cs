using System.Globalization;

namespace Giro.Operations.Reporting;

/// <summary>The business dates that a statement is about, both included.</summary>
public readonly record struct StatementPeriod(string Name, DateOnly From, DateOnly To)
{
    /// <summary>A day <c>2026-11-11</c>, a month <c>2026-11</c>, or a quarter <c>2026-Q4</c>.</summary>
    public static bool TryParse(string text, out StatementPeriod period)
    {
        period = default;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) period = new StatementPeriod(text, day, day);
        else if (DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)) period = new StatementPeriod(text, month, month.AddMonths(1).AddDays(-1));
        else if (text.Length == 7 && text[4..6] == "-Q" && text[6] is >= '1' and <= '4' && DateOnly.TryParseExact($"{text[..4]}-{((text[6] - '1') * 3) + 1:D2}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var quarter))
            period = new StatementPeriod(text, quarter, quarter.AddMonths(3).AddDays(-1));
        return period.Name is not null;
    }
}

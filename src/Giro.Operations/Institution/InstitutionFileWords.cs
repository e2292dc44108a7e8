using System.Globalization;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Institution;

/// <summary>How terms are written in an institution file. By number of the enum; the first, of None, is empty.</summary>
internal static class InstitutionFileWords
{
    public static IReadOnlyList<string> Deductions { get; } = ["", "net", "gross"];

    public static IReadOnlyList<string> Attributions { get; } = ["", "in-proportion", "first-first", "last-first"];

    public static IReadOnlyList<string> ScheduleKinds { get; } = ["", "same-day", "business-days", "calendar-days", "weekly", "monthly", "quarterly", "threshold", "manual"];

    public static IReadOnlyList<string> LatePolicies { get; } = ["", "next-open-cycle", "cycle-of-booking"];

    public static IReadOnlyList<string> Remainders { get; } = ["", "largest-fraction", "first"];

    public static IReadOnlyList<string> WaterfallSteps { get; } = ["", "carry-forward", "reserve", "guarantor", "receivable"];

    public static IReadOnlyList<string> Roundings { get; } = ["", "half-up", "half-even", "up", "down"];

    public static IReadOnlyList<string> SourceKinds { get; } = ["", "bank-statement", "channel-bill"];

    public static IReadOnlyList<string> DayCounts { get; } = ["", "business-days", "calendar-days"];

    /// <summary>By the numbers of the types of breaks.</summary>
    public static IReadOnlyList<string> BreakTypes { get; } =
    [
        "", "missing-at-bank", "date", "duplicate-at-bank", "amount", "missing-with-us", "fee", "status", "currency", "duplicate-with-us", "ambiguous", "unreadable-line",
    ];

    /// <summary>One more than <see cref="DayOfWeek"/>, so that the first is empty.</summary>
    public static IReadOnlyList<string> WeekDays { get; } = ["", .. Enum.GetNames<DayOfWeek>().Select(name => name.ToLowerInvariant())];

    /// <summary>The end of the day, which <see cref="ScheduleTerms.CutOffs"/> has as 00:00.</summary>
    public const string EndOfDay = "24:00";

    public static bool TryCutOff(string text, out TimeOnly time)
    {
        time = TimeOnly.MinValue;
        return text == EndOfDay || (TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time) && time != TimeOnly.MinValue);
    }

    public static string CutOff(TimeOnly time) => time == TimeOnly.MinValue ? EndOfDay : time.ToString(time.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>An IANA id, or <c>UTC</c> with or without an offset such as <c>+01:00</c>.</summary>
    public static TimeZoneInfo? Zone(string text)
    {
        if (text == "UTC") return TimeZoneInfo.Utc;
        if (!text.StartsWith("UTC", StringComparison.Ordinal)) return TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) ? zone : null;
        var sign = text.Length > 3 ? text[3] : ' ';
        if (sign is not ('+' or '-') || !TimeSpan.TryParseExact(text[4..], "hh\\:mm", CultureInfo.InvariantCulture, out var offset) || offset > TimeSpan.FromHours(14)) return null;
        return TimeZoneInfo.CreateCustomTimeZone(text, sign == '-' ? -offset : offset, text, text);
    }

    /// <exception cref="ArgumentException">The zone changes its clocks and has no IANA id.</exception>
    public static string Zone(TimeZoneInfo zone)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(zone.Id, out var known) && known.HasSameRules(zone)) return zone.Id;
        if (zone.GetAdjustmentRules().Length > 0) throw new ArgumentException($"the time zone {zone.Id} cannot be written: it changes its clocks and has no IANA id", nameof(zone));
        return zone.BaseUtcOffset == TimeSpan.Zero ? "UTC" : $"UTC{(zone.BaseUtcOffset < TimeSpan.Zero ? '-' : '+')}{zone.BaseUtcOffset:hh\\:mm}";
    }

    /// <summary>CN, TARGET2 and WEEKDAYS; null for another code.</summary>
    public static BusinessCalendar? BuiltInCalendar(string code) => code switch
    {
        "CN" => ListedCalendar.China,
        "TARGET2" => Target2Calendar.Instance,
        "WEEKDAYS" => WeekdayCalendar.Instance,
        _ => null,
    };

    /// <summary>ISO 13616: 15 to 34 capitals and digits, whose number with the first four at the end is 1 by 97.</summary>
    public static bool IsIban(string text)
    {
        if (text.Length is < 15 or > 34 || !char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1])) return false;
        var remainder = 0;
        foreach (var c in text[4..] + text[..4])
        {
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c)) return false;
            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            remainder = ((remainder * (value > 9 ? 100 : 10)) + value) % 97;
        }

        return remainder == 1;
    }

    /// <summary>ISO 9362: eight or eleven capitals and digits.</summary>
    public static bool IsBic(string text) => text.Length is 8 or 11 && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    /// <summary>A piece of an account's path, of at most 64 bytes.</summary>
    public static bool IsCode(string text) => text.Length is >= 1 and <= 64 && !text.Contains('/') && Giro.Ledger.Accounts.AccountPath.IsValid(System.Text.Encoding.UTF8.GetBytes(text));
}

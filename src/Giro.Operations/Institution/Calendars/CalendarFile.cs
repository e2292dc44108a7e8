using System.Globalization;

namespace Giro.Operations.Institution.Calendars;

/// <summary>A calendar file cannot be understood; says where and why.</summary>
public sealed class CalendarFileException(string file, int line, string reason) : Exception($"{file}({line}): {reason}")
{
    public int Line { get; } = line;
}

/// <summary>
/// Reads a calendar from text, one statement a line; what follows <c>#</c> is a comment. Names are free and may be left out.
/// <code>
/// calendar HOUSE                              # first
/// years 2026 2027                             # every holiday of these is known; left out, the years of the days below
/// weekend saturday sunday                     # left out: the same; "weekend none" is allowed
/// holiday 2026-05-01/2026-05-05 Labour Day    # a day, or a range with both its ends
/// working 2026-05-09 Labour Day               # a day of the weekend on which banks are open
/// </code>
/// </summary>
public static class CalendarFile
{
    /// <exception cref="CalendarFileException">Names the file, the line and the reason.</exception>
    public static ListedCalendar Read(string path)
    {
        using var reader = new StreamReader(path);
        return Read(reader, Path.GetFileName(path));
    }

    /// <param name="file">Named in errors.</param>
    public static ListedCalendar Read(TextReader reader, string file)
    {
        var draft = new Draft(file);
        while (reader.ReadLine() is { } line) draft.Add(line);
        return draft.Finish();
    }

    private sealed class Draft(string file)
    {
        private const int LongestRange = 31;
        private static readonly string[] WeekDays = [.. Enum.GetNames<DayOfWeek>().Select(name => name.ToLowerInvariant())];

        private readonly Dictionary<DateOnly, string> _holidays = [];
        private readonly Dictionary<DateOnly, string> _workingDays = [];
        private readonly Dictionary<DateOnly, int> _lines = [];
        private string? _code;
        private (int First, int Last)? _years;
        private HashSet<DayOfWeek>? _weekend;
        private int _line;

        public void Add(string text)
        {
            _line++;
            var words = text.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) return;
            if (_code is null && words[0] != "calendar") throw Fault($"the first statement must be 'calendar CODE', it is '{words[0]}'");
            switch (words[0])
            {
                case "calendar": SetCode(words); break;
                case "years": SetYears(words); break;
                case "weekend": SetWeekend(words); break;
                case "holiday": AddDays(words, _holidays); break;
                case "working": AddDays(words, _workingDays); break;
                default: throw Fault($"'{words[0]}' is not known; a line begins with calendar, years, weekend, holiday or working");
            }
        }

        public ListedCalendar Finish()
        {
            if (_code is null) throw Fault("there is no calendar in the file");
            var weekend = _weekend ?? [DayOfWeek.Saturday, DayOfWeek.Sunday];
            if (_years is null && _lines.Count == 0) throw Fault("neither 'years' nor a day says which years the calendar knows");
            var (first, last) = _years ?? (_lines.Keys.Min().Year, _lines.Keys.Max().Year);
            foreach (var (date, line) in _lines.OrderBy(pair => pair.Value))
            {
                if (date.Year < first || date.Year > last) throw Fault($"{date:yyyy-MM-dd} is outside the years {first} to {last}", line);
                if (_workingDays.ContainsKey(date) && !weekend.Contains(date.DayOfWeek)) throw Fault($"{date:yyyy-MM-dd} is a {date.DayOfWeek}, which is a working day without being listed", line);
            }

            return new ListedCalendar(_code, first, last, weekend, _holidays, _workingDays);
        }

        private void SetCode(string[] words)
        {
            if (_code is not null) throw Fault("the calendar has its code already");
            if (words.Length != 2 || !words[1].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')) throw Fault("write 'calendar CODE', the code being letters, digits, '-' or '.'");
            _code = words[1];
        }

        private void SetYears(string[] words)
        {
            if (_years is not null) throw Fault("the years are given already");
            if (words.Length != 3 || !IsYear(words[1], out var first) || !IsYear(words[2], out var last)) throw Fault("write 'years FIRST LAST', such as 'years 2026 2027'");
            if (first > last) throw Fault($"the first year, {first}, is after the last, {last}");
            _years = (first, last);
        }

        private void SetWeekend(string[] words)
        {
            if (_weekend is not null) throw Fault("the weekend is given already");
            if (words.Length == 1) throw Fault("write the days of the weekend, such as 'weekend saturday sunday', or 'weekend none'");
            _weekend = [];
            if (words is [_, "none"]) return;
            foreach (var word in words[1..])
            {
                var day = Array.IndexOf(WeekDays, word);
                if (day < 0) throw Fault($"'{word}' is not a day of the week; write monday, tuesday and so on");
                if (!_weekend.Add((DayOfWeek)day)) throw Fault($"{word} is there twice");
            }

            if (_weekend.Count == WeekDays.Length) throw Fault("a week without a working day is no calendar");
        }

        private void AddDays(string[] words, Dictionary<DateOnly, string> days)
        {
            if (words.Length < 2) throw Fault($"write '{words[0]} DATE NAME' or '{words[0]} DATE/DATE NAME'");
            var ends = words[1].Split('/');
            if (ends.Length > 2) throw Fault($"'{words[1]}' is not a date or a range of two dates");
            var (from, until) = (Date(ends[0]), Date(ends[^1]));
            if (until < from) throw Fault($"the range ends before it begins: {words[1]}");
            if (until.DayNumber - from.DayNumber >= LongestRange) throw Fault($"the range {words[1]} is longer than {LongestRange} days");
            var name = string.Join(' ', words[2..]);
            for (var date = from; date <= until; date = date.AddDays(1))
            {
                if (!_lines.TryAdd(date, _line)) throw Fault($"{date:yyyy-MM-dd} is listed on line {_lines[date]} already");
                days.Add(date, name);
            }
        }

        private DateOnly Date(string text) =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Fault($"'{text}' is not a date such as 2026-05-01");

        private static bool IsYear(string text, out int year) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year) && year is >= 1900 and <= 9998;

        private CalendarFileException Fault(string reason, int? line = null) => new(file, line ?? Math.Max(1, _line), reason);
    }
}

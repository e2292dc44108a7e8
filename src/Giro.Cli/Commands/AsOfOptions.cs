using System.CommandLine;
using System.Globalization;
using Giro.Storage.Views;

namespace Giro.Cli.Commands;

/// <summary>The options that say at which point a balance is asked.</summary>
internal sealed class AsOfOptions
{
    private readonly Option<ulong?> _sequence = new("--sequence") { Description = "After this row of the journal." };
    private readonly Option<string?> _time = new("--time") { Description = "At this time: 2026-11-11T12:00:00Z." };
    private readonly Option<string?> _businessDate = new("--business-date") { Description = "At the close of this business date: 2026-11-11." };
    private readonly Option<string?> _valueDate = new("--value-date") { Description = "By value date: what counts at the end of this day, backdated entries included." };

    public void AddTo(Command command)
    {
        command.Options.Add(_sequence);
        command.Options.Add(_time);
        command.Options.Add(_businessDate);
        command.Options.Add(_valueDate);
    }

    public AsOf Point(ParseResult parsed)
    {
        var given = new List<AsOf>();
        if (parsed.GetValue(_sequence) is { } sequence) given.Add(new AsOf.Sequence(sequence));
        if (parsed.GetValue(_time) is { } time) given.Add(new AsOf.Time(ParseTime(time)));
        if (parsed.GetValue(_businessDate) is { } date) given.Add(new AsOf.BusinessDate(ParseDate("--business-date", date)));
        if (given.Count > 1) throw CliException.BadInput("give only one of --sequence, --time and --business-date");
        return given.SingleOrDefault() ?? new AsOf.Now();
    }

    public DateOnly? ValueDate(ParseResult parsed) => parsed.GetValue(_valueDate) is { } date ? ParseDate("--value-date", date) : null;

    public static DateOnly ParseDate(string option, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw CliException.BadInput($"{option}: '{text}' is not a date of the form 2026-11-11");

    private static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw CliException.BadInput($"--time: '{text}' is not a time of the form 2026-11-11T12:00:00Z");
}

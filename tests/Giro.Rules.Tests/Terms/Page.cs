using System.Globalization;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Rules.Tests.Terms;

/// <summary>
/// A table of cases that is written like a price list with examples: a line is <c>facts => what comes of them  # why</c>. The page is worked out anew and compared as a
/// whole, so that a failure shows the page as it is beside the page as it should be.
/// </summary>
internal static class Page
{
    private const string Arrow = "=> ";

    public static void Check(string page, Func<Facts, string> work)
    {
        var lines = page.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(string.Join('\n', lines), string.Join('\n', lines.Select(line => Worked(line, work))));
    }

    private static string Worked(string line, Func<Facts, string> work)
    {
        var arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
        if (arrow < 0) return line;
        var start = arrow + Arrow.Length;
        var comment = line.IndexOf('#', start);
        var result = line[..start] + work(new Facts(line[..arrow]));
        return comment < 0 ? result : result.PadRight(comment) + line[comment..];
    }
}

/// <summary>
/// The left side of a line, pieces between commas: a date, a bare amount, an event with its amount (<c>refund 30.00</c>), <c>NAME VALUE</c> for any other input;
/// <c>as P1</c> names a payment, and <c>of P1</c> says which one is returned.
/// </summary>
internal sealed class Facts
{
    public static readonly DateOnly SomeDay = new(2026, 1, 15);

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public Facts(string line)
    {
        foreach (var piece in line.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Take(piece);
    }

    public DateOnly Date { get; private set; } = SomeDay;

    public string Event { get; private set; } = "payment";

    public string Merchant => Text("merchant") ?? "M1";

    /// <summary>What the line says of a name, such as the amount; null when it says nothing.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>The value of an input as Giro would fill it; null when nothing tells it.</summary>
    public long? Value(StrategyInput input, int digits, SymbolTable symbols) => input.Name switch
    {
        "event" => symbols.Intern(Event),
        "merchant" => symbols.Intern(Merchant),
        "channel" => symbols.Intern(Text("channel") ?? "card"),
        "deduction" => symbols.Intern(Text("deduction") ?? "net"),
        "date" => Date.DayNumber,
        _ => Text(input.Name) is { } text ? Read(text, input.Type, digits, symbols) : input.Default,
    };

    private void Take(string piece)
    {
        if (DateOnly.TryParseExact(piece, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) Date = date;
        else if (char.IsAsciiDigit(piece[0]) && !piece.Contains(' ')) _values["amount"] = piece;
        else if (piece.Split(' ', 2) is [var name, var value]) Take(name, value.Trim());
        else Event = piece;
    }

    private void Take(string name, string value)
    {
        if ((char.IsAsciiDigit(value[0]) || value[0] == '-') && name is "payment" or "refund" or "chargeback" or "top-up" or "withdrawal" or "transfer" or "payout" or "payout-returned"
            or "channel-settled" or "fee-adjustment" or "fee-collection") (Event, _values["amount"]) = (name, value);
        else if (name == "end") (Event, _values["end"]) = ("end", value["of ".Length..]);
        else _values[name] = value;
    }

    private static long Read(string text, ValueType type, int digits, SymbolTable symbols) => type switch
    {
        ValueType.Text => symbols.Intern(text),
        ValueType.Date => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber,
        ValueType.Flag => text == "true" ? 1 : 0,
        ValueType.Rate => Scaled(text.TrimEnd('%'), 7),
        ValueType.Money => Scaled(text, digits),
        _ => long.Parse(text, CultureInfo.InvariantCulture),
    };

    private static long Scaled(string text, int digits)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? "" : text[(point + 1)..];
        Assert.True(decimals.Length <= digits, $"{text} is finer than {digits} digits");
        return long.Parse((point < 0 ? text : text[..point]) + decimals.PadRight(digits, '0'), CultureInfo.InvariantCulture);
    }
}

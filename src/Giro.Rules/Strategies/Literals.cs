using System.Globalization;
using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>Written values to numbers, and numbers to what a person writes. All that is known about the units of a file is here.</summary>
internal sealed class Literals(SymbolTable symbols, Diagnostics errors)
{
    /// <summary>One of a rate: 100%.</summary>
    public const long RateOne = 1_000_000_000;

    private const int RatePercentDigits = 7;

    public SymbolTable Symbols => symbols;

    /// <summary>Empty until the file has told.</summary>
    public string Currency { get; set; } = "";

    public int Digits { get; set; }

    /// <summary>The type that a written value has where another of type <paramref name="wanted"/> could stand (None: anything).</summary>
    public static ValueType TypeOf(LiteralExpression literal, ValueType wanted) => literal.Form switch
    {
        LiteralForm.Number when literal.IsWhole => wanted == ValueType.Money ? ValueType.Money : ValueType.Count,
        LiteralForm.Number => ValueType.Money,
        LiteralForm.Percent => ValueType.Rate,
        LiteralForm.Text => ValueType.Text,
        LiteralForm.Date => ValueType.Date,
        _ => ValueType.Flag,
    };

    /// <summary>Null when it cannot be, which is reported.</summary>
    public long? Value(LiteralExpression literal, ValueType wanted)
    {
        var type = TypeOf(literal, wanted);
        if (wanted != ValueType.None && type != wanted)
        {
            errors.Add(literal.At, "type", $"{Shown(literal)} is {A(type)} where {A(wanted)} is expected", MendType(literal, wanted));
            return null;
        }

        switch (type)
        {
            case ValueType.Text:
                return symbols.Intern(literal.Text);
            case ValueType.Flag:
                return literal.Text == "true" ? 1 : 0;
            case ValueType.Date:
                if (DateOnly.TryParseExact(literal.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date.DayNumber;
                errors.Add(literal.At, "date", $"there is no day {literal.Text}", "write a day of the calendar as year-month-day");
                return null;
            case ValueType.Money:
                return Number(literal, literal.Text, Digits, $"{Shown(literal)} is finer than {Currency}, which has {Decimals(Digits)}", Digits == 0 ? "write it without decimals" : $"write it with at most {Decimals(Digits)}");
            case ValueType.Rate:
                return Number(literal, literal.Text[..^1], RatePercentDigits, $"{Shown(literal)} is finer than a rate can be, which is 0.0000001%", $"write it with at most {Decimals(RatePercentDigits)}");
            default:
                return Number(literal, literal.Text, 0, "", "");
        }
    }

    private long? Number(LiteralExpression literal, string text, int digits, string tooFine, string mend)
    {
        Int128 value = 0;
        var fraction = -1;
        foreach (var c in text)
        {
            if (c == '-') continue;
            if (c == '.')
            {
                fraction = 0;
                continue;
            }

            if (fraction >= 0) fraction++;
            if (value <= long.MaxValue) value = (value * 10) + (c - '0');
        }

        if (fraction > digits)
        {
            errors.Add(literal.At, "too-fine", tooFine, mend);
            return null;
        }

        for (var i = Math.Max(fraction, 0); i < digits && value <= long.MaxValue; i++) value *= 10;
        if (value <= long.MaxValue) return (long)(text[0] == '-' ? -value : value);
        errors.Add(literal.At, "too-large", $"{Shown(literal)} is too large", "write a number whose smallest units are below 9223372036854775808");
        return null;
    }

    /// <summary>As one would write it in a file.</summary>
    public string Shown(long value, ValueType type) => type == ValueType.Flag ? value == 0 ? "false" : "true" : ValueText.Of(value, type, Digits, symbols);

    private string MendType(LiteralExpression literal, ValueType wanted) => (literal.Form, wanted) switch
    {
        (LiteralForm.Number, ValueType.Rate) => $"write a rate with a percent sign: `{literal.Text}%`",
        (LiteralForm.Number, ValueType.Text) => $"write text in quotation marks: \"{literal.Text}\"",
        (LiteralForm.Number, ValueType.Count) => "write a whole number",
        (_, ValueType.Money) => $"write an amount such as {Shown(100, ValueType.Money)}",
        (_, ValueType.Text) => "write a text in quotation marks",
        (_, ValueType.Date) => "write a date such as 2026-01-01",
        (_, ValueType.Rate) => "write a rate such as 0.60%",
        (_, ValueType.Flag) => "write true or false",
        _ => "write a whole number",
    };

    public static string Shown(LiteralExpression literal) => literal.Form == LiteralForm.Text ? $"\"{literal.Text}\"" : $"`{literal.Text}`";

    /// <summary>A type in a sentence.</summary>
    public static string A(ValueType type) => type switch
    {
        ValueType.Money => "money",
        ValueType.Rate => "a rate",
        ValueType.Count => "a count",
        ValueType.Text => "text",
        ValueType.Date => "a date",
        ValueType.Flag => "a flag",
        _ => "nothing",
    };

    public static ValueType TypeNamed(string name) => name switch
    {
        "money" => ValueType.Money,
        "rate" => ValueType.Rate,
        "count" => ValueType.Count,
        "text" => ValueType.Text,
        "date" => ValueType.Date,
        "flag" => ValueType.Flag,
        _ => ValueType.None,
    };

    private static string Decimals(int count) => count switch { 0 => "no decimals", 1 => "1 decimal", _ => $"{count} decimals" };
}

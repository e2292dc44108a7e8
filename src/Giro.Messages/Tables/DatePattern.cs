using System.Globalization;
using System.Text;

namespace Giro.Messages.Tables;

/// <summary>
/// How a table writes days and times. Letters: <c>yyyy</c>, <c>yy</c> (70 to 99 are of the 20th century, 00 to 69 of the 21st), <c>MM</c>, <c>M</c> (one
/// digit or two), <c>MMM</c> (English, Jan to Dec), <c>dd</c>, <c>d</c>, <c>HH</c>, <c>H</c>, <c>mm</c>, <c>ss</c>, <c>f</c> to <c>fffffff</c> (read and
/// dropped). All other characters stand for themselves, as do those between apostrophes: <c>yyyyMMdd</c>, <c>dd.MM.yyyy</c>, <c>yyyy年MM月dd日 HH:mm:ss</c>.
/// </summary>
public sealed class DatePattern
{
    private static readonly byte[][] Months = [.. CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[..12].Select(Encoding.UTF8.GetBytes)];

    private readonly Piece[] _pieces;

    private DatePattern(string text, Piece[] pieces)
    {
        (Text, _pieces) = (text, pieces);
        HasDate = Has(Part.Year) && Has(Part.Month) && Has(Part.Day);
        HasTime = Has(Part.Hour);
    }

    public string Text { get; }

    /// <summary>Year, month and day.</summary>
    public bool HasDate { get; }

    /// <summary>An hour at least.</summary>
    public bool HasTime { get; }

    /// <param name="error">what is wrong with it; empty when it was read</param>
    public static DatePattern? TryCompile(string text, out string error)
    {
        var pieces = new List<Piece>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\'')
            {
                var close = text.IndexOf('\'', at + 1);
                if (close < 0)
                {
                    error = "an apostrophe is not closed";
                    return null;
                }

                AddLiteral(pieces, text[(at + 1)..close]);
                at = close + 1;
                continue;
            }

            var length = 1;
            while (at + length < text.Length && text[at + length] == text[at] && char.IsAsciiLetter(text[at])) length++;
            var letters = text.Substring(at, length);
            if (PartOf(letters) is { } piece)
            {
                if (pieces.Exists(other => other.Part == piece.Part))
                {
                    error = $"the {piece.Part.ToString().ToLowerInvariant()} stands in it twice";
                    return null;
                }

                pieces.Add(piece);
            }
            else if ("yMdHmsf".Contains(letters[0], StringComparison.Ordinal))
            {
                error = $"'{letters}' has no meaning; write it between apostrophes if it stands for itself";
                return null;
            }
            else
            {
                AddLiteral(pieces, letters);
            }

            at += length;
        }

        var pattern = new DatePattern(text, [.. pieces]);
        error = pattern.Shortcoming();
        return error.Length == 0 ? pattern : null;
    }

    /// <exception cref="FormatException">It is no pattern.</exception>
    public static DatePattern Compile(string text) => TryCompile(text, out var error) ?? throw new FormatException($"'{text}' is no pattern of a date: {error}");

    /// <summary>Reads a text that is written as the pattern says, from its first byte to its last, and a day that exists.</summary>
    /// <param name="day"><see cref="DateOnly.DayNumber"/>; 0 for a pattern of a time alone</param>
    /// <param name="second">of the day, 0 to 86,399; -1 for a pattern without a time</param>
    public bool TryParse(ReadOnlySpan<byte> text, out int day, out int second)
    {
        day = 0;
        second = -1;
        int year = 0, month = 0, dayOfMonth = 0, hour = 0, minute = 0, ofMinute = 0;
        foreach (var piece in _pieces)
        {
            if (piece.Part == Part.Literal)
            {
                if (!text.StartsWith(piece.Literal)) return false;
                text = text[piece.Literal.Length..];
                continue;
            }

            if (!TryTake(ref text, piece, out var value)) return false;
            switch (piece.Part)
            {
                case Part.Year: year = piece.Width == 2 ? value + (value >= 70 ? 1900 : 2000) : value; break;
                case Part.Month: month = value; break;
                case Part.Day: dayOfMonth = value; break;
                case Part.Hour: hour = value; break;
                case Part.Minute: minute = value; break;
                case Part.Second: ofMinute = value; break;
                default: break; // fractions are dropped
            }
        }

        if (!text.IsEmpty) return false;
        if (HasDate)
        {
            if (year < 1 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month)) return false;
            day = new DateOnly(year, month, dayOfMonth).DayNumber;
        }

        if (!HasTime) return true;
        if (hour > 23 || minute > 59 || ofMinute > 59) return false;
        second = hour * 3600 + minute * 60 + ofMinute;
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, in Piece piece, out int value)
    {
        value = 0;
        if (piece.Part == Part.Month && piece.Width == 3)
        {
            if (text.Length < 3) return false;
            value = Array.FindIndex(Months, StartsWith(text[..3]));
            text = text[3..];
            return ++value > 0;
        }

        var width = piece.Width;
        if (width == 1 && piece.Part != Part.Fraction) width = text.Length > 1 && text[1] is >= (byte)'0' and <= (byte)'9' ? 2 : 1;
        if (text.Length < width) return false;
        foreach (var sign in text[..width])
        {
            var digit = sign - '0';
            if (digit is < 0 or > 9) return false;
            value = value * 10 + digit;
        }

        text = text[width..];
        return true;
    }

    private static Predicate<byte[]> StartsWith(ReadOnlySpan<byte> name)
    {
        // In whatever case: JAN, Jan, jan.
        var (first, second, third) = (name[0] | 32, name[1] | 32, name[2] | 32);
        return month => (month[0] | 32) == first && (month[1] | 32) == second && (month[2] | 32) == third;
    }

    private static Piece? PartOf(string letters) => letters switch
    {
        "yyyy" => new(Part.Year, 4),
        "yy" => new(Part.Year, 2),
        "MMM" => new(Part.Month, 3),
        "MM" => new(Part.Month, 2),
        "M" => new(Part.Month, 1),
        "dd" => new(Part.Day, 2),
        "d" => new(Part.Day, 1),
        "HH" => new(Part.Hour, 2),
        "H" => new(Part.Hour, 1),
        "mm" => new(Part.Minute, 2),
        "ss" => new(Part.Second, 2),
        _ when letters[0] == 'f' && letters.Length <= 7 => new(Part.Fraction, letters.Length),
        _ => null,
    };

    private static void AddLiteral(List<Piece> pieces, string text) => pieces.Add(new Piece(Part.Literal, 0) { Literal = Encoding.UTF8.GetBytes(text) });

    private string Shortcoming()
    {
        if (!HasDate && (Has(Part.Year) || Has(Part.Month) || Has(Part.Day))) return "a day has a year, a month and a day";
        if (!HasTime && (Has(Part.Minute) || Has(Part.Second) || Has(Part.Fraction))) return "a time has an hour";
        return HasDate || HasTime ? "" : "it has neither a day nor a time";
    }

    private bool Has(Part part) => Array.Exists(_pieces, piece => piece.Part == part);

    private enum Part : byte
    {
        Literal,
        Year,
        Month,
        Day,
        Hour,
        Minute,
        Second,
        Fraction,
    }

    private readonly record struct Piece(Part Part, int Width)
    {
        public byte[] Literal { get; init; } = [];
    }
}

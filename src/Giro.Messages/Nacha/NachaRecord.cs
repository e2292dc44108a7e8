using System.Globalization;
using Giro.Messages.Lines;

namespace Giro.Messages.Nacha;

/// <summary>One record of 94 characters. Positions are from 1, as the rules give them; what cannot be read is refused with them.</summary>
internal sealed class NachaRecord(TextLines lines, string text, int line, int column)
{
    public const int Length = 94;

    public char Type => text[0];

    public MessagePlace Place { get; } = new($"{text[0]}", line, column);

    /// <summary>Fills a last block.</summary>
    public bool IsPadding => !text.AsSpan().ContainsAnyExcept('9');

    /// <summary>Without the blanks around it.</summary>
    public string Text(int position, int length) => text.Substring(position - 1, length).Trim();

    public string Raw(int position, int length) => text.Substring(position - 1, length);

    public string Digits(int position, int length, string field)
    {
        var digits = Raw(position, length);
        return digits.AsSpan().ContainsAnyExceptInRange('0', '9') ? throw Fail(position, field, $"'{digits}' is not {length} digits") : digits;
    }

    /// <param name="length">up to 18</param>
    public long Number(int position, int length, string field) => long.Parse(Digits(position, length, field), NumberStyles.None, CultureInfo.InvariantCulture);

    public int Count(int position, int length, string field) => (int)Number(position, length, field);

    public DateOnly Date(int position, string field) =>
        ShortDate.TryRead(text.AsSpan(position - 1, 6), out var date) ? date : throw Fail(position, field, $"'{Raw(position, 6)}' is not a date");

    /// <summary>Null when blank or zero.</summary>
    public DateOnly? OptionalDate(int position, string field) => Raw(position, 6) is "      " or "000000" ? null : Date(position, field);

    /// <summary>Null when blank.</summary>
    public TimeOnly? OptionalTime(int position, string field)
    {
        if (Text(position, 4).Length == 0) return null;
        return ShortDate.TryTime(text.AsSpan(position - 1, 4), out var time) ? time : throw Fail(position, field, $"'{Raw(position, 4)}' is not a time");
    }

    public MessageFormatException Fail(int position, string field, string reason)
    {
        var placed = lines.Fail(column, reason, field);
        return new MessageFormatException(placed.FileName, line, column + position - 1, $"{Type} {field}".TrimEnd(), reason);
    }
}

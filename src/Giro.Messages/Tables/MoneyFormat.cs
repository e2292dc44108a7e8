using System.Text;

namespace Giro.Messages.Tables;

/// <summary>How a table writes amounts of money. What is not allowed here makes an amount unreadable, so that no figure is guessed.</summary>
public sealed class MoneyFormat
{
    /// <summary><c>-1234.56</c>, <c>+5.00</c>, <c>0.5</c>.</summary>
    public static readonly MoneyFormat Plain = new();

    private readonly byte[][] _groups = [];
    private readonly byte[][] _currencySigns = [];

    /// <summary>Between whole units and decimals.</summary>
    public byte DecimalSign { get; init; } = (byte)'.';

    /// <summary>
    /// Between groups of three whole digits, e.g. <c>,</c>; empty for none. An amount may lack it; where it stands, every group is whole, so that
    /// <c>1,23</c> of a
    /// country with decimal commas is refused and not read as 123. A blank stands for the no-break spaces too, an apostrophe for the curved one.
    /// </summary>
    public string GroupSign
    {
        get => _groups.Length == 0 ? "" : Encoding.UTF8.GetString(_groups[0]);
        init => _groups = value switch
        {
            "" => [],
            " " => [" "u8.ToArray(), "\u00a0"u8.ToArray(), "\u202f"u8.ToArray()],
            "'" => ["'"u8.ToArray(), "\u2019"u8.ToArray()],
            _ => [Encoding.UTF8.GetBytes(value)],
        };
    }

    /// <summary><c>(12.00)</c> is -12.00.</summary>
    public bool Parentheses { get; init; }

    /// <summary><c>12.00-</c> is -12.00, and <c>12.00+</c> 12.00.</summary>
    public bool TrailingSign { get; init; }

    /// <summary><c>12.00C</c>, <c>12.00 CR</c> is 12.00; <c>12.00D</c>, <c>12.00 DR</c> is -12.00.</summary>
    public bool TrailingCreditDebit { get; init; }

    /// <summary><c>C12.00</c> is 12.00, <c>D12.00</c> is -12.00.</summary>
    public bool LeadingCreditDebit { get; init; }

    /// <summary>What may stand before or behind the figure, e.g. <c>¥</c>, <c>￥</c>, <c>CNY</c>.</summary>
    public IReadOnlyList<string> CurrencySigns
    {
        get => [.. _currencySigns.Select(Encoding.UTF8.GetString)];
        init => _currencySigns = [.. value.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Length in bytes of the group sign at the start of the text; 0 where there is none.</summary>
    internal int GroupSignAt(ReadOnlySpan<byte> text)
    {
        foreach (var sign in _groups)
        {
            if (text.StartsWith(sign)) return sign.Length;
        }

        return 0;
    }

    internal ReadOnlySpan<byte[]> CurrencySignBytes => _currencySigns;
}

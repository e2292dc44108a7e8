using System.Globalization;
using System.Text;
using System.Xml;

namespace Giro.Messages.Iso20022;

/// <summary>The ISO 20022 data types. Each method reads the element at hand to its end; white space around anything but a text is nothing.</summary>
internal sealed partial class MessageXmlReader
{
    // The longest text that is read from a statement is Max500Text; elements that are not read may be of any length.
    private const int MaxTextLength = 4_000;

    // The fraction is optional; K is an offset, Z or nothing.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    private const string HoldsText = "holds text where elements were expected";

    private readonly StringBuilder _text = new();
    private readonly char[] _chunk = new char[512];

    /// <summary>The text as it stands, white space included; null when there is none.</summary>
    public string? Text()
    {
        if (_xml.IsEmptyElement)
            return null;
        Advance();
        return RestOfText();
    }

    public string RequiredText() => Text() ?? throw Fail("is empty");

    /// <summary>A code, which is never surrounded by white space that means anything.</summary>
    public string Code() => RequiredText().Trim() is { Length: > 0 } code ? code : throw Fail("is empty");

    /// <summary>A choice of Cd and Prtry.</summary>
    public string CodeOrProprietary()
    {
        var scope = Enter();
        return RestOfCodeOrProprietary(scope, NextChild(scope));
    }

    /// <summary>A plain code in the older versions of a message, a choice of Cd and Prtry in the newer ones.</summary>
    public string CodeOfAnyForm() =>
        TextOrEnter(out var scope, out var atChild) is { } text
            ? text.Trim() is { Length: > 0 } code ? code : throw Fail("is empty")
            : RestOfCodeOrProprietary(scope, atChild);

    public CreditDebit Side() => Code() is var code && CreditDebitCode.Parse(code) is { } side ? side : throw Fail($"'{code}' is neither CRDT nor DBIT");

    public bool Flag() => Code() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        var other => throw Fail($"'{other}' is neither true nor false"),
    };

    /// <summary>ActiveOrHistoricCurrencyAndAmount, exact.</summary>
    public CurrencyAmount Amount()
    {
        var currency = _xml.GetAttribute("Ccy")?.Trim() ?? throw Fail("has no Ccy attribute");
        var digits = MinorUnitDigits(currency);
        var amountMinor = Decimal(digits);
        return amountMinor >= 0
            ? new CurrencyAmount(amountMinor, currency, digits)
            : throw Fail("is negative; the direction of an amount is said by CdtDbtInd");
    }

    /// <summary>A decimal number as units of 10^-digits.</summary>
    public long Decimal(int fractionDigits)
    {
        var complaint = DecimalText.TryParse(RequiredText(), fractionDigits, out var units);
        return complaint is null ? units : throw Fail(complaint);
    }

    /// <summary>A count: a whole number that is not negative.</summary>
    public long Count() => Decimal(0) is var count and >= 0 ? count : throw Fail("is negative");

    public int MinorUnitDigits(string currency)
    {
        int digits;
        try
        {
            digits = _minorUnitDigits(currency);
        }
        catch (KeyNotFoundException)
        {
            digits = -1;
        }

        return digits is >= 0 and <= DecimalText.MaxFractionDigits ? digits : throw Fail($"currency '{currency}' is unknown");
    }

    public DateTimeOffset Time()
    {
        var text = Code();
        return DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Fail($"'{text}' is not a date and time");
    }

    /// <summary>DateAndDateTimeChoice: the date as written, without its time or offset.</summary>
    public DateOnly DateOfChoice()
    {
        var scope = Enter();
        return RestOfDateChoice(scope, NextChild(scope));
    }

    /// <summary>A plain date in the older versions of a message, a choice of Dt and DtTm in the newer ones.</summary>
    public DateOnly DateOfAnyForm() =>
        TextOrEnter(out var scope, out var atChild) is { } text ? DateOf(text.Trim()) : RestOfDateChoice(scope, atChild);

    /// <summary>DecimalNumber of a control sum, which has as many decimals as the finest currency in it.</summary>
    public ControlSum ControlSum()
    {
        var text = Code();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : Math.Min(text.Length - point - 1, DecimalText.MaxFractionDigits);
        if (point >= 0 && text.AsSpan(point + 1).TrimEnd('0').Length > DecimalText.MaxFractionDigits)
            throw Fail($"'{text}' has more than the {DecimalText.MaxFractionDigits} decimals that any currency has");
        var complaint = DecimalText.TryParse(text, decimals, out var units);
        return complaint is null ? Iso20022.ControlSum.OfMinor(units, decimals) : throw Fail(complaint);
    }

    private string RestOfCodeOrProprietary(Scope scope, bool atChild)
    {
        string? value = null;
        for (; atChild; atChild = NextChild(scope))
        {
            if (Name is "Cd" or "Prtry")
                value = Once(value, Code());
            else
                Skip();
        }

        return value ?? throw FailIn(scope, "has neither Cd nor Prtry");
    }

    private DateOnly RestOfDateChoice(Scope scope, bool atChild)
    {
        DateOnly? date = null;
        for (; atChild; atChild = NextChild(scope))
        {
            if (Name == "Dt")
                date = Once(date, DateOf(Code()));
            else if (Name == "DtTm")
                date = Once(date, DateOnly.FromDateTime(Time().DateTime));
            else
                Skip();
        }

        return date ?? throw FailIn(scope, "has neither Dt nor DtTm");
    }

    // xs:date may carry an offset, which says nothing about the day the bank means.
    private DateOnly DateOf(string text)
    {
        var offset = text.Length > 10 ? text[10..] : "";
        var offsetIsSound = offset is "" or "Z"
            || (offset[0] is '+' or '-' && TimeOnly.TryParseExact(offset.AsSpan(1), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        return offsetIsSound && DateOnly.TryParseExact(text[..Math.Min(10, text.Length)], "yyyy-MM-dd", out var date)
            ? date
            : throw Fail($"'{text}' is not a date");
    }

    /// <summary>
    /// Begins an element that holds either text or elements: its text, or null, and then whether the reader is at a first child of the scope.
    /// </summary>
    private string? TextOrEnter(out Scope scope, out bool atChild)
    {
        scope = Enter();
        atChild = false;
        if (scope.Empty)
            return null;
        do
            Advance();
        while (_xml.NodeType is XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace);
        switch (_xml.NodeType)
        {
            case XmlNodeType.Element:
                MarkChild();
                atChild = true;
                return null;
            case XmlNodeType.EndElement:
                return null;
            default:
                return RestOfText();
        }
    }

    /// <summary>From the first node of the element to its end.</summary>
    private string? RestOfText()
    {
        _text.Clear();
        for (; _xml.NodeType != XmlNodeType.EndElement; Advance())
        {
            if (_xml.NodeType == XmlNodeType.Element)
            {
                Mark();
                throw Fail("is an element where text was expected");
            }

            AppendText();
        }

        Hold(_text.Length);
        return _text.Length == 0 ? null : _text.ToString();
    }

    private void AppendText()
    {
        try
        {
            for (int read; (read = _xml.ReadValueChunk(_chunk, 0, _chunk.Length)) > 0;)
            {
                _text.Append(_chunk, 0, read);
                if (_text.Length > MaxTextLength)
                    throw Fail($"holds more than {MaxTextLength} characters");
            }
        }
        catch (XmlException error)
        {
            throw Malformed(error);
        }
    }
}

internal static class RepeatedText
{
    /// <summary>Adds an element that may occur any number of times; an empty one says nothing.</summary>
    public static void AddText(this List<string> texts, string? text)
    {
        if (text is not null)
            texts.Add(text);
    }
}

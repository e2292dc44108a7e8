using System.Globalization;
using Giro.Messages.Iso20022;
using Giro.Messages.Lines;

namespace Giro.Messages.Swift;

/// <summary>Reads the values that fields are made of; what cannot be read is refused with line, column and tag.</summary>
internal sealed class MtValueReader(MtFieldReader fields, Func<string, int> digitsOf, FindingLog findings)
{
    /// <summary>Format <c>1!a6!n3!a15d</c>.</summary>
    public MtBalance Balance(MtField field)
    {
        var text = FirstLine(field);
        if (text.Length < 10 || text[0] is not ('C' or 'D')) throw fields.Fail(field, 0, $"'{text}' is not a balance: mark C or D, date, currency, amount");
        var date = Date(field, text, 1);
        var currency = Currency(field, text, 7, out var digits);
        return new MtBalance(field.Tag, text[0] == 'C', date, currency, Amount(field, text, 10, text.Length, digits), field.Place);
    }

    /// <summary>Format <c>3!a[1!a]15d</c>.</summary>
    public MtFloorLimit FloorLimit(MtField field)
    {
        var text = FirstLine(field);
        if (text.Length < 4) throw fields.Fail(field, 0, $"'{text}' is not a floor limit: currency, mark, amount");
        var currency = Currency(field, text, 0, out var digits);
        var mark = text[3] is 'C' or 'D' ? text[3..4] : "";
        return new MtFloorLimit(mark, currency, Amount(field, text, 3 + mark.Length, text.Length, digits));
    }

    /// <summary>Format <c>5n3!a15d</c>.</summary>
    public MtNumberAndSum NumberAndSum(MtField field)
    {
        var text = FirstLine(field);
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits is < 1 or > 9 || text.Length < digits + 3) throw fields.Fail(field, 0, $"'{text}' is not a number and sum: count, currency, amount");
        var currency = Currency(field, text, digits, out var decimals);
        return new MtNumberAndSum(field.Tag == "90C", int.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture), currency,
            Amount(field, text, digits + 3, text.Length, decimals), field.Place);
    }

    /// <summary>Field 13D, format <c>6!n4!n1!x4!n</c>: date, time, offset from UTC. No figure hangs on it, so that one that cannot be read is a
    /// finding.</summary>
    public DateTimeOffset? DateTimeIndication(MtField field)
    {
        var text = FirstLine(field);
        if (text.Length == 15 && text[10] is '+' or '-' && ShortDate.TryRead(text.AsSpan(0, 6), out var date)
            && ShortDate.TryTime(text.AsSpan(6, 4), out var time)
            && ShortDate.TryTime(text.AsSpan(11, 4), out var offset) && offset <= new TimeOnly(14, 0) && date.Year > 1900)
            return new DateTimeOffset(date, time, text[10] == '+' ? offset.ToTimeSpan() : -offset.ToTimeSpan());
        findings.Add("date-time", "yymmddhhmm+hhmm", text, field.Place, $"'{text}' is not a date, a time and an offset from UTC");
        return null;
    }

    public DateOnly Date(MtField field, string text, int at)
    {
        var digits = text.AsSpan(at, Math.Min(6, text.Length - at));
        return ShortDate.TryRead(digits, out var date) ? date : throw fields.Fail(field, at, $"'{digits}' is not a date");
    }

    public long Amount(MtField field, string text, int at, int end, int digits)
    {
        if (MtAmount.TryRead(text.AsSpan(at, end - at), digits, out var amountMinor, out var isStandard) is { } reason) throw fields.Fail(field, at, reason);
        if (!isStandard)
            findings.Add("amount-form", $"{DecimalText.Format(amountMinor, digits).Replace('.', ',')}{(digits == 0 ? "," : "")}", text[at..end],
                field.Place, $"the amount '{text[at..end]}' lacks its comma or the digit before it, and may have been cut");
        return amountMinor;
    }

    public string Currency(MtField field, string text, int at, out int digits)
    {
        var currency = text.Substring(at, Math.Min(3, text.Length - at));
        digits = DigitsOf(currency);
        return digits >= 0 ? currency : throw fields.Fail(field, at, $"currency '{currency}' is unknown");
    }

    public static string FirstLine(MtField field)
    {
        var end = field.Text.IndexOf('\n');
        return (end < 0 ? field.Text : field.Text[..end]).TrimEnd();
    }

    private int DigitsOf(string currency)
    {
        if (currency.Length != 3 || currency.AsSpan().ContainsAnyExceptInRange('A', 'Z')) return -1;
        try
        {
            return digitsOf(currency);
        }
        catch (KeyNotFoundException)
        {
            return -1;
        }
    }
}

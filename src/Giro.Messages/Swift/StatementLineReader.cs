using System.Buffers;
using Giro.Messages.Lines;

namespace Giro.Messages.Swift;

/// <summary>Reads field 61: <c>6!n[4!n]2a[1!a]15d1!a3!c16x[//16x]</c>, and on the next line <c>[34x]</c>.</summary>
internal sealed class StatementLineReader(MtFieldReader fields, MtValueReader values, FindingLog findings)
{
    private static readonly SearchValues<char> Figures = SearchValues.Create("0123456789,.");

    /// <param name="currency">of the statement, which the line does not say</param>
    public StatementLine Read(MtField field, string currency, int digits)
    {
        var text = MtValueReader.FirstLine(field);
        var valueDate = values.Date(field, text, 0);
        var at = 6;
        var entryDate = ReadEntryDate(field, text, valueDate, ref at);
        var mark = ReadMark(field, text, ref at);
        var funds = ReadFundsCode(field, text, currency, ref at);
        var end = EndOfAmount(text, at);
        var amountMinor = values.Amount(field, text, at, end, digits);
        if (text.Length < end + 4) throw fields.Fail(field, end, $"'{text[end..]}' is not a transaction type of four characters");
        var type = text.Substring(end, 4);
        if (type[0] is not ('N' or 'F' or 'S'))
            findings.Add("transaction-type", "N, F or S", type[..1], field.Place, $"the transaction type '{type}' does not start with N, F or S");
        var references = text[(end + 4)..];
        var slashes = references.IndexOf("//", StringComparison.Ordinal);
        var line = new StatementLine
        {
            Place = field.Place,
            ValueDate = valueDate,
            EntryDate = entryDate,
            Mark = mark,
            FundsCode = funds,
            AmountMinor = amountMinor,
            TransactionType = type.TrimEnd(),
            CustomerReference = (slashes < 0 ? references : references[..slashes]).Trim(),
            BankReference = slashes < 0 ? "" : references[(slashes + 2)..].Trim(),
            SupplementaryDetails = Rest(field),
        };
        CheckLength(field, "customer reference", line.CustomerReference, 16);
        CheckLength(field, "bank reference", line.BankReference, 16);
        CheckLength(field, "supplementary details", line.SupplementaryDetails, 34);
        return line;
    }

    private DateOnly? ReadEntryDate(MtField field, string text, DateOnly valueDate, ref int at)
    {
        if (text.Length < at + 4 || text.AsSpan(at, 4).ContainsAnyExceptInRange('0', '9')) return null;
        var (month, day) = (int.Parse(text.AsSpan(at, 2)), int.Parse(text.AsSpan(at + 2, 2)));
        DateOnly? nearest = null;
        for (var year = valueDate.Year - 1; year <= valueDate.Year + 1; year++)
            if (ShortDate.TryDay(year, month, day, out var date) && (nearest is null || Distance(date, valueDate) < Distance(nearest.Value, valueDate)))
                nearest = date;
        if (nearest is null || Distance(nearest.Value, valueDate) > 366 / 2 + 1)
            throw fields.Fail(field, at, $"'{text.AsSpan(at, 4)}' is not a day near the value date");
        at += 4;
        return nearest;
    }

    private static int Distance(DateOnly one, DateOnly other) => Math.Abs(one.DayNumber - other.DayNumber);

    private DebitCreditMark ReadMark(MtField field, string text, ref int at)
    {
        var rest = text.AsSpan(at);
        var mark = rest switch
        {
            ['R', 'C', ..] => DebitCreditMark.ReversalOfCredit,
            ['R', 'D', ..] => DebitCreditMark.ReversalOfDebit,
            ['E', 'C', ..] => DebitCreditMark.ExpectedCredit,
            ['E', 'D', ..] => DebitCreditMark.ExpectedDebit,
            ['C', ..] => DebitCreditMark.Credit,
            ['D', ..] => DebitCreditMark.Debit,
            _ => throw fields.Fail(field, at, $"'{rest[..Math.Min(2, rest.Length)]}' is not a debit/credit mark: C, D, RC, RD, EC or ED"),
        };
        at += mark is DebitCreditMark.Credit or DebitCreditMark.Debit ? 1 : 2;
        return mark;
    }

    private string ReadFundsCode(MtField field, string text, string currency, ref int at)
    {
        if (at >= text.Length || !char.IsAsciiLetter(text[at])) return "";
        var code = text.Substring(at++, 1);
        if (code[0] != currency[2])
            findings.Add("funds-code", currency[2..], code, field.Place, $"the funds code is '{code}', but the third letter of {currency} is '{currency[2]}'");
        return code;
    }

    private static int EndOfAmount(string text, int at)
    {
        var length = text.AsSpan(at).IndexOfAnyExcept(Figures);
        return length < 0 ? text.Length : at + length;
    }

    private static string Rest(MtField field)
    {
        var end = field.Text.IndexOf('\n');
        return end < 0 ? "" : field.Text[(end + 1)..].Trim('\n', ' ');
    }

    private void CheckLength(MtField field, string what, string text, int most)
    {
        if (text.Length > most)
            findings.Add("field-length", $"{most}", $"{text.Length}", field.Place, $"the {what} has {text.Length} characters, and {most} are allowed");
    }
}

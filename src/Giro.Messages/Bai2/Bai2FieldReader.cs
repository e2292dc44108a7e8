using System.Globalization;
using Giro.Messages.Lines;

namespace Giro.Messages.Bai2;

/// <summary>Reads records into their types; what cannot be read is refused with line, column, record code and field.</summary>
internal sealed class Bai2FieldReader(Bai2RecordReader records, FindingLog findings)
{
    public FileHeader FileHeader(Bai2Record record)
    {
        var header = new FileHeader(
            record.Place, record.Next(), record.Next(), Date(record, "creation date"), Time(record, "creation time"), record.Next(),
            Count(record, "physical record length"),
            Count(record, "block size"), record.Next());
        if (header.Version != "2")
            findings.Add("version", "2", header.Version, record.Place, $"the version is '{header.Version}', and this is a reader of version 2");
        if (header.PhysicalRecordLength is { } length) records.SetRecordLength(length);
        CheckEnd(record);
        return header;
    }

    public GroupHeader GroupHeader(Bai2Record record, string defaultCurrency)
    {
        var header = new GroupHeader(
            record.Place, record.Next(), record.Next(), record.Next(), Date(record, "as-of date"), Time(record, "as-of time"),
            record.Next() is { Length: > 0 } currency ? currency : defaultCurrency, record.Next());
        if (header.Status != "1")
            findings.Add("group-status", "1", header.Status, record.Place, $"the group is no update (1) but '{header.Status}'{Meaning(header.Status)}");
        CheckEnd(record);
        return header;

        static string Meaning(string status) => status switch { "2" => ", a deletion", "3" => ", a correction", "4" => ", a test", _ => "" };
    }

    public AccountIdentifier AccountIdentifier(Bai2Record record, GroupHeader group, Func<string, int> digitsOf)
    {
        var number = record.Next();
        var place = record.Here;
        var currency = record.Next() is { Length: > 0 } own ? own : group.Currency;
        var digits = DigitsOf(currency, digitsOf);
        if (digits < 0) throw records.Fail(place.Line, place.Column, "03 currency", $"currency '{currency}' is unknown");
        var summaries = new List<AccountSummary>();
        while (record.HasMore)
        {
            place = record.Here;
            var type = record.Next();
            var summary = new AccountSummary(type, Amount(record, "amount"), Count(record, "item count"), Funds(record));
            if (type.Length == 0 && summary.AmountMinor is null && summary.ItemCount is null) continue; // an account without figures has four empty fields
            summaries.Add(summary with { TypeCode = CheckedType(place, "03", type) });
        }

        CheckDelimiter(record);
        return new AccountIdentifier(record.Place, number, currency, digits, summaries);
    }

    public TransactionDetail TransactionDetail(Bai2Record record)
    {
        var detail = new TransactionDetail
        {
            Place = record.Place,
            TypeCode = CheckedType(record.Here, "16", record.Next()),
            AmountMinor = Amount(record, "amount"),
            Funds = Funds(record),
            BankReference = record.Next(),
            CustomerReference = record.Next(),
            Text = record.Rest(),
        };
        CheckDistribution(detail);
        if (detail.Side == CreditOrDebit.None && detail.SignedMinor != 0)
            findings.Add("type-code", "a credit or a debit", detail.TypeCode, record.Place,
                $"type code {detail.TypeCode} is neither a credit nor a debit, and there is an amount");
        return detail;
    }

    public AccountTrailer AccountTrailer(Bai2Record record)
    {
        var trailer = new AccountTrailer(record.Place, Amount(record, "account control total"), Count(record, "number of records"));
        CheckEnd(record);
        return trailer;
    }

    public GroupTrailer GroupTrailer(Bai2Record record)
    {
        var trailer = new GroupTrailer(record.Place, Amount(record, "group control total"), Count(record, "number of accounts"),
            Count(record, "number of records"));
        CheckEnd(record);
        return trailer;
    }

    public FileTrailer FileTrailer(Bai2Record record)
    {
        var trailer = new FileTrailer(record.Place, Amount(record, "file control total"), Count(record, "number of groups"),
            Count(record, "number of records"));
        CheckEnd(record);
        return trailer;
    }

    private FundsAvailability Funds(Bai2Record record)
    {
        var place = record.Here;
        var type = record.Next();
        switch (type)
        {
            case "" or "0" or "1" or "2" or "Z":
                return new FundsAvailability(type, null, null, []);
            case "V":
                return new FundsAvailability(type, Date(record, "value date"), Time(record, "value time"), []);
            case "S":
                return new FundsAvailability(type, null, null, [Portion(0), Portion(1), Portion(2)]);
            case "D":
                var count = Count(record, "number of distributions") ?? 0;
                var portions = new List<FundsPortion>();
                for (var i = 0; i < count; i++)
                {
                    if (!record.HasMore)
                        throw records.Fail(place.Line, place.Column, $"{record.Code} funds type", $"{count} distributions are stated, and there are {i}");
                    portions.Add(Portion(Count(record, "days") ?? 0));
                }

                return new FundsAvailability(type, null, null, portions);
            default:
                throw records.Fail(place.Line, place.Column, $"{record.Code} funds type", $"'{Shown(type)}' is not a funds type: 0, 1, 2, S, V, D or Z");
        }

        FundsPortion Portion(int days) => new(days, Amount(record, "distributed amount") ?? 0);
    }

    private void CheckDistribution(TransactionDetail detail)
    {
        if (detail.Funds.Distribution.Count == 0 || detail.AmountMinor is not { } amountMinor) return;
        Int128 sumMinor = 0;
        foreach (var portion in detail.Funds.Distribution) sumMinor += portion.AmountMinor;
        if (sumMinor != amountMinor)
            findings.Add("funds-distribution", $"{amountMinor}", $"{sumMinor}", detail.Place,
                $"the amount is {amountMinor}, and what becomes available sums to {sumMinor}");
    }

    private long? Amount(Bai2Record record, string field)
    {
        var place = record.Here;
        var text = record.Next();
        if (text.Length == 0) return null;
        var digits = text[0] is '+' or '-' ? text.AsSpan(1) : text;
        if (digits.Length == 0 || digits.ContainsAnyExceptInRange('0', '9')) throw Fail("is not an amount in the smallest unit of its currency");
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var minor)) throw Fail("is larger than can be kept");
        return text[0] == '-' ? -minor : minor;

        MessageFormatException Fail(string reason) => records.Fail(place.Line, place.Column, $"{record.Code} {field}", $"'{Shown(text)}' {reason}");
    }

    private int? Count(Bai2Record record, string field)
    {
        var place = record.Here;
        var text = record.Next();
        if (text.Length == 0) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count : throw records.Fail(place.Line, place.Column, $"{record.Code} {field}", $"'{Shown(text)}' is not a number");
    }

    private DateOnly Date(Bai2Record record, string field)
    {
        var place = record.Here;
        var text = record.Next();
        if (ShortDate.TryRead(text, out var date)) return date;
        throw records.Fail(place.Line, place.Column, $"{record.Code} {field}", $"'{Shown(text)}' is not a date");
    }

    /// <summary>Hours and minutes; 2400 and 9999 are the end of the day.</summary>
    private TimeOnly? Time(Bai2Record record, string field)
    {
        var place = record.Here;
        var text = record.Next();
        if (text is "" or "2400" or "9999") return null;
        if (ShortDate.TryTime(text, out var time)) return time;
        throw records.Fail(place.Line, place.Column, $"{record.Code} {field}", $"'{Shown(text)}' is not a time");
    }

    private string CheckedType(MessagePlace place, string code, string type) =>
        type.Length == 3 && !type.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? type : throw records.Fail(place.Line, place.Column, $"{code} type code", $"'{Shown(type)}' is not a type code of three digits");

    private void CheckEnd(Bai2Record record)
    {
        var place = record.Here;
        if (record.Rest() is { Length: > 0 } rest)
            findings.Add("extra-fields", "", Shown(rest), place, $"record {record.Code} has more fields than the standard knows: '{Shown(rest)}'");
        CheckDelimiter(record);
    }

    private void CheckDelimiter(Bai2Record record)
    {
        if (!record.IsEnded) findings.Add("delimiter", "/", "", record.Place, $"record {record.Code} does not end with a slash, and may have been cut");
    }

    private static int DigitsOf(string currency, Func<string, int> digitsOf)
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

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "...";
}

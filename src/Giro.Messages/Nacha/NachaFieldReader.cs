using Giro.Messages.Lines;

namespace Giro.Messages.Nacha;

/// <summary>Reads records into their types, and checks what can be seen in one record.</summary>
internal sealed class NachaFieldReader(FindingLog findings)
{
    public FileHeader FileHeader(NachaRecord record)
    {
        Expect(record, 2, "01", "priority-code", "priority code");
        Expect(record, 35, "094", "record-size", "record size");
        Expect(record, 38, "10", "blocking-factor", "blocking factor");
        Expect(record, 40, "1", "format-code", "format code");
        var header = new FileHeader(
            record.Place, record.Text(4, 10), record.Text(14, 10), record.Date(24, "file creation date"), record.OptionalTime(30, "file creation time"),
            record.Text(34, 1), Math.Max(1, record.Count(38, 2, "blocking factor")), record.Text(41, 23), record.Text(64, 23), record.Text(87, 8));
        CheckRouting(record, record.Raw(4, 10), "immediate destination");
        CheckRouting(record, record.Raw(14, 10), "immediate origin");
        return header;
    }

    public BatchHeader BatchHeader(NachaRecord record)
    {
        var header = new BatchHeader(
            record.Place, record.Text(2, 3), record.Text(5, 16), record.Text(21, 20), record.Text(41, 10), record.Text(51, 3), record.Text(54, 10),
            record.Text(64, 6), record.OptionalDate(70, "effective entry date"), SettlementDate(record), record.Text(79, 1), record.Text(80, 8),
            record.Digits(88, 7, "batch number"));
        if (header.StandardEntryClassCode == "ADV")
            throw record.Fail(51, "standard entry class code", "accounting advices (ADV) are laid out differently and are not read");
        if (header.ServiceClassCode is not ("200" or "220" or "225"))
            findings.Add("service-class", "200, 220 or 225", header.ServiceClassCode, record.Place, $"the service class code is '{header.ServiceClassCode}'");
        return header;
    }

    /// <summary>Without its addenda. Some entry classes have fields of their own between positions 13 and 79.</summary>
    public EntryDetail EntryDetail(NachaRecord record, BatchHeader batch)
    {
        var isInternational = batch.IsInternational;
        var isCorporate = batch.StandardEntryClassCode is "CTX" or "TRX" or "ATX" or "ENR";
        var (identification, name) = batch.StandardEntryClassCode switch
        {
            "IAT" => ("", ""), // the name stands in the addenda
            "CTX" or "TRX" or "ATX" or "ENR" => (record.Text(40, 15), record.Text(59, 16)),
            "CIE" => (record.Text(55, 22), record.Text(40, 15)),
            "MTE" => (record.Text(62, 15), record.Text(40, 22)),
            _ => (record.Text(40, 15), record.Text(55, 22)),
        };
        var entry = new EntryDetail
        {
            Place = record.Place,
            TransactionCode = record.Digits(2, 2, "transaction code"),
            ReceivingDfi = record.Digits(4, 9, "receiving DFI"),
            AccountNumber = isInternational ? record.Text(40, 35) : record.Text(13, 17),
            AmountMinor = record.Number(30, 10, "amount"),
            IdentificationNumber = identification,
            AddendaCount = isInternational ? record.Count(13, 4, "number of addenda") : isCorporate ? record.Count(55, 4, "number of addenda") : null,
            Name = name,
            DiscretionaryData = isInternational ? "" : record.Text(77, 2),
            HasAddenda = record.Raw(79, 1) switch
            {
                "0" => false,
                "1" => true,
                var other => throw record.Fail(79, "addenda record indicator", $"'{other}' is not 0 or 1"),
            },
            TraceNumber = record.Digits(80, 15, "trace number"),
        };
        if (!RoutingNumber.IsValid(entry.ReceivingDfi))
            findings.Add("check-digit", $"{RoutingNumber.CheckDigit(entry.ReceivingDfi)}", entry.ReceivingDfi[8..], record.Place,
                $"the check digit of routing number {entry.ReceivingDfi} should be {RoutingNumber.CheckDigit(entry.ReceivingDfi)}");
        if (!TransactionCodes.IsKnown(entry.TransactionCode))
            findings.Add("transaction-code", "", entry.TransactionCode, record.Place,
                $"transaction code {entry.TransactionCode} is not known; it was taken for a {(entry.IsCredit ? "credit" : "debit")}");
        if (TransactionCodes.IsPrenote(entry.TransactionCode) && entry.AmountMinor != 0)
            findings.Add("prenote-amount", "0", $"{entry.AmountMinor}", record.Place,
                $"transaction code {entry.TransactionCode} is of a test without money, and the amount is {entry.AmountMinor} cents");
        return entry;
    }

    public Addenda Addenda(NachaRecord record)
    {
        var type = record.Raw(2, 2);
        var text = record.Raw(4, 80).TrimEnd();
        switch (type)
        {
            case "99":
                return Return(record, text);
            case "98":
                var change = new ChangeAddenda(
                    record.Place, text, record.Text(4, 3), record.Digits(7, 15, "original trace number"), record.Text(28, 8), record.Text(36, 29),
                    record.Text(80, 15));
                CheckCode(record, change.ChangeCode);
                return change;
            case "05" or "17" or "18":
                return new Addenda(record.Place, type, text, record.Count(84, 4, "addenda sequence number"), record.Text(88, 7));
            case "10" or "11" or "12" or "13" or "14" or "15" or "16":
                return new Addenda(record.Place, type, text, null, record.Text(88, 7));
            default:
                if (type != "02")
                    findings.Add("addenda-type", "02, 05, 10 to 18, 98 or 99", type, record.Place,
                        $"addenda of type '{type}' are not understood; their text is '{text}'");
                return new Addenda(record.Place, type, text, null, "");
        }
    }

    public BatchControl BatchControl(NachaRecord record) => new(
        record.Place, record.Text(2, 3), record.Count(5, 6, "entry/addenda count"), record.Number(11, 10, "entry hash"), record.Number(21, 12, "total debit"),
        record.Number(33, 12, "total credit"), record.Text(45, 10), record.Text(80, 8), record.Digits(88, 7, "batch number"));

    public FileControl FileControl(NachaRecord record) => new(
        record.Place, record.Count(2, 6, "batch count"), record.Count(8, 6, "block count"), record.Count(14, 8, "entry/addenda count"),
        record.Number(22, 10, "entry hash"), record.Number(32, 12, "total debit"), record.Number(44, 12, "total credit"));

    private ReturnAddenda Return(NachaRecord record, string text)
    {
        var reason = record.Text(4, 3);
        var isOfReturn = ReturnReasons.IsDishonor(reason) || ReturnReasons.IsContest(reason);
        CheckCode(record, reason);
        return new ReturnAddenda(
            record.Place, text, reason, record.Digits(7, 15, "original trace number"), record.Text(28, 8),
            Information: ReturnReasons.IsContest(reason) ? "" : isOfReturn ? record.Text(59, 21) : record.Text(36, 44),
            DateOfDeath: isOfReturn ? null : record.OptionalDate(22, "date of death"),
            ReturnTraceNumber: isOfReturn ? record.Text(39, 15) : "",
            ReturnReasonCode: isOfReturn && record.Text(57, 2) is { Length: > 0 } code ? $"R{code}" : "",
            TraceNumber: record.Text(80, 15));
    }

    private void CheckCode(NachaRecord record, string code)
    {
        if (ReturnReasons.TextOf(code).Length == 0)
            findings.Add("reason-code", "R01 to R85 or C01 to C14", code, record.Place, $"the code '{code}' is not one that is in use");
    }

    private int? SettlementDate(NachaRecord record)
    {
        if (record.Text(76, 3).Length == 0) return null;
        var day = record.Count(76, 3, "settlement date");
        if (day is >= 1 and <= 366) return day;
        if (day != 0) findings.Add("settlement-date", "001 to 366", $"{day:D3}", record.Place, $"the settlement date {day:D3} is not a day of a year");
        return null;
    }

    private void Expect(NachaRecord record, int position, string expected, string code, string field)
    {
        var found = record.Raw(position, expected.Length);
        if (found != expected) findings.Add(code, expected, found, record.Place, $"the {field} is '{found}', and {expected} in this format");
    }

    /// <summary>Ten positions: a routing number stands behind a blank or a zero; another first digit makes it a company's number, which has no check
    /// digit.</summary>
    private void CheckRouting(NachaRecord record, string number, string field)
    {
        if (number[0] is not (' ' or '0') || number.AsSpan(1).ContainsAnyExceptInRange('0', '9') || RoutingNumber.IsValid(number.AsSpan(1))) return;
        findings.Add("check-digit", $"{RoutingNumber.CheckDigit(number.AsSpan(1, 8))}", number[9..], record.Place,
            $"the check digit of the {field} {number.AsSpan(1)} should be {RoutingNumber.CheckDigit(number.AsSpan(1, 8))}");
    }
}

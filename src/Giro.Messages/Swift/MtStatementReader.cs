using System.Text;
using Giro.Messages.Lines;

namespace Giro.Messages.Swift;

/// <summary>
/// Reads customer statements (MT940) and interim transaction reports (MT942), one line at a time: any number of messages in a file, with or without the
/// blocks of the network. Fields are named as in the SWIFT user handbook, category 9. A field that cannot be read is refused with its line; what does not add
/// up is a finding. Lines come before it is known whether their statement adds up.
/// </summary>
public sealed class MtStatementReader : ItemReader<MtItem>, IDisposable
{
    private const int MaxKept = 256 * 1024;
    private readonly FindingLog _findings = new();
    private readonly FindingLog _ofLine = new();
    private readonly MtFieldReader _fields;
    private readonly MtValueReader _values;
    private readonly MtValueReader _valuesOfLine;
    private readonly StatementLineReader _lines;
    private readonly MtTally _tally;
    private readonly Func<string, int> _digitsOf;
    private State _state = State.BeforeFile;
    private MtField? _field;
    private int _kept; // characters of fields that are kept whole until their line or statement is given
    private MtStatement? _statement;

    /// <param name="input">left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="digitsOf">decimals of an ISO 4217 code; a negative answer or a <see cref="KeyNotFoundException"/> makes the file unreadable</param>
    /// <param name="encoding">null: a line is UTF-8 when its bytes are, otherwise windows-1252. When given, bytes that are no text in it are refused</param>
    public MtStatementReader(Stream input, string fileName, Func<string, int> digitsOf, Encoding? encoding = null)
    {
        var lines = encoding is null
            ? TextLines.Utf8Or(CodePagesEncodingProvider.Instance.GetEncoding(1252)!, input, fileName)
            : new TextLines(input, fileName, encoding);
        _digitsOf = digitsOf;
        _fields = new MtFieldReader(lines);
        _values = new MtValueReader(_fields, digitsOf, _findings);
        _valuesOfLine = new MtValueReader(_fields, digitsOf, _ofLine);
        _lines = new StatementLineReader(_fields, _valuesOfLine, _ofLine);
        _tally = new MtTally(_findings);
    }

    private enum State
    {
        BeforeFile,
        BetweenStatements,
        InStatement,
        Finished,
    }

    private protected override MtItem? Step()
    {
        if (_state == State.BeforeFile) _field = _fields.Read();
        (var item, _state) = _state switch
        {
            State.BeforeFile or State.BetweenStatements => NextStatement(_state == State.BeforeFile),
            State.InStatement => NextInStatement(),
            _ => (null, State.Finished),
        };
        return item;
    }

    public void Dispose() => _fields.Dispose();

    private (MtItem, State) NextStatement(bool isFirst)
    {
        while (_field is { Tag: MtField.EndOfMessage }) Advance();
        if (_field is not null) return (StartStatement(_field), State.InStatement);
        if (isFirst)
            throw _fields.Fail(Math.Max(1, _fields.FirstLineOutside), 1, "", _fields.LinesOutside == 0
                ? "the file is empty" : $"no line of the file starts a field of a message, such as :20:; the first is '{_fields.FirstTextOutside}'");
        if (_fields.LinesOutside > 0)
            _findings.Add("text-outside", "0", $"{_fields.LinesOutside}", new MessagePlace("", _fields.FirstLineOutside, 1),
                $"{_fields.LinesOutside} lines belong to no message and were passed over; the first is '{_fields.FirstTextOutside}'");
        if (_fields.Unclosed > 0)
            _findings.Add("end-missing", "-}", "", null, $"{_fields.Unclosed} messages are not closed by -}}: they may have been cut");
        return (new MtItem.FileEnd(_findings.Take()), State.Finished);
    }

    private MtItem.StatementStart StartStatement(MtField first)
    {
        var statement = new MtStatement { Place = first.Place, MessageType = _fields.MessageType };
        var count = 0;
        _kept = 0;
        for (; _field is { } field && IsInHeader(field.Tag) && (count == 0 || field.Tag != "20"); count++, Advance())
        {
            Keep(field);
            statement = WithHeaderField(statement, field);
        }

        if (count == 0 && _field!.Tag == "61") throw _fields.Fail(_field, 0, "a statement line without a statement: no field 20, 25 or 60F before it");
        statement = WithCurrency(statement);
        CheckHeader(statement);
        _tally.Start(statement);
        return new MtItem.StatementStart(_statement = statement);
    }

    private (MtItem, State) NextInStatement()
    {
        for (; ; Advance())
        {
            if (_field is null or { Tag: MtField.EndOfMessage or "20" or "21" or "25" or "25P" or "28" or "28C" or "60F" or "60M" or "34F" or "13D" })
            {
                _tally.Close(_statement!);
                return (new MtItem.StatementEnd(_statement!, _tally.Totals, _findings.Take()), State.BetweenStatements);
            }

            if (_field.Tag == "61") return (ReadLine(_field), State.InStatement);
            Keep(_field);
            _statement = WithTrailerField(_statement!, _field);
        }
    }

    private MtItem.Line ReadLine(MtField field)
    {
        var statement = _statement!;
        if (statement.Currency.Length == 0)
            throw _fields.Fail(field, 0, "the currency is not known: no opening balance (60F, 60M) and no floor limit (34F) before it");
        if (statement.ClosingBalance is { } closing)
            _ofLine.Add("field-order", ":61:", $":{closing.Tag}:", field.Place, $"the line stands behind the closing balance of line {closing.Place.Line}");
        var line = _lines.Read(field, statement.Currency, statement.MinorUnitDigits);
        List<MtField>? unknown = null;
        Advance();
        var keptBefore = _kept;
        for (; _field is { } next && (next.Tag is "86" or "NS" || !IsKnown(next.Tag)); Advance())
        {
            Keep(next);
            if (next.Tag == "NS")
                line = line with { NonSwift = line.NonSwift.Length == 0 ? next.Text : $"{line.NonSwift}\n{next.Text}" };
            else if (next.Tag == "86" && line.Information is not null)
                break; // the first is about the line, another about the statement
            else if (next.Tag == "86")
                line = line with { Information = ReadInformation(next) };
            else
                ReportUnknown(_ofLine, next, unknown ??= []);
        }

        _kept = keptBefore;
        if (unknown is not null) line = line with { UnknownFields = unknown };
        _tally.Add(line);
        return new MtItem.Line(line, _ofLine.Take());
    }

    private InformationToAccountOwner ReadInformation(MtField field)
    {
        var lines = field.Text.AsSpan().Count('\n') + 1;
        if (lines > 6) _ofLine.Add("field-length", "6", $"{lines}", field.Place, $"the information to the account owner has {lines} lines, and 6 are allowed");
        return InformationParser.Parse(field.Text);
    }

    private MtStatement WithHeaderField(MtStatement statement, MtField field)
    {
        switch (field.Tag)
        {
            case "20":
                return statement with { TransactionReference = MtValueReader.FirstLine(field) };
            case "21":
                return statement with { RelatedReference = MtValueReader.FirstLine(field) };
            case "25" or "25P":
                var isFirst = Once(statement.AccountIdentification.Length == 0, field);
                return isFirst ? statement with { AccountIdentification = MtValueReader.FirstLine(field) } : statement;
            case "28" or "28C":
                var number = MtValueReader.FirstLine(field).Split('/', 2);
                CheckNumbers(field, number);
                return statement with { StatementNumber = number[0], SequenceNumber = number.Length > 1 ? number[1] : "" };
            case "60F" or "60M":
                var opening = _values.Balance(field);
                return Once(statement.OpeningBalance is null, field) ? statement with { OpeningBalance = opening } : statement;
            case "34F":
                return statement with { FloorLimits = [.. statement.FloorLimits, _values.FloorLimit(field)] };
            case "13D":
                return statement with { DateTimeIndication = _values.DateTimeIndication(field) };
            default:
                return WithTrailerField(statement, field);
        }
    }

    private MtStatement WithTrailerField(MtStatement statement, MtField field)
    {
        switch (field.Tag)
        {
            case "62F" or "62M":
                var closing = _values.Balance(field);
                return Once(statement.ClosingBalance is null, field) ? statement with { ClosingBalance = closing } : statement;
            case "64":
                var available = _values.Balance(field);
                return Once(statement.ClosingAvailableBalance is null, field) ? statement with { ClosingAvailableBalance = available } : statement;
            case "65":
                return statement with { ForwardAvailableBalances = [.. statement.ForwardAvailableBalances, _values.Balance(field)] };
            case "90D":
                var debits = _values.NumberAndSum(field);
                return Once(statement.Debits is null, field) ? statement with { Debits = debits } : statement;
            case "90C":
                var credits = _values.NumberAndSum(field);
                return Once(statement.Credits is null, field) ? statement with { Credits = credits } : statement;
            case "86":
                return statement with { Information = [.. statement.Information, field.Text] };
            case "NS":
                return statement with { NonSwift = [.. statement.NonSwift, field.Text] };
            default:
                ReportUnknown(_findings, field, into: null);
                return statement;
        }
    }

    private bool Once(bool isFirst, MtField field)
    {
        if (!isFirst) _findings.Add("field-repeated", "1", "2", field.Place, $"field {field.Tag} comes again; the first was used");
        return isFirst;
    }

    private void CheckNumbers(MtField field, string[] number)
    {
        if (!number.All(part => part.Length > 0 && !part.AsSpan().ContainsAnyExceptInRange('0', '9')))
            _findings.Add("statement-number", "nnnnn/nnnnn", field.Text, field.Place,
                $"the statement number '{MtValueReader.FirstLine(field)}' is not a number and a page");
    }

    private static void ReportUnknown(FindingLog findings, MtField field, List<MtField>? into)
    {
        into?.Add(field);
        var shown = field.Text.Length <= 80 ? field.Text : field.Text[..80] + "...";
        findings.Add("unknown-field", "", $":{field.Tag}:{shown}", field.Place,
            $"field {field.Tag} does not belong to an MT940 or MT942: ':{field.Tag}:{shown}'");
    }

    private MtStatement WithCurrency(MtStatement statement)
    {
        var currency = statement.OpeningBalance?.Currency ?? (statement.FloorLimits.Count > 0 ? statement.FloorLimits[0].Currency : "");
        var isInterim = statement.FloorLimits.Count > 0 || statement.DateTimeIndication is not null;
        return statement with
        {
            Currency = currency,
            MinorUnitDigits = currency.Length == 0 ? 0 : _digitsOf(currency),
            MessageType = statement.MessageType is "940" or "942" ? statement.MessageType : isInterim ? "942" : "940",
        };
    }

    private void CheckHeader(MtStatement statement)
    {
        Require("20", statement.TransactionReference.Length > 0);
        Require("25", statement.AccountIdentification.Length > 0);
        Require("28C", statement.StatementNumber.Length > 0);

        void Require(string tag, bool isThere)
        {
            if (!isThere) _findings.Add("missing-field", $":{tag}:", "", statement.Place, $"the message has no field {tag}");
        }
    }

    /// <summary>Fields around a line, and those of a statement, are gathered before they are given, so that there must be an end to them.</summary>
    private void Keep(MtField field)
    {
        const int PerField = 100; // what an empty one takes
        _kept += field.Text.Length + PerField;
        if (_kept > MaxKept) throw _fields.Fail(field, 0, $"more than {MaxKept} characters in fields that belong to one line or to the statement as a whole");
    }

    private static bool IsInHeader(string tag) =>
        tag is "20" or "21" or "25" or "25P" or "28" or "28C" or "60F" or "60M" or "34F" or "13D" or "86" or "NS" || !IsKnown(tag);

    private static bool IsKnown(string tag) =>
        tag is MtField.EndOfMessage or "20" or "21" or "25" or "25P" or "28" or "28C" or "60F" or "60M" or "34F" or "13D" or "61" or "86" or "NS"
            or "62F" or "62M" or "64" or "65" or "90D" or "90C";

    private void Advance() => _field = _fields.Read();
}

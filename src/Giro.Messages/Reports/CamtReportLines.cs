using Giro.Messages.Iso20022;

namespace Giro.Messages.Reports;

/// <summary>
/// camt.052, .053 and .054: one line an entry, one section a statement, report or notification. An entry with one payment has that payment's references and
/// parties; one with several, or with a batch, has them as details.
/// </summary>
public sealed class CamtReportLines : IReportReader
{
    private static readonly CamtItems<CamtStep> Steps = new(
        static (version, _, header) => new CamtStep.Start(version, header),
        static (entry, place, findings) => new CamtStep.Entry(entry, place, findings),
        static (header, totals, findings) => new CamtStep.End(header, totals, findings));

    private readonly CamtReportReader<CamtStep> _reader;
    private ReportSection _section = new() { Id = "" };
    private long _lines;
    private bool _ended;

    /// <param name="format"><see cref="ReportFormats.Camt052"/>, <see cref="ReportFormats.Camt053"/> or <see cref="ReportFormats.Camt054"/></param>
    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="digitsOf">decimals of an ISO 4217 currency code; -1 for a code that is unknown, which makes the message unreadable</param>
    public CamtReportLines(string format, Stream input, string fileName, Func<string, int> digitsOf)
    {
        var form = format switch
        {
            ReportFormats.Camt052 => CamtForm.Report,
            ReportFormats.Camt053 => CamtForm.Statement,
            ReportFormats.Camt054 => CamtForm.Notification,
            _ => throw new ArgumentException($"'{format}' is no account report of ISO 20022", nameof(format)),
        };
        Format = format;
        _reader = new CamtReportReader<CamtStep>(new MessageXmlReader(input, fileName, digitsOf), form, Steps);
    }

    public string Format { get; private set; }

    public ReportItem? Read()
    {
        if (_ended)
            return null;
        switch (_reader.Read())
        {
            case CamtStep.Start start:
                Format = start.Version;
                _section = SectionOf(start.Header);
                return new ReportItem.SectionStart(_section);
            case CamtStep.Entry entry:
                return new ReportItem.Line(CamtLine.Of(entry.Value, ++_lines, entry.Place), IsoFindings.Of(entry.Findings, entry.Value.Amount));
            case CamtStep.End end:
                var totals = end.Totals;
                return new ReportItem.SectionEnd(
                    _section,
                    new ReportTotals(totals.EntryCount, totals.CreditCount, totals.CreditSumMinor, totals.DebitCount, totals.DebitSumMinor),
                    IsoFindings.Of(end.Findings, new CurrencyAmount(0, end.Header.Currency, end.Header.MinorUnitDigits)));
            default:
                _ended = true;
                return new ReportItem.FileEnd([]);
        }
    }

    public void Dispose() => _reader.Dispose();

    private static ReportSection SectionOf(StatementHeader header)
    {
        var hasCurrency = header.Currency != StatementHeader.NoCurrency;
        return new ReportSection
        {
            Id = header.Id,
            Account = header.Account.Identification,
            Currency = hasCurrency ? header.Currency : "",
            MinorUnitDigits = hasCurrency ? header.MinorUnitDigits : 0,
            Date = header.ClosingBooked?.Date ?? DayOf(header.To) ?? DayOf(header.CreatedAt),
            OpeningMinor = MinorOf(header.OpeningBooked),
            ClosingMinor = MinorOf(header.ClosingBooked),
        };

        long? MinorOf(StatementBalance? balance) => balance?.Amount.Currency == header.Currency ? balance.SignedMinor : null;

        static DateOnly? DayOf(DateTimeOffset? time) => time is { } at ? DateOnly.FromDateTime(at.DateTime) : null;
    }

    private abstract record CamtStep
    {
        public sealed record Start(string Version, StatementHeader Header) : CamtStep;

        public sealed record Entry(StatementEntry Value, MessagePlace Place, IReadOnlyList<StatementFinding> Findings) : CamtStep;

        public sealed record End(StatementHeader Header, StatementTotals Totals, IReadOnlyList<StatementFinding> Findings) : CamtStep;
    }
}

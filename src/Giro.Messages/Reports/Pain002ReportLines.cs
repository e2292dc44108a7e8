using Giro.Messages.Iso20022;

namespace Giro.Messages.Reports;

/// <summary>
/// pain.002: one section a payment information, one line an answer to a payment. A payment information, or a whole report, that is answered without listing
/// payments is one line without an amount. Amounts are those of the payments that were asked for: they leave the account, so they are negative.
/// </summary>
public sealed class Pain002ReportLines : IReportReader
{
    private readonly Pain002Reader _reader;
    private readonly Queue<ReportItem> _ready = new();
    private Pain002Item.ReportStart? _report;
    private Pain002Item.PaymentStart? _payment;
    private SectionTally? _section;
    private long _lines;
    private bool _ended;

    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="digitsOf">decimals of an ISO 4217 currency code; -1 for a code that is unknown, which makes the message unreadable</param>
    public Pain002ReportLines(Stream input, string fileName, Func<string, int> digitsOf) => _reader = new Pain002Reader(input, fileName, digitsOf);

    public string Format { get; private set; } = ReportFormats.Pain002;

    public ReportItem? Read()
    {
        while (_ready.Count == 0 && !_ended)
            Step();
        return _ready.TryDequeue(out var item) ? item : null;
    }

    public void Dispose() => _reader.Dispose();

    private void Step()
    {
        switch (_reader.Read())
        {
            case Pain002Item.ReportStart start:
                (Format, _report) = (start.Version, start);
                break;
            case Pain002Item.PaymentStart start:
                _payment = start;
                Open(start.Information.Id);
                break;
            case Pain002Item.Transaction { Value: var status } transaction:
                var amount = StatusLine.Leaving(status.Amount);
                Add(StatusLine.Of(status, _payment!.Information.Id, amount, ++_lines, transaction.Place), amount, IsoFindings.Of(transaction.Findings));
                break;
            case Pain002Item.PaymentEnd end:
                if (end.TransactionCount == 0)
                    Add(StatusLine.OfGroup(_payment!.Information.Group, _payment.Information.Id, "payment-information", ++_lines, _payment.Place), null, []);
                _ready.Enqueue(_section!.Close(IsoFindings.Of(end.Findings)));
                break;
            case Pain002Item.ReportEnd end:
                if (_section is null)
                    AnswerAsAWhole(end.Report);
                _ended = true;
                _ready.Enqueue(new ReportItem.FileEnd(IsoFindings.Of(end.Findings)));
                break;
        }
    }

    private void AnswerAsAWhole(StatusReport report)
    {
        Open(report.OriginalMessageId);
        Add(StatusLine.OfGroup(report.Group, report.OriginalMessageId, "message", ++_lines, _report!.Place), null, []);
        _ready.Enqueue(_section!.Close([]));
    }

    private void Open(string id)
    {
        _section = new SectionTally(new ReportSection { Id = id, Date = DateOnly.FromDateTime(_report!.Report.CreatedAt.DateTime) });
        _ready.Enqueue(new ReportItem.SectionStart(_section.Section));
    }

    private void Add(ReportLine line, CurrencyAmount? amount, IReadOnlyList<ReportFinding> findings)
    {
        _section!.Add(amount);
        _ready.Enqueue(new ReportItem.Line(line, findings));
    }
}

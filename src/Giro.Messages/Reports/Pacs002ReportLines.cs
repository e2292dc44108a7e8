using Giro.Messages.Iso20022;

namespace Giro.Messages.Reports;

/// <summary>
/// pacs.002: one section, one line a message that is answered as a whole without an amount, and one an answer to a payment. Amounts are those of the payments
/// that were sent: they leave the account, so they are negative.
/// </summary>
public sealed class Pacs002ReportLines : IReportReader
{
    private readonly Pacs002Reader _reader;
    private readonly Queue<ReportItem> _ready = new();
    private SectionTally? _section;
    private long _lines;
    private bool _ended;

    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="digitsOf">decimals of an ISO 4217 currency code; -1 for a code that is unknown, which makes the message unreadable</param>
    public Pacs002ReportLines(Stream input, string fileName, Func<string, int> digitsOf) => _reader = new Pacs002Reader(input, fileName, digitsOf);

    public string Format { get; private set; } = ReportFormats.Pacs002;

    public ReportItem? Read()
    {
        if (_ready.Count == 0 && !_ended)
            Step();
        return _ready.TryDequeue(out var item) ? item : null;
    }

    public void Dispose() => _reader.Dispose();

    private void Step()
    {
        switch (_reader.Read())
        {
            case Pacs002Item.ReportStart start:
                Format = start.Version;
                _section = new SectionTally(new ReportSection { Id = start.Report.MessageId, Date = DateOnly.FromDateTime(start.Report.CreatedAt.DateTime) });
                _ready.Enqueue(new ReportItem.SectionStart(_section.Section));
                break;
            case Pacs002Item.OriginalGroup { Value: var group } answered:
                Add(StatusLine.OfGroup(group.Group, group.MessageId, group.MessageName, ++_lines, answered.Place), null, []);
                break;
            case Pacs002Item.Transaction { Value: var status } transaction:
                var amount = StatusLine.Leaving(status.Amount);
                Add(StatusLine.Of(status, amount, ++_lines, transaction.Place), amount, IsoFindings.Of(transaction.Findings));
                break;
            case Pacs002Item.ReportEnd end:
                _ready.Enqueue(_section!.Close(IsoFindings.Of(end.Findings)));
                _ready.Enqueue(new ReportItem.FileEnd([]));
                _ended = true;
                break;
        }
    }

    private void Add(ReportLine line, CurrencyAmount? amount, IReadOnlyList<ReportFinding> findings)
    {
        _section!.Add(amount);
        _ready.Enqueue(new ReportItem.Line(line, findings));
    }
}

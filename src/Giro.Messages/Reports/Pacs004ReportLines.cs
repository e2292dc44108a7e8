using Giro.Messages.Iso20022;

namespace Giro.Messages.Reports;

/// <summary>pacs.004: one section, one line a payment that comes back; its amount is positive, as it comes to the bank that reads it.</summary>
public sealed class Pacs004ReportLines : IReportReader
{
    private readonly Pacs004Reader _reader;
    private SectionTally? _section;
    private long _lines;
    private bool _closed;
    private bool _ended;

    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="digitsOf">decimals of an ISO 4217 currency code; -1 for a code that is unknown, which makes the message unreadable</param>
    public Pacs004ReportLines(Stream input, string fileName, Func<string, int> digitsOf) => _reader = new Pacs004Reader(input, fileName, digitsOf);

    public string Format { get; private set; } = ReportFormats.Pacs004;

    public ReportItem? Read()
    {
        if (_ended)
            return null;
        if (_closed)
        {
            _ended = true;
            return new ReportItem.FileEnd([]);
        }

        switch (_reader.Read())
        {
            case Pacs004Item.ReturnStart { Return: var header } start:
                Format = start.Version;
                _section = new SectionTally(new ReportSection
                {
                    Id = header.MessageId,
                    Date = header.SettlementDate ?? DateOnly.FromDateTime(header.CreatedAt.DateTime),
                });
                return new ReportItem.SectionStart(_section.Section);
            case Pacs004Item.Transaction { Value: var returned } transaction:
                _section!.Add(returned.Amount);
                return new ReportItem.Line(StatusLine.Of(returned, ++_lines, transaction.Place), IsoFindings.Of(transaction.Findings));
            case Pacs004Item.ReturnEnd end:
                _closed = true;
                return _section!.Close(IsoFindings.Of(end.Findings));
            default:
                throw new InvalidOperationException("a message of returns ended without its end");
        }
    }

    public void Dispose() => _reader.Dispose();
}

namespace Giro.Messages.Iso20022;

/// <summary>
/// Reads camt.052, .053 and .054 one entry at a time; memory is bounded by the largest entry. The public readers say what their items are called.
/// </summary>
internal sealed class CamtReportReader<TItem>(MessageXmlReader xml, CamtForm form, CamtItems<TItem> items) : ItemReader<TItem>, IDisposable
    where TItem : class
{
    private State _state = State.BeforeMessage;
    private string _version = "";
    private StatementMessage? _message;
    private MessageXmlReader.Scope _document;
    private MessageXmlReader.Scope _body;
    private MessageXmlReader.Scope _report;
    private StatementHeader? _header;
    private StatementTally? _tally;
    private PlacedEntry? _firstEntry;
    private bool _anyReport;

    private enum State
    {
        BeforeMessage,
        BetweenReports,
        AtFirstEntry,
        InReport,
        AfterReport,
        Finished,
    }

    private protected override TItem? Step()
    {
        (var item, _state) = _state switch
        {
            State.BeforeMessage => OpenMessage(),
            State.BetweenReports => NextReport(),
            State.AtFirstEntry => (EntryItem(_firstEntry ?? NtryReader.ReadPlaced(xml)), State.InReport),
            State.InReport => NextInReport(),
            State.AfterReport => (EndReport(), State.BetweenReports),
            _ => (null, State.Finished),
        };
        return item;
    }

    public void Dispose() => xml.Dispose();

    private (TItem?, State) OpenMessage()
    {
        _version = MessageVersion.EnterDocument(xml, form.Message, "02", out _document);
        if (!xml.NextChild(_document) || xml.Name != form.Body)
            throw xml.Fail($"has no {form.Body}");
        _body = xml.Enter();
        return NextReport();
    }

    private (TItem?, State) NextReport()
    {
        while (xml.NextChild(_body))
        {
            if (xml.Name == "GrpHdr")
                _message = xml.Once(_message, CamtHeaderReader.ReadMessage);
            else if (xml.Name == form.ReportElement)
                return StartReport(_message ?? throw xml.Fail("comes before the group header (GrpHdr)"));
            else
                xml.Skip();
        }

        if (!_anyReport)
            throw xml.FailIn(_body, $"has no {form.Called} ({form.ReportElement})");
        xml.Finish(_document);
        return (null, State.Finished);
    }

    private (TItem?, State) StartReport(StatementMessage message)
    {
        _anyReport = true;
        _report = xml.Enter();
        _header = CamtHeaderReader.ReadReport(xml, form, _report, out var atEntry, out _firstEntry);
        _tally = new StatementTally(_header, form);
        return (items.Start(_version, message, _header), atEntry ? State.AtFirstEntry : State.AfterReport);
    }

    private (TItem?, State) NextInReport()
    {
        while (xml.NextChild(_report))
        {
            if (xml.Name == "Ntry")
                return (EntryItem(NtryReader.ReadPlaced(xml)), State.InReport);
            if (CamtHeaderReader.Knows(form, xml.Name))
                throw xml.Fail("comes after the entries, where it would be too late to count");
            xml.Skip();
        }

        return (EndReport(), State.BetweenReports);
    }

    private TItem EntryItem(PlacedEntry read)
    {
        xml.BeginRecord();
        return items.Entry(read.Entry, read.Place, At(read.Place, _tally!.Add(read.Entry)));
    }

    private TItem EndReport()
    {
        xml.BeginRecord();
        return items.End(_header!, _tally!.Totals, At(xml.PlaceOf(_report), _tally.Close()));
    }

    private static IReadOnlyList<StatementFinding> At(MessagePlace place, IReadOnlyList<StatementFinding> findings) =>
        findings.Count == 0 ? findings : [.. findings.Select(finding => finding with { Place = place })];
}

/// <summary>How a public reader makes its items.</summary>
internal sealed record CamtItems<TItem>(
    Func<string, StatementMessage, StatementHeader, TItem> Start,
    Func<StatementEntry, MessagePlace, IReadOnlyList<StatementFinding>, TItem> Entry,
    Func<StatementHeader, StatementTotals, IReadOnlyList<StatementFinding>, TItem> End);

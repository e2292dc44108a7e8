namespace Giro.Messages.Iso20022;

/// <summary>
/// Reads payment status reports between banks in pacs.002.001.03 and later (ISO 20022 FIToFIPaymentStatusReport), one transaction at a time: memory is bounded
/// by the largest transaction and the number of messages that are answered. Amounts and control sums are exact. DTDs are refused and nothing outside the stream
/// is opened. Elements that are not needed are passed over unread; <see cref="Iso20022Schema"/> checks the rest where that is wanted.
/// <code>
/// using var reader = new Pacs002Reader(file, "answer.xml", currencies.MinorUnitDigits);
/// while (reader.Read() is { } item)
///     switch (item) { case Pacs002Item.OriginalGroup group: ...; case Pacs002Item.Transaction transaction: ...; case Pacs002Item.ReportEnd end: ...; }
/// </code>
/// Transactions come before it is known whether the report is whole and agrees with itself, so what is done with them must be undone, or not yet be
/// committed, until ReportEnd has come, and until Read has returned null for the file.
/// </summary>
public sealed class Pacs002Reader : ItemReader<Pacs002Item>, IDisposable
{
    // ISO's external list has some twenty.
    private const int MaxStatuses = 100;

    // A report answers one message, or the few that came in a window.
    private const int MaxGroups = 1_000;

    private readonly MessageXmlReader _xml;
    private State _state = State.BeforeMessage;
    private MessageXmlReader.Scope _document;
    private MessageXmlReader.Scope _body;
    private InterbankStatusReport? _report;
    private InterbankStatusChecks? _checks;

    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="minorUnitDigits">
    /// decimals of an ISO 4217 currency code, e.g. CZK to 2; a negative answer or a <see cref="KeyNotFoundException"/> says that the code is unknown,
    /// which makes the message unreadable
    /// </param>
    public Pacs002Reader(Stream input, string fileName, Func<string, int> minorUnitDigits) =>
        _xml = new MessageXmlReader(input, fileName, minorUnitDigits);

    private enum State
    {
        BeforeMessage,
        InGroups,
        InTransactions,
        Finished,
    }

    private protected override Pacs002Item? Step()
    {
        (var item, _state) = _state switch
        {
            State.BeforeMessage => OpenMessage(),
            State.InGroups or State.InTransactions => Next(_state),
            _ => (null, State.Finished),
        };
        return item;
    }

    public void Dispose() => _xml.Dispose();

    private (Pacs002Item?, State) OpenMessage()
    {
        var version = MessageVersion.EnterDocument(_xml, "pacs.002.001", "03", out _document);
        if (!_xml.NextChild(_document) || _xml.Name != "FIToFIPmtStsRpt")
            throw _xml.Fail("has no FIToFIPmtStsRpt");
        _body = _xml.Enter();
        if (!_xml.NextChild(_body))
            throw _xml.FailIn(_body, "has no GrpHdr");
        if (_xml.Name != "GrpHdr")
            throw _xml.Fail("comes before the group header (GrpHdr)");
        var (id, createdAt) = Pain002HeaderReader.ReadMessage(_xml);
        _report = new InterbankStatusReport(id, createdAt);
        _checks = new InterbankStatusChecks(_report);
        return (new Pacs002Item.ReportStart(version, _report), State.InGroups);
    }

    private (Pacs002Item?, State) Next(State state)
    {
        while (_xml.NextChild(_body))
        {
            switch (_xml.Name)
            {
                case "OrgnlGrpInfAndSts":
                    return state == State.InGroups
                        ? (ReadGroup(), State.InGroups)
                        : throw _xml.Fail("comes after the transactions, where it would be too late to count");
                case "TxInfAndSts":
                    return (ReadTransaction(), State.InTransactions);
                case "GrpHdr":
                    throw _xml.Fail("occurs twice");
                default:
                    _xml.Skip();
                    break;
            }
        }

        _xml.Finish(_document);
        return (new Pacs002Item.ReportEnd(_report!, _checks!.TransactionCount, _checks.Close(_xml.PlaceOf(_body))), State.Finished);
    }

    private Pacs002Item.OriginalGroup ReadGroup()
    {
        var scope = _xml.Enter();
        var place = _xml.PlaceOf(scope);
        var group = InterbankStatusReader.ReadGroup(_xml);
        if (!_checks!.TryOpen(group, place))
            throw _xml.FailIn(scope, $"answers '{group.MessageId}' a second time");
        if (_checks.GroupCount > MaxGroups)
            throw _xml.FailIn(scope, $"is one of more than {MaxGroups} messages answered");
        return new Pacs002Item.OriginalGroup(group, place);
    }

    private Pacs002Item.Transaction ReadTransaction()
    {
        _xml.BeginRecord(); // not before a message answered, which are all kept
        var scope = _xml.Enter();
        var place = _xml.PlaceOf(scope);
        var transaction = _checks!.Settled(InterbankStatusReader.ReadTransaction(_xml));
        var findings = _checks.Add(transaction);
        if (_checks.StatusCount > MaxStatuses)
            throw _xml.FailIn(scope, $"brings the different statuses above {MaxStatuses}");
        return new Pacs002Item.Transaction(transaction, place, [.. findings.Select(finding => finding with { Place = place })]);
    }
}

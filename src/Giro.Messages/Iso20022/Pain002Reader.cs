namespace Giro.Messages.Iso20022;

/// <summary>
/// Reads payment status reports in pain.002.001.03 and later (ISO 20022 CustomerPaymentStatusReport), what a bank answers to a pain.001, one transaction
/// at a time: memory is bounded by the largest transaction. Amounts and control sums are exact. DTDs are refused and nothing outside the stream is
/// opened. Elements that are not needed are passed over unread; <see cref="Iso20022Schema"/> checks the rest where that is wanted.
/// <code>
/// using var reader = new Pain002Reader(file, "answer.xml", currencies.MinorUnitDigits);
/// while (reader.Read() is { } item)
///     switch (item) { case Pain002Item.ReportStart start: ...; case Pain002Item.Transaction transaction: ...; case Pain002Item.ReportEnd end: ...; }
/// </code>
/// Transactions come before it is known whether the report is whole and agrees with itself, so what is done with them must be undone, or not yet be
/// committed, until ReportEnd has come, and until Read has returned null for the file.
/// </summary>
public sealed class Pain002Reader : ItemReader<Pain002Item>, IDisposable
{
    // ISO's external list has some twenty.
    private const int MaxStatuses = 100;

    private readonly MessageXmlReader _xml;
    private State _state = State.BeforeMessage;
    private MessageXmlReader.Scope _document;
    private MessageXmlReader.Scope _body;
    private MessageXmlReader.Scope _payment;
    private MessagePlace? _group;
    private StatusReport? _report;
    private StatusReportChecks? _checks;
    private PaymentInformationStatus? _information;

    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="minorUnitDigits">
    /// decimals of an ISO 4217 currency code, e.g. CZK to 2; a negative answer or a <see cref="KeyNotFoundException"/> says that the code is unknown,
    /// which makes the message unreadable
    /// </param>
    public Pain002Reader(Stream input, string fileName, Func<string, int> minorUnitDigits) =>
        _xml = new MessageXmlReader(input, fileName, minorUnitDigits);

    private enum State
    {
        BeforeMessage,
        BetweenPayments,
        AtFirstTransaction,
        InPayment,
        AfterPayment,
        Finished,
    }

    private protected override Pain002Item? Step()
    {
        (var item, _state) = _state switch
        {
            State.BeforeMessage => OpenMessage(),
            State.BetweenPayments => NextPayment(),
            State.AtFirstTransaction => ReadTransaction(),
            State.InPayment => NextInPayment(),
            State.AfterPayment => EndPayment(),
            _ => (null, State.Finished),
        };
        return item;
    }

    public void Dispose() => _xml.Dispose();

    private (Pain002Item?, State) OpenMessage()
    {
        var version = MessageVersion.EnterDocument(_xml, "pain.002.001", "03", out _document);
        if (!_xml.NextChild(_document) || _xml.Name != "CstmrPmtStsRpt")
            throw _xml.Fail("has no CstmrPmtStsRpt");
        _body = _xml.Enter();
        (string Id, DateTimeOffset CreatedAt)? header = null;
        while (_xml.NextChild(_body))
        {
            switch (_xml.Name)
            {
                case "GrpHdr":
                    header = _xml.Once(header, Pain002HeaderReader.ReadMessage);
                    break;
                case "OrgnlGrpInfAndSts":
                    var (id, createdAt) = header ?? throw _xml.Fail("comes before the group header (GrpHdr)");
                    _group = _xml.PlaceOf(_xml.Enter());
                    _report = Pain002HeaderReader.ReadReport(_xml, id, createdAt);
                    _checks = new StatusReportChecks(_report);
                    return (new Pain002Item.ReportStart(version, _report) { Place = _group }, State.BetweenPayments);
                case "OrgnlPmtInfAndSts":
                    throw _xml.Fail("comes before the original group (OrgnlGrpInfAndSts)");
                default:
                    _xml.Skip();
                    break;
            }
        }

        throw _xml.FailIn(_body, header is null ? "has no GrpHdr" : "has no OrgnlGrpInfAndSts");
    }

    private (Pain002Item?, State) NextPayment()
    {
        while (_xml.NextChild(_body))
        {
            switch (_xml.Name)
            {
                case "OrgnlPmtInfAndSts":
                    _xml.BeginRecord();
                    _payment = _xml.Enter();
                    _information = Pain002HeaderReader.ReadPayment(_xml, _payment, out var atTransaction);
                    _checks!.Open(_information);
                    return (new Pain002Item.PaymentStart(_information) { Place = _xml.PlaceOf(_payment) }, atTransaction ? State.AtFirstTransaction : State.AfterPayment);
                case "GrpHdr" or "OrgnlGrpInfAndSts":
                    throw _xml.Fail("occurs twice");
                default:
                    _xml.Skip();
                    break;
            }
        }

        _xml.Finish(_document);
        return (new Pain002Item.ReportEnd(_report!, _checks!.TransactionCount, At(_group!, _checks.Close())), State.Finished);
    }

    private (Pain002Item?, State) NextInPayment()
    {
        while (_xml.NextChild(_payment))
        {
            if (_xml.Name == "TxInfAndSts")
                return ReadTransaction();
            if (Pain002HeaderReader.KnowsOfPayment(_xml.Name))
                throw _xml.Fail("comes after the transactions, where it would be too late to count");
            _xml.Skip();
        }

        return EndPayment();
    }

    private (Pain002Item?, State) EndPayment()
    {
        var count = _checks!.PaymentTransactionCount;
        return (new Pain002Item.PaymentEnd(_information!, count, At(_xml.PlaceOf(_payment), _checks.ClosePayment())), State.BetweenPayments);
    }

    private (Pain002Item?, State) ReadTransaction()
    {
        _xml.BeginRecord();
        var place = _xml.PlaceOf(_xml.Enter());
        var transaction = _checks!.Settled(TxInfAndStsReader.Read(_xml));
        var findings = _checks.Add(transaction);
        if (_checks.StatusCount > MaxStatuses)
            throw _xml.FailIn(_payment, $"has more than {MaxStatuses} different statuses");
        return (new Pain002Item.Transaction(transaction, At(place, findings)) { Place = place }, State.InPayment);
    }

    private static IReadOnlyList<StatusFinding> At(MessagePlace place, IReadOnlyList<StatusFinding> findings) =>
        findings.Count == 0 ? findings : [.. findings.Select(finding => finding with { Place = place })];
}

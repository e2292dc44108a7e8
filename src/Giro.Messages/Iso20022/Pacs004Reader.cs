namespace Giro.Messages.Iso20022;

/// <summary>
/// Reads payment returns between banks in pacs.004.001.02 and later (ISO 20022 PaymentReturn), one transaction at a time: memory is bounded by the largest
/// transaction. Amounts and control sums are exact. DTDs are refused and nothing outside the stream is opened. Elements that are not needed are passed over
/// unread; <see cref="Iso20022Schema"/> checks the rest where that is wanted.
/// <code>
/// using var reader = new Pacs004Reader(file, "returns.xml", currencies.MinorUnitDigits);
/// while (reader.Read() is { } item)
///     switch (item) { case Pacs004Item.ReturnStart start: ...; case Pacs004Item.Transaction transaction: ...; case Pacs004Item.ReturnEnd end: ...; }
/// </code>
/// Transactions come before it is known whether the message is whole and agrees with itself, so what is done with them must be undone, or not yet be
/// committed, until ReturnEnd has come, and until Read has returned null for the file.
/// </summary>
public sealed class Pacs004Reader : ItemReader<Pacs004Item>, IDisposable
{
    private readonly MessageXmlReader _xml;
    private State _state = State.BeforeMessage;
    private MessageXmlReader.Scope _document;
    private MessageXmlReader.Scope _body;
    private PaymentReturn? _header;
    private ReturnTally? _tally;

    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="minorUnitDigits">
    /// decimals of an ISO 4217 currency code, e.g. CZK to 2; a negative answer or a <see cref="KeyNotFoundException"/> says that the code is unknown,
    /// which makes the message unreadable
    /// </param>
    public Pacs004Reader(Stream input, string fileName, Func<string, int> minorUnitDigits) =>
        _xml = new MessageXmlReader(input, fileName, minorUnitDigits);

    private enum State
    {
        BeforeMessage,
        AtFirstTransaction,
        InTransactions,
        AfterTransactions,
        Finished,
    }

    private protected override Pacs004Item? Step()
    {
        (var item, _state) = _state switch
        {
            State.BeforeMessage => OpenMessage(),
            State.AtFirstTransaction => (ReadTransaction(), State.InTransactions),
            State.InTransactions => Next(),
            State.AfterTransactions => (End(), State.Finished),
            _ => (null, State.Finished),
        };
        return item;
    }

    public void Dispose() => _xml.Dispose();

    private (Pacs004Item?, State) OpenMessage()
    {
        var version = MessageVersion.EnterDocument(_xml, "pacs.004.001", "02", out _document);
        if (!_xml.NextChild(_document) || _xml.Name != "PmtRtr")
            throw _xml.Fail("has no PmtRtr");
        _body = _xml.Enter();
        if (!_xml.NextChild(_body))
            throw _xml.FailIn(_body, "has no GrpHdr");
        if (_xml.Name != "GrpHdr")
            throw _xml.Fail("comes before the group header (GrpHdr)");
        _header = PaymentReturnReader.ReadHeader(_xml);
        bool atTransaction;
        while ((atTransaction = _xml.NextChild(_body)) && _xml.Name != "TxInf")
        {
            switch (_xml.Name)
            {
                case "OrgnlGrpInf" when _header.OriginalMessageId is null: _header = PaymentReturnReader.ReadOriginal(_xml, _header); break;
                case "OrgnlGrpInf" or "GrpHdr": throw _xml.Fail("occurs twice");
                default: _xml.Skip(); break;
            }
        }

        _tally = new ReturnTally(_header);
        return (new Pacs004Item.ReturnStart(version, _header), atTransaction ? State.AtFirstTransaction : State.AfterTransactions);
    }

    private (Pacs004Item?, State) Next()
    {
        while (_xml.NextChild(_body))
        {
            switch (_xml.Name)
            {
                case "TxInf": return (ReadTransaction(), State.InTransactions);
                case "OrgnlGrpInf" or "GrpHdr": throw _xml.Fail("comes after the transactions, where it would be too late to count");
                default: _xml.Skip(); break;
            }
        }

        return (End(), State.Finished);
    }

    private Pacs004Item.Transaction ReadTransaction()
    {
        _xml.BeginRecord();
        var place = _xml.PlaceOf(_xml.Enter());
        var transaction = ReturnedTransactionReader.Read(_xml, _header!);
        return new Pacs004Item.Transaction(transaction, place, _tally!.Add(transaction, place));
    }

    private Pacs004Item.ReturnEnd End()
    {
        _xml.Finish(_document);
        return new Pacs004Item.ReturnEnd(_header!, _tally!.Count, _tally.Sum, _tally.Close(_xml.PlaceOf(_body)));
    }
}

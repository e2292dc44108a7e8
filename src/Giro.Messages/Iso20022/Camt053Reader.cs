namespace Giro.Messages.Iso20022;

/// <summary>
/// Reads bank statements in camt.053.001.02, .04 and .08 (ISO 20022 BankToCustomerStatement), one entry at a time: memory is bounded by the largest
/// entry. Amounts become minor units exactly. DTDs are refused and nothing outside the stream is opened. Elements that are not needed are
/// passed over unread; <see cref="Iso20022Schema"/> checks the rest where that is wanted.
/// <code>
/// using var reader = new Camt053Reader(file, "today.xml", currencies.MinorUnitDigits);
/// while (reader.Read() is { } item)
///     switch (item) { case Camt053Item.StatementStart start: ...; case Camt053Item.Entry entry: ...; case Camt053Item.StatementEnd end: ...; }
/// </code>
/// Entries come before it is known whether their statement is whole and adds up, so what is done with them must be undone, or not yet be
/// committed, until its StatementEnd has come, and until Read has returned null for the file.
/// </summary>
public sealed class Camt053Reader : IDisposable
{
    private const string NamespacePrefix = "urn:iso:std:iso:20022:tech:xsd:";

    private readonly MessageXmlReader _xml;
    private State _state = State.BeforeMessage;
    private string _version = "";
    private StatementMessage? _message;
    private MessageXmlReader.Scope _document;
    private MessageXmlReader.Scope _body;
    private MessageXmlReader.Scope _statement;
    private StatementHeader? _header;
    private StatementTally? _tally;
    private bool _anyStatement;

    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="minorUnitDigits">
    /// decimals of an ISO 4217 currency code, e.g. CZK to 2; a negative answer or a <see cref="KeyNotFoundException"/> says that the code is unknown,
    /// which makes the message unreadable
    /// </param>
    public Camt053Reader(Stream input, string fileName, Func<string, int> minorUnitDigits) =>
        _xml = new MessageXmlReader(input, fileName, minorUnitDigits);

    private enum State
    {
        BeforeMessage,
        BetweenStatements,
        AtFirstEntry,
        InStatement,
        AfterStatement,
        Finished,
        Failed,
    }

    /// <summary>The next item, or null after the last one, when the file has been read to its end and was well-formed.</summary>
    /// <exception cref="MessageFormatException">the message cannot be read; the reader is of no more use</exception>
    public Camt053Item? Read()
    {
        if (_state == State.Failed)
            throw new InvalidOperationException("the message could not be read; there is nothing to go on with");
        var state = _state;
        _state = State.Failed; // until this step has succeeded
        (var item, _state) = state switch
        {
            State.BeforeMessage => OpenMessage(),
            State.BetweenStatements => NextStatement(),
            State.AtFirstEntry => ReadEntry(),
            State.InStatement => NextInStatement(),
            State.AfterStatement => (EndStatement(), State.BetweenStatements),
            _ => (null, State.Finished),
        };
        return item;
    }

    public void Dispose() => _xml.Dispose();

    private (Camt053Item?, State) OpenMessage()
    {
        var @namespace = _xml.EnterDocument(out _document);
        _version = @namespace.StartsWith(NamespacePrefix, StringComparison.Ordinal) ? @namespace[NamespacePrefix.Length..] : @namespace;
        if (_version is not ("camt.053.001.02" or "camt.053.001.04" or "camt.053.001.08"))
            throw _xml.Fail($"'{_version}' is not a message that can be read here; camt.053.001.02, .04 and .08 are");
        if (!_xml.NextChild(_document) || _xml.Name != "BkToCstmrStmt")
            throw _xml.Fail("has no BkToCstmrStmt");
        _body = _xml.Enter();
        return NextStatement();
    }

    private (Camt053Item?, State) NextStatement()
    {
        while (_xml.NextChild(_body))
        {
            switch (_xml.Name)
            {
                case "GrpHdr":
                    _message = _xml.Once(_message, Camt053HeaderReader.ReadMessage);
                    break;
                case "Stmt":
                    return StartStatement(_message ?? throw _xml.Fail("comes before the group header (GrpHdr)"));
                default:
                    _xml.Skip();
                    break;
            }
        }

        if (!_anyStatement)
            throw _xml.FailIn(_body, "has no statement (Stmt)");
        _xml.Finish(_document);
        return (null, State.Finished);
    }

    private (Camt053Item?, State) StartStatement(StatementMessage message)
    {
        _anyStatement = true;
        _statement = _xml.Enter();
        _header = Camt053HeaderReader.ReadStatement(_xml, _statement, out var atEntry);
        _tally = new StatementTally(_header);
        return (new Camt053Item.StatementStart(_version, message, _header), atEntry ? State.AtFirstEntry : State.AfterStatement);
    }

    private (Camt053Item?, State) NextInStatement()
    {
        while (_xml.NextChild(_statement))
        {
            if (_xml.Name == "Ntry")
                return ReadEntry();
            if (Camt053HeaderReader.Knows(_xml.Name))
                throw _xml.Fail("comes after the entries, where it would be too late to count");
            _xml.Skip();
        }

        return (EndStatement(), State.BetweenStatements);
    }

    private Camt053Item.StatementEnd EndStatement() => new(_header!, _tally!.Totals, _tally.Close());

    private (Camt053Item?, State) ReadEntry()
    {
        var entry = Camt053EntryReader.Read(_xml, statusIsChoice: _version == "camt.053.001.08");
        return (new Camt053Item.Entry(entry, _tally!.Add(entry)), State.InStatement);
    }
}

using System.Xml;

namespace Giro.Messages.Iso20022;

/// <summary>
/// Forward-only walk over the elements of one ISO 20022 message, which always knows the path and the place it is at.
/// <code>
/// var scope = xml.Enter();              // at &lt;Bal&gt;
/// while (xml.NextChild(scope))          // at each child in turn
///     switch (xml.Name) { case "Amt": amount = xml.Amount(); break; default: xml.Skip(); break; }
/// </code>
/// Each branch must consume its child (a value method, Skip, or Enter with its own loop). DTDs are refused and nothing outside the stream is
/// ever opened. Memory is bounded by one text, and a text by <see cref="MaxTextLength"/>; nesting by <see cref="MaxDepth"/>, so that readers
/// which follow the nesting of a message cannot be made to exhaust the stack; what was read of one record by <see cref="MaxHeldBytes"/>.
/// </summary>
internal sealed partial class MessageXmlReader : IDisposable
{
    // The messages themselves are some twenty deep; only supplementary data may go further, and nobody's does.
    private const int MaxDepth = 100;

    // A batch booking of some tens of thousands of payments; past it a file is refused instead of filling the memory.
    private const long MaxHeldBytes = 32 * 1024 * 1024;

    private readonly string _fileName;
    private readonly Func<string, int> _minorUnitDigits;
    private readonly XmlReader _xml;
    private readonly IXmlLineInfo _place;
    private readonly List<string> _path = [];
    private string _namespace = "";
    private int _line;
    private int _column;
    private long _heldBytes;

    public MessageXmlReader(Stream input, string fileName, Func<string, int> minorUnitDigits)
    {
        _fileName = fileName;
        _minorUnitDigits = minorUnitDigits;
        _xml = XmlReader.Create(input, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = false,
        });
        _place = (IXmlLineInfo)_xml;
    }

    /// <summary>An element whose children are being read, and where it began.</summary>
    public readonly record struct Scope(int Depth, bool Empty, int Line, int Column);

    /// <summary>Local name of the element at hand.</summary>
    public string Name => _xml.LocalName;

    /// <summary>
    /// Goes to Document, which is the root element, or a child of it where the message travels in an envelope beside its business application
    /// header (AppHdr); returns its namespace.
    /// </summary>
    public string EnterDocument(out Scope scope)
    {
        while (_xml.NodeType != XmlNodeType.Element)
            Advance();
        Mark();
        if (Name != "Document" && !FindInEnvelope())
            throw Fail("the root element of an ISO 20022 message is Document");
        _namespace = _xml.NamespaceURI;
        scope = Enter();
        return _namespace;
    }

    /// <summary>What was read so far is done with: the next record may hold as much again.</summary>
    public void BeginRecord() => _heldBytes = 0;

    /// <summary>Begins reading the children of the element at hand.</summary>
    public Scope Enter()
    {
        Hold(0);
        return new(_xml.Depth, _xml.IsEmptyElement, _line, _column);
    }

    /// <summary>Goes to the next child; false at the end of the element.</summary>
    public bool NextChild(Scope scope)
    {
        while (!scope.Empty)
        {
            Advance();
            switch (_xml.NodeType)
            {
                case XmlNodeType.Element:
                    MarkChild();
                    return true;
                case XmlNodeType.EndElement:
                    return false;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    throw FailIn(scope, HoldsText);
            }
        }

        return false;
    }

    public void Skip()
    {
        if (_xml.IsEmptyElement)
            return;
        var depth = _xml.Depth;
        do
            Advance();
        while (_xml.NodeType != XmlNodeType.EndElement || _xml.Depth != depth);
    }

    /// <summary>Reads to the end of the file, so that a truncated one is noticed, and a second message in the envelope.</summary>
    public void Finish(Scope document)
    {
        while (NextChild(document))
            Skip();
        while (TryAdvance())
        {
            if (_xml is { NodeType: XmlNodeType.Element, LocalName: "Document" })
            {
                Mark();
                throw Fail("is a second message in the envelope; one can be read");
            }
        }
    }

    /// <summary>The place of an element whose children are being read.</summary>
    public MessagePlace PlaceOf(Scope scope) => new(Path(scope.Depth + 1), scope.Line, scope.Column);

    /// <summary>The new value of an element that may occur once; a second one is refused, because ignoring either would be a guess.</summary>
    public T Once<T>(T? earlier, T value) where T : class => earlier is null ? value : throw Fail("occurs twice");

    /// <inheritdoc cref="Once{T}(T, T)"/>
    public T Once<T>(T? earlier, T value) where T : struct => earlier is null ? value : throw Fail("occurs twice");

    /// <summary>The same for an element with children; it is refused before they are read, so that the error is placed at the element.</summary>
    public T Once<T>(T? earlier, Func<MessageXmlReader, T> read) where T : class => earlier is null ? read(this) : throw Fail("occurs twice");

    /// <inheritdoc cref="Once{T}(T, Func{MessageXmlReader, T})"/>
    public T Once<T>(T? earlier, Func<MessageXmlReader, T> read) where T : struct => earlier is null ? read(this) : throw Fail("occurs twice");

    /// <summary>An error at the element at hand.</summary>
    public MessageFormatException Fail(string reason) => new(_fileName, _line, _column, Path(_path.Count), reason);

    /// <summary>An error of an element whose children have been read.</summary>
    public MessageFormatException FailIn(Scope scope, string reason) => new(_fileName, scope.Line, scope.Column, Path(scope.Depth + 1), reason);

    public void Dispose() => _xml.Dispose();

    private void Advance()
    {
        if (!TryAdvance())
            throw Fail("the message ends here");
    }

    private bool TryAdvance()
    {
        try
        {
            if (!_xml.Read())
                return false;
        }
        catch (XmlException error)
        {
            throw Malformed(error);
        }

        return _xml.Depth <= MaxDepth ? true : throw Fail($"holds elements nested more than {MaxDepth} deep");
    }

    /// <summary>Counts what a reader keeps of a record: an object of some 64 bytes, and a text of two bytes a character.</summary>
    private void Hold(int textLength)
    {
        _heldBytes += 64 + 2 * textLength;
        if (_heldBytes > MaxHeldBytes)
            throw Fail($"is in a record of more than {MaxHeldBytes >> 20} MiB");
    }

    private bool FindInEnvelope()
    {
        var envelope = Enter();
        while (!envelope.Empty)
        {
            Advance();
            if (_xml.NodeType == XmlNodeType.EndElement)
                break;
            if (_xml.NodeType != XmlNodeType.Element)
                continue;
            if (Name == "Document")
            {
                Mark();
                return true;
            }

            Skip();
        }

        return false;
    }

    private void MarkChild()
    {
        Mark();
        if (_xml.NamespaceURI != _namespace)
            throw Fail($"namespace '{_xml.NamespaceURI}' where '{_namespace}' was expected");
    }

    /// <summary>Remembers the element at hand for errors: the path is the names from the root down to it.</summary>
    private void Mark()
    {
        _path.RemoveRange(_xml.Depth, _path.Count - _xml.Depth);
        _path.Add(_xml.LocalName);
        (_line, _column) = (_place.LineNumber, _place.LinePosition);
    }

    private MessageFormatException Malformed(XmlException error) => new(
        _fileName,
        error.LineNumber > 0 ? error.LineNumber : _place.LineNumber,
        error.LineNumber > 0 ? error.LinePosition : _place.LinePosition,
        Path(_path.Count),
        "not well-formed XML: " + error.Message,
        error);

    private string Path(int depth) => "/" + string.Join('/', _path.Take(depth));
}

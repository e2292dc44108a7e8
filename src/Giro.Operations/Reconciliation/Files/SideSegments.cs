using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>A side as it was read: its segments in the order of the file.</summary>
internal sealed class SideSegments
{
    private readonly int[] _linesBefore;
    private readonly int[] _textLinesBefore;

    public SideSegments(Side side, IReadOnlyList<Segment> segments)
    {
        (Side, Segments) = (side, segments);
        (_linesBefore, _textLinesBefore) = (new int[segments.Count + 1], new int[segments.Count + 1]);
        foreach (var (i, segment) in segments.Index())
        {
            _linesBefore[i + 1] = checked(_linesBefore[i] + segment.Lines);
            _textLinesBefore[i + 1] = checked(_textLinesBefore[i] + segment.TextLines);
            Input.Add(segment.Input);
        }
    }

    public Side Side { get; }

    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>All lines of the side, those that could not be read too: numbers are 1 to this.</summary>
    public int Lines => _linesBefore[^1];

    /// <summary>What the lines sum to, as it was counted while they were read.</summary>
    public MatchTally Input { get; } = new();

    /// <summary>Lines of the side before a segment.</summary>
    public int LinesBefore(int segment) => _linesBefore[segment];

    /// <summary>Lines that could not be read, in their order, with the numbers of the side and the text lines of the file.</summary>
    public IEnumerable<UnreadableLine> Unreadable() => Segments.Index().SelectMany(pair => pair.Item.Unreadable.Select(line => line with
    {
        Line = _linesBefore[pair.Index] + line.Line, TextLine = _textLinesBefore[pair.Index] + line.TextLine,
    }));

    /// <summary>Where a line of the side begins in the file, as an editor counts.</summary>
    public int TextLineOf(int line)
    {
        var at = Array.BinarySearch(_linesBefore, line);

        // The segment whose lines before are fewer than this one's number: of equal ones, which have no lines, the first.
        var segment = (at < 0 ? ~at : at) - 1;
        while (segment > 0 && _linesBefore[segment] >= line) segment--;
        return _textLinesBefore[segment] + Segments[segment].TextLineOf(line - _linesBefore[segment]);
    }
}

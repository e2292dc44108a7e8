using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>A line that could not be read: a break of its own, which nothing can match.</summary>
/// <param name="Line">number on its side, from 1</param>
/// <param name="TextLine">where it begins in the file, as an editor counts, from 1</param>
/// <param name="Text">its beginning, for whoever looks for it</param>
public sealed record UnreadableLine(int Line, int TextLine, string Reason, string Text);

/// <summary>Lines that were read out of a piece of a side's file. Lines count from 1 within the piece; rows of <see cref="Block"/> have these numbers.</summary>
internal sealed class SourceLines(Side side, int textColumns)
{
    /// <summary>Of an unreadable line; in characters.</summary>
    private const int MaxText = 300;

    public LineBlock Block { get; } = new(textColumns, 1024);

    /// <summary>All of them, those that could not be read too.</summary>
    public int Count { get; private set; }

    /// <summary>Text lines of the piece, those without a line of the side too.</summary>
    public int TextLines { get; set; }

    /// <summary>Where the text line is not that of the line before and one: headers, empty lines, line ends within quotes. Both from 1 within the piece.</summary>
    public List<(int Line, int TextLine)> Jumps { get; } = [];

    public List<UnreadableLine> Unreadable { get; } = [];

    /// <summary>What the lines sum to, counted while they are read; one that cannot be read counts with 0 of no currency.</summary>
    public MatchTally Input { get; private set; } = new();

    public Side Side => side;

    private int _textLine;

    /// <summary>The caller adds the texts to the block.</summary>
    /// <param name="textLine">from 1 within the piece</param>
    public void Add(int textLine, long amountMinor, long feeMinor, int day, ushort currency)
    {
        Next(textLine);
        Block.Add(Count, amountMinor, feeMinor, day, currency, LineFlags.None);
        Input.AddInput(side, currency, amountMinor);
    }

    public void AddUnreadable(int textLine, string reason, string text)
    {
        Next(textLine);
        Input.AddInput(side, 0, 0);
        Unreadable.Add(new UnreadableLine(Count, textLine, reason, text.Length <= MaxText ? text : text[..MaxText]));
    }

    public void Clear()
    {
        Block.Clear();
        Jumps.Clear();
        Unreadable.Clear();
        Input = new MatchTally();
        (Count, TextLines, _textLine) = (0, 0, 0);
    }

    private void Next(int textLine)
    {
        Count++;
        if (textLine != _textLine + 1) Jumps.Add((Count, textLine));
        _textLine = textLine;
    }
}

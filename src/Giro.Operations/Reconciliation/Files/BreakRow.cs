using System.Text;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>A line in a break, as it is shown.</summary>
/// <param name="Line">number on its side, from 1</param>
/// <param name="TextLine">where it begins in the file, as an editor counts</param>
/// <param name="Texts">in the order of the side's text columns; none for an unreadable line</param>
internal sealed record ShownLine(int Line, int TextLine, long AmountMinor, long FeeMinor, int Day, ushort Currency, IReadOnlyList<string> Texts)
{
    /// <summary>In major units.</summary>
    public string Amount => MoneyShown.Format(Currency, AmountMinor);

    public string Fee => FeeMinor == 0 ? "" : MoneyShown.Format(Currency, FeeMinor);

    /// <summary>Empty where the side tells none.</summary>
    public string Date => Day == 0 ? "" : DateOnly.FromDayNumber(Day).ToString("yyyy-MM-dd");

    public static ShownLine Of(LineBlock block, int row, SideSegments side) => new(
        block.Number[row], side.TextLineOf(block.Number[row]), block.AmountMinor[row], block.FeeMinor[row], block.Day[row], block.Currency[row],
        [.. block.Texts.Select(column => Encoding.UTF8.GetString(column[row]))]);
}

/// <summary>A break with its lines.</summary>
/// <param name="Pass">name of the pass that paired them; empty for a line that stands alone</param>
internal sealed record BreakRow(BreakType Type, Differences Differences, string Pass, ShownLine? Left, ShownLine? Right, string Explanation)
{
    /// <summary>What the right side says less what the left says, where both speak of the same currency.</summary>
    public string Difference => Left is not null && Right is not null && Left.Currency == Right.Currency ? MoneyShown.Format(Left.Currency, (Int128)Right.AmountMinor - Left.AmountMinor) : "";
}

/// <summary>Reads breaks back from the images of the units, one by one, in the order of their lines. One thread.</summary>
internal sealed class BreakReader(RunParts parts, IReadOnlyList<string> units, SideSegments left, SideSegments right, BreakSentences sentences)
{
    private readonly LineBlock _left = new(parts.LeftTexts.Count);
    private readonly LineBlock _right = new(parts.RightTexts.Count);
    private readonly Dictionary<int, UnreadableLine> _unreadableLeft = left.Unreadable().ToDictionary(line => line.Line);
    private readonly Dictionary<int, UnreadableLine> _unreadableRight = right.Unreadable().ToDictionary(line => line.Line);
    private byte[] _bytes = new byte[4096];

    public BreakRow Read(BreakPlace place)
    {
        if (place.Type == BreakType.UnreadableLine)
        {
            var line = place.Left > 0 ? _unreadableLeft[place.Left] : _unreadableRight[place.Right];
            var shown = new ShownLine(line.Line, line.TextLine, 0, 0, 0, 0, []);
            return new BreakRow(place.Type, place.Differences, "", place.Left > 0 ? shown : null, place.Right > 0 ? shown : null, sentences.OfUnreadable(line));
        }

        if (_bytes.Length < place.Bytes) _bytes = new byte[place.Bytes];
        var rows = _bytes.AsSpan(0, place.Bytes);
        parts.Store.Read(units[place.Unit], place.Offset, rows);
        ShownLine? ours = null, theirs = null;
        if (place.Left > 0)
        {
            _left.Clear();
            rows = rows[RowBytes.Read(rows, _left, 0)..];
            ours = ShownLine.Of(_left, 0, left);
        }

        if (place.Right > 0)
        {
            _right.Clear();
            RowBytes.Read(rows, _right, 0);
            theirs = ShownLine.Of(_right, 0, right);
        }

        var pass = place.Pass == BreakPlace.NoPass ? "" : parts.Plan.Passes[place.Pass].Name;
        return new BreakRow(place.Type, place.Differences, pass, ours, theirs, sentences.Of(place.Type, place.Differences, ours, theirs, place.Pass));
    }
}

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>What a pass compares of two rows, of one side or of both.</summary>
internal sealed class RowComparison(MatchPass pass, SideRows left, SideRows right)
{
    private readonly Differences _compare = pass.Compare;

    /// <summary>In what a left and a right row differ. What one side does not tell is not compared.</summary>
    public Differences Between(int leftRow, int rightRow)
    {
        var differences = Differences.None;
        var compare = _compare;
        if (compare.HasFlag(Differences.Amount) && ValueOf(left, leftRow) != ValueOf(right, rightRow)) differences |= Differences.Amount;
        if (compare.HasFlag(Differences.Fee) && left.Block.FeeMinor[leftRow] != right.Block.FeeMinor[rightRow]) differences |= Differences.Fee;
        if (compare.HasFlag(Differences.Currency) && left.Block.Currency[leftRow] is not 0 and var currency && right.Block.Currency[rightRow] is not 0 and var other && currency != other) differences |= Differences.Currency;
        if (compare.HasFlag(Differences.Date) && left.Block.Day[leftRow] is not 0 and var day && right.Block.Day[rightRow] is not 0 and var otherDay && day != otherDay) differences |= Differences.Date;
        if (compare.HasFlag(Differences.Status) && StatusOf(left, leftRow) is { Length: > 0 } status && StatusOf(right, rightRow) is { Length: > 0 } otherStatus && !status.SequenceEqual(otherStatus)) differences |= Differences.Status;
        return differences;
    }

    /// <summary>Which of what the pass compares a row tells. Amounts and fees always are.</summary>
    public Differences Told(SideRows side, int row)
    {
        var told = pass.Compare;
        if (side.Block.Currency[row] == 0) told &= ~Differences.Currency;
        if (side.Block.Day[row] == 0) told &= ~Differences.Date;
        if (told.HasFlag(Differences.Status) && StatusOf(side, row).IsEmpty) told &= ~Differences.Status;
        return told;
    }

    /// <summary>Orders rows of one side or of both by some of what is compared.</summary>
    public int Compare(SideRows side, int row, SideRows otherSide, int otherRow, Differences fields)
    {
        var order = 0;
        if (fields.HasFlag(Differences.Amount)) order = ValueOf(side, row).CompareTo(ValueOf(otherSide, otherRow));
        if (order == 0 && fields.HasFlag(Differences.Fee)) order = side.Block.FeeMinor[row].CompareTo(otherSide.Block.FeeMinor[otherRow]);
        if (order == 0 && fields.HasFlag(Differences.Currency)) order = side.Block.Currency[row].CompareTo(otherSide.Block.Currency[otherRow]);
        if (order == 0 && fields.HasFlag(Differences.Date)) order = side.Block.Day[row].CompareTo(otherSide.Block.Day[otherRow]);
        if (order == 0 && fields.HasFlag(Differences.Status)) order = StatusOf(side, row).SequenceCompareTo(StatusOf(otherSide, otherRow));
        return order;
    }

    public Int128 ValueOf(SideRows side, int row) => side.Value(row, side == left ? pass.LeftIsNetOfFee : pass.RightIsNetOfFee);

    private ReadOnlySpan<byte> StatusOf(SideRows side, int row)
    {
        var column = side == left ? pass.LeftStatus : pass.RightStatus;
        return column < 0 ? default : side.Block.Texts[column][row];
    }
}

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
        if ((compare & Differences.Amount) != 0 && ValueOf(left, leftRow) != ValueOf(right, rightRow)) differences |= Differences.Amount;
        if ((compare & Differences.Fee) != 0 && left.Block.FeeMinor[leftRow] != right.Block.FeeMinor[rightRow]) differences |= Differences.Fee;
        if ((compare & Differences.Currency) != 0 && BothTellOther(left.Block.Currency[leftRow], right.Block.Currency[rightRow])) differences |= Differences.Currency;
        if ((compare & Differences.Date) != 0 && BothTellOther(left.Block.Day[leftRow], right.Block.Day[rightRow])) differences |= Differences.Date;
        if ((compare & Differences.Status) != 0 && BothTellOther(StatusOf(left, leftRow), StatusOf(right, rightRow))) differences |= Differences.Status;
        return differences;
    }

    /// <summary>Which of what the pass compares a row tells. Amounts and fees always are.</summary>
    public Differences Told(SideRows side, int row)
    {
        var told = pass.Compare;
        if (side.Block.Currency[row] == 0) told &= ~Differences.Currency;
        if (side.Block.Day[row] == 0) told &= ~Differences.Date;
        if ((told & Differences.Status) != 0 && StatusOf(side, row).IsEmpty) told &= ~Differences.Status;
        return told;
    }

    /// <summary>Orders rows of one side or of both by some of what is compared.</summary>
    public int Compare(SideRows side, int row, SideRows otherSide, int otherRow, Differences fields)
    {
        var order = 0;
        if ((fields & Differences.Amount) != 0) order = ValueOf(side, row).CompareTo(ValueOf(otherSide, otherRow));
        if (order == 0 && (fields & Differences.Fee) != 0) order = side.Block.FeeMinor[row].CompareTo(otherSide.Block.FeeMinor[otherRow]);
        if (order == 0 && (fields & Differences.Currency) != 0) order = side.Block.Currency[row].CompareTo(otherSide.Block.Currency[otherRow]);
        if (order == 0 && (fields & Differences.Date) != 0) order = side.Block.Day[row].CompareTo(otherSide.Block.Day[otherRow]);
        if (order == 0 && (fields & Differences.Status) != 0) order = StatusOf(side, row).SequenceCompareTo(StatusOf(otherSide, otherRow));
        return order;
    }

    public Int128 ValueOf(SideRows side, int row) => side.Value(row, side == left ? pass.LeftIsNetOfFee : pass.RightIsNetOfFee);

    private static bool BothTellOther(int one, int other) => one != other && one != 0 && other != 0;

    private static bool BothTellOther(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => !one.IsEmpty && !other.IsEmpty && !one.SequenceEqual(other);

    private ReadOnlySpan<byte> StatusOf(SideRows side, int row)
    {
        var column = side == left ? pass.LeftStatus : pass.RightStatus;
        return column < 0 ? default : side.Block.Texts[column][row];
    }
}

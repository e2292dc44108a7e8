namespace Giro.Operations.Reconciliation.Matching;

/// <summary>How far a right line may lie from a left one.</summary>
/// <param name="BelowMinor">by magnitude, 0 or more</param>
/// <param name="DaysBefore">0 or more</param>
internal readonly record struct Reach(long BelowMinor, long AboveMinor, int DaysBefore, int DaysAfter) : IComparable<Reach>
{
    /// <summary>Of a left line: what the rules say of it, and the pass where they are silent.</summary>
    public static Reach Of(MatchPass pass, SideRows left, int row)
    {
        var reach = new Reach(pass.BelowMinor, pass.AboveMinor, pass.DaysBefore, pass.DaysAfter);
        return left.Terms is null ? reach : left.Terms.ReachOf(row, reach);
    }

    public int CompareTo(Reach other) =>
        (BelowMinor, AboveMinor, DaysBefore, DaysAfter).CompareTo((other.BelowMinor, other.AboveMinor, other.DaysBefore, other.DaysAfter));

    /// <summary>The right values that a left value lets through, both inclusive: of no opposite sign, and of a magnitude within the tolerance.</summary>
    public static (Int128 Low, Int128 High) Values(Int128 left, Int128 below, Int128 above)
    {
        if (left == 0) return (-above, above);
        var (least, most) = (Int128.Max(Int128.Abs(left) - below, 0), Int128.Abs(left) + above);
        return left > 0 ? (least, most) : (-most, -least);
    }
}

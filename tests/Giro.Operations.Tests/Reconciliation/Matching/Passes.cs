using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

/// <summary>Passes over the columns of a <see cref="LinePage"/>: order, ref, status.</summary>
internal static class Passes
{
    public static readonly KeyPart Order = KeyPart.Text(0);
    public static readonly KeyPart Reference = KeyPart.Text(1);
    private const Differences Everything = Differences.Amount | Differences.Fee | Differences.Currency | Differences.Status | Differences.Date;

    public static MatchPass Exact(Differences compare = Differences.Amount | Differences.Currency, string name = "order") => Of(name, PassKind.Exact) with { Compare = compare };

    public static MatchPass Difference() => Of("differs", PassKind.Difference) with { Compare = Everything };

    public static MatchPass Window(int before = 0, int after = 0, long below = 0, long above = 0) =>
        Of("late", PassKind.Window) with { DaysBefore = before, DaysAfter = after, BelowMinor = below, AboveMinor = above };

    public static MatchPass Group(GroupShape shape, long below = 0, long above = 0) => Of("batch", PassKind.Group) with { Shape = shape, BelowMinor = below, AboveMinor = above };

    public static MatchPass Subset(GroupShape shape = GroupShape.ManyToMany) => Of("search", PassKind.Subset) with { Shape = shape };

    public static MatchPass By(this MatchPass pass, params KeyPart[] key) => pass with { LeftKey = key, RightKey = key };

    private static MatchPass Of(string name, PassKind kind) => new() { Name = name, Kind = kind, LeftKey = [Order], RightKey = [Order], LeftStatus = 2, RightStatus = 2 };
}

using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

public sealed class MatchPlanTests
{
    [Fact]
    public void Passes_with_the_same_keys_that_follow_each_other_are_a_round()
    {
        var plan = new MatchPlan([Passes.Exact(), Passes.Difference(), Passes.Window().By(Passes.Reference), Passes.Exact()]);
        Assert.Equal([(0, 2), (2, 1), (3, 1)], plan.Rounds.Select(round => (round.FirstPass, round.Passes.Count)));
    }

    [Fact]
    public void Figures_that_a_pass_does_not_look_at_are_refused()
    {
        (MatchPass Pass, string Message)[] misfits =
        [
            (Passes.Exact() with { LeftKey = [] }, "pass order: the key has 0 parts on the left and 1 on the right"),
            (Passes.Exact() with { LeftKey = [new KeyPart(KeySource.Day, 0)] }, "pass order: part 1 of the key is day on the left and text on the right"),
            (Passes.Exact() with { LeftKey = [default], RightKey = [default] }, "pass order: part 1 of the key has no source"),
            (Passes.Exact() with { DaysAfter = 1 }, "pass order: days are for a window; exact does not look at them"),
            (Passes.Difference() with { BelowMinor = 1 }, "pass differs: a tolerance is for a window or a group; difference takes what is equal"),
            (Passes.Window(before: -1), "pass late: days are 0 to 3660"),
            (Passes.Window(above: -1), "pass late: a tolerance is 0 or more"),
            (Passes.Group(GroupShape.None), "pass batch: a group says its shape: many-to-one, one-to-many or many-to-many"),
            (Passes.Group(GroupShape.ManyToOne) with { DaysBefore = 1 }, "pass batch: days are for a window; group does not look at them"),
            (Passes.Subset() with { AboveMinor = 1 }, "pass search: a tolerance is for a window or a group; subset takes what is equal"),
            (Passes.Subset() with { MaxBlock = 65 }, "pass search: a block has 2 to 64 lines, not 65"),
            (Passes.Subset() with { MaxLines = 0 }, "pass search: a set has 1 line or more"),
            (Passes.Subset() with { Budget = 0 }, "pass search: the budget is 1 step or more"),
            (Passes.Exact() with { Kind = PassKind.None }, "pass order: it has no kind"),
        ];
        Assert.Equal(
            misfits.Select(misfit => $"{misfit.Message} (Parameter 'passes')"),
            misfits.Select(misfit => Assert.Throws<ArgumentException>(() => new MatchPlan([misfit.Pass])).Message));
    }
}

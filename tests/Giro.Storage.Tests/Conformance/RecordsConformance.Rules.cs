using Giro.Operations.Settlement;
using Giro.Storage.Records;

namespace Giro.Storage.Tests.Conformance;

public abstract partial class RecordsConformance
{
    [Fact]
    public void Rules_are_kept_by_version_and_published_together()
    {
        using var store = new RuleStore(Records);
        var first = new RuleVersion("fees", 1, "text ü", "h1");
        Assert.Equal(1U, store.Publish([first, new RuleVersion("other", 1, "o", "h")], "Ann", Noon));
        Assert.Equal(1U, store.Publish([first, new RuleVersion("other", 1, "o", "h")], "Bea", Noon));
        Assert.Equal(2U, store.Publish([new RuleVersion("fees", 2, "new", "h2")], "Bea", Noon.AddHours(1)));
        Assert.Throws<InvalidOperationException>(() => store.Publish([first with { Hash = "changed" }], "Bea", Noon));
        Assert.Equal(2U, store.LastBook);
        Assert.Equal((1, 2, 1), (store.NumberOfTotal("s", "a"), store.NumberOfTotal("s", "b"), store.NumberOfTotal("s", "a")));
        using var history = new RuleHistory(Records);
        Assert.Equal(
            ["fees 1 text ü Ann 1-1", "fees 2 new Bea 2-2", "other 1 o Ann 1-1"],
            history.All().Select(kept => $"{kept.Name} {kept.Version} {kept.Text} {kept.By} {kept.FirstBook}-{kept.LastBook}"));
        Assert.Equal(Noon, history.All()[0].At);
    }

    [Fact]
    public void Alerts_are_raised_once_for_a_subject_until_they_are_closed()
    {
        using var store = new AlertStore(Records);
        store.Raise(new Alert(0, Noon, "tie-out", "M1", "by 5"));
        store.Raise(new Alert(0, Noon.AddHours(1), "tie-out", "M1", "by 6"));
        store.Raise(new Alert(0, Noon, "tie-out", "M2", "by 7"));
        Assert.Equal([(1L, "M1", "by 6"), (2L, "M2", "by 7")], store.Open().Select(alert => (alert.Number, alert.Subject, alert.Text)));
        store.Close("tie-out", "M1", Noon, "Ann");
        store.Close("tie-out", "M3", Noon, "Ann");
        store.Raise(new Alert(0, Noon, "tie-out", "M1", "again"));
        Assert.Equal([(2L, "M2"), (3L, "M1")], store.Open().Select(alert => (alert.Number, alert.Subject)));
        using var other = new AlertStore(Other);
        Assert.Empty(other.Open());
    }
}

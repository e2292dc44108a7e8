using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Runs;
using Giro.Operations.Settlement;
using Giro.Storage.Records;
using Giro.Storage.Sql;

namespace Giro.Storage.Tests.Conformance;

public abstract partial class RecordsConformance
{
    private const string Part = "bank/2026-11-30/1";

    [Fact]
    public void Runs_findings_and_postings_come_back_and_a_corrected_run_takes_the_place()
    {
        using var store = new ReconciliationStore(Records);
        Run(store, 1, new RunFinding("line/1", new BreakFinding(BreakType.MissingAtBank, "R-1", 100, 0, 1, Monday) { Item = "PO-1/out", IsBooked = true }));
        Run(store, 2);
        var runs = store.RunsOf("bank", Monday);
        Assert.Equal([(1, 2), (2, 0)], runs.Select(run => (run.Number, run.SupersededBy)));
        Assert.Equal((100L, 90L, (Int128)(-10)), (runs[1].OpeningMinor, runs[1].ClosingMinor, runs[1].Theirs.SumMinor));
        Assert.Equal([2], store.RunsAround("bank", Monday).Select(run => run.Number));
        var finding = Assert.Single(store.FindingsOf(Part, 1));
        Assert.Equal(("line/1", "PO-1/out", true), (finding.Key, finding.Break.Item, finding.Break.IsBooked));
        Assert.Empty(store.FindingsOf(Part, 2));
        Assert.Equal(["PO-2/out"], store.ItemsOf(Part, 2));

        var posting = new RunPosting("slot", "queue", EntryKind.Unexplained, [Leg.Debit(1, 5), Leg.Credit(2, 5)], "{}");
        using (var unit = store.Begin())
        {
            Assert.Equal(1, unit.NextVersion("slot"));
            unit.Add(Part, 1, posting);
            Assert.Equal(2, unit.NextVersion("slot"));
            unit.Commit();
        }

        Assert.Equal(posting.Legs, Assert.Single(store.PostingsInForce(Part)).Legs);
        using (var unit = store.Begin())
        {
            unit.Reverse(posting, 2);
            unit.Commit();
        }

        Assert.Empty(store.PostingsInForce(Part));
    }

    [Fact]
    public void Breaks_are_numbered_keep_their_history_and_live_once_for_a_key()
    {
        using var store = new ReconciliationStore(Records);
        var first = Open(store, "line/1");
        var second = Open(store, "line/2");
        Assert.True(second.Number > first.Number);
        Assert.True(Assert.ThrowsAny<SqlFailedException>(() => Open(store, "line/1")).IsConstraint);
        using (var unit = store.Begin())
        {
            unit.Save(first with { State = BreakState.Resolved, Owner = "Ann", OpenMinor = 0, ChaseOn = Monday }, new BreakEvent(BreakEventType.Carried, "Ann", Monday, "Müller"));
            unit.Commit();
        }

        var again = Open(store, "line/1");
        Assert.Equal([1, 2], store.History(first.Number).Select(past => past.Place));
        Assert.Equal("Müller", store.History(first.Number)[1].Event.Text);
        Assert.Equal((again.Number, BreakState.Resolved), (store.FindBreak("bank", "line/1")!.Number, store.FindBreak(first.Number)!.State));
        Assert.Equal([second.Number, again.Number], store.Breaks(new BreakQuery()).Select(one => one.Number));
        Assert.Equal([first.Number], store.Breaks(new BreakQuery { WithClosed = true, Owner = "Ann" }).Select(one => one.Number));
        using var other = new ReconciliationStore(Other);
        Assert.Null(other.FindBreak(first.Number));
    }

    [Fact]
    public void A_proposal_is_decided_on_once()
    {
        using var store = new ReconciliationStore(Records);
        BreakProposal proposal;
        using (var unit = store.Begin())
        {
            proposal = unit.Add(new BreakProposal(ResolutionKind.Match, [7, 9], [100, -100], "a/b", "same", "Ann"));
            unit.Commit();
        }

        Assert.Equal([7L, 9L], Assert.Single(store.OpenProposals()).Breaks);
        using (var unit = store.Begin())
        {
            unit.Decide(proposal with { State = ProposalState.Approved, DecidedBy = "Bea", DecidedWhy = "yes" });
            Assert.Throws<InvalidDataException>(() => unit.Decide(proposal with { State = ProposalState.Approved }));
            unit.Commit();
        }

        Assert.Empty(store.OpenProposals());
        Assert.Equal(("Bea", -100L), (store.FindProposal(proposal.Number)!.DecidedBy, store.FindProposal(proposal.Number)!.OpenMinor[1]));
    }

    [Fact]
    public void Items_of_the_bank_are_found_until_they_are_booked()
    {
        using var payouts = new PayoutStore(Records);
        using var store = new ReconciliationStore(Records);
        var payout = new Payout("PO-1", "M1", "D1", 100, 100, Euro, "N", "I", Monday, PayoutState.Instructed);
        using (var unit = payouts.Begin())
        {
            unit.Save(payout);
            unit.Commit();
        }

        payouts.Expect(new ChannelSettlement("CS-1", "card", 50, 1, Monday));
        var items = store.ItemsFor(Part, Monday, Euro, Euro);
        Assert.Equal(["CS-1/in", "PO-1/out"], items.Select(item => item.Name));
        using (var unit = store.Begin())
        {
            foreach (var item in items) unit.Book(item, Part);
            unit.Commit();
        }

        Assert.Empty(store.ItemsFor(Part, Monday, Euro, Euro));
        Assert.Equal("PO-1/out", store.FindItem("PO-1/out")!.Name);
        using var dayEnd = new DayEndStore(Records);
        var figures = dayEnd.Read();
        Assert.Equal((1L, (Int128)100, (Int128)1), (figures.Payouts.Count, figures.Payouts.SumMinor, figures.ChannelCostsMinor));
    }

    /// <summary>Whoever has the database at hand, not the program alone, is kept from deleting.</summary>
    [Fact]
    public void Nothing_of_reconciliation_is_deleted_and_what_happened_is_not_changed()
    {
        using var store = new ReconciliationStore(Records);
        Run(store, 1, new RunFinding("line/1", new BreakFinding(BreakType.MissingAtBank, "R-1", 100, 0, 1, Monday)));
        Open(store, "line/1");
        using (var unit = store.Begin())
        {
            unit.Add(Part, 1, new RunPosting("slot", "queue", EntryKind.Unexplained, [], "{}"));
            unit.Add(new BreakProposal(ResolutionKind.Match, [1], [1], "", "why", "Ann"));
            unit.Commit();
        }

        using var sql = Records.Open();
        foreach (var table in new[] { "reconciliation_run", "run_finding", "run_match", "run_posting", "reconciliation_break", "break_event", "break_proposal" })
        {
            Assert.True(sql.Scalar($"SELECT count(*) FROM {table}") > 0, table);
            var e = Assert.ThrowsAny<SqlFailedException>(() => sql.Execute($"DELETE FROM {table} WHERE book = {sql.Book}"));
            Assert.Contains("nothing of reconciliation is deleted", e.Message, StringComparison.Ordinal);
            Assert.True(e.IsConstraint);
        }

        Assert.Contains("stays as it is written", Assert.ThrowsAny<SqlFailedException>(() => sql.Execute("UPDATE break_event SET text = 'x'")).Message, StringComparison.Ordinal);
    }

    private static void Run(ReconciliationStore store, int number, params RunFinding[] findings)
    {
        using var unit = store.Begin();
        var run = new ReconciliationRun("bank", Monday, Part, number)
        {
            Currency = Euro, InputHash = $"in {number}", ResultHash = "out", OpeningMinor = 100, ClosingMinor = 90, Theirs = new SideFigures(1, -10, 1, -10, 0, 0),
        };
        unit.Add(run, findings, [new RunMatch(1, "PO-2/out", -10, -10, true)]);
        unit.Commit();
    }

    private static Break Open(ReconciliationStore store, string key)
    {
        using var unit = store.Begin();
        var opened = unit.Open(
            new Break
            {
                Source = "bank", Key = key, Part = Part, Type = BreakType.MissingAtBank, Reference = "R", ExpectedMinor = 100, ActualMinor = 0, Currency = Euro, OpenedOn = Monday, DueOn = Monday,
                State = BreakState.Open, Owner = "", OpenMinor = 100,
            },
            new BreakEvent(BreakEventType.Opened, "run 1", Monday, ""));
        unit.Commit();
        return opened;
    }
}

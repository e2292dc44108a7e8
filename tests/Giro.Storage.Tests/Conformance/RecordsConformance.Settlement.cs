using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Settlement;
using Giro.Storage.Records;

namespace Giro.Storage.Tests.Conformance;

public abstract partial class RecordsConformance
{
    private static readonly Currency Euro = Currency.FromCode("EUR");

    [Fact]
    public void A_cycle_closes_once_and_carries_what_earlier_ones_left_open()
    {
        using var clearing = new ClearingStore(Records);
        using var store = new ObligationStore(Records);
        using var cycles = new CycleStore(Records);
        var afternoon = Morning with { Number = 2 };
        Clear(clearing, 1, Monday, Line(1, "M1", -40), Line(2, "M2", 60), Line(3, "M1", 100, cycle: afternoon), Line(4, "M3", 5, cycle: Counted));
        Assert.Equal([Morning, afternoon], cycles.Open(1));
        Assert.Null(cycles.LastClosed(1));

        Assert.True(store.TryClose(Morning, Monday.AddDays(1), Monday, Noon));
        Assert.False(store.TryClose(Morning, Monday.AddDays(1), Monday, Noon));
        Assert.Equal(["M1 -40 0 Due 2026-11-30", "M2 60 0 Due "], store.Of(Morning).Select(Words));
        Assert.Equal((Morning, afternoon), (cycles.LastClosed(1), Assert.Single(cycles.Open(1))));
        using (var unit = store.Begin())
        {
            unit.Save(store.Of(Morning)[0] with { State = ObligationState.CarriedForward });
            unit.Save(store.Of(Morning)[1] with { State = ObligationState.Payable, PostedMinor = 60, Note = "paid" });
            unit.Commit();
        }

        Assert.Equal(-40, Assert.Single(store.OpenShortfalls()).OpenMinor);
        Assert.True(store.TryClose(afternoon, Monday.AddDays(1), Monday, Noon));
        Assert.Equal(["M1 100 -40 Due "], store.Of(afternoon).Select(Words));
        Assert.Equal(["M1 100 -40 Due "], store.Undecided(afternoon).Select(Words));
        Assert.Empty(store.OpenShortfalls());

        // A cycle that is counted closes for one merchant, in order.
        Assert.Equal([("S2-1 M3", 5L)], cycles.OpenNets(2, ["M3"]).Select(open => ($"{open.Cycle} {open.MerchantId}", open.NetMinor)));
        Assert.Throws<ArgumentException>(() => store.TryClose(Counted with { Number = 2 }, Monday, Monday, Noon, "M3"));
        Assert.True(store.TryClose(Counted, Monday, Monday, Noon, "M3"));
        Assert.Equal([("S2-2 M3", 0L)], cycles.OpenNets(2, ["M3"]).Select(open => ($"{open.Cycle} {open.MerchantId}", open.NetMinor)));
        using var cleared = new ClearedLines(Records);
        Assert.Equal((Monday.AddDays(1), Monday), (cleared.SettlementDateOf(Morning, "M1"), cleared.SettlementDateOf(Counted, "M3")));
        Assert.Null(cleared.SettlementDateOf(Counted, "M1"));

        // Clearing sees the closes.
        using var chunk = clearing.Begin(2);
        Assert.True(chunk.IsClosed(Morning, "M1") && chunk.IsClosed(Counted, "M3"));
        Assert.False(chunk.IsClosed(Counted, "M1") || chunk.IsClosed(Morning with { Number = 3 }, "M1"));

        static string Words(Obligation obligation) => $"{obligation.MerchantId} {obligation.NetMinor} {obligation.CarriedInMinor} {obligation.State} {obligation.ShortSince:yyyy-MM-dd}";
    }

    /// <summary>The tie-out reads one total a merchant: it is the sum of what its obligations posted, however often each was saved.</summary>
    [Fact]
    public void What_obligations_post_is_taken_off_the_unsettled_lines()
    {
        using var clearing = new ClearingStore(Records);
        using var store = new ObligationStore(Records);
        Clear(clearing, 1, Monday, Line(1, "M1", 100), Line(2, "M1", 50, cycle: Counted), Line(3, "M2", 7));
        store.TryClose(Morning, Monday, Monday, Noon);
        store.TryClose(Counted, Monday, Monday, Noon, "M1");
        var (first, second) = (store.Of(Morning)[0], store.Of(Counted)[0]);
        long[] expected = [150, 120, 120, 70, 80];
        Assert.Equal(expected[0], Unsettled());
        Save(first with { PostedMinor = 30 }, expected[1]);
        Save(first with { PostedMinor = 30, Note = "again" }, expected[2]);
        Save(second with { PostedMinor = 50 }, expected[3]);
        Save(first with { PostedMinor = 20 }, expected[4]);
        using (var unit = store.Begin()) unit.Save(first with { PostedMinor = 100 });
        Assert.Equal(80, Unsettled());
        Assert.Equal(7, store.UnsettledLines(3)["M2"]);
        using var dayEnd = new DayEndStore(Records);
        Assert.Equal((2L, (Int128)70), (dayEnd.Read().PostedObligations.Count, dayEnd.Read().PostedObligations.SumMinor));

        long Unsettled() => store.UnsettledLines(3)["M1"];

        void Save(Obligation obligation, long unsettledMinor)
        {
            using (var unit = store.Begin())
            {
                unit.Save(obligation);
                unit.Commit();
            }

            Assert.Equal(unsettledMinor, Unsettled());
        }
    }

    [Fact]
    public void Items_lots_and_receivables_are_taken_in_their_order_and_never_below_zero()
    {
        using var store = new ObligationStore(Records);
        using var payouts = new PayoutStore(Records);
        using (var unit = store.Begin())
        {
            unit.Add(new PayableItem("M1", "late", 100, Monday.AddDays(2)));
            unit.Add(new PayableItem("M1", "early", 30, Monday));
            unit.Add(new PayableItem("M1", "early too", 20, Monday));
            unit.Add(new PayableItem("M2", "rejected", 9, Monday, "PO-1"));
            unit.Add(new ReserveLot("M1", "lot 2", 40, Monday.AddDays(9)));
            unit.Add(new ReserveLot("M1", "lot 1", 10, Monday));
            unit.Add(new ReceivableItem("M1", "old", 5, Monday.AddDays(-9)));
            unit.Add(new ReceivableItem("M1", "new", 6, Monday));
            unit.Commit();
        }

        using (var unit = store.Begin())
        {
            unit.TakePayable("M1", 35);
            unit.TakeRolling("M1", 12);
            unit.TakeReceivable("M1", 7);
            unit.TakeReceivable("M1", "new", 1);
            Assert.Throws<InvalidDataException>(() => unit.TakeReceivable("M1", "new", 100));
            unit.Commit();
        }

        Assert.Equal(["early too 15", "late 100"], payouts.Due(Monday.AddDays(2)).Select(item => $"{item.Reference} {item.OpenMinor}"));
        Assert.Equal(["early too 15"], payouts.Due(Monday).Select(item => $"{item.Reference} {item.OpenMinor}"));
        Assert.Equal("rejected", payouts.ItemToReplace("PO-1")!.Reference);
        Assert.Null(payouts.ItemToReplace(""));
        Assert.Equal([new ReceivableItem("M1", "new", 3, Monday)], store.Receivables());
        Assert.Empty(store.DueLots(Monday));
        Assert.Equal([new ReserveLot("M1", "lot 2", 38, Monday.AddDays(9))], store.DueLots(Monday.AddDays(9)));
        Assert.Equal((new OpenAmounts(115, 38, 3), new OpenAmounts(9, 0, 0)), (store.OpenAmounts()["M1"], store.OpenAmounts()["M2"]));
        using (var unit = store.Begin()) Assert.Throws<InvalidDataException>(() => unit.TakePayable("M1", 116));
        using (var unit = store.Begin())
        {
            unit.Release(store.DueLots(Monday.AddDays(9))[0]);
            unit.Commit();
        }

        Assert.Empty(store.DueLots(Monday.AddDays(9)));
    }

    [Fact]
    public void Write_offs_are_numbered_in_order_and_those_of_other_books_are_not_found()
    {
        using var store = new ObligationStore(Records);
        using var other = new ObligationStore(Other);
        var (first, second, third) = (Propose(store, "a"), Propose(other, "b"), Propose(store, "c"));
        Assert.True(third.Number > first.Number);
        using (var unit = store.Begin())
        {
            unit.Approve(third, "Bea");
            unit.Commit();
        }

        Assert.Equal(("", "Bea", "b"), (store.FindWriteOff(first.Number)!.ApprovedBy, store.FindWriteOff(third.Number)!.ApprovedBy, other.FindWriteOff(second.Number)!.Receivable));
        Assert.Equal("", other.FindWriteOff(second.Number)!.ApprovedBy);
        Assert.Null(store.FindWriteOff(third.Number + 1));

        static WriteOff Propose(ObligationStore store, string receivable)
        {
            using var unit = store.Begin();
            var writeOff = unit.Add(new WriteOff("M1", receivable, 5, "gone", "Ann"));
            unit.Commit();
            return writeOff;
        }
    }

    [Fact]
    public void Entries_wait_in_the_order_of_decisions_until_they_are_removed()
    {
        using var store = new WaitingEntryStore(Records);
        using var other = new WaitingEntryStore(Other);
        using var obligations = new ObligationStore(Records);
        using var obligationsOfOther = new ObligationStore(Other);
        for (var i = 0; i < 4; i++)
        {
            foreach (var (of, name) in new[] { (obligations, "mine"), (obligationsOfOther, "theirs") })
            {
                using var unit = of.Begin();
                unit.Queue(new WaitingEntry("M1", $"{name} {i}", EntryKind.WriteOff, [Leg.Debit(7, 100 + i), Leg.Credit(8, 100 + i)], $$"""{"n":{{i}},"name":"Müller"}"""));
                unit.Commit();
            }
        }

        var waiting = store.Waiting();
        Assert.Equal(["mine 0", "mine 1", "mine 2", "mine 3"], waiting.Select(entry => entry.Reference));
        Assert.Equal([Leg.Debit(7, 102), Leg.Credit(8, 102)], waiting[2].Legs);
        Assert.Equal("""{"n":2,"name":"Müller"}""", waiting[2].Attributes);
        store.Remove([waiting[0], waiting[1], waiting[3]]);
        Assert.Equal("mine 2", Assert.Single(store.Waiting()).Reference);
        Assert.Equal(4, other.Waiting().Count);
    }

    [Fact]
    public void Payouts_batches_holds_and_files_come_back_as_they_were_saved()
    {
        using var store = new PayoutStore(Records);
        var nostro = new NostroAccount("NL02ABNA0123456789", "ABNANL2A");
        Payout payout;
        PayoutBatch batch;
        using (var unit = store.Begin())
        {
            Assert.Equal("PO-20261130-000001", unit.NextEndToEndId(Monday));
            payout = new Payout(unit.NextEndToEndId(Monday), "M1", "D1", 100, 110, Euro, "Müller & Söhne", "DE02120300000000202051", Monday, PayoutState.Created) { ProposedBy = "Ann" };
            unit.Save(payout);
            batch = unit.NewBatch(Monday, Euro, Noon.AddTicks(7), "Giro", nostro);
            unit.Commit();
        }

        using (var unit = store.Begin())
        {
            Assert.Equal("PO-20261130-000003", unit.NextEndToEndId(Monday));
            payout = payout with { State = PayoutState.Approved, Past = payout.Past.With(PayoutState.Approved), MessageId = batch.MessageId, Note = "ok" };
            unit.Save(payout);
            unit.Add(new PayoutHold("M1", "Ann", "fraud?", Monday, null));
            unit.Save(new BankFileResult(BankFileStatus.Processed, BankFileKind.StatusReport, "MSG", "ab", 1, 2, [new BankFileFinding(3, BankFileFindingType.UnknownPayout, "PO-9", "which?")]));
            unit.Commit();
        }

        Assert.Equal(payout, store.Find(payout.EndToEndId));
        Assert.Equal([payout], store.PayoutsOf(batch.MessageId));
        Assert.Equal([payout], store.InState(PayoutState.Approved));
        Assert.Empty(store.InState(PayoutState.Created));
        Assert.Equal(batch, store.FindBatch(batch.MessageId));
        Assert.Equal([batch], store.UnfinishedBatches());
        var file = store.FindFile(BankFileKind.StatusReport, "MSG")!;
        Assert.Equal(("ab", 1, 2, 3), (file.Sha256, file.Moved, file.Unchanged, Assert.Single(file.Findings).Line));
        var hold = Assert.Single(store.Holds());
        Assert.Equal(("M1", (DateOnly?)null), (hold.MerchantId, hold.Until));
        using (var unit = store.Begin())
        {
            unit.Release(hold, "Bea");
            unit.Finish(batch with { PayoutCount = 1, SumMinor = 110, Sha256 = "cd" });
            unit.Commit();
        }

        Assert.Empty(store.Holds());
        Assert.Empty(store.UnfinishedBatches());
        Assert.Equal("cd", store.FindBatch(batch.MessageId)!.Sha256);
        store.Expect(new ChannelSettlement("CS-1", "card", 100, 1, Monday));
        store.Expect(new ChannelSettlement("CS-1", "card", 999, 1, Monday));
    }

    [Fact]
    public void An_item_is_paid_once()
    {
        using var obligations = new ObligationStore(Records);
        using var store = new PayoutStore(Records);
        using (var unit = obligations.Begin())
        {
            unit.Add(new PayableItem("M1", "obligation", 100, Monday));
            unit.Commit();
        }

        var item = Assert.Single(store.Due(Monday));
        using (var unit = store.Begin())
        {
            unit.Consume(item, "D1");
            Assert.Throws<InvalidDataException>(() => unit.Consume(item, "D2"));
            unit.Commit();
        }

        Assert.Empty(store.Due(Monday));
    }
}

using Giro.Ledger.Entries;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Settlement;
using Giro.Simulation.Victim.Day;

namespace Giro.Simulation.Tests.Day;

/// <summary>Every closed cycle owes what its lines come to, every obligation was settled once, every payout was in each of its states once, and no money is lost between them.</summary>
internal sealed class SettlementCheck(DayJournal journal, DayRecords records)
{
    public void Run()
    {
        CheckNets();
        CheckEntries();
        CheckMerchants();
        foreach (var payout in records.Payouts) CheckStates(payout);
        Assert.Equal(
            records.Payouts.Sum(payout => System.Numerics.BitOperations.PopCount((uint)payout.Past.Bits)),
            journal.Entries.Count(entry => entry.Kind is >= EntryKind.PayoutCreated and <= EntryKind.PayoutDeclined));
    }

    private IEnumerable<(ModelLine Line, long Cycle)> PendingLines => records.Lines.SelectMany(lines => lines).Where(line => line.Line.Account == LineAccount.Pending);

    /// <summary>Obligations and the lines of closed cycles, one for the other.</summary>
    private void CheckNets()
    {
        var closed = records.ClosedCycles.ToHashSet();
        Assert.Equal(records.ClosedCycles.Count, closed.Count);
        var lines = PendingLines.GroupBy(line => (line.Cycle, line.Line.MerchantId), line => line.Line.AmountMinor)
            .Where(group => closed.Contains((CycleId.FromValue(group.Key.Cycle).IsCounted ? group.Key.MerchantId : "", group.Key.Cycle)))
            .ToDictionary(group => group.Key, group => group.Sum());
        Assert.Equal(
            lines.Select(line => (line.Key.Cycle, line.Key.MerchantId, line.Value)).Order(),
            records.Obligations.Select(obligation => (obligation.Cycle, obligation.Merchant, obligation.NetMinor)).Order());
    }

    /// <summary>Entries of obligations and covers, one for the other.</summary>
    private void CheckEntries()
    {
        var (settled, covers) = (0, 0L);
        foreach (var obligation in records.Obligations)
        {
            var postedMinor = 0L;
            var pending = ChartOfAccounts.Pending(obligation.Merchant);
            if ((ObligationState)obligation.State == ObligationState.Payable)
            {
                postedMinor -= journal.One(obligation.Reference).CreditMinor(pending);
                settled++;
            }

            for (var cover = 1; cover <= obligation.Covers; cover++) postedMinor -= journal.One(obligation.CoverReference(cover)).CreditMinor(pending);
            covers += obligation.Covers;
            Assert.True(postedMinor == obligation.PostedMinor, $"{obligation.Reference} says that {obligation.PostedMinor} were posted, its entries say {postedMinor}");
        }

        Assert.Equal(settled, journal.Entries.Count(entry => entry.Kind == EntryKind.Obligation));
        Assert.Equal(covers, journal.Entries.Count(entry => entry.Kind == EntryKind.Cover));
    }

    /// <summary>What a merchant has earned is in pending, payable, reserves or with payouts; nothing of it twice and nothing of it nowhere.</summary>
    private void CheckMerchants()
    {
        var earned = PendingLines.GroupBy(line => line.Line.MerchantId, line => line.Line.AmountMinor).ToDictionary(group => group.Key, group => group.Sum());
        foreach (var (merchant, earnedMinor) in earned)
        {
            var obligations = records.Obligations.Where(obligation => obligation.Merchant == merchant).ToList();
            var postedMinor = obligations.Sum(obligation => obligation.PostedMinor);
            Same("net of all cycles", obligations.Sum(obligation => obligation.NetMinor), "posted and open", postedMinor + obligations.Where(obligation => obligation.CarriedTo == 0).Sum(obligation => obligation.OpenMinor));
            Same("pending", journal.Minor(ChartOfAccounts.Pending(merchant)), "lines less posted", earnedMinor - postedMinor);
            var payableMinor = journal.Minor(ChartOfAccounts.Payable(merchant));
            var rollingMinor = journal.Minor(ChartOfAccounts.RollingReserve(merchant));
            var receivableMinor = -journal.Minor(ChartOfAccounts.MerchantReceivable(merchant));
            Same("payable", payableMinor, "open items", records.OpenPayableMinor.GetValueOrDefault(merchant));
            Same("rolling reserve", rollingMinor, "open lots", records.OpenReserveMinor.GetValueOrDefault(merchant));
            Same("receivable", receivableMinor, "open receivables", records.OpenReceivableMinor.GetValueOrDefault(merchant));
            var paidMinor = records.Payouts.Where(payout => payout.MerchantId == merchant && IsPaying(payout.State)).Sum(payout => payout.HomeMinor);
            Same("earned", earnedMinor, "pending + payable + reserve - receivable + payouts", journal.Minor(ChartOfAccounts.Pending(merchant)) + payableMinor + rollingMinor - receivableMinor + paidMinor);

            void Same(string leftName, long leftMinor, string rightName, long rightMinor) =>
                Assert.True(leftMinor == rightMinor, $"{merchant}: {leftName} is {leftMinor}, {rightName} is {rightMinor}");
        }
    }

    private static bool IsPaying(PayoutState state) => state is PayoutState.Created or PayoutState.Approved or PayoutState.Instructed or PayoutState.Accepted or PayoutState.Settled;

    /// <summary>The entries of the states that it has been in are there, those of the others are not, and one state led to the other.</summary>
    private void CheckStates(Payout payout)
    {
        foreach (var state in Enum.GetValues<PayoutState>().Where(state => state != PayoutState.None))
            Assert.True(journal.Has(payout.Reference(state)) == payout.Past.Has(state), $"{payout.Reference(state)} is {(payout.Past.Has(state) ? "missing" : "there and should not be")}");
        var created = journal.One(payout.Reference(PayoutState.Created));
        var source = payout.Replaces.Length == 0 ? ChartOfAccounts.Payable(payout.MerchantId) : ChartOfAccounts.PayoutsReissued;
        Assert.Equal((-payout.HomeMinor, payout.HomeMinor), (created.CreditMinor(source), created.CreditMinor(ChartOfAccounts.PayoutsCreated)));
        Follows(PayoutState.Created, PayoutState.Approved, PayoutState.Declined);
        Follows(PayoutState.Approved, PayoutState.Instructed);
        Follows(PayoutState.Instructed, PayoutState.Accepted, PayoutState.Settled, PayoutState.Rejected);
        Follows(PayoutState.Settled, PayoutState.Returned);
        Assert.False(payout.Past.Has(PayoutState.Settled) && payout.Past.Has(PayoutState.Rejected), $"{payout.EndToEndId} was settled and rejected");
        Assert.True(payout.Past.Has(payout.State), $"{payout.EndToEndId} is {payout.State} and has not been");
        if (payout.Replaces.Length == 0) return;
        Assert.Equal(PayoutState.Reissued, Assert.Single(records.Payouts, other => other.EndToEndId == payout.Replaces).State);
        Assert.Single(records.Payouts, other => other.Replaces == payout.Replaces);

        void Follows(PayoutState first, params ReadOnlySpan<PayoutState> later)
        {
            foreach (var state in later) Assert.True(!payout.Past.Has(state) || payout.Past.Has(first), $"{payout.EndToEndId} has been {state} and not {first}");
        }
    }
}

using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Settlement;

namespace Giro.Cli.Demo;

/// <summary>Settlement on the demo's day: what the period owes, which cycles close, what is paid, and what becomes of a payout that came back.</summary>
internal sealed class DaySettlement(DayContext day)
{
    public const string Maker = "Ada";
    public const string Checker = "Ben";

    private readonly DayStores _stores = day.Stores;

    private string OutFolder => day.PathOf("out");

    private PayoutDesk Desk => new(day.Book, day.Institution, day.Accounts, _stores.Obligations, _stores.Payouts, _stores.Waiting);

    private BankFileRun BankFiles => new(day.Book, day.Institution, day.Accounts, _stores.Payouts, _stores.Waiting);

    /// <summary>What the day owes in fees beside what its payments were charged; the day before is looked at again, for payments that came late.</summary>
    public IReadOnlyList<PeriodEndPosting> EndPeriods()
    {
        var totals = day.ClearedTotals();
        var postings = new PeriodEndRun(day.Book, day.Institution, day.Rules, new AccountDirectory(day.Book, day.Institution), totals).Run(day.Date.AddDays(-1), day.Date);
        day.CatchUpClearing();
        return postings;
    }

    /// <summary>Closes what is due when the day is over, and the cycle of one merchant because somebody says so.</summary>
    public IReadOnlyList<DueCycle> CloseCycles()
    {
        var byHand = day.Institution.Merchants[SampleInstitution.ByHand];
        DueCycle[] cycles = [.. Due(), new DueCycle(new CycleId(byHand.Contract.Schedule.Ordinal, CycleId.Undated, 1), byHand.Id, 0)];
        Close(cycles);
        return cycles;
    }

    public IReadOnlyList<DueCycle> Due() => new DueCycles(day.Institution, _stores.Cycles).At(day.Midnight);

    public void Close(IReadOnlyList<DueCycle> cycles)
    {
        var alarm = new TieOutAlarm(day.Opened.Journal, day.Institution, day.Accounts, _stores.PendingLines, _stores.Alerts, day.Clock);
        var closer = new CycleCloser(day.Book, day.Institution, day.Accounts, _stores.Obligations, _stores.Waiting, day.Clock) { Alarm = alarm };
        foreach (var due in cycles)
        {
            day.CatchUpClearing();
            if (closer.Close(due.Cycle, due.MerchantId).Status == CycleCloseStatus.ClearingBehind) throw new InvalidOperationException($"cycle {due.Cycle} cannot be closed: clearing is behind the ledger");
        }

        day.CatchUpClearing();
    }

    public PayoutRunResult Pay() => new PayoutRun(day.Book, day.Institution, day.Accounts, _stores.Obligations, _stores.Payouts, _stores.Waiting, day.Clock).Run(day.Date, OutFolder);

    /// <summary>One person proposes what is above the policy's amount, another one approves.</summary>
    /// <returns>How many payouts both have said yes to.</returns>
    public int ApproveLarge()
    {
        var approved = 0;
        foreach (var payout in _stores.Payouts.InState(PayoutState.Created))
        {
            if (Desk.Approve(payout.EndToEndId, Maker).Status != DeskStatus.Proposed) continue;
            if (Desk.Approve(payout.EndToEndId, Maker).Status != DeskStatus.SamePerson) throw new InvalidOperationException($"{Maker} approved what {Maker} proposed: {payout.EndToEndId}");
            if (Desk.Approve(payout.EndToEndId, Checker).Status == DeskStatus.Done) approved++;
        }

        return approved;
    }

    /// <summary>Sends the money of a payout that came back to a corrected account.</summary>
    public DeskResult Reissue(string endToEndId, string iban)
    {
        var result = Desk.Reissue(endToEndId, iban, Maker, day.Date);
        return result.Status == DeskStatus.Done ? Desk.Approve(result.EndToEndId, Checker) : result;
    }

    public BankFileResult ReadAnswer(string path) => BankFiles.ReadStatusReport(path);

    public BankFileResult ReadNotification(string path) => BankFiles.ReadNotification(path);
}

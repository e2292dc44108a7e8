using Giro.Ledger.Currencies;
using Giro.Operations.DayEnd;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Intake;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Settlement;

namespace Giro.Cli.Demo;

/// <summary>Something that took time. Figures of the day never depend on it.</summary>
/// <param name="Items">What was done in it: lines, entries; 0 where counting makes no sense.</param>
internal sealed record StageTime(string Name, TimeSpan Elapsed, long Items, string Unit);

/// <summary>What a strategy made of the day.</summary>
/// <param name="Merchants">Whose contract names it.</param>
/// <param name="Payments">Parts of payments, as a combined payment has several.</param>
/// <param name="FeesMinor">Our income: without tax and shares, less what was given back.</param>
internal sealed record ContractSummary(string Strategy, int Merchants, long Payments, Int128 GrossMinor, Int128 FeesMinor)
{
    /// <summary>Tenths of a basis point, half up; 0 without payments.</summary>
    public long EffectiveRateTenths => GrossMinor == 0 ? 0 : (long)(((FeesMinor * 200_000 / GrossMinor) + 1) / 2);
}

/// <summary>A closed cycle; those that close by merchant are one line.</summary>
/// <param name="Cycle">The schedule's code, and which of its cycles.</param>
/// <param name="PayableMinor">Of obligations above zero that were posted: payable, reserves, repaid.</param>
/// <param name="Covered">Obligations below zero that reserve, guarantor or receivable has taken over.</param>
internal sealed record CycleSummary(string Cycle, DateOnly SettlementDate, int Obligations, long PayableMinor, int CarriedForward, int Covered, int Blocked);

/// <summary>What is kept back, or owed to us.</summary>
internal sealed record ReserveSummary(string Name, int Merchants, long AmountMinor);

internal sealed record PayoutStateSummary(PayoutState State, int Count, long AmountMinor);

/// <summary>A file of the bank about payouts.</summary>
internal sealed record BankFileSummary(string File, BankFileStatus Status, int Moved, int Unchanged, IReadOnlyList<string> Findings);

/// <summary>Everything that the demo has to say of its day.</summary>
/// <param name="Notes">What a person should know: a check that was left out, and why.</param>
internal sealed record DaySummary(
    string Institution,
    DateOnly Date,
    int Payments,
    ulong Seed,
    Currency Currency,
    IReadOnlyList<ChannelTally> Channels,
    IReadOnlyDictionary<(RejectionStage Stage, string Reason), long> Refused,
    IReadOnlyList<ContractSummary> Contracts,
    IReadOnlyDictionary<LineGroup, Figure> Lines,
    IReadOnlyList<CycleSummary> Cycles,
    IReadOnlyList<ReserveSummary> Reserves,
    IReadOnlyList<PayoutStateSummary> PayoutStates,
    IReadOnlyList<BankFileSummary> BankFiles,
    Figure Payouts,
    Figure ChannelsSettled,
    IReadOnlyList<Break> Breaks,
    TrialBalance TrialBalance,
    IReadOnlyList<TieOut> Proofs,
    string JournalHash,
    IReadOnlyList<StageTime> Times,
    IReadOnlyList<string> Notes)
{
    public bool AllHold => Proofs.All(proof => proof.Holds);

    public static IReadOnlyList<CycleSummary> CyclesOf(DayContext day, IEnumerable<DueCycle> cycles) =>
        [.. cycles.GroupBy(due => due.Cycle.IsCounted ? new CycleId(due.Cycle.Schedule, CycleId.Undated, 1) : due.Cycle).Select(group =>
        {
            var merchants = group.Select(due => due.MerchantId).ToHashSet();
            var schedule = day.Institution.ScheduleOf(group.Key);
            var obligations = day.Stores.Obligations.Of(group.Key).Where(obligation => !group.Key.IsCounted || merchants.Contains(obligation.MerchantId)).ToList();
            var posted = obligations.Where(obligation => obligation.State == ObligationState.Payable).ToList();
            var name = group.Key.IsCounted ? $"{schedule.Code}, merchant by merchant"
                : schedule.Terms.CutOffs.Count > 1 ? $"{schedule.Code} {group.Key.Date:MM-dd} no. {group.Key.Number}" : $"{schedule.Code} {group.Key.Date:MM-dd}";
            return new CycleSummary(
                name, schedule.SettlementDate(group.Key, day.Date), posted.Count, posted.Sum(obligation => obligation.AmountMinor),
                obligations.Count(obligation => obligation.State == ObligationState.CarriedForward), obligations.Count(obligation => obligation.State == ObligationState.Covered),
                obligations.Count(obligation => obligation.State == ObligationState.Blocked));
        })];

    public static IReadOnlyList<ReserveSummary> ReservesOf(DayContext day)
    {
        var lots = day.Stores.Obligations.DueLots(DateOnly.MaxValue);
        var receivables = day.Stores.Obligations.Receivables();
        var balances = day.Book.Query(reader => day.Institution.Merchants.Select(merchant => (long)reader.BalanceMinor(day.Accounts.FixedReserve(merchant))).Where(minor => minor > 0).ToList());
        return
        [
            new ReserveSummary("rolling reserves", lots.Select(lot => lot.MerchantId).Distinct().Count(), lots.Sum(lot => lot.OpenMinor)),
            new ReserveSummary("fixed reserves", balances.Count, balances.Sum()),
            new ReserveSummary("owed by merchants", receivables.Select(item => item.MerchantId).Distinct().Count(), receivables.Sum(item => item.OpenMinor)),
        ];
    }
}

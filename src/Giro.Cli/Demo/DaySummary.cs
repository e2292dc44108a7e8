using Giro.Ledger.Currencies;
using Giro.Operations.Decision;
using Giro.Operations.DayEnd;
using Giro.Operations.Institution;
using Giro.Operations.Intake;
using Giro.Operations.Reconciliation;

namespace Giro.Cli.Demo;

/// <summary>Something that took time. Figures of the day never depend on it.</summary>
/// <param name="Items">What was done in it: lines, entries; 0 where counting makes no sense.</param>
internal sealed record StageTime(string Name, TimeSpan Elapsed, long Items, string Unit);

internal sealed record CycleSummary(string Cycle, DateOnly SettlementDate, int Obligations, long PayableMinor, int CarriedForward, int Blocked);

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
    IReadOnlyDictionary<LineKind, Figure> Lines,
    IReadOnlyList<CycleSummary> Cycles,
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
}

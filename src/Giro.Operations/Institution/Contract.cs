using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Institution;

/// <summary>From where fees are taken. Numbers are stored and never reused.</summary>
public enum FeeDeduction : byte
{
    None = 0,

    /// <summary>Off each payment: the merchant's pending account gets what is left.</summary>
    Net = 1,

    /// <summary>The merchant is paid in full and owes the fees, which are collected at the end of the period.</summary>
    Gross = 2,
}

/// <summary>How the parts of a combined payment are paired, and how a return is attributed to them. Numbers are stored and never reused.</summary>
public enum Attribution : byte
{
    None = 0,

    /// <summary>Each order is paid by each instrument in proportion; a return goes back in proportion to what is left of each part.</summary>
    InProportion = 1,

    /// <summary>The first instrument pays the first orders until it is used up, then the next; a return goes to the first part first.</summary>
    FirstFirst = 2,

    /// <summary>Paired as <see cref="FirstFirst"/>; a return goes to the last part first.</summary>
    LastFirst = 3,
}

/// <summary>The terms of a merchant from a date on. Never edited: a change is a new version.</summary>
/// <param name="Version">From 1, ascending with <paramref name="From"/>.</param>
/// <param name="From">The first date of payment that it is for.</param>
/// <param name="FeeStrategy">The name of a strategy in the rule book.</param>
/// <param name="Schedule">One of <see cref="PaymentInstitution.Schedules"/>: when what is cleared is settled.</param>
/// <param name="HighestPendingMinor">The ledger refuses payments that would take the pending account above it; <see cref="long.MaxValue"/> for none.</param>
public sealed record Contract(uint Version, DateOnly From, string FeeStrategy, CycleSchedule Schedule, long HighestPendingMinor)
{
    /// <summary>Reserves, minimum, bank accounts, and what happens below zero.</summary>
    public SettlementTerms Settlement { get; init; } = SettlementTerms.Plain;

    public FeeDeduction Deduction { get; init; } = FeeDeduction.Net;

    public Attribution Attribution { get; init; } = Attribution.InProportion;
}

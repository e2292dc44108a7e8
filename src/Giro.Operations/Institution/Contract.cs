using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Institution;

/// <summary>The fee of one payment: a share of the gross amount, rounded half up to the minor unit, then at least the minimum, then at most the cap, and never more than the gross amount.</summary>
/// <param name="RatePpm">Millionths of the gross amount: 12,500 is 1.25 %.</param>
/// <param name="MinimumMinor">0 for none.</param>
/// <param name="CapMinor"><see cref="long.MaxValue"/> for none; never below the minimum.</param>
public readonly record struct FeeTerms(int RatePpm, long MinimumMinor, long CapMinor);

/// <summary>The terms of a merchant.</summary>
/// <param name="Version">Recorded on each clearing line.</param>
/// <param name="Schedule">One of <see cref="PaymentInstitution.Schedules"/>: when what is cleared is settled.</param>
/// <param name="HighestPendingMinor">The ledger refuses payments that would take the pending account above it; <see cref="long.MaxValue"/> for none.</param>
public sealed record Contract(uint Version, FeeTerms Fee, CycleSchedule Schedule, long HighestPendingMinor)
{
    /// <summary>Reserves, minimum, bank accounts, and what happens below zero.</summary>
    public SettlementTerms Settlement { get; init; } = SettlementTerms.Plain;
}

/// <summary>Who is paid through us.</summary>
/// <param name="Ordinal">Place in <see cref="PaymentInstitution.Merchants"/>.</param>
/// <param name="Id">Such as <c>M000123</c>; part of account paths.</param>
/// <param name="Iban">Where payouts go, unless the contract names other accounts.</param>
public sealed record Merchant(int Ordinal, string Id, string Name, string Iban, Contract Contract);

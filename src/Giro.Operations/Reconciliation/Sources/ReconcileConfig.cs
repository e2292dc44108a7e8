using Giro.Messages.Tables;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>How two files, or three, are reconciled.</summary>
public sealed record ReconcileConfig
{
    public required string Name { get; init; }

    public required LegConfig Leg { get; init; }

    /// <summary>The right side against a third; null for two sides.</summary>
    public required LegConfig? Third { get; init; }
}

/// <summary>Two sides and the passes over them.</summary>
/// <param name="Hash">of the config and of all files that it names: what a run that resumes must have in common with the one that began</param>
public sealed record LegConfig(SideConfig Left, SideConfig Right, MatchPlan Plan, string Hash);

/// <summary>What one side is read as.</summary>
public sealed record SideConfig
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>One of the formats of reports, or <c>csv</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Of a table; null for other formats.</summary>
    public required TableMapping? Mapping { get; init; }

    /// <summary>Fields that become the text columns of its lines, in their order: what passes and rules look at, and what is to be shown with a break.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>The value date in place of the booking date.</summary>
    public bool TakesValueDate { get; init; }

    /// <summary>Amounts with the other sign: what we pay out is positive in our records and negative on the bank's statement.</summary>
    public bool ReversesSign { get; init; }

    /// <summary>Of a batch booking the payments in it, in place of the booking.</summary>
    public bool TakesDetails { get; init; }
}

/// <summary>What became of a config: it, or all that is wrong with it.</summary>
public sealed record ReconcileConfigReading(ReconcileConfig? Config, IReadOnlyList<InstitutionFault> Faults);

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>Scenarios with leases of seconds on a machine of two cores run one after the other, when nothing else runs.</summary>
[CollectionDefinition(nameof(Chaos), DisableParallelization = true)]
public sealed class Chaos;

using System.Globalization;

namespace Giro.Simulation.Tests;

/// <summary>How long to simulate, from the environment, so that a night can do more than a check of every commit.</summary>
internal static class Knobs
{
    /// <summary>GIRO_SIM_SECONDS: how long each seed runs; null for the fixed number of rounds.</summary>
    public static TimeSpan? Duration { get; } =
        Environment.GetEnvironmentVariable("GIRO_SIM_SECONDS") is { Length: > 0 } seconds ? TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)) : null;

    /// <summary>GIRO_SIM_SEEDS: seeds with commas between them; otherwise one that nobody chose.</summary>
    public static IReadOnlyList<int> Seeds { get; } =
        Environment.GetEnvironmentVariable("GIRO_SIM_SEEDS") is { Length: > 0 } seeds
            ? [.. seeds.Split(',').Select(seed => int.Parse(seed, CultureInfo.InvariantCulture))]
            : [Random.Shared.Next()];

    /// <summary>GIRO_SIM_ROUNDS: how often each scenario on PostgreSQL breaks something; otherwise the few times that suit a check of every commit.</summary>
    public static int Rounds(int few) => Environment.GetEnvironmentVariable("GIRO_SIM_ROUNDS") is { Length: > 0 } rounds ? int.Parse(rounds, CultureInfo.InvariantCulture) : few;

    /// <summary>GIRO_SIM_SAY: whether what nodes said is written also when all goes well.</summary>
    public static bool Say { get; } = Environment.GetEnvironmentVariable("GIRO_SIM_SAY") is { Length: > 0 };
}

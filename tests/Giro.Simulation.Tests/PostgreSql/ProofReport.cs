namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>Times without service that a scenario measured: written to the test's output and, where GIRO_SIM_REPORT names a file, as a row of its table.</summary>
internal static class ProofReport
{
    private const string Head = "| scenario | times | p50 | max |\n| --- | --- | --- | --- |\n";

    public static void Write(ITestOutputHelper output, string scenario, IReadOnlyCollection<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        var (p50, max) = (sorted[(sorted.Count - 1) / 2], sorted[^1]);
        output.WriteLine($"{scenario}: {times.Count} times, p50 {p50.TotalSeconds:0.00} s, max {max.TotalSeconds:0.00} s ({string.Join(", ", times.Select(time => $"{time.TotalSeconds:0.00}"))})");
        if (Environment.GetEnvironmentVariable("GIRO_SIM_REPORT") is not { Length: > 0 } path) return;
        if (!File.Exists(path)) File.WriteAllText(path, Head);
        File.AppendAllText(path, $"| {scenario} | {times.Count} | {p50.TotalSeconds:0.00} s | {max.TotalSeconds:0.00} s |\n");
    }
}

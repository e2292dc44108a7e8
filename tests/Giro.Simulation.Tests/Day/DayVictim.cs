using System.Diagnostics;
using System.Globalization;
using Giro.Simulation.Victim.Day;

namespace Giro.Simulation.Tests.Day;

/// <summary>How a child that runs business days ended.</summary>
/// <param name="WasKilled">By SIGKILL; else it ran its days to their end.</param>
/// <param name="LastStage">The last stage that it told of; empty for none.</param>
/// <param name="After">From its start.</param>
internal sealed record DayVictimEnd(bool WasKilled, string LastStage, TimeSpan After);

/// <summary>Runs a child over some business days, to its end or to a kill: by its own hand at an aim, or by ours after a time. No other process is touched.</summary>
internal static class DayVictim
{
    private const int KilledExitCode = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <param name="killAfter">From the start of the process; null: we do not kill it.</param>
    /// <exception cref="InvalidOperationException">It ended by itself with an error.</exception>
    public static async Task<DayVictimEnd> RunAsync(DayFolder folder, int seed, int payments, int days, DayAim? aim, TimeSpan? killAfter)
    {
        var start = new ProcessStartInfo(
            VictimProcess.Executable,
            ["days", folder.Root, Text(seed), Text(payments), Text(days), aim?.ToString() ?? "none"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var stages = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            if (killAfter is { } after)
            {
                using var ended = new CancellationTokenSource(after);
                try
                {
                    await process.WaitForExitAsync(ended.Token);
                }
                catch (OperationCanceledException)
                {
                    process.Kill();
                }
            }

            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        var lastStage = (await stages).TrimEnd().Split('\n')[^1];
        if (process.ExitCode is not (0 or KilledExitCode)) throw new InvalidOperationException($"the process ended by itself with code {process.ExitCode} in or after '{lastStage}': {await errors}");
        return new DayVictimEnd(process.ExitCode == KilledExitCode, lastStage, clock.Elapsed);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

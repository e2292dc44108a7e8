using System.Diagnostics;

namespace Giro.Simulation.Tests;

/// <summary>
/// A process that runs a book under load is killed at random moments, again and again in the same folder, so that damage would add up. After each kill:
/// what was acknowledged is there exactly once under its number, the chain holds, the sums are zero, and the journal alone gives the state that
/// snapshot, id files and the rest of the journal give.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 50;

    public static TheoryData<int> Seeds => [.. Knobs.Seeds];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_a_killed_process_acknowledged_is_there_exactly_once(int seed)
    {
        output.WriteLine($"seed {seed}");
        using var folder = new TempFolder();
        var survivor = new Survivor(folder["book"], folder["copy"]);
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        var run = 0;
        for (; Knobs.Duration is { } duration ? clock.Elapsed < duration : run < Kills; run++)
        {
            try
            {
                using var victim = VictimProcess.Start("load", folder["book"], seed, run);
                // One kill in five may come while the book is still being opened.
                if (random.Next(5) != 0) await victim.OpenedAsync();
                await Task.Delay(random.Next(4) == 0 ? random.Next(1_500) : random.Next(300));
                survivor.Check(await victim.KillAsync(), random);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, kill {run}: {e.Message}", e);
            }
        }

        var summary = $"{run} kills in {clock.Elapsed.TotalSeconds:0} s: {survivor.Acknowledged} commands acknowledged in {survivor.Rows} rows, {survivor.HotJournals} half-done appends, {survivor.Snapshots} recoveries from a snapshot";
        output.WriteLine(summary);
        Assert.True(survivor.Acknowledged > run * 20 && survivor.Snapshots > run / 3, $"the load was too light to prove much: {summary}");
    }
}

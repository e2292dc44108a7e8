using System.Diagnostics;
using System.Globalization;
using Giro.Simulation.Victim.Day;

namespace Giro.Simulation.Tests.Day;

/// <summary>
/// A process that runs business days is killed at random moments and at moments aimed at, fifty times in the same folder, and each time the next one does again what was
/// interrupted. After each kill every payment is cleared once, every obligation settled once, every payout instructed once.
/// <para>
/// Repeat a failure with GIRO_SIM_SEEDS and the seed that it names: kills that are aimed with 0 microseconds fall between the same two instructions again, the others
/// about where they fell. GIRO_SIM_SECONDS makes it longer.
/// </para>
/// </summary>
public sealed class DayKillTests(ITestOutputHelper output)
{
    private const int Kills = 50;
    private const int PaymentsADay = 900;

    public static TheoryData<int> Seeds => [.. Knobs.Seeds];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_at_any_moment_a_day_clears_settles_and_pays_once(int seed)
    {
        output.WriteLine($"seed {seed}");
        using var temp = new TempFolder();
        var folder = new DayFolder(temp["days"]);
        var check = new DayCheck(folder, temp["copy"], seed, PaymentsADay);
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();

        // One day undisturbed says how long a run is; kills are spread over that.
        var undisturbed = await RunAsync(folder, seed, 1, null, null, "the undisturbed day");
        check.Run();
        var runMs = (int)undisturbed.After.TotalMilliseconds;
        var (kills, misses) = (0, 0);
        for (var round = 1; Knobs.Duration is { } duration ? clock.Elapsed < duration : kills < Kills; round++)
        {
            var aim = random.Next(5) < 2 ? null : AimOf(random);
            TimeSpan? killAfter = aim is null ? TimeSpan.FromMilliseconds(random.Next(runMs)) : null;
            var what = $"seed {seed}, round {round}, {(aim is null ? string.Create(CultureInfo.InvariantCulture, $"killed after {killAfter!.Value.TotalMilliseconds} of {runMs} ms") : $"aimed at {aim}")}";
            var end = await RunAsync(folder, seed, 2, aim, killAfter, what);
            if (end.WasKilled) kills++;
            else misses++;
            what += end.WasKilled ? $", in or after '{end.LastStage}'" : ", not met";
            try
            {
                check.Run();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{what}: {e.Message}", e);
            }
        }

        await RunAsync(folder, seed, 1, null, null, "the last day");
        check.Run();
        check.AssertAtRest();
        output.WriteLine($"{kills} kills in {clock.Elapsed.TotalSeconds:0} s ({misses} aims not met): {check.Summary}");
        Assert.True(check.Days > kills / 10 && check.PayoutFiles > check.Days, $"the days were too light to prove much: {check.Summary}");
    }

    /// <summary>One in three between two instructions, the others up to 6 ms after, the shorter the likelier: a commit takes some of them.</summary>
    private static DayAim AimOf(Random random)
    {
        var (stage, times) = DayMoments.All[random.Next(DayMoments.All.Count)];
        return new DayAim(stage, random.Next(times) + 1, random.Next(3) == 0 ? 0 : 1 + (random.Next(6_000) >> random.Next(6)));
    }

    private static async Task<DayVictimEnd> RunAsync(DayFolder folder, int seed, int days, DayAim? aim, TimeSpan? killAfter, string what)
    {
        try
        {
            return await DayVictim.RunAsync(folder, seed, PaymentsADay, days, aim, killAfter);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}, {what}: {e.Message}", e);
        }
    }
}

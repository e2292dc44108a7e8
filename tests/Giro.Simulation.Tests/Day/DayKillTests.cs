using System.Diagnostics;
using System.Globalization;
using Giro.Simulation.Victim.Day;
using Giro.Storage.Records;

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
        var undisturbed = await RunAsync(folder, seed, 1, null, null, $"seed {seed}, the undisturbed day");
        check.Run();
        var runMs = (int)undisturbed.After.TotalMilliseconds;
        var (aims, misses) = (0, 0);
        (string, int)[] targets = [.. DayMoments.All];
        var before = "the undisturbed day";
        var stages = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var round = 1; Knobs.Duration is { } duration ? clock.Elapsed < duration : stages.Values.Sum() < Kills; round++)
        {
            var aim = random.Next(4) == 0 ? null : AimOf(aims++, targets, random);
            TimeSpan? killAfter = aim is null ? TimeSpan.FromMilliseconds(random.Next(runMs)) : null;
            var what = $"seed {seed}, round {round}, {(aim is null ? string.Create(CultureInfo.InvariantCulture, $"killed after {killAfter!.Value.TotalMilliseconds} of {runMs} ms") : $"aimed at {aim}")}";
            var end = await RunAsync(folder, seed, 2, aim, killAfter, $"{what} (before it {before})");
            if (end.WasKilled) stages[end.LastStage] = stages.GetValueOrDefault(end.LastStage) + 1;
            else misses++;
            what += end.WasKilled ? $", in or after '{end.LastStage}'" : ", not met";
            try
            {
                check.Run();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{what} (before it {before}): {e.Message}", e);
            }

            before = what;
        }

        await RunAsync(folder, seed, 1, null, null, $"seed {seed}, the last day");
        check.Run();
        check.AssertAtRest();
        output.WriteLine($"{stages.Values.Sum()} kills in {clock.Elapsed.TotalSeconds:0} s ({misses} ran on to the end): {check.Summary}");
        output.WriteLine($"killed in or after {string.Join(", ", stages.Select(stage => $"{(stage.Key.Length == 0 ? "start" : stage.Key)} {stage.Value}"))}");
        Assert.True(check.Days > 3 && check.PayoutFiles > check.Days && stages.Count > 10, $"the days were too light to prove much: {check.Summary}");
    }

    [Fact]
    public async Task Killed_between_the_rename_of_a_payout_file_and_its_record_the_next_run_finishes_the_same_file()
    {
        const int Seed = 5;
        using var temp = new TempFolder();
        var folder = new DayFolder(temp["days"]);
        var end = await RunAsync(folder, Seed, 1, new DayAim(DayMoments.PayoutFinish, 1, 0), null, "killed between rename and record");
        Assert.True(end.WasKilled, "the day ended without a payout file");
        var path = Assert.Single(Directory.GetFiles(folder.Payouts));
        var (bytes, written) = (File.ReadAllBytes(path), File.GetLastWriteTimeUtc(path));
        using (var store = new PayoutStore(RecordsDatabase.InFile(Path.Combine(folder.Book, "records.db")))) Assert.Equal(Path.GetFileName(path), Assert.Single(store.UnfinishedBatches()).FileName);

        await RunAsync(folder, Seed, 1, null, null, "the run after it");
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        using (var store = new PayoutStore(RecordsDatabase.InFile(Path.Combine(folder.Book, "records.db")))) Assert.Empty(store.UnfinishedBatches());
        var check = new DayCheck(folder, temp["copy"], Seed, PaymentsADay);
        check.Run();
        Assert.Equal(1, check.Days);
    }

    /// <summary>
    /// The n-th aim, from 0. The first ones go through all stages in random order, each killed between two instructions, so that no run leaves a boundary out; the later
    /// ones fall within the 4 ms after a transaction is about to be committed, which a commit takes part of.
    /// </summary>
    private static DayAim AimOf(int n, (string Stage, int Times)[] stages, Random random)
    {
        if (n == 0) random.Shuffle(stages);
        var (stage, times) = n < stages.Length ? stages[n] : DayMoments.Commits[random.Next(DayMoments.Commits.Count)];
        return new DayAim(stage, random.Next(times) + 1, n < stages.Length ? 0 : random.Next(1, 4_000));
    }

    private static async Task<DayVictimEnd> RunAsync(DayFolder folder, int seed, int days, DayAim? aim, TimeSpan? killAfter, string what)
    {
        try
        {
            return await DayVictim.RunAsync(folder, seed, PaymentsADay, days, aim, killAfter);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{what}: {e.Message}", e);
        }
    }
}

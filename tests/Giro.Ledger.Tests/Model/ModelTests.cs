using Giro.Ledger.Entries;

namespace Giro.Ledger.Tests.Model;

/// <summary>
/// More than a million random commands, answered alike by the book and by <see cref="LedgerModel"/>, with equal states on the way, at the end, after a snapshot and
/// after replay. A failure prints its seed and the shortest prefix of its commands; <see cref="ModelRun.Check"/> with that seed shows it again.
/// </summary>
public sealed class ShortModelTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(2_000)]
    [InlineData(3_000)]
    [InlineData(4_000)]
    public void Many_short_runs_agree_with_the_model(int firstSeed)
    {
        const int Runs = 50, Commands = 3_000;
        output.WriteLine($"seeds {firstSeed} to {firstSeed + Runs - 1}, {Commands} commands each");
        var accepted = 0;
        for (var seed = firstSeed; seed < firstSeed + Runs; seed++) accepted += ModelRun.Check(seed, Commands)[(int)Status.Accepted];
        Assert.True(accepted > Runs * Commands / 4, $"only {accepted} commands were accepted; the generator misses too much");
    }
}

public sealed class LongModelTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(71)]
    [InlineData(72)]
    public void A_long_run_agrees_with_the_model(int seed)
    {
        const int Commands = 250_000;
        output.WriteLine($"seed {seed}, {Commands} commands");
        var answers = ModelRun.Check(seed, Commands);
        Assert.True(answers[(int)Status.Accepted] > Commands / 4);

        // For bytes that are no commands, and for codes that are no currencies; see Statuses and Fuzz for those.
        Status[] leftOut = [Status.Invalid, Status.Malformed, Status.CommandUnknown, Status.CurrencyUnknown];
        var missing = Enum.GetValues<Status>().Where(status => answers[(int)status] == 0).Except(leftOut);
        Assert.Empty(missing);
    }
}

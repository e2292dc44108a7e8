using System.Text;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

/// <summary>Random plans over random small blocks, in which nearly everything collides, against <see cref="SlowMatching"/>; and every division of them gives the same.</summary>
public sealed class MatchingModelTests
{
    private const Differences Everything = Differences.Amount | Differences.Fee | Differences.Currency | Differences.Status | Differences.Date;
    private static readonly int[][] Divisions = [[0], [1, 0], [6, 2, 0, 5, 1, 3, 4], [.. Enumerable.Range(0, 64).Reverse()]];

    [Theory]
    [InlineData(PassKind.Exact)]
    [InlineData(PassKind.Difference)]
    [InlineData(PassKind.Window)]
    [InlineData(PassKind.Group)]
    [InlineData(PassKind.Subset)]
    public void A_pass_does_what_loops_over_pairs_do(PassKind kind)
    {
        for (var seed = 1; seed <= 1500; seed++)
        {
            var random = new Random(seed);
            Check(seed, [RandomPass(random, kind, 0)], RandomLines(random), RandomLines(random));
        }
    }

    [Fact]
    public void Several_passes_do_what_loops_over_pairs_do()
    {
        for (var seed = 10_001; seed <= 14_000; seed++)
        {
            var random = new Random(seed);
            MatchPass[] passes = [.. Enumerable.Range(0, random.Next(2, 6)).Select(i => RandomPass(random, (PassKind)random.Next(1, 6), i))];
            if (random.Next(2) == 0) passes[1] = passes[1] with { LeftKey = passes[0].LeftKey, RightKey = passes[0].RightKey };
            Check(seed, passes, RandomLines(random), RandomLines(random));
        }
    }

    private static void Check(int seed, MatchPass[] passes, LineBlock left, LineBlock right)
    {
        var expected = SlowMatching.Run(passes, left, right);
        var plan = new MatchPlan(passes);
        string? hash = null;
        foreach (var division in Divisions)
        {
            var outcome = InMemoryReconciliation.Run(plan, left, right, division);
            var found = SlowMatching.Show(outcome);
            if (found != expected) Assert.Fail($"seed {seed}, {division.Length} partitions, {string.Join(" then ", passes.Select(pass => pass.ToString()))}\n--- expected\n{expected}\n--- found\n{found}");
            Assert.True(outcome.Tally.IsConserved, $"seed {seed}");
            Assert.Empty(outcome.Skipped);
            hash ??= outcome.Hash;
            Assert.Equal(hash, outcome.Hash);
        }
    }

    private static MatchPass RandomPass(Random random, PassKind kind, int index)
    {
        KeyPart[] parts = [KeyPart.Text(0), KeyPart.Text(1), new(KeySource.Day, 0), new(KeySource.Amount, 0), new(KeySource.Currency, 0)];
        var key = random.Next(6) switch
        {
            0 => [],
            1 => [parts[0], parts[random.Next(1, 5)]],
            2 => [parts[random.Next(1, 5)]],
            _ => (KeyPart[])[parts[0]],
        };
        var isWindow = kind == PassKind.Window;
        var hasTolerance = isWindow || kind == PassKind.Group;
        var pass = new MatchPass
        {
            Name = $"{index}",
            Kind = kind,
            LeftKey = key,
            RightKey = [.. key.Select(part => part == parts[1] && random.Next(3) == 0 ? parts[0] : part)],
            Compare = (Differences)random.Next(32),
            LeftIsNetOfFee = random.Next(4) == 0,
            RightIsNetOfFee = random.Next(4) == 0,
            DaysBefore = isWindow ? random.Next(2) : 0,
            DaysAfter = isWindow ? random.Next(3) : 0,
            BelowMinor = hasTolerance ? random.Next(2) : 0,
            AboveMinor = hasTolerance ? random.Next(3) : 0,
            Shape = (GroupShape)random.Next(kind == PassKind.Group ? 1 : 0, 4),
            MaxLines = random.Next(1, 5),
            LeftStatus = random.Next(-1, 3) == 0 ? -1 : 2,
            RightStatus = 2,
        };
        return random.Next(3) == 0 ? pass with { Compare = Everything } : pass;
    }

    /// <summary>Up to 7 lines of few keys, amounts, fees, dates, currencies and statuses.</summary>
    private static LineBlock RandomLines(Random random)
    {
        var lines = new LineBlock(3);
        var width = random.Next(1, 5);
        var number = 0;
        for (var count = random.Next(8); count > 0; count--)
        {
            number += random.Next(1, 3);
            ushort currency = random.Next(6) switch { 0 => 0, 1 => 840, _ => 156 };
            lines.Add(number, random.Next(-width, width + 2), random.Next(2), random.Next(4) == 0 ? 0 : LinePage.DayOf(random.Next(1, 1 + width)), currency, LineFlags.None);
            string[] texts = ["aab"[random.Next(3)].ToString(), random.Next(4) == 0 ? "" : "ab"[random.Next(2)].ToString(), random.Next(3) == 0 ? "" : "pq"[random.Next(2)].ToString()];
            foreach (var (i, text) in texts.Index()) lines.Texts[i].Add(Encoding.UTF8.GetBytes(text));
        }

        return lines;
    }
}

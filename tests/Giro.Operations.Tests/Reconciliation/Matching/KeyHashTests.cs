using System.Text;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

public sealed class KeyHashTests
{
    private static readonly KeyPart[] AllSources = [KeyPart.Text(0), new(KeySource.Amount, 0), new(KeySource.Day, 0), new(KeySource.Currency, 0)];

    [Fact]
    public void Equal_keys_hash_alike_from_other_columns_and_rows()
    {
        var round = new MatchPlan([Passes.Exact() with { LeftKey = [KeyPart.Text(0), KeyPart.Text(1)], RightKey = [KeyPart.Text(1), KeyPart.Text(0)] }]).Rounds[0];
        for (var length = 0; length < 70; length++)
        {
            var (one, other) = (new string('x', length) + "é", new string('y', length));
            var (left, right) = (Lines(("", ""), (one, other)), Lines((other, one)));
            Assert.Equal(new KeyHash(round, Side.Left).Of(left, 1), new KeyHash(round, Side.Right).Of(right, 0));
        }
    }

    [Fact]
    public void It_is_the_same_in_every_process()
    {
        var hash = new KeyHash(new MatchPlan([Passes.Exact().By(AllSources)]).Rounds[0], Side.Left);
        Assert.Equal(319829689886362188UL, hash.Of(Lines(("ORDER-0001", "")), 0));
    }

    [Fact]
    public void High_and_low_bits_spread_evenly_over_keys_in_sequence_and_over_lines_without_one()
    {
        var hash = new KeyHash(new MatchPlan([Passes.Exact()]).Rounds[0], Side.Left);
        foreach (var hasKey in new[] { true, false })
        {
            var lines = Lines([.. Enumerable.Range(0, 64_000).Select(i => (hasKey ? $"{i:D24}" : "", ""))]);
            var (high, low) = (new int[64], new int[64]);
            for (var row = 0; row < lines.Count; row++)
            {
                var value = hash.Of(lines, row);
                high[value >> 58]++;
                low[value & 63]++;
            }

            // 1,000 are expected in each, with a deviation of 32: six of them.
            Assert.All(high.Concat(low), count => Assert.InRange(count, 810, 1190));
        }
    }

    [Fact]
    public void Every_byte_and_every_part_counts()
    {
        var hash = new KeyHash(new MatchPlan([Passes.Exact().By(Passes.Order, Passes.Reference)]).Rounds[0], Side.Left);
        var texts = new HashSet<(string, string)>();
        for (var length = 0; length <= 40; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var text = new StringBuilder(new string('a', length)) { [at] = 'b' }.ToString();
                texts.Add((text, ""));
                texts.Add(("", text));
                texts.Add((text[..at], text[at..]));
            }
        }

        var lines = Lines([.. texts]);
        Assert.Equal(lines.Count, Enumerable.Range(0, lines.Count).Select(row => hash.Of(lines, row)).Distinct().Count());
    }

    private static LineBlock Lines(params (string Order, string Reference)[] texts)
    {
        var lines = new LineBlock(3);
        foreach (var (order, reference) in texts)
        {
            lines.Add(lines.Count + 1, 12_345, 0, 740_000, 156, LineFlags.None);
            lines.Texts[0].Add(Encoding.UTF8.GetBytes(order));
            lines.Texts[1].Add(Encoding.UTF8.GetBytes(reference));
            lines.Texts[2].Add(default);
        }

        return lines;
    }
}

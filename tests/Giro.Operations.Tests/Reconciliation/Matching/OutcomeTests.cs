using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

/// <summary>What a run proves of its result: that no line is lost, and which result it is.</summary>
public sealed class OutcomeTests
{
    [Fact]
    public void Every_line_is_counted_in_and_out_by_side_and_currency()
    {
        var outcome = LinePage.Check([Passes.Exact(), Passes.Difference()], """
            A-1 10.00 in CNY    | A-1 10.00 in CNY   | pair order
            A-2 20.00 in CNY    | A-2 21.00 in CNY   | amount
            A-3 -5.00 in USD    |                    | missing-at-bank
                                | A-4 0.00           | missing-with-us
            A-5 1.00 in USD     | A-5 1.00 in CNY    | currency
            """);
        Assert.Equal(
            """
            left CNY: matched 1 + in breaks 1 = input 2; 1000 + 2000 = 3000
            left USD: matched 0 + in breaks 2 = input 2; 0 + -400 = -400
            right ---: matched 0 + in breaks 1 = input 1; 0 + 0 = 0
            right CNY: matched 1 + in breaks 2 = input 3; 1000 + 2200 = 3200
            """,
            string.Join('\n', outcome.Tally.Proof()));
        Assert.Equal(new CountAndSum(1, -500), outcome.Tally.All.Single(one => one is { Side: Side.Left, Currency: 840 }).InBreaks(BreakType.MissingAtBank));
    }

    [Fact]
    public void A_lost_line_or_one_of_another_amount_shows()
    {
        var tally = new MatchTally();
        tally.AddInput(Side.Left, 156, 500);
        Assert.False(tally.IsConserved);
        tally.AddMatched(Side.Left, 156, 400);
        Assert.False(tally.IsConserved);
        Assert.Equal("left CNY: matched 1 + in breaks 0 = input 1; 400 + 0 is not 500", Assert.Single(tally.Proof()));
        tally.AddInput(Side.Right, 156, 500);
        tally.AddBreak(Side.Right, 840, 500, BreakType.Amount);
        Assert.Equal("right CNY: matched 0 + in breaks 0 is not input 1; 0 + 0 is not 500", tally.Proof().ElementAt(1));
    }

    [Fact]
    public void Tallies_of_threads_add_up_past_sixty_four_bits()
    {
        var all = new MatchTally();
        for (var i = 0; i < 4; i++)
        {
            var one = new MatchTally();
            one.AddInput(Side.Left, 156, long.MaxValue);
            one.AddBreak(Side.Left, 156, long.MaxValue, BreakType.MissingAtBank);
            one.AddUnreadable(Side.Right);
            all.Add(one);
        }

        Assert.True(all.IsConserved);
        Assert.Equal(new CountAndSum(4, (Int128)long.MaxValue * 4), all.All.First().Input);
        Assert.Equal(new CountAndSum(4, 0), all.All.Last().InBreaks(BreakType.UnreadableLine));
    }

    [Fact]
    public void Amounts_at_the_limits_of_sixty_four_bits_are_compared_and_summed_exactly()
    {
        // In minor units, at the ends: 92233720368547758.07 and -92233720368547758.08.
        LinePage.Check([Passes.Exact() with { LeftIsNetOfFee = true }, Passes.Group(GroupShape.ManyToMany), Passes.Window(below: long.MaxValue, above: long.MaxValue).By(Passes.Reference), Passes.Subset().By(Passes.Reference)], """
            A -92233720368547758.08 fee 0.01                  | A 92233720368547758.07                   | missing-at-bank / missing-with-us   # not by wrapping round
            B 92233720368547758.07                            | B 92233720368547758.05                   | set a batch
            B 92233720368547758.07                            | B 92233720368547758.05                   | set a batch
            B -0.01                                           | B 0.03                                   | set a batch
            C 92233720368547758.07 fee -92233720368547758.08  | C 92233720368547758.06                   | missing-at-bank / missing-with-us
            D -92233720368547758.08                           | D -92233720368547758.08                  | pair order
            E -92233720368547758.08 ref E                     | - -0.01 ref E                            | pair late
            F 92233720368547758.07 ref F                      | - -92233720368547758.08 ref F            | missing-at-bank / missing-with-us
            """);
    }

    [Fact]
    public void One_side_or_both_may_be_empty()
    {
        MatchPass[] passes = [Passes.Exact(), Passes.Difference(), Passes.Window().By(Passes.Reference), Passes.Group(GroupShape.ManyToOne), Passes.Subset()];
        LinePage.Check(passes, "A 1.00 |  | missing-at-bank");
        LinePage.Check(passes, " | A 1.00 | missing-with-us");
        var none = InMemoryReconciliation.Run(new MatchPlan(passes), new LineBlock(3), new LineBlock(3));
        Assert.True(none.Tally.IsConserved);
        Assert.Empty(none.Breaks);
    }

    [Fact]
    public void The_hash_is_of_the_result_and_changes_with_anything_in_it()
    {
        MatchPass[] passes = [Passes.Exact(), Passes.Difference(), Passes.Group(GroupShape.ManyToOne).By(Passes.Reference), Passes.Subset().By(Passes.Reference) with { MaxBlock = 3 }];
        string[] pages =
        [
            "A 1.00 | A 1.00 | pair order",
            "A 1.00 | A 1.01 | amount",
            "A 1.00 | A 1.02 | amount",
            "A 1.00 |  | missing-at-bank",
            " | A 1.00 | missing-with-us",
            "A 1.00 ref X | B 3.00 ref X | set a batch\nA 2.00 ref X |  | set a batch",
            "A 1.00 ref X | A 4.00 | ambiguous a\nA 2.00 ref X |  | ambiguous a",
            "A 1.00 ref X | B 4.00 ref X | missing-at-bank / missing-with-us\nA 2.00 ref X | B 5.00 ref X | missing-at-bank / missing-with-us",
            "A 1.00 ref Y | B 4.00 ref Y | missing-at-bank / missing-with-us\nA 2.00 ref Y | B 5.00 ref Y | missing-at-bank / missing-with-us",
        ];
        var hashes = pages.Select(page => LinePage.Check(passes, page).Hash).ToList();
        Assert.Equal(pages.Length, hashes.Distinct().Count());
        Assert.Equal(hashes, pages.Select(page => LinePage.Check(passes, page).Hash));
    }

    [Fact]
    public void The_bytes_that_are_hashed_are_those_that_the_layout_says()
    {
        using var hash = new OutcomeHash();
        hash.Add(new PairClaim(2, 1, 3, Differences.Amount));
        hash.Add(new GroupClaim(1, [5, 7], [4]));
        hash.Add(Side.Left, 9, BreakType.MissingAtBank);
        hash.Add(Side.Right, 2, BreakType.Ambiguous);
        hash.Add(new Suggestion(0, [8], [9]));
        hash.Add(new SkippedBlock(4, "k", 70, "why"));
        byte[] bytes =
        [
            1, 3, 1, 2, 0, 0, 0, 1, 0, 0, 0,
            2, 1, 2, 0, 0, 0, 5, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0,
            3, 1, 1, 9, 0, 0, 0,
            3, 2, 10, 2, 0, 0, 0,
            4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0,
            5, 4, 70, 0, 0, 0, 1, 0, 0, 0, (byte)'k', 3, 0, 0, 0, (byte)'w', (byte)'h', (byte)'y',
            6, 1, 0x48, 3, .. CountAndSum(2, -1), .. CountAndSum(1, 7), .. CountAndSum(0, 0), .. CountAndSum(1, -8), .. Enumerable.Range(2, 10).SelectMany(_ => CountAndSum(0, 0)),
        ];
        var tally = new MatchTally();
        tally.AddInput(Side.Left, 840, 7);
        tally.AddInput(Side.Left, 840, -8);
        tally.AddMatched(Side.Left, 840, 7);
        tally.AddBreak(Side.Left, 840, -8, BreakType.MissingAtBank);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), hash.Finish(tally));

        static byte[] CountAndSum(byte count, sbyte sum) => [count, 0, 0, 0, 0, 0, 0, 0, unchecked((byte)sum), .. Enumerable.Repeat(sum < 0 ? (byte)255 : (byte)0, 15)];
    }

    [Fact]
    public void Results_out_of_order_are_refused()
    {
        using var hash = new OutcomeHash();
        hash.Add(new PairClaim(2, 1, 0, Differences.None));
        Assert.Throws<InvalidOperationException>(() => hash.Add(new GroupClaim(0, [2], [2])));
        Assert.Throws<InvalidOperationException>(() => hash.Add(new PairClaim(1, 5, 0, Differences.None)));
        hash.Add(Side.Right, 3, BreakType.MissingWithUs);
        Assert.Throws<InvalidOperationException>(() => hash.Add(Side.Left, 9, BreakType.MissingAtBank));
        Assert.Throws<InvalidOperationException>(() => hash.Add(new PairClaim(9, 9, 0, Differences.None)));
        hash.Add(new SkippedBlock(1, "b", 1, ""));
        Assert.Throws<InvalidOperationException>(() => hash.Add(new SkippedBlock(1, "a", 1, "")));
        Assert.Throws<InvalidOperationException>(() => hash.Add(new Suggestion(0, [1], [1])));
    }

    [Fact]
    public void Flags_of_an_earlier_run_do_not_count()
    {
        var left = new LineBlock(3);
        var right = new LineBlock(3);
        foreach (var (side, amount) in new[] { (left, 1L), (right, 2L) })
        {
            side.Add(1, amount, 0, 0, 0, LineFlags.HasMatchedTwin | LineFlags.IsSuggested);
            foreach (var column in side.Texts) column.Add("A"u8);
        }

        Assert.Equal(BreakType.Amount, Assert.Single(InMemoryReconciliation.Run(new MatchPlan([Passes.Difference()]), left, right).Breaks).Type);
    }
}

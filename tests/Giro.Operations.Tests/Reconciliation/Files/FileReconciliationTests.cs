using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Files;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Files;

/// <summary>Files in, results out.</summary>
public sealed class FileReconciliationTests
{
    [Fact]
    public void Every_line_is_matched_once_or_a_break_with_its_place_its_figures_and_a_reason()
    {
        using var files = new TwoFiles().With(
        [
            "A1,10.00,0.06,PAID,2026-11-11,T1,",
            "A2,20.00,0.12,PAID,2026-11-11,\"T2, \"\"left\"\"\nwing\",",
            "A3,30.00,0.18,PAID,2026-11-11,T3,",
            "A4,4o.00,0.24,PAID,2026-11-11,T4,",
            "A5,50.00,0.30,PAID,2026-11-11,T5,",
            "A5,50.00,0.30,PAID,2026-11-11,T5,",
            "L6,60.00,0.36,PAID,2026-11-11,T6,",
            "G7,70.00,0.42,PAID,2026-11-11,T7,B7",
            "G8,80.00,0.48,PAID,2026-11-11,T8,B7",
            "X9,90.00,0.54,PAID,2026-11-11,T9,",
        ],
        [
            "A2,20.00,0.12,PAID,20261111,T2",
            "A1,9.99,0.06,FAILED,20261111,T1",
            "A5,50.00,0.30,PAID,20261111,T5",
            "R6,60.04,0.36,PAID,20261114,T6",
            "B7,150.00,0.90,PAID,20261112,",
            "Y9,90.01,0.54,PAID,20261111,T9",
            "Z9,90.02,0.54,PAID,20261111,T9",
            "R0,1.00,0.01,PAID,20261111,T0",
        ]);
        var summary = files.Run();
        Assert.Equal("""
            left_line,right_line,pass,group
            2,1,order,
            5,3,order,
            7,4,late,
            8,,batches,1
            9,,batches,1
            ,5,batches,1

            """, files.Result("matches.csv"));
        Assert.Equal("""
            type,pass,left_line,left_text_line,right_line,right_text_line,left_currency,right_currency,left_amount,right_amount,difference,left_fee,right_fee,left_date,right_date,left_order,left_status,left_terminal,left_batch,right_reference,right_status,right_terminal,explanation
            amount,differs,1,2,2,3,CNY,CNY,10.00,9.99,-0.01,0.06,0.06,2026-11-11,2026-11-11,A1,PAID,T1,,A1,FAILED,T1,"amount 10.00 in our records, 9.99 in the bill; status PAID in our records, FAILED in the bill"
            missing-at-bank,,3,5,,,CNY,,30.00,,,0.18,,2026-11-11,,A3,PAID,T3,,,,,"in our records, not in the bill"
            unreadable-line,,4,6,,,,,,,,,,,,,,,,,,,"amount '4o.00' is no amount of CNY as the mapping writes them: A4,4o.00,0.24,PAID,2026-11-11,T4,"
            duplicate-with-us,,6,8,,,CNY,,50.00,,,0.30,,2026-11-11,,A5,PAID,T5,,,,,once more in our records than in the bill: another line with this key is matched
            ambiguous,,10,12,,,CNY,,90.00,,,0.54,,2026-11-11,,X9,PAID,T9,,,,,more than one line could be it; suggestions.csv has them
            ambiguous,,,,6,7,,CNY,,90.01,,,0.54,,2026-11-11,,,,,Y9,PAID,T9,more than one line could be it; suggestions.csv has them
            ambiguous,,,,7,8,,CNY,,90.02,,,0.54,,2026-11-11,,,,,Z9,PAID,T9,more than one line could be it; suggestions.csv has them
            missing-with-us,,,,8,9,,CNY,,1.00,,,0.01,,2026-11-11,,,,,R0,PAID,T0,"in the bill, not in our records"

            """, files.Result("breaks.csv"));
        Assert.Equal("""
            suggestion,pass,side,line,text_line,currency,amount,fee,date,order,status,terminal,batch,reference
            1,late,left,10,12,CNY,90.00,0.54,2026-11-11,X9,PAID,T9,,
            1,late,right,6,7,CNY,90.01,0.54,2026-11-11,,PAID,T9,,Y9
            1,late,right,7,8,CNY,90.02,0.54,2026-11-11,,PAID,T9,,Z9

            """, files.Result("suggestions.csv"));
        Assert.Equal(
            [(BreakType.MissingAtBank, 1), (BreakType.Amount, 1), (BreakType.MissingWithUs, 1), (BreakType.DuplicateWithUs, 1), (BreakType.Ambiguous, 3), (BreakType.UnreadableLine, 1)],
            summary.Breaks.Select(pair => (pair.Key, (int)pair.Value)));
        Assert.Equal(
            [
                "left ---: matched 0 + in breaks 1 = input 1; 0 + 0 = 0",
                "left CNY: matched 5 + in breaks 4 = input 9; 28000 + 18000 = 46000",
                "right CNY: matched 4 + in breaks 4 = input 8; 28004 + 19102 = 47106",
            ],
            summary.Tally.Proof());
        Assert.Equal(
            [("order", 2, 0, 0, 2, 2), ("differs", 0, 1, 0, 0, 0), ("late", 1, 0, 0, 1, 1), ("batches", 0, 0, 1, 2, 1)],
            summary.Passes.Select(pass => (pass.Name, (int)pass.Pairs, (int)pass.Differing, (int)pass.Groups, (int)pass.LeftLines, (int)pass.RightLines)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Results_are_the_same_bytes_whatever_the_chunks_partitions_threads_and_store(int seed)
    {
        using var files = new TwoFiles();
        var (left, right) = RandomOrders.Make(seed, 400, unreadable: true);
        files.With(left, right);
        files.Run(files.Options() with { Threads = 1, Partitions = 1, ChunkBytes = 1 << 20 });
        var expected = files.All();
        Assert.Equal(["breaks.csv", "breaks.json", "matches.csv", "suggestions.csv", "summary.json"], expected.Keys);
        RunOptions[] ways =
        [
            files.Options() with { Partitions = 64, ChunkBytes = 300, UnitLines = 30 },
            files.Options() with { Partitions = 8, ChunkBytes = 1000, Threads = 1 },
            files.Options(files.Work) with { Partitions = 16, ChunkBytes = 777, UnitLines = 100 },
            files.Options(files.Work) with { Partitions = 1024, ChunkBytes = 5000, Threads = 3, UnitLines = 1 },
        ];
        foreach (var way in ways)
        {
            files.Run(way);
            Assert.Equal(expected, files.All());
        }

        Assert.False(Directory.Exists(files.Work));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void The_hash_is_that_of_the_same_lines_in_memory(int seed)
    {
        using var files = new TwoFiles();
        var (left, right) = RandomOrders.Make(seed, 300);
        var summary = files.With(left, right).Run(files.Options() with { Partitions = 32, ChunkBytes = 500, UnitLines = 40 });
        var plan = TwoFiles.Leg().Plan;
        var ours = Block(left, "order,amount,fee,status,date,terminal,batch", ["order", "status", "terminal", "batch"]);
        var theirs = Block(right, "order,amount,fee,status,date,terminal", ["order", "status", "terminal"]);
        var inMemory = InMemoryReconciliation.Run(plan, ours, theirs);
        Assert.Equal(inMemory.Hash, summary.Hash);
        Assert.True(inMemory.Pairs.Count > 20 && inMemory.Groups.Count > 0 && inMemory.Suggestions.Count > 0);
    }

    /// <summary>Reads the lines of <see cref="RandomOrders"/> in another way than the engine does.</summary>
    private static LineBlock Block(string[] lines, string header, string[] texts)
    {
        var names = header.Split(',');
        var block = new LineBlock(texts.Length);
        foreach (var (i, line) in lines.Index())
        {
            var plain = line.Replace("\"PAID, \"\"late\"\"\nor so\"", "@", StringComparison.Ordinal).Split(',');
            string Cell(string name) => plain[Array.IndexOf(names, name)].Replace("@", "PAID, \"late\"\nor so", StringComparison.Ordinal);
            var date = DateOnly.ParseExact(Cell("date").Replace("-", "", StringComparison.Ordinal), "yyyyMMdd");
            block.Add(i + 1, Minor(Cell("amount")), Minor(Cell("fee")), date.DayNumber, 156, LineFlags.None);
            foreach (var (column, name) in texts.Index()) block.Texts[column].Add(System.Text.Encoding.UTF8.GetBytes(Cell(name)));
        }

        return block;
    }

    private static long Minor(string amount) => long.Parse(amount.Replace(".", "", StringComparison.Ordinal));

    [Fact]
    public void Files_without_lines_match()
    {
        using var files = new TwoFiles().With([], []);
        var summary = files.Run();
        Assert.False(summary.HasBreaks);
        Assert.Equal("left_line,right_line,pass,group\n", files.Result("matches.csv"));
        Assert.Equal("[]", files.Result("breaks.json").Trim());
    }

    [Fact]
    public void When_one_file_is_empty_every_line_of_the_other_is_missing()
    {
        using var files = new TwoFiles().With(["A1,10.00,0.06,PAID,2026-11-11,T1,"], []);
        Assert.Equal([(BreakType.MissingAtBank, 1L)], files.Run().Breaks.Select(pair => (pair.Key, pair.Value)));
    }
}

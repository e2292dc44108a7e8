using System.IO.Compression;
using System.Text;
using Giro.Messages;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Files;
using Giro.Operations.Reconciliation.Sources;
using Giro.Operations.Tests.Reconciliation.Files;

namespace Giro.Operations.Tests.Reconciliation.Sources;

/// <summary>Sides in all the ways that files are written.</summary>
public sealed class SideTests : IDisposable
{
    private const string Statement = """
        :20:STARTUMS
        :25:ACCOUNT
        :28C:1/1
        :60F:C261110CNY100,00
        :61:2611111111D10,00NTRFA1//BANK1
        :86:out
        :61:2611111111D20,50NTRFA2//BANK2
        :86:out
        :61:2611121112C7,00NTRFA9//BANK3
        :86:in
        :62F:C261112CNY76,50
        -
        """;

    private readonly TwoFiles _files = new();

    [Theory]
    [InlineData("bom")]
    [InlineData("crlf")]
    [InlineData("gb18030")]
    [InlineData("gzip")]
    [InlineData("utf-16")]
    [InlineData("no end of line")]
    public void However_a_table_is_written_its_lines_are_the_same(string way)
    {
        var (left, right) = RandomOrders.Make(5, 200, unreadable: true);
        var options = _files.Options() with { ChunkBytes = 700 };
        var plain = _files.With([.. left.Select(line => line.Replace("late", "迟到", StringComparison.Ordinal))], right).Run(options);
        var config = TwoFiles.Config;
        var text = File.ReadAllText(_files.Left);
        if (way == "bom") File.WriteAllText(_files.Left, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        if (way == "crlf") File.WriteAllText(_files.Left, text.Replace("\nor so", "@", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal).Replace("@", "\nor so", StringComparison.Ordinal));
        if (way == "utf-16") File.WriteAllText(_files.Left, text, Encoding.Unicode);
        if (way == "no end of line") File.WriteAllText(_files.Left, text.TrimEnd('\n'));
        if (way == "gb18030")
        {
            File.WriteAllBytes(_files.Left, CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes(text));
            config = config.Replace("\"name\": \"our records\", \"format\": \"csv\", \"mapping\": {", "\"name\": \"our records\", \"format\": \"csv\", \"mapping\": { \"encoding\": \"gb18030\",", StringComparison.Ordinal);
        }

        if (way == "gzip")
        {
            using var packed = new GZipStream(File.Create(_files.Left), CompressionLevel.Fastest);
            packed.Write(Encoding.UTF8.GetBytes(text));
        }

        var other = _files.Run(options, config: config);
        Assert.Equal(plain.Hash, other.Hash);
        Assert.Equal(plain.Breaks, other.Breaks);
        Assert.True(plain.Breaks[BreakType.UnreadableLine] > 5);
    }

    [Fact]
    public void A_packed_run_that_was_stopped_resumes()
    {
        var (left, right) = RandomOrders.Make(6, 300);
        var expected = _files.With(left, right).Run().Hash;
        var text = File.ReadAllBytes(_files.Right);
        using (var packed = new GZipStream(File.Create(_files.Right), CompressionLevel.Fastest)) packed.Write(text);
        var options = _files.Options(_files.Work) with { ChunkBytes = 700, Threads = 1 };
        Assert.Throws<StoppedException>(() => _files.Run(options, new StopsAfter(20)));
        Assert.Equal(expected, _files.Run(options).Hash);
    }

    [Fact]
    public void A_statement_of_a_bank_is_a_side_with_its_sign_reversed()
    {
        File.WriteAllText(_files.Left, "order,amount,date\nA1,10.00,2026-11-11\nA2,20.00,2026-11-11\n");
        File.WriteAllText(_files.Right, Statement.Replace("\n", "\r\n", StringComparison.Ordinal));
        var summary = _files.Run(config: """
            { "name": "day", "currency": "CNY",
              "left":  { "name": "our records", "format": "csv", "mapping": { "currency": "CNY", "fields": { "order": "order", "amount": "amount", "date": "date" } } },
              "right": { "name": "the bank", "format": "MT940", "sign": "reversed", "show": ["bank-reference"] },
              "passes": [
                { "name": "order", "kind": "exact", "key": { "left": ["order"], "right": ["reference"] }, "compare": ["amount", "currency", "date"] },
                { "name": "differs", "kind": "difference", "key": { "left": ["order"], "right": ["reference"] }, "compare": ["amount"] } ] }
            """);
        Assert.Equal([(BreakType.Amount, 1L), (BreakType.MissingWithUs, 1L)], summary.Breaks.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal("""
            type,pass,left_line,left_text_line,right_line,right_text_line,left_currency,right_currency,left_amount,right_amount,difference,left_fee,right_fee,left_date,right_date,left_order,right_bank-reference,right_reference,explanation
            amount,differs,2,3,2,7,CNY,CNY,20.00,20.50,0.50,,,2026-11-11,2026-11-11,A2,BANK2,A2,"amount 20.00 in our records, 20.50 in the bank"
            missing-with-us,,,,3,9,,CNY,,-7.00,,,,,2026-11-12,,BANK3,A9,"in the bank, not in our records"

            """, _files.Result("breaks.csv"));
    }

    [Fact]
    public void A_table_with_totals_is_checked_against_them_and_its_unreadable_lines_are_breaks()
    {
        File.WriteAllText(_files.Left, "order,amount\nA1,10.00\nA2,2o.00\nA3,30.00\ntotal,3,41.00\n");
        File.WriteAllText(_files.Right, "order,amount\nA1,10.00\nA3,30.00\n");
        var summary = _files.Run(config: """
            { "name": "day", "currency": "CNY",
              "left":  { "name": "our records", "format": "csv", "mapping": { "currency": "CNY", "fields": { "order": "order", "amount": "amount" },
                "trailers": [ { "starts-with": "total", "pattern": "total,(?<count>[0-9]+),(?<sum>.+)", "totals": [ { "at": "count", "count": true }, { "at": "sum", "sum": "amount" } ] } ] } },
              "right": { "name": "the bill", "format": "csv", "mapping": { "currency": "CNY", "fields": { "order": "order", "amount": "amount" } } },
              "passes": [ { "name": "order", "kind": "exact", "key": ["order"] } ] }
            """);
        Assert.Equal([(BreakType.UnreadableLine, 1L)], summary.Breaks.Select(pair => (pair.Key, pair.Value)));
        Assert.Contains(summary.Left.Findings, finding => finding.Contains("41.00", StringComparison.Ordinal));
        Assert.Contains(",3,", _files.Result("breaks.csv").Split('\n')[1]);
    }

    [Fact]
    public void A_quote_that_is_never_closed_makes_one_unreadable_line_of_the_rest()
    {
        _files.With(["A1,10.00,0,PAID,2026-11-11,T1,", "\"A2,20.00,0,PAID,2026-11-11,T1,", "A3,30.00,0,PAID,2026-11-11,T1,"], ["A1,10.00,0,PAID,20261111,T1"]);
        var summary = _files.Run(_files.Options() with { ChunkBytes = 64 });
        Assert.Equal([(BreakType.UnreadableLine, 1L)], summary.Breaks.Select(pair => (pair.Key, pair.Value)));
        Assert.Contains("a quote is opened and not closed", _files.Result("breaks.csv"));
    }

    [Fact]
    public void A_table_without_the_columns_of_its_mapping_is_an_error()
    {
        _files.With([], []);
        File.WriteAllText(_files.Right, "reference,amount\nA1,10.00\n");
        Assert.Contains("paid", Assert.Throws<MessageFormatException>(() => _files.Run()).Message);
    }

    [Fact]
    public void The_bill_of_a_channel_is_a_side_in_its_own_format()
    {
        var bill = SharedData.Path("cn-channels/wechat_trade_ALL_20201129.csv");
        using (var packed = new GZipStream(File.Create(_files.Right), CompressionLevel.Fastest)) packed.Write(File.ReadAllBytes(bill));
        File.WriteAllText(_files.Left, "order,amount\n");
        var summary = _files.Run(config: """
            { "name": "day", "currency": "CNY",
              "left":  { "name": "our records", "format": "csv", "mapping": { "currency": "CNY", "fields": { "order": "order", "amount": "amount" } } },
              "right": { "name": "the bill", "format": "wechat" },
              "passes": [ { "name": "order", "kind": "exact", "key": { "left": ["order"], "right": ["reference"] } } ] }
            """);
        Assert.True(summary.Right.Lines > 0);
        Assert.Equal(summary.Right.Lines, summary.Breaks[BreakType.MissingWithUs]);
    }

    [Fact]
    public void Three_sides_join_on_the_lines_of_the_middle()
    {
        _files.With(
            ["A1,10.00,0,PAID,2026-11-11,T1,", "A2,20.00,0,PAID,2026-11-11,T1,", "A4,40.00,0,PAID,2026-11-11,T1,"],
            ["A1,10.00,0,PAID,20261111,T1", "A2,20.00,0,PAID,20261111,T1", "A3,30.00,0,PAID,20261111,T1", "A5,50.00,0,PAID,20261111,T1", "A6,x,0,PAID,20261111,T1"]);
        var third = Path.Combine(_files.Folder, "third.csv");
        File.WriteAllText(third, "ref,amount\nA1,10.00\nA3,30.00\nA7,70.00\n");
        var config = TwoFiles.Read(TwoFiles.Config[..TwoFiles.Config.LastIndexOf('}')] + """
            , "third": { "side": { "name": "the bank", "format": "csv", "mapping": { "currency": "CNY", "fields": { "ref": "ref", "amount": "amount" } } },
              "passes": [ { "name": "bank", "kind": "exact", "key": { "left": ["reference"], "right": ["ref"] } } ] } }
            """);
        var summary = new ThreeSides(config, _files.Options(), new Silent()).Run(_files.Left, _files.Right, third);
        Assert.Equal([new MiddleTotal(156, new(1, 10_00))], summary.WithBoth);
        Assert.Equal([new MiddleTotal(156, new(1, 20_00))], summary.WithLeftOnly);
        Assert.Equal([new MiddleTotal(156, new(1, 30_00))], summary.WithThirdOnly);
        Assert.Equal([new MiddleTotal(0, new(1, 0)), new MiddleTotal(156, new(1, 50_00))], summary.WithNeither);
        Assert.Equal("""
            line,text_line,currency,amount,with_left,with_third
            2,3,CNY,20.00,matched,missing-at-bank
            3,4,CNY,30.00,missing-with-us,matched
            4,5,CNY,50.00,missing-with-us,missing-at-bank
            5,6,,0,unreadable-line,unreadable-line

            """, _files.Result(ThreeSides.LinesFile));
        Assert.True(File.Exists(Path.Combine(_files.Results, ThreeSides.FirstFolder, "matches.csv")));
        Assert.True(File.Exists(Path.Combine(_files.Results, ThreeSides.SecondFolder, "breaks.json")));
    }

    public void Dispose() => _files.Dispose();
}

using System.Text.Json;

namespace Giro.EndToEnd.Tests;

public sealed class MessagesCommandTests
{
    [Fact]
    public void A_statement_that_adds_up_is_told_with_its_figures()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("no-extension-says-anything.csv", Statement("104.00"));

        var (exitCode, output, error) = GiroCommand.Run("messages", "check", path);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(
            $"""
            {path}: camt.053.001.08

              section  account  date        currency  lines  opening  credits    in  debits   out  closing
              S1       1        2026-11-20  CZK           2   100.00        1  5.00       1  1.00   104.00

              adds up: 1 section, 2 lines

            """.ReplaceLineEndings("\n"),
            output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void One_that_does_not_is_flagged_with_what_was_expected_what_was_found_and_where()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("statement.xml", Statement("104.01"));

        var (exitCode, output, error) = GiroCommand.Run("messages", "check", path);

        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains("  FLAGGED: 1 finding; it is not posted without a named person accepting it (1 section, 2 lines)", output);
        Assert.Contains("  closing-balance at /Document/BkToCstmrStmt/Stmt (line 3)", output);
        Assert.Contains("    opening 100.00 CZK and booked entries 4.00 CZK give 104.00 CZK, but the closing balance is 104.01 CZK", output);
        Assert.Contains("    expected 104.01 CZK, found 104.00 CZK", output);
    }

    [Fact]
    public void JSON_says_the_same()
    {
        using var folder = new TemporaryFolder();
        var (good, bad, cut) = (folder.Write("1.xml", Statement("104.00")), folder.Write("2.xml", Statement("104.01")), folder.Write("3.xml", Statement("104.00")[..3]));

        var (exitCode, output, _) = GiroCommand.Run("messages", "check", good, bad, cut, "--output", "json");

        Assert.Equal(2, exitCode);
        using var json = JsonDocument.Parse(output);
        var files = json.RootElement.GetProperty("files").EnumerateArray().ToList();
        Assert.Equal(["adds up", "flagged", "unreadable"], files.Select(file => file.GetProperty("verdict").GetString()));
        var section = files[0].GetProperty("sections")[0];
        Assert.Equal(("100.00", "104.00"), (section.GetProperty("opening").GetString(), section.GetProperty("closing").GetString()));
        Assert.Equal("5.00", section.GetProperty("movements")[0].GetProperty("creditSum").GetString());
        var finding = files[1].GetProperty("findings")[0];
        Assert.Equal(("closing-balance", "104.01 CZK", "104.00 CZK", 3),
            (finding.GetProperty("code").GetString(), finding.GetProperty("expected").GetString(), finding.GetProperty("found").GetString(), finding.GetProperty("line").GetInt32()));
        var reason = files[2].GetProperty("error");
        Assert.Equal(4, reason.GetProperty("line").GetInt32());
        Assert.StartsWith("not well-formed XML: ", reason.GetProperty("reason").GetString());
    }

    [Fact]
    public void One_that_cannot_be_read_is_told_with_file_line_field_and_reason_and_the_others_are_still_checked()
    {
        using var folder = new TemporaryFolder();
        var bad = folder.Write("bad.xml", [.. Statement("104.00").Select(line => line.Replace("<Amt Ccy=\"CZK\">1.00", "<Amt Ccy=\"CZK\">1.005", StringComparison.Ordinal))]);
        var good = folder.Write("good.xml", Statement("104.00"));

        var (exitCode, output, error) = GiroCommand.Run("messages", "check", bad, good);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"giro: {bad}(8,", error);
        Assert.Contains(") /Document/BkToCstmrStmt/Stmt/Ntry/Amt: '1.005' has more than the 2 decimals its currency allows", error);
        Assert.Contains("UNREADABLE from there on: 1 line was read before it. Nothing of the file may be posted.", output);
        Assert.Contains("  adds up: 1 section, 2 lines", output);
    }

    [Fact]
    public void A_folder_a_missing_file_an_empty_one_and_an_unknown_one_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        var empty = Path.Combine(folder.Path, "empty");
        File.WriteAllText(empty, "");
        var unknown = folder.Write("unknown.sta", "Dear customer,", "please find attached");

        AssertRun(2, $"giro: {folder.Path} is a directory; name the files in it, for example ", folder.Path);
        AssertRun(3, $"giro: there is no file {empty}2", empty + "2");
        AssertRun(2, $"giro: {empty}(0,0): the file is empty", empty);
        Assert.Contains("a table needs its mapping: --mapping FILE", GiroCommand.Run("messages", "check", unknown).Out);
        AssertRun(2, $"giro: {unknown}(1,1): is text that begins with 'Dear customer,', which is no known format; looked for camt.052, camt.053, ", unknown);

        static void AssertRun(int exitCode, string message, string path)
        {
            var run = GiroCommand.Run("messages", "check", path);
            Assert.Equal(exitCode, run.ExitCode);
            Assert.StartsWith(message, run.Error);
        }
    }

    [Fact]
    public void A_table_is_read_by_a_mapping_of_a_file_or_by_the_name_of_one_that_is_included()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("day.csv", "when;what;how much", "2026-11-20;A;1.50", "2026-11-20;B;-0.25", "2026-11-20;C;x");
        var mapping = folder.Write("day.json",
            """{ "name": "our-day", "delimiter": ";", "currency": "EUR", "fields": { "date": "when", "reference": "what", "amount": "how much" } }""");

        var (exitCode, output, error) = GiroCommand.Run("messages", "check", table, "--mapping", mapping);

        Assert.Equal((1, ""), (exitCode, error));
        Assert.StartsWith($"{table}: our-day", output);
        Assert.Contains("  unreadable-line at amount (line 4)", output);
        Assert.Equal(2, GiroCommand.Run("messages", "check", table, "--mapping", "boc-debit").ExitCode);
        var missing = GiroCommand.Run("messages", "check", table, "--mapping", "none");
        Assert.Equal(3, missing.ExitCode);
        Assert.StartsWith("giro: --mapping: there is no file none, and no mapping of that name is included; there are alipay-business, boc-debit, ", missing.Error);
        var bad = GiroCommand.Run("messages", "check", table, "--mapping", table);
        Assert.Equal(2, bad.ExitCode);
        Assert.StartsWith($"giro: --mapping: {table}(1,", bad.Error);
    }

    [Theory]
    [InlineData("iso20022/examples/camt053.v2.multi.statement.xml", 0, "camt.053.001.02")]
    [InlineData("iso20022/examples/camt053.v2.all-balance-types.xml", 1, "camt.053.001.02")]
    [InlineData("iso20022/examples/cbpr-2026-pacs.004.min.xml", 0, "pacs.004.001.09")]
    [InlineData("iso20022/examples/cbpr-2026-pain.001.min.xml", 0, "pain.001.001.09")]
    [InlineData("mt940/data_mt940_full_cmxl_mt940_1.sta", 0, "MT940")]
    [InlineData("mt940/data_mt940_special-cases_february_30.sta", 2, "MT940")]
    [InlineData("bai2/sample1.txt", 0, "BAI2")]
    [InlineData("bai2/sample3.txt", 1, "BAI2")]
    [InlineData("nacha/return-WEB.ach", 0, "NACHA")]
    [InlineData("cn-channels/wechat_trade_ALL_20201129.csv", 0, "wechat-trade")]
    [InlineData("cn-channels/alipay_business_detail_20190916.utf8.csv", 0, "alipay-business")]
    [InlineData("cn-banks/boc-debit/example-boc-records.csv", 0, "boc-debit")]
    [InlineData("cn-banks/icbc-debit/example-icbc-debit-v1-records.csv", 1, "icbc-debit")]
    public void Published_samples_are_named_and_judged(string sample, int expected, string format)
    {
        var path = SharedData.Path(sample);

        var (exitCode, output, _) = GiroCommand.Run("messages", "check", path);

        Assert.Equal(expected, exitCode);
        Assert.StartsWith($"{path}: {format}", output);
    }

    private static string[] Statement(string closing) =>
    [
        """<?xml version="1.0" encoding="UTF-8"?>""",
        """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T12:00:00</CreDtTm></GrpHdr>""",
        "<Stmt><Id>S1</Id><Acct><Id><Othr><Id>1</Id></Othr></Id><Ccy>CZK</Ccy></Acct>",
        Balance("OPBD", "100.00"),
        Balance("CLBD", closing),
        "",
        Entry("5.00", "CRDT"),
        Entry("1.00", "DBIT"),
        "</Stmt></BkToCstmrStmt></Document>",
    ];

    private static string Balance(string type, string amount) =>
        $"""<Bal><Tp><CdOrPrtry><Cd>{type}</Cd></CdOrPrtry></Tp><Amt Ccy="CZK">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>""";

    private static string Entry(string amount, string side) => $"""<Ntry><Amt Ccy="CZK">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BkTxCd/></Ntry>""";
}

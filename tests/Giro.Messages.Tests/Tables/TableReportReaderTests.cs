using System.Text;
using Giro.Messages.Reports;
using Giro.Messages.Tables;

namespace Giro.Messages.Tests.Tables;

public class TableReportReaderTests
{
    private const string Simple =
        """
        { "name": "simple", "currency": "EUR",
          "fields": { "date": "Day", "reference": "Ref", "amount": "Amount", "counterparty": { "column": "Who", "optional": true } } }
        """;

    [Fact]
    public void Lines_are_read_with_their_places_and_counted()
    {
        var items = GivenTable.Read("Day,Ref,Amount,Who\n2026-11-20,A1,10.00,Ann\n2026-11-20,A2,-2.50,\"Bob, \"\"the\nbuilder\"\"\"\n2026-11-21,A2,-2.50,Ann\n", GivenTable.Mapping(Simple));

        Assert.Equal(
            """
            2026-11-20 | 1000 EUR | A1 |  | Ann
            2026-11-20 | -250 EUR | A2 |  | Bob, "the
            builder"
            2026-11-21 | -250 EUR | A2 |  | Ann
            """, GivenTable.Page(items));
        Assert.Equal([2, 3, 5], GivenTable.Lines(items).Select(line => line.Place.Line));
        Assert.Equal([1, 2, 3], GivenTable.Lines(items).Select(line => line.Number));
        Assert.Equal(new ReportTotals(3, 1, 1000, 2, 500), GivenTable.End(items).Totals);
        Assert.Equal(new DateOnly(2026, 11, 21), GivenTable.End(items).Section.Date);
        Assert.Empty(GivenTable.Said(items));
    }

    [Fact]
    public void Two_equal_bookings_are_two()
    {
        const string Row = "2026-11-20,A1,10.00,Ann\n";
        Assert.Equal(2, GivenTable.Lines(GivenTable.Read($"Day,Ref,Amount,Who\n{Row}{Row}", GivenTable.Mapping(Simple))).Length);
    }

    [Theory]
    [InlineData("2026-02-30,A1,10.00,Ann", "date '2026-02-30' is no date written yyyy-MM-dd")]
    [InlineData("2026-11-20,A1,1O.00,Ann", "amount '1O.00' is no amount of EUR as the mapping writes them")]
    [InlineData("2026-11-20,A1,10.001,Ann", "amount '10.001' is no amount of EUR as the mapping writes them")]
    [InlineData("2026-11-20,A1,,Ann", "has no amount")]
    [InlineData(",A1,1.00,Ann", "has no date")]
    [InlineData("2026-11-20,A1,1.00", "has 3 cells where the header has 4")]
    [InlineData("2026-11-20,A1,1,00,Ann", "has 5 cells where the header has 4")]
    [InlineData("2026-11-20,\"A\"1,1.00,Ann", "has text between a closing quote and the end of its cell")]
    [InlineData("2026-11-20,A\01,1.00,Ann", "holds a NUL, which is no text")]
    public void A_line_that_cannot_be_read_is_a_finding_and_reading_goes_on(string row, string reason)
    {
        var items = GivenTable.Read($"Day,Ref,Amount,Who\n2026-11-19,A0,1.00,Ann\n{row}\n2026-11-21,A2,3.00,Cid\n", GivenTable.Mapping(Simple));

        Assert.Equal(["A0", "A2"], GivenTable.Lines(items).Select(line => line.Reference));
        Assert.Equal([$"unreadable-line 3: cannot be read: {reason}"], GivenTable.Said(items));
    }

    [Fact]
    public void Blank_lines_comments_and_rows_of_a_spreadsheet_without_text_are_no_lines()
    {
        var mapping = GivenTable.Mapping(Simple.Replace("\"currency\"", "\"comment\": \"#\", \"currency\"", StringComparison.Ordinal));
        var items = GivenTable.Read("# made today\n\nDay,Ref,Amount,Who\n\n  \t\n,,,\n# half, way\n2026-11-20,A1,1.00,Ann,\n,,,,,,\n", mapping);

        Assert.Equal("2026-11-20 | 100 EUR | A1 |  | Ann", GivenTable.Page(items));
        Assert.Empty(GivenTable.Said(items));
    }

    [Fact]
    public void More_unreadable_lines_than_a_thousand_are_counted_only()
    {
        var items = GivenTable.Read("Day,Ref,Amount,Who\n2026-11-20,A1,1.00,Ann\n" + string.Concat(Enumerable.Repeat("x\n", 5000)), GivenTable.Mapping(Simple));
        var findings = GivenTable.Findings(items);
        Assert.Equal(1001, findings.Length);
        Assert.Equal(("unreadable-lines", "4000"), (findings[^1].Code, findings[^1].Found));
    }

    [Fact]
    public void A_file_none_of_whose_first_thousand_lines_can_be_read_is_refused()
    {
        var error = Assert.Throws<MessageFormatException>(() => GivenTable.Read("Day,Ref,Amount,Who\n" + string.Concat(Enumerable.Repeat("x\n", 5000)), GivenTable.Mapping(Simple)));
        Assert.Equal((1001, "the first 1000 lines cannot be read, it is another format: the last of them has 1 cells where the header has 4"), (error.Line, error.Reason));
    }

    [Theory]
    [InlineData("\"column\": \"A\"", "A", "5", 500)]
    [InlineData("\"column\": \"A\", \"invert\": true", "A", "5", -500)]
    [InlineData("\"credit\": \"A\", \"debit\": \"B\"", "A,B", "5,", 500)]
    [InlineData("\"credit\": \"A\", \"debit\": \"B\"", "A,B", ",5", -500)]
    [InlineData("\"credit\": \"A\", \"debit\": \"B\"", "A,B", "0.00,5.00", -500)]
    [InlineData("\"credit\": \"A\", \"debit\": \"B\"", "A,B", "5,5", null)]
    [InlineData("\"credit\": \"A\", \"debit\": \"B\"", "A,B", "-,-", null)]
    [InlineData("\"column\": \"A\", \"direction\": { \"column\": \"B\", \"credit\": [\"in\", \"C\"], \"debit\": \"out\" }", "A,B", "5,C", 500)]
    [InlineData("\"column\": \"A\", \"direction\": { \"column\": \"B\", \"credit\": [\"in\", \"C\"], \"debit\": \"out\" }", "A,B", "5,out", -500)]
    [InlineData("\"column\": \"A\", \"direction\": { \"column\": \"B\", \"credit\": [\"in\", \"C\"], \"debit\": \"out\" }", "A,B", "5,?", null)]
    [InlineData("\"column\": \"A\", \"direction\": { \"column\": \"B\", \"credit\": [\"in\", \"C\"], \"debit\": \"out\" }", "A,B", "-5,out", null)]
    [InlineData("\"column\": \"A\", \"money\": { \"unit\": \"minor\" }", "A", "5", 5)]
    [InlineData("\"column\": \"A\", \"money\": { \"decimal\": \",\", \"group\": \".\" }", "A", "\"1.234,5\"", 123450)]
    [InlineData("\"column\": \"A\", \"money\": { \"signs\": [\"trailing-credit-debit\"], \"currency-signs\": \"€\" }", "A", "€5D", -500)]
    [InlineData("\"column\": \"A\", \"money\": { \"signs\": \"parentheses\" }", "A", "(5)", -500)]
    public void The_sign_of_an_amount_comes_from_where_the_mapping_says(string field, string header, string row, int? expected)
    {
        var mapping = GivenTable.Mapping($$"""{ "currency": "EUR", "empty": "-", "fields": { "amount": { {{field}} } } }""");
        var items = GivenTable.Read($"{header}\n{row}\n", mapping);

        Assert.Equal(expected, GivenTable.Lines(items).SingleOrDefault()?.AmountMinor);
        Assert.Equal(expected is null ? 1 : 0, GivenTable.Findings(items).Length);
    }

    [Fact]
    public void Currencies_have_their_own_decimals_and_are_mapped()
    {
        var mapping = GivenTable.Mapping("""{ "fields": { "amount": "Amount", "currency": { "column": "Ccy", "map": { "Yen": "JPY" } } } }""");
        var items = GivenTable.Read("Amount,Ccy\n5,Yen\n1.5,KWD\n1.5,EUR\n1.5,JPY\n1,XXX\n1,\n", mapping);

        Assert.Equal(["5 JPY", "1500 KWD", "150 EUR"], GivenTable.Lines(items).Select(line => $"{line.AmountMinor} {line.Currency}"));
        Assert.Equal(
            [
                "unreadable-line 5: cannot be read: amount '1.5' is no amount of JPY as the mapping writes them",
                "unreadable-line 6: cannot be read: 'XXX' is no known currency",
                "unreadable-line 7: cannot be read: has no currency",
                "currencies : 1 lines in KWD are not in the totals, which are in JPY",
                "currencies : 1 lines in EUR are not in the totals, which are in JPY",
            ], GivenTable.Said(items));
        Assert.Equal(("JPY", 0), (GivenTable.End(items).Section.Currency, GivenTable.End(items).Section.MinorUnitDigits));
    }

    [Fact]
    public void A_table_without_a_header_goes_by_numbers()
    {
        var mapping = GivenTable.Mapping("""{ "header": "none", "delimiter": "tab", "currency": "EUR", "preamble": { "account": "^Account (\\S+)" }, "fields": { "amount": 2, "reference": 1 } }""");
        var items = GivenTable.Read("Account 77\nA1\t5.00\textra\nA2\t6\nA3\n", mapping);

        Assert.Equal(["A1 500", "A2 600"], GivenTable.Lines(items).Select(line => $"{line.Reference} {line.AmountMinor}"));
        Assert.Equal("77", GivenTable.End(items).Section.Account);
        Assert.Equal(["unreadable-line 4: cannot be read: has no amount"], GivenTable.Said(items));
    }

    [Theory]
    [InlineData("\"header\": { \"line\": 3 },")]
    [InlineData("\"header\": { \"starts-with\": [\"Day\", \"Ref\"] },")]
    [InlineData("")]
    public void The_header_is_found_behind_a_preamble_that_tells_the_account(string header)
    {
        var json = Simple.Replace("\"currency\"", header + "\"preamble\": { \"account\": \"^Account: (\\\\d+)\" }, \"currency\"", StringComparison.Ordinal);
        var items = GivenTable.Read("Statement of the day\nAccount: 1234,\"x\"\nDay,Ref,Amount,Who\n2026-11-20,A1,1.00,Ann\n", GivenTable.Mapping(json));

        Assert.Equal("1234", Assert.IsType<ReportItem.SectionStart>(items[0]).Section.Account);
        Assert.Single(GivenTable.Lines(items));
    }

    [Theory]
    [InlineData("\"header\": { \"line\": 9 },", "has no line 9, where its header should stand")]
    [InlineData("\"header\": { \"line\": 1 },", "the header lacks 'Day', 'Ref', 'Amount'")]
    [InlineData("\"header\": { \"starts-with\": [\"Ref\"] },", "no line of the first 100 is a header that starts with Ref")]
    [InlineData("", "no line of the first 100 is a header: the closest, line 2, lacks 'Amount'")]
    public void A_file_whose_header_is_not_there_is_refused(string header, string reason)
    {
        var mapping = GivenTable.Mapping(Simple.Replace("\"currency\"", header + "\"currency\"", StringComparison.Ordinal));
        var error = Assert.Throws<MessageFormatException>(() => GivenTable.Read("a,b\nDay,Ref,Value\n", mapping));
        Assert.Equal((reason, "table.csv"), (error.Reason, error.FileName));
    }

    [Fact]
    public void A_header_that_comes_again_or_names_a_column_twice_is_flagged()
    {
        var items = GivenTable.Read("Day,Ref,Amount,Ref\n2026-11-20,A1,1.00,B1\nDay,Ref,Amount,Ref\n2026-11-20,A2,1.00,B2\n", GivenTable.Mapping(Simple));

        Assert.Equal(["A1", "A2"], GivenTable.Lines(items).Select(line => line.Reference));
        Assert.Equal(
            [
                "repeated-header 3: the header stands in the file again: files were put together, or lines doubled",
                "doubled-column : the header has the column 'Ref' more than once; the first is read",
            ], GivenTable.Said(items));
    }

    [Theory]
    [InlineData("newest-first", "-5,95\n20,100\n-1,80\n", 81L, 95L)]
    [InlineData("oldest-first", "-1,80\n20,100\n-5,95\n", 81L, 95L)]
    [InlineData("detect", "-5,95\n20,100\n-1,80\n", 81L, 95L)]
    [InlineData("detect", "-1,80\n20,100\n-5,95\n", 81L, 95L)]
    [InlineData("detect", "-1,80\n19,\n1,100\n-5,95\n", 81L, 95L)]
    [InlineData("newest-first", "-5,95\n1,100\n19,\n-1,80\n", 81L, 95L)]
    public void Balances_chain_in_the_order_of_the_file(string order, string rows, long opening, long closing)
    {
        var mapping = GivenTable.Mapping($$"""{ "currency": "JPY", "balances": "{{order}}", "fields": { "amount": "Amount", "balance": "Balance" } }""");
        var end = GivenTable.End(GivenTable.Read("Amount,Balance\n" + rows, mapping));

        Assert.Empty(end.Findings);
        Assert.Equal((opening, closing), (end.Section.OpeningMinor, end.Section.ClosingMinor));
    }

    [Fact]
    public void A_balance_that_does_not_chain_is_flagged_with_both_figures_and_its_line()
    {
        var mapping = GivenTable.Mapping("""{ "currency": "EUR", "balances": "oldest-first", "fields": { "amount": "Amount", "balance": "Balance" } }""");
        var items = GivenTable.Read("Amount,Balance\n1.00,10.00\n2.00,12.00\n3.00,15.01\n4.00,19.01\nx,20.00\n1.00,99.00\n", mapping);

        var finding = Assert.Single(GivenTable.Findings(items), finding => finding.Code == "balance-chain");
        Assert.Equal(("15.00", "15.01", 4), (finding.Expected, finding.Found, finding.Place!.Line));
    }

    [Fact]
    public void Trailers_are_checked_figure_by_figure()
    {
        const string Json =
            """
            { "currency": "EUR",
              "fields": { "amount": "Amount", "fee": "Fee", "kind": "Kind" },
              "cases": [ { "name": "refund", "column": "Kind", "in": ["R"], "fields": { "amount": { "column": "Amount", "invert": true } } },
                         { "name": "notes", "column": "Kind", "in": ["N"], "skip": true } ],
              "trailers": [ { "header": ["Count", "Sum"], "required": true,
                              "totals": [ { "at": "Count", "count": true }, { "at": "Sum", "sum": "amount" } ] },
                            { "starts-with": "Refunds", "pattern": "Refunds: (?<n>\\d+) of (?<sum>[\\d.]+)",
                              "totals": [ { "at": "n", "count": true, "case": "refund" }, { "at": "sum", "sum": "amount", "case": "refund", "invert": true } ] },
                            { "starts-with": "Total", "totals": [ { "at": "Fee", "sum": "fee" }, { "at": "Amount", "sum": "amount", "side": "credits" } ] } ] }
            """;
        const string Rows = "Kind,Amount,Fee\nS,5.00,0.10\nN,,\nR,2.00,-0.10\nS,1.00,0.05\n";

        Assert.Empty(GivenTable.Said(GivenTable.Read(Rows + "Refunds: 1 of 2.00\nTotal,6.00,0.05\nCount,Sum\n3,4.00\n", GivenTable.Mapping(Json))));
        Assert.Equal(
            [
                "record-count 9: the trailer states 4 lines, there are 3",
                "control-total 9: the trailer states 'Sum' of 4.01, amount sum to 4.00",
                "record-count 6: the trailer states 2 lines of the case refund, there are 1",
                "control-total 6: the trailer states 'sum' of 2.50, amount of the case refund sum to 2.00",
                "control-total 7: the trailer states 'Fee' of 0.06, fee sum to 0.05",
                "control-total 7: the trailer states 'Amount' of x, amount sum to 6.00",
            ],
            GivenTable.Said(GivenTable.Read(Rows + "Refunds: 2 of 2.50\nTotal,x,0.06\nCount,Sum\n4,4.01\n", GivenTable.Mapping(Json))));
        Assert.Equal(
            ["trailer-missing : the trailer is missing: the file was cut off, or is another format"],
            GivenTable.Said(GivenTable.Read(Rows, GivenTable.Mapping(Json))));
    }

    [Fact]
    public void A_trailer_as_wide_as_the_table_is_known_by_its_header()
    {
        var mapping = GivenTable.Mapping("""{ "currency": "EUR", "fields": { "amount": "A", "fee": "B" }, "trailers": [ { "header": ["N", "S"], "totals": [ { "at": "N", "count": true }, { "at": "S", "sum": "amount" } ] } ] }""");
        var items = GivenTable.Read("A,B\n1.00,0\n2.00,0\nN,S\n2,3.00\n", mapping);
        Assert.Equal(2, GivenTable.Lines(items).Length);
        Assert.Empty(GivenTable.Said(items));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("gb18030")]
    [InlineData("gbk")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("big5")]
    public void A_file_is_read_the_same_in_any_encoding(string name)
    {
        var encoding = TableInput.FindEncoding(name)!;
        var mapping = GivenTable.Mapping($$"""{ "encoding": "{{name}}", "currency": "CNY", "fields": { "amount": "金額", "counterparty": "對方", "text": "附言" } }""");
        var items = GivenTable.Read(encoding.GetBytes("金額,對方,附言\n1.00,張三,\"一,二\"\n-2.00,李四,三\n"), mapping);

        Assert.Equal(["100 張三 一,二", "-200 李四 三"], GivenTable.Lines(items).Select(line => $"{line.AmountMinor} {line.Counterparty} {line.Text}"));
        Assert.Empty(GivenTable.Said(items));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_wins_over_the_mapping(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var mapping = GivenTable.Mapping("""{ "encoding": "gbk", "currency": "CNY", "fields": { "amount": "金额" } }""");
        Assert.Single(GivenTable.Lines(GivenTable.Read([.. encoding.GetPreamble(), .. encoding.GetBytes("金额\n1.00\n")], mapping)));
    }

    [Fact]
    public void The_first_encoding_in_which_the_file_is_text_is_taken()
    {
        var mapping = GivenTable.Mapping("""{ "encoding": ["utf-8", "gb18030"], "currency": "CNY", "fields": { "amount": "金额" } }""");
        foreach (var name in (string[])["utf-8", "gb18030"])
            Assert.Single(GivenTable.Lines(GivenTable.Read(TableInput.FindEncoding(name)!.GetBytes("金额\n1.00\n"), mapping)));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_flagged_and_the_line_is_read()
    {
        byte[] file = [.. "Day,Ref,Amount,Who\n2026-11-20,A1,1.00,M"u8, 0xFF, .. "ller\n"u8];
        var items = GivenTable.Read(file, GivenTable.Mapping(Simple));
        Assert.Equal("2026-11-20 | 100 EUR | A1 |  | M\ufffdller", GivenTable.Page(items));
        Assert.Equal(["undecodable-text 2: holds bytes that are no text in the file's encoding; they are read as \ufffd"], GivenTable.Said(items));
    }

    [Fact]
    public void Fields_of_no_other_place_are_kept_by_name()
    {
        var mapping = GivenTable.Mapping(
            """
            { "currency": "EUR", "preamble": { "branch": "Branch (\\w+)" },
              "fields": { "amount": "Amount", "shop": "Shop", "branch": { "preamble": "branch" }, "source": { "constant": "pos" }, "till": { "column": "Till", "optional": true } } }
            """);
        var line = Assert.Single(GivenTable.Lines(GivenTable.Read("Branch North\nAmount,Shop\n1,S7\n", mapping)));
        Assert.Equal("branch=North shop=S7 source=pos", string.Join(' ', line.Others.OrderBy(other => other.Key).Select(other => $"{other.Key}={other.Value}")));
    }
}

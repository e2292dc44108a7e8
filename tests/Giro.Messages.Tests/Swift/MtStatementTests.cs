using System.Text;
using Giro.Messages.Swift;

namespace Giro.Messages.Tests.Swift;

/// <summary>Statements and interim reports as a whole: what must agree in them and between them, and what may stand around them.</summary>
public class MtStatementTests
{
    private const string Plus = ":61:261120C10,00NTRFREF";
    private const string Minus = ":61:261120D3,00NTRFREF";

    [Fact]
    public void All_fields_of_a_statement_are_read()
    {
        var text = ":20:REF1\n:21:REL1\n:25:DE123\n:28C:7/1\n:60F:D261119EUR1,50\n:86:before\n" + Plus
            + "\n:62F:C261120EUR8,50\n:64:C261121EUR8,00\n:65:C261122EUR7,00\n:65:D261123EUR6,00\n:86:after\n:NS:x\n-";

        var items = GivenSwift.Read(text);
        var statement = items.OfType<MtItem.StatementEnd>().Single().Statement;

        Assert.Empty(items.Findings());
        Assert.Equal(("REF1", "REL1", "DE123", "7", "1", "940", "EUR"),
            (statement.TransactionReference, statement.RelatedReference, statement.AccountIdentification, statement.StatementNumber, statement.SequenceNumber,
                statement.MessageType, statement.Currency));
        Assert.Equal((-150, 850, 800), (statement.OpeningBalance!.SignedMinor, statement.ClosingBalance!.SignedMinor,
            statement.ClosingAvailableBalance!.SignedMinor));
        Assert.Equal([700, -600], statement.ForwardAvailableBalances.Select(balance => balance.SignedMinor));
        Assert.Equal(["before", "after"], statement.Information);
        Assert.Equal(["x"], statement.NonSwift);
    }

    [Fact]
    public void All_fields_of_an_interim_report_are_read()
    {
        var items = GivenSwift.Read(
            ":20:R\n:25:A\n:28C:1\n:34F:EURD5,\n:34F:EURC7,00\n:13D:2611201730-0230\n"
                + $"{Plus}\n{Minus}\n{Minus}\n:61:261121EC50,00NTRFREF\n:90D:2EUR6,00\n:90C:1EUR10,\n:86:x\n-");
        var statement = items.OfType<MtItem.StatementEnd>().Single().Statement;

        Assert.Empty(items.Findings());
        Assert.Equal(("942", "EUR", 2), (statement.MessageType, statement.Currency, statement.MinorUnitDigits));
        Assert.Equal(["D EUR 500", "C EUR 700"], statement.FloorLimits.Select(limit => $"{limit.Mark} {limit.Currency} {limit.AmountMinor}"));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 17, 30, 0, new TimeSpan(-2, -30, 0)), statement.DateTimeIndication);
        Assert.Equal((2, 600, 1, 1000), (statement.Debits!.Count, statement.Debits.SumMinor, statement.Credits!.Count, statement.Credits.SumMinor));
        // What is only expected is in no sum.
        Assert.Equal((4, 1, 1000, 2, 600), Totals(items));
    }

    [Theory]
    //           lines                      closing              findings
    [InlineData("", "C261120EUR100,00")]
    [InlineData(Plus + "\n" + Minus, "C261120EUR107,00")]
    [InlineData(Plus, "C261120EUR110,01", "closing-balance | 110.01 | 110.00 | :62F: 6")]
    [InlineData(Plus, "D261120EUR110,00", "closing-balance | -110.00 | 110.00 | :62F: 6")]
    [InlineData(":61:261120RC10,00NTRFREF", "C261120EUR90,00")]
    [InlineData(":61:261120RD10,00NTRFREF", "C261120EUR110,00")]
    [InlineData("", "C261120CZK100,00", "balance-currency | EUR | CZK | :62F: 5")]
    [InlineData("", "C261118EUR100,00", "date-order | 2026-11-19 | 2026-11-18 | :62F: 5")]
    public void Opening_and_lines_give_closing_or_it_is_said(string lines, string closing, params string[] findings) =>
        Assert.Equal(string.Join('\n', findings), GivenSwift.Read(GivenSwift.Statement(lines, closing)).Findings().Shown());

    [Fact]
    public void The_words_of_a_finding_have_both_figures() =>
        Assert.Equal("opening 100.00 EUR and lines 7.00 EUR give 107.00 EUR, but the closing balance is 100.00 EUR",
            Assert.Single(GivenSwift.Read(GivenSwift.Statement($"{Plus}\n{Minus}")).Findings()).Text);

    [Theory]
    [InlineData(":90D:1EUR3,00\n:90C:1EUR10,00\n")]
    [InlineData(":90D:2EUR3,00\n", "debit-total | 2: 3.00 | 1: 3.00 | :90D: 8")]
    [InlineData(":90C:1EUR10,01\n", "credit-total | 1: 10.01 | 1: 10.00 | :90C: 8")]
    [InlineData(":90C:1CZK10,00\n", "credit-total | EUR | CZK | :90C: 8")]
    public void Number_and_sum_of_an_interim_report_are_compared(string sums, params string[] findings) =>
        Assert.Equal(string.Join('\n', findings), GivenSwift.Read(GivenSwift.Interim($"{Plus}\n{Minus}", sums)).Findings().Shown());

    [Theory]
    //           first page: number, closing            second page: number, opening             findings
    [InlineData("7/1", "62M:C261120EUR100,00", "7/2", "60M:C261120EUR100,00")]
    [InlineData("7/1", "62F:C261120EUR100,00", "8/1", "60F:C261120EUR100,00")]
    [InlineData("7", "62F:C261120EUR100,00", "8", "60F:C261120EUR100,00")]
    [InlineData("7/1", "62F:C261120EUR100,00", "9/1", "60F:C261120EUR200,00")] // statement 8 is not in the file: nothing to compare
    [InlineData("7/1", "62M:C261120EUR100,00", "7/2", "60M:C261120EUR100,01", "opening-balance | 100.00 | 100.01 | :60M: 10")]
    [InlineData("7/1", "62M:C261120EUR100,00", "7/3", "60M:C261120EUR100,00", "page-missing | page behind 7/1 | 7/3 | :60M: 10")]
    [InlineData("7/1", "62M:C261120EUR100,00", "8/1", "60F:C261120EUR100,00", "page-missing | 60M | 60F | :60F: 10")]
    [InlineData("7/1", "62F:C261120EUR100,00", "7/2", "60M:C261120EUR100,00", "page-missing | 60F | 60M | :60M: 10")]
    [InlineData("7/1", "62F:C261120EUR100,00", "8/1", "60F:D261120EUR100,00", "opening-balance | 100.00 | -100.00 | :60F: 10")]
    public void Pages_and_statements_chain(string number, string closing, string nextNumber, string nextOpening, params string[] findings)
    {
        var (tag, balance) = (nextOpening[..3], nextOpening[4..]);
        var text = GivenSwift.Statement("", number: number).Replace("62F:C261120EUR100,00", closing, StringComparison.Ordinal)
            + GivenSwift.Statement("", number: nextNumber, opening: balance, closing: balance).Replace(":60F:", $":{tag}:", StringComparison.Ordinal);

        Assert.Equal(string.Join('\n', findings), GivenSwift.Read(text).Findings().Shown());
    }

    [Theory]
    [InlineData(":20:R\n:25:A\n:28C:1\n:60F:C261119EUR1,\n", "closing-missing | :62F: |  | :20: 1")]
    [InlineData(":20:R\n:25:A\n:28C:1\n:62F:C261119EUR1,\n", "opening-missing | :60F: |  | :20: 1")]
    [InlineData(":20:R\n:60F:C261119EUR1,\n:62F:C261119EUR1,\n", "missing-field | :25: |  | :20: 1\nmissing-field | :28C: |  | :20: 1")]
    [InlineData(":25:A\n:28C:1\n:60F:C261119EUR1,\n:62F:C261119EUR1,\n", "missing-field | :20: |  | :25: 1")]
    [InlineData(":20:R\n:25:A\n:28C:x\n:60F:C261119EUR1,\n:62F:C261119EUR1,\n", "statement-number | nnnnn/nnnnn | x | :28C: 3")]
    [InlineData(":20:R\n:25:A\n:28C:1\n:60F:C261119EUR1,\n:60F:C261119EUR2,\n:62F:C261119EUR1,\n", "field-repeated | 1 | 2 | :60F: 5")]
    [InlineData(":20:R\n:25:A\n:28C:1\n:60F:C261119EUR1,\n:62F:C261119EUR1,\n:62F:C261119EUR2,\n", "field-repeated | 1 | 2 | :62F: 6")]
    [InlineData(":20:R\n:25:A\n:28C:1\n:60M:C261119EUR1,\n:62F:C261119EUR1,\n", "page-missing | 60F | 60M | :60M: 4")]
    [InlineData(":20:R\n:25:A\n:28C:1\n:60F:C261119EUR1,\n:62F:C261119EUR2,\n:61:261120C1,00NTRFREF\n", "field-order | :61: | :62F: | :61: 6")]
    [InlineData(":20:R\n:25:A\n:28C:1\n:34F:EUR1,\n:13D:2611202530+0100\n", "date-time | yymmddhhmm+hhmm | 2611202530+0100 | :13D: 5")]
    [InlineData(":20:R\n:25:A\n:28C:1\n:34F:EUR1,\n:13D:2611201730\n", "date-time | yymmddhhmm+hhmm | 2611201730 | :13D: 5")]
    [InlineData(":20:R\n:25:A\n:28C:1\n:12:?\n:60F:C261119EUR1,\n:62F:C261119EUR1,\n", "unknown-field |  | :12:? | :12: 4")]
    [InlineData("junk\n:20:R\n:25:A\n:28C:1\n:60F:C261119EUR1,\n:62F:C261119EUR1,\n-\nmore junk\n", "text-outside | 0 | 2 |  1")]
    public void What_is_missing_or_out_of_place_is_said(string text, string findings) => Assert.Equal(findings, GivenSwift.Read(text).Findings().Shown());

    [Theory]
    [InlineData("", 1, "the file is empty")]
    [InlineData("\n\n", 1, "the file is empty")]
    [InlineData("-\n-\n", 1, "the file is empty")]
    [InlineData("a\nb\n", 1, "no line of the file starts a field of a message, such as :20:; the first is 'a'")]
    [InlineData(":61:261120C1,00NTRFREF\n", 1, "a statement line without a statement: no field 20, 25 or 60F before it")]
    [InlineData(":20:R\n:25:A\n:61:261120C1,00NTRFREF\n", 3, "the currency is not known: no opening balance (60F, 60M) and no floor limit (34F) before it")]
    [InlineData(":20:R\n:60F:X261119EUR1,\n", 2, "'X261119EUR1,' is not a balance: mark C or D, date, currency, amount")]
    [InlineData(":20:R\n:60F:C261131EUR1,\n", 2, "'261131' is not a date")]
    [InlineData(":20:R\n:60F:C261119XXX1,\n", 2, "currency 'XXX' is unknown")]
    [InlineData(":20:R\n:60F:C261119eur1,\n", 2, "currency 'eur' is unknown")]
    [InlineData(":20:R\n:60F:C261119EUR1,001\n", 2, "'1,001' has more than the 2 decimals its currency allows")]
    [InlineData(":20:R\n:60F:C261119EUR\n", 2, "'' is not an amount")]
    [InlineData(":20:R\n:60F:\n", 2, "'' is not a balance: mark C or D, date, currency, amount")]
    [InlineData(":20:R\n:34F:EU\n", 2, "'EU' is not a floor limit: currency, mark, amount")]
    [InlineData(":20:R\n:34F:EUR1,\n:90D:EUR1,\n", 3, "'EUR1,' is not a number and sum: count, currency, amount")]
    [InlineData(":20:R\n:34F:EUR1,\n:90D:9999999999EUR1,\n", 3, "'9999999999EUR1,' is not a number and sum: count, currency, amount")]
    [InlineData(":20:R\0\n", 1, "holds a NUL, which is no text")]
    public void What_cannot_be_read_is_refused_with_its_line(string text, int line, string reason)
    {
        var error = GivenSwift.Refused(text);

        Assert.Equal((line, reason), (error.Line, error.Reason));
    }

    [Theory]
    [InlineData("{1:F01BANKDEFFXXXX0000000000}{2:I940CUSTDEFFXXXXN}{4:\n", "-}")]
    [InlineData("{1:F01BANKDEFFXXXX0000000000}{2:O9401200261120BANKDEFFXXXX00000000002611201200N}{3:{108:X}}{4:\r\n", "-}{5:{CHK:123456789ABC}}\n")]
    [InlineData("{1:F01INGBNL2ABXXX0000000000}\n{2:I940INGBNL2AXXXN}\n{4:\n", "-}\n")]
    [InlineData(":940:\n", "")]
    [InlineData("BANKDEFF\n940\nBANKDEFFXXX\n", "-\n")]
    [InlineData("\u0001\n", "-\u0003\n")]
    [InlineData("\uFEFF", "-\n")]
    [InlineData("\n\n----\n- - -\n", "\n\n")]
    public void The_blocks_of_the_network_and_the_headings_of_banks_are_no_part_of_the_text(string before, string after)
    {
        var text = before + GivenSwift.Statement(Plus, closing: "C261120EUR110,00").Replace("\n-\n", "\n", StringComparison.Ordinal) + after;
        var items = GivenSwift.Read(text + (before == ":940:\n" ? "-\n" : "") + text);

        Assert.Equal(2, items.OfType<MtItem.StatementEnd>().Count());
        Assert.Empty(items.Findings());
        Assert.All(items.OfType<MtItem.StatementStart>(), start => Assert.Equal("940", start.Statement.MessageType));
    }

    [Fact]
    public void Messages_on_one_line_with_their_blocks_are_taken_apart()
    {
        const string Message = "{1:F01BANKDEFFXXXX0000000000}{2:I942CUSTDEFFXXXXN}{4::20:R\n:25:A\n:28C:1\n:60F:C261119EUR1,\n:62F:C261119EUR1,\n-}{5:{CHK:1}}";

        var starts = GivenSwift.Read(Message + Message).OfType<MtItem.StatementStart>().Select(start => start.Statement);

        Assert.Equal(["R 942", "R 942"], starts.Select(statement => $"{statement.TransactionReference} {statement.MessageType}"));
    }

    [Theory]
    [InlineData("{1:F01}{2:I940}{4:\n", "")]
    [InlineData("{1:F01}{2:I940}{4:\n", "{1:F01}{2:I940}{4:\n:20:R\n-}")]
    public void A_block_that_is_not_closed_is_said(string before, string after)
    {
        var text = before + GivenSwift.Statement("").Replace("\n-\n", "\n", StringComparison.Ordinal) + after;

        Assert.Equal("end-missing", GivenSwift.Read(text).OfType<MtItem.FileEnd>().Single().Findings.Single().Code);
    }

    [Fact]
    public void A_message_ends_where_the_next_one_starts()
    {
        var text = GivenSwift.Statement("").Replace("-\n", "", StringComparison.Ordinal);

        Assert.Equal(3, GivenSwift.Read(text + text.Replace("7/1", "8/1", StringComparison.Ordinal) + text.Replace("7/1", "9/1",
            StringComparison.Ordinal)).OfType<MtItem.StatementEnd>().Count());
    }

    [Fact]
    public void A_line_is_UTF_8_when_its_bytes_are_and_windows_1252_otherwise()
    {
        var text = GivenSwift.Statement($"{Plus}\n:86:Zahlung f?r M?ller 5 ?\n{Plus}\n:86:Škoda");
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text)];
        foreach (var code in (byte[])[0xFC, 0xFC, 0x80]) bytes[Array.IndexOf(bytes, (byte)'?')] = code;

        Assert.Equal(["Zahlung für Müller 5 €", "Škoda"], GivenSwift.Read(bytes).Lines().Select(line => line.Information!.Text));
        var error = Assert.Throws<MessageFormatException>(() => GivenSwift.Read(bytes, Encoding.UTF8));
        Assert.Equal("holds bytes that are no text in utf-8", error.Reason);
        Assert.Equal("Zahlung für Müller 5 \u0080", GivenSwift.Read(bytes, Encoding.Latin1).Lines()[0].Information!.Text);
    }

    [Fact]
    public void A_code_that_the_caller_does_not_know_makes_the_file_unreadable()
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(GivenSwift.Statement("")));
        using var reader = new MtStatementReader(input, "bank.sta", code => throw new KeyNotFoundException(code));

        Assert.Equal("currency 'EUR' is unknown", Assert.Throws<MessageFormatException>(() => reader.Read()).Reason);
        Assert.Throws<InvalidOperationException>(() => reader.Read());
    }

    private static (long, long, long, long, long) Totals(List<MtItem> items)
    {
        var totals = items.OfType<MtItem.StatementEnd>().Single().Totals;
        return (totals.Lines, totals.CreditCount, (long)totals.CreditMinor, totals.DebitCount, (long)totals.DebitMinor);
    }
}

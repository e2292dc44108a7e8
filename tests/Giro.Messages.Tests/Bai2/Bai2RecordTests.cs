using Giro.Messages.Bai2;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Bai2;

/// <summary>Each record and field, and how records lie in lines.</summary>
public class Bai2RecordTests
{
    [Fact]
    public void All_records_are_read_and_add_up()
    {
        var items = GivenBai2.Read(GivenBai2.Day);

        Assert.Empty(items.Findings());
        Assert.Equal(["FileStart", "GroupStart", "AccountStart", "Transaction", "Transaction", "AccountEnd", "GroupEnd", "FileEnd"],
            items.Select(item => item.GetType().Name));
        Assert.Equal(
            new FileHeader(new MessagePlace("01", 1, 1), "SENDER", "RECEIVER", new DateOnly(2026, 11, 20), new TimeOnly(8, 30), "F1", 80, null, "2"),
            ((Bai2Item.FileStart)items[0]).Header);
        Assert.Equal(
            new GroupHeader(new MessagePlace("02", 2, 1), "RECEIVER", "BANK", "1", new DateOnly(2026, 11, 19), null, "USD", "2"),
                ((Bai2Item.GroupStart)items[1]).Header);
        var account = ((Bai2Item.AccountStart)items[2]).Account;
        Assert.Equal(("12345", "USD", 2, 10_000, 10_300, null, null),
            (account.AccountNumber, account.Currency, account.MinorUnitDigits, account.OpeningLedgerMinor, account.ClosingLedgerMinor,
                account.OpeningAvailableMinor,
                account.ClosingAvailableMinor));
        Assert.Equal(["010 10000 ", "015 10300 ", "100 500 1", "400 200 1"],
            account.Summaries.Select(summary => $"{summary.TypeCode} {summary.AmountMinor} {summary.ItemCount}"));
        Assert.Equal(["195 500 0 BANK1 CUST1 incoming", "475 -200 Z BANK2 CUST2 "],
            items.Transactions().Select(detail => $"{detail.TypeCode} {detail.SignedMinor} {detail.Funds.FundsType} {detail.BankReference} "
                + $"{detail.CustomerReference} {detail.Text}"));
        Assert.Equal(new AccountTrailer(new MessagePlace("49", 7, 1), 21_700, 5), ((Bai2Item.AccountEnd)items[5]).Trailer);
        Assert.Equal(new GroupTrailer(new MessagePlace("98", 8, 1), 21_700, 1, 7), ((Bai2Item.GroupEnd)items[6]).Trailer);
        Assert.Equal(new FileTrailer(new MessagePlace("99", 9, 1), 21_700, 1, 9), ((Bai2Item.FileEnd)items[7]).Trailer);
    }

    [Theory]
    //           funds                    type  value date    value time  distribution
    [InlineData("", "", "", "", "")]
    [InlineData("Z", "Z", "", "", "")]
    [InlineData("0", "0", "", "", "")]
    [InlineData("1", "1", "", "", "")]
    [InlineData("2", "2", "", "", "")]
    [InlineData("V,261121,", "V", "2026-11-21", "", "")]
    [InlineData("V,261121,0930", "V", "2026-11-21", "09:30", "")]
    [InlineData("V,261121,2400", "V", "2026-11-21", "", "")]
    [InlineData("V,261121,9999", "V", "2026-11-21", "", "")]
    [InlineData("S,100,150,250", "S", "", "", "0:100 1:150 2:250")]
    [InlineData("S,500,,", "S", "", "", "0:500 1:0 2:0")]
    [InlineData("D,0", "D", "", "", "")]
    [InlineData("D,3,0,100,1,150,7,250", "D", "", "", "0:100 1:150 7:250")]
    public void Funds_types_have_fields_of_their_own(string funds, string type, string date, string time, string distribution)
    {
        var items = GivenBai2.Read(GivenBai2.With("16,195,500,0,", $"16,195,500,{funds},"));
        var detail = items.Transactions()[0];

        Assert.Empty(items.Findings());
        Assert.Equal((type, date, time), (detail.Funds.FundsType, $"{detail.Funds.ValueDate:yyyy-MM-dd}", $"{detail.Funds.ValueTime:HH:mm}"));
        Assert.Equal(distribution, string.Join(' ', detail.Funds.Distribution.Select(portion => $"{portion.Days}:{portion.AmountMinor}")));
        Assert.Equal(("BANK1", "CUST1", "incoming"), (detail.BankReference, detail.CustomerReference, detail.Text));
    }

    [Theory]
    [InlineData("16,195,500,0,B,C,a text, with commas / and 1/2 slashes/", "B", "C", "a text, with commas / and 1/2 slashes")]
    [InlineData("16,195,500,0,B,C,no slash at the end", "B", "C", "no slash at the end")]
    [InlineData("16,195,500,0,B,C,one/ \n88, two /\n88,three, and 16,195,5", "B", "C", "one\n two\nthree, and 16,195,5")]
    [InlineData("16,195,500,0,B,/\n88,text", "B", "", "text")]
    [InlineData("16,195,500,0/\n88,B,C/\n88,text", "B", "C", "text")]
    [InlineData("16,195,500,0/\n88,B/\n88,C,text/", "B", "C", "text")]
    [InlineData("16,195,500/\n88,0,,/\n88,REF: x/", "", "", "REF: x")]
    [InlineData("16,195,500,0,,,/", "", "", "")]
    [InlineData("16,195,500/", "", "", "")]
    public void A_transaction_goes_on_in_records_88(string record, string bank, string customer, string text)
    {
        var items = GivenBai2.Read(GivenBai2.With("16,195,500,0,BANK1,CUST1,incoming/", record));
        var detail = items.Transactions()[0];

        Assert.Equal(("195", 500, bank, customer, text), (detail.TypeCode, detail.SignedMinor, detail.BankReference, detail.CustomerReference, detail.Text));
        var more = record.Count(c => c == '\n');
        Assert.Equal(more == 0 ? [] : [$"{5 + more}", $"{7 + more}", $"{9 + more}"], items.Findings().Select(finding => finding.Found));
    }

    [Fact]
    public void An_account_goes_on_in_records_88_and_may_have_nothing_to_state()
    {
        var items = GivenBai2.Read(GivenBai2.Account("03,1,EUR,010,+100,,/\n88,015,-5,,,045,,,/\n88,072,7,2,S,1,2,4/\n49,102,4/\n03,2,,,,,/", 0, 2)
            .Replace("98,0,1,4", "98,102,2,8", StringComparison.Ordinal).Replace("99,0,1,6", "99,102,1,10", StringComparison.Ordinal));

        Assert.Empty(items.Findings());
        var accounts = items.OfType<Bai2Item.AccountStart>().Select(start => start.Account).ToList();
        Assert.Equal(["010 100 ", "015 -5 ", "045  ", "072 7 S"],
            accounts[0].Summaries.Select(summary => $"{summary.TypeCode} {summary.AmountMinor} {summary.Funds.FundsType}"));
        Assert.Equal(("EUR", "USD", 0), (accounts[0].Currency, accounts[1].Currency, accounts[1].Summaries.Count));
    }

    [Theory]
    [InlineData("100", "Credit")]
    [InlineData("399", "Credit")]
    [InlineData("400", "Debit")]
    [InlineData("699", "Debit")]
    [InlineData("001", "None")]
    [InlineData("099", "None")]
    [InlineData("701", "None")]
    [InlineData("720", "Credit")]
    [InlineData("759", "Credit")]
    [InlineData("760", "Debit")]
    [InlineData("890", "None")]
    [InlineData("900", "None")]
    [InlineData("919", "None")]
    [InlineData("920", "Credit")]
    [InlineData("959", "Credit")]
    [InlineData("960", "Debit")]
    [InlineData("999", "Debit")]
    public void The_side_follows_from_the_range_of_the_type_code(string typeCode, string side) => Assert.Equal(side, $"{Bai2TypeCodes.SideOf(typeCode)}");

    [Theory]
    [InlineData("010", "opening ledger")]
    [InlineData("195", "incoming money transfer")]
    [InlineData("475", "check paid")]
    [InlineData("890", "information without money")]
    [InlineData("951", "")]
    public void Type_codes_have_names(string typeCode, string name) => Assert.Equal(name, Bai2TypeCodes.NameOf(typeCode));

    [Fact]
    public void Records_may_share_a_line_when_blanks_stand_between_them()
    {
        var text = GivenBai2.Day.Replace("/\n", "/   ", StringComparison.Ordinal).Replace(",80,", ",,", StringComparison.Ordinal);
        var items = GivenBai2.Read(text);

        Assert.Empty(items.Findings());
        Assert.Equal(8, items.Count);
        Assert.Equal((1, text.IndexOf("16,475", StringComparison.Ordinal) + 1), (items.Transactions()[1].Place.Line, items.Transactions()[1].Place.Column));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("")]
    public void Records_of_a_fixed_length_may_have_no_ends_of_line(string separator)
    {
        var text = string.Join(separator, GivenBai2.Day.TrimEnd().Split('\n').Select(record => record.PadRight(80)));
        var items = GivenBai2.Read(text);

        Assert.Empty(items.Findings());
        Assert.Equal(8, items.Count);
    }

    [Fact]
    public void A_slash_in_a_text_ends_no_record_unless_one_follows()
    {
        var items = GivenBai2.Read(GivenBai2.With("incoming/", "08/ 18/23 / 16 or / 49,x / 16,19,5 /16,195,5/"));

        Assert.Equal("08/ 18/23 / 16 or / 49,x / 16,19,5 /16,195,5", items.Transactions()[0].Text);
        Assert.Empty(items.Findings());
    }

    [Theory]
    [InlineData("01,SENDER", "x\n01,SENDER", 1, 1, "", "'x' is no record: 01, 02, 03, 16, 49, 88, 98 or 99 and a comma")]
    [InlineData("01,SENDER", "02,SENDER", 1, 1, "02", "stands before the file header (01), or behind the file trailer (99)")]
    [InlineData("01,SENDER", "88,SENDER", 1, 1, "88", "continues nothing")]
    [InlineData("02,RECEIVER,BANK,1,261119,2400,USD,2/\n", "", 2, 1, "03", "stands outside of a group (02)")]
    [InlineData("03,12345,,010,10000,,,015,10300,,/\n88,100,500,1,,400,200,1,/\n", "", 3, 1, "16", "stands outside of an account (03)")]
    [InlineData("49,21700,5/\n", "49,21700,5/\n49,21700,5/\n", 8, 1, "49", "stands outside of an account (03)")]
    [InlineData("99,21700,1,9/\n", "99,21700,1,9/\n16,1,2/", 10, 1, "16", "stands before the file header (01), or behind the file trailer (99)")]
    [InlineData("261120,0830", "260230,0830", 1, 20, "01 creation date", "'260230' is not a date")]
    [InlineData("261120,0830", "261120,2430", 1, 27, "01 creation time", "'2430' is not a time")]
    [InlineData("F1,80,", "F1,x,", 1, 35, "01 physical record length", "'x' is not a number")]
    [InlineData("1,261119", "1,2611", 2, 20, "02 as-of date", "'2611' is not a date")]
    [InlineData("2400,USD", "2400,XXX", 3, 10, "03 currency", "currency 'XXX' is unknown")]
    [InlineData("03,12345,,", "03,12345,US,", 3, 10, "03 currency", "currency 'US' is unknown")]
    [InlineData("010,10000", "10,10000", 3, 11, "03 type code", "'10' is not a type code of three digits")]
    [InlineData("010,10000", "010,100.00", 3, 15, "03 amount", "'100.00' is not an amount in the smallest unit of its currency")]
    [InlineData("010,10000", "010,-", 3, 15, "03 amount", "'-' is not an amount in the smallest unit of its currency")]
    [InlineData("010,10000", "010,9223372036854775808", 3, 15, "03 amount", "'9223372036854775808' is larger than can be kept")]
    [InlineData("88,100,500,1,", "88,100,500,1x,", 4, 12, "03 item count", "'1x' is not a number")]
    [InlineData("16,195,500,0", "16,195,500,X", 5, 12, "16 funds type", "'X' is not a funds type: 0, 1, 2, S, V, D or Z")]
    [InlineData("16,195,500,0", "16,195,500,V,261131,", 5, 14, "16 value date", "'261131' is not a date")]
    [InlineData("16,195,500,0,BANK1,CUST1,incoming/", "16,195,500,D,999999999,1,2,3/", 5, 12, "16 funds type", "999999999 distributions are stated, and there are 2")]
    [InlineData("16,195,500,0", "16,,500,0", 5, 4, "16 type code", "'' is not a type code of three digits")]
    [InlineData("49,21700,5/", "49,x,6/", 7, 4, "49 account control total", "'x' is not an amount in the smallest unit of its currency")]
    [InlineData("49,21700,5/", "??", 7, 1, "", "")]
    public void What_cannot_be_read_is_refused_with_its_place(string record, string instead, int line, int column, string field, string reason)
    {
        var text = GivenBai2.With(record, instead);
        if (reason.Length == 0)
        {
            Assert.Equal("broken-line", GivenBai2.Read(text).Findings().First().Code); // in the text of a transaction
            return;
        }

        var error = GivenBai2.Refused(text);
        Assert.Equal((line, column, field), (error.Line, error.Column, error.ElementPath));
        Assert.StartsWith(reason[..Math.Min(reason.Length, 30)], error.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    public void An_empty_file_is_refused(string text) => Assert.Equal("the file is empty", GivenBai2.Refused(text).Reason);
}

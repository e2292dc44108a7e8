using System.Text;
using Giro.Messages.Nacha;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Nacha;

/// <summary>Each record, its fields by position, and how records lie in the file.</summary>
public class NachaRecordTests
{
    private const string Debit = "627231380104744              0000000500CUSTOMER-1     Jane Doe              AB0031300010000001";
    private const string Return = "626231380104744              0000000500CUSTOMER-1     Jane Doe              AB1031300010000001";

    [Fact]
    public void All_records_are_read_and_add_up()
    {
        var items = GivenNacha.Read(GivenNacha.File(GivenNacha.Day));

        Assert.Empty(items.Findings());
        Assert.Equal(["FileStart", "BatchStart", "Entry", "Entry", "BatchEnd", "FileEnd"], items.Select(item => item.GetType().Name));
        Assert.Equal(
            new FileHeader(new MessagePlace("1", 1, 1), "231380104", "031300012", new DateOnly(2026, 11, 20), new TimeOnly(8, 30), "A", 10,
                "Federal Reserve Bank", "My Bank",
                "REF00001"), ((NachaItem.FileStart)items[0]).Header);
        Assert.Equal(
            new BatchHeader(new MessagePlace("5", 2, 1), "200", "Company Name", "", "0313000121", "PPD", "PAYMENTS", "NOV 20", new DateOnly(2026, 11, 21),
                null, "1", "03130001",
                "0000001"), ((NachaItem.BatchStart)items[1]).Header);
        Assert.Equal(["27 231380104 744-5678-99 500000 CUSTOMER-1 Jane Doe 031300010000001 False",
            "32 231380104 987 12500 CUSTOMER-2 John Doe 031300010000002 True"],
            items.Entries().Select(entry => $"{entry.TransactionCode} {entry.ReceivingDfi} {entry.AccountNumber} {entry.AmountMinor} "
                + $"{entry.IdentificationNumber} {entry.Name} "
                + $"{entry.TraceNumber} {entry.IsCredit}"));
        Assert.Equal(new BatchControl(new MessagePlace("8", 5, 1), "200", 2, 46_276_020, 500_000, 12_500, "0313000121", "03130001", "0000001"),
            ((NachaItem.BatchEnd)items[4]).Control);
        Assert.Equal(new FileControl(new MessagePlace("9", 6, 1), 1, 1, 2, 46_276_020, 500_000, 12_500), ((NachaItem.FileEnd)items[5]).Control);
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "\r\n")]
    [InlineData("\r", "\r")]
    [InlineData("", "")]
    [InlineData("", "\n")]
    [InlineData("\n", "\n\n\u001A")]
    public void Records_are_separated_by_any_end_of_line_or_none(string separator, string end)
    {
        var text = GivenNacha.File(GivenNacha.Day).TrimEnd().Replace("\n", separator, StringComparison.Ordinal) + end;
        var items = GivenNacha.Read(text);

        Assert.Empty(items.Findings());
        Assert.Equal(6, items.Count);
        Assert.Equal(separator.Length == 0 ? (1, 3 * 94 + 1) : (4, 1), (items.Entries()[1].Place.Line, items.Entries()[1].Place.Column));
    }

    [Fact]
    public void Lines_without_their_blanks_are_filled_up_and_it_is_said()
    {
        var text = string.Join('\n', GivenNacha.File(GivenNacha.Day).Split('\n').Select(line => line.TrimEnd()));

        Assert.Equal("record-length | 94 | 55 |  6", GivenNacha.Read(text).Findings().Shown());
    }

    [Fact]
    public void Blanks_behind_the_record_are_passed_over_and_it_is_said() =>
        Assert.Equal("record-length | 94 | 99 |  1", GivenNacha.Read(GivenNacha.With("REF00001\n", "REF00001     \n")).Findings().Shown());

    [Fact]
    public void A_file_without_padding_is_read_and_it_is_said() =>
        Assert.Equal("padding | 10 | 6 | 9 6", GivenNacha.Read(string.Join('\n', GivenNacha.Day)).Findings().Shown());

    [Fact]
    public void A_return_says_what_it_returns()
    {
        var items = GivenNacha.Read(GivenNacha.Entry(
            "PPD", Return, "799R14091000010000007261101" + "09100001" + "executor wrote to us".PadRight(44) + "031300010000001"));
        var entry = Assert.Single(items.Entries());

        Assert.Empty(items.Findings());
        var read = entry.Return!;
        Assert.Equal(("R14", "091000010000007", "09100001", "executor wrote to us", new DateOnly(2026, 11, 1), "", ""),
            (read.ReasonCode, read.OriginalTraceNumber, read.OriginalReceivingDfi, read.Information, read.DateOfDeath, read.ReturnTraceNumber,
                read.ReturnReasonCode));
        Assert.Equal((false, false, null), (read.IsDishonored, read.IsContested, entry.Change));
    }

    [Theory]
    //           addenda                                                                                        dishonored contested information
    [InlineData("799R69091000010000007      09100001   091000010000042325" + "01late and more text   031300010000001", true, false, "late and more text")]
    [InlineData("799R7309100001000000726112009100001324091000010000042325" + "0103130001000005532669 031300010000001", false, true, "")]
    public void A_return_that_is_dishonored_or_contested_names_the_return(string addenda, bool dishonored, bool contested, string information)
    {
        var items = GivenNacha.Read(GivenNacha.Entry("PPD", Return, addenda));
        var read = Assert.Single(items.Entries()).Return!;

        Assert.Empty(items.Findings());
        Assert.Equal(("091000010000007", "091000010000042", "R01", information),
            (read.OriginalTraceNumber, read.ReturnTraceNumber, read.ReturnReasonCode, read.Information));
        Assert.Equal((dishonored, contested), (read.IsDishonored, read.IsContested));
    }

    [Fact]
    public void A_notification_of_change_says_what_is_to_be_changed()
    {
        var items = GivenNacha.Read(GivenNacha.Entry(
            "COR", Return.Replace("0000000500", "0000000000", StringComparison.Ordinal),
            "798C01091000010000007      09100001" + "1918171614".PadRight(29) + new string(' ', 15) + "031300010000001"));
        var change = Assert.Single(items.Entries()).Change!;

        Assert.Empty(items.Findings());
        Assert.Equal(("C01", "091000010000007", "09100001", "1918171614"),
            (change.ChangeCode, change.OriginalTraceNumber, change.OriginalReceivingDfi, change.CorrectedData));
    }

    [Fact]
    public void An_international_entry_is_read_with_its_addenda()
    {
        const string Entry = "6272313801040002             0000000500" + "DE89370400440532013000             " + "    1031300010000001";
        var first = ("710BUS" + "000000000000000500" + new string(' ', 22) + " Karl Kaufmann GmbH").PadRight(87) + "0000001";
        var second = "711Originator Name".PadRight(87) + "0000001";
        var items = GivenNacha.Read(GivenNacha.Entry("IAT", Entry, first, second));
        var entry = Assert.Single(items.Entries());

        Assert.Empty(items.Findings());
        Assert.Equal(("DE89370400440532013000", 500, 2, ""), (entry.AccountNumber, entry.AmountMinor, entry.AddendaCount, entry.Name));
        Assert.Equal(["10 0000001", "11 0000001"], entry.Addenda.Select(addenda => $"{addenda.TypeCode} {addenda.EntrySequenceNumber}"));
    }

    [Theory]
    //           class   positions 40 to 78                           identification  name                addenda
    [InlineData("PPD", "CUSTOMER-1     Jane Doe              AB", "CUSTOMER-1", "Jane Doe", null)]
    [InlineData("CIE", "Jane Doe       CUSTOMER-1            AB", "CUSTOMER-1", "Jane Doe", null)]
    [InlineData("MTE", "Jane Doe              CUSTOMER-1     AB", "CUSTOMER-1", "Jane Doe", null)]
    [InlineData("CTX", "CUSTOMER-1     0000Jane Doe        01", "CUSTOMER-1", "Jane Doe", 0)]
    [InlineData("TRX", "CUSTOMER-1     0000Jane Doe        01", "CUSTOMER-1", "Jane Doe", 0)]
    public void Entry_classes_have_fields_of_their_own(string entryClass, string fields, string identification, string name, int? addenda)
    {
        var items = GivenNacha.Read(GivenNacha.Entry(entryClass, $"627231380104744              0000000500{fields.PadRight(39)}0031300010000001"));
        var entry = Assert.Single(items.Entries());

        Assert.Empty(items.Findings());
        Assert.Equal((identification, name, addenda), (entry.IdentificationNumber, entry.Name, entry.AddendaCount));
    }

    [Fact]
    public void Addenda_of_a_terminal_are_kept()
    {
        var items = GivenNacha.Read(GivenNacha.Entry("POS", Debit.Replace("AB0", "AB1", StringComparison.Ordinal),
            "702REFONEAREF2TERM02".PadRight(79) + "031300010000001"));

        Assert.Empty(items.Findings());
        Assert.StartsWith("REFONEAREF2TERM02", Assert.Single(Assert.Single(items.Entries()).Addenda).Text, StringComparison.Ordinal);
    }

    [Theory]
    //           piece                  instead                     line column field                        reason
    [InlineData("101 2313", "201 2313", 1, 1, "", "'201 231380' is no record: it does not start with 1, 5, 6, 7, 8 or 9")]
    [InlineData("261120", "260230", 1, 24, "1 file creation date", "'260230' is not a date")]
    [InlineData("0830A", "2430A", 1, 30, "1 file creation time", "'2430' is not a time")]
    [InlineData("A09410", "A094x0", 1, 38, "1 blocking factor", "'x0' is not 2 digits")]
    [InlineData("261121", "261131", 2, 70, "5 effective entry date", "'261131' is not a date")]
    [InlineData("PPDPAY", "ADVPAY", 2, 51, "5 standard entry class code", "accounting advices (ADV) are laid out differently and are not read")]
    [InlineData("0000500000CUST", "000050000 CUST", 3, 30, "6 amount", "'000050000 ' is not 10 digits")]
    [InlineData("0000500000CUST", "-000500000CUST", 3, 30, "6 amount", "'-000500000' is not 10 digits")]
    [InlineData("627231380104", "6272313801x4", 3, 4, "6 receiving DFI", "'2313801x4' is not 9 digits")]
    [InlineData("627231380104", "6x7231380104", 3, 2, "6 transaction code", "'x7' is not 2 digits")]
    [InlineData("   0031300010000001", "   2031300010000001", 3, 79, "6 addenda record indicator", "'2' is not 0 or 1")]
    [InlineData("   0031300010000001", "   003130001000000 ", 3, 80, "6 trace number", "'03130001000000 ' is not 15 digits")]
    [InlineData("8200000002", "820000000x", 5, 5, "8 entry/addenda count", "'00000x' is not 6 digits")]
    [InlineData("9000001", "90000x1", 6, 2, "9 batch count", "'0000x1' is not 6 digits")]
    public void What_cannot_be_read_is_refused_with_its_place(string piece, string instead, int line, int column, string field, string reason)
    {
        var error = GivenNacha.Refused(GivenNacha.With(piece, instead));

        Assert.Equal(("bank.ach", line, column, field, reason), (error.FileName, error.Line, error.Column, error.ElementPath, error.Reason));
    }

    [Theory]
    [InlineData(0, 2, "stands before the file header (1), or behind the file control (9)")]
    [InlineData(1, 3, "stands outside of a batch (5)")]
    public void Records_have_to_stand_in_their_file_and_batch(int without, int line, string reason)
    {
        var lines = GivenNacha.Day.Where((_, index) => index != without);
        var error = GivenNacha.Refused(GivenNacha.File(lines));

        Assert.Equal((line - 1, reason), (error.Line, error.Reason));
    }

    [Fact]
    public void Addenda_have_to_stand_behind_an_entry() =>
        Assert.Equal("stands behind no entry (6)", GivenNacha.Refused(GivenNacha.File([GivenNacha.Header, "705text".PadRight(94)])).Reason);

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\n")]
    public void An_empty_file_is_refused(string text) => Assert.Equal("the file is empty", GivenNacha.Refused(text).Reason);

    [Fact]
    public void A_byte_order_mark_is_no_character()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.ASCII.GetBytes(GivenNacha.File(GivenNacha.Day))];

        Assert.Empty(GivenNacha.Read(bytes).Findings());
    }

    [Fact]
    public void A_letter_beyond_ASCII_moves_no_position()
    {
        var bytes = Encoding.Latin1.GetBytes(GivenNacha.With("Jane Doe", "Jäne Döe"));

        Assert.Equal("Jäne Döe", GivenNacha.Read(bytes).Entries()[0].Name);
    }

    [Theory]
    [InlineData("22", true, true, false)]
    [InlineData("27", true, false, false)]
    [InlineData("23", true, true, true)]
    [InlineData("38", true, false, true)]
    [InlineData("52", true, true, false)]
    [InlineData("55", true, false, false)]
    [InlineData("56", true, false, false)]
    [InlineData("58", false, false, false)]
    [InlineData("25", false, false, false)]
    [InlineData("20", false, true, false)]
    [InlineData("62", false, true, false)]
    public void Transaction_codes_say_the_side(string code, bool known, bool credit, bool prenote) =>
        Assert.Equal((known, credit, prenote), (TransactionCodes.IsKnown(code), TransactionCodes.IsCredit(code), TransactionCodes.IsPrenote(code)));

    [Theory]
    [InlineData("231380104", true)]
    [InlineData("031300012", true)]
    [InlineData("021000021", true)]
    [InlineData("021000022", false)]
    [InlineData("02100002", false)]
    [InlineData("02100002x", false)]
    public void Routing_numbers_have_a_check_digit(string number, bool valid) => Assert.Equal(valid, RoutingNumber.IsValid(number));

    [Fact]
    public void Every_reason_that_is_in_use_has_a_text()
    {
        var codes = Enumerable.Range(1, 99).Select(number => $"R{number:D2}").Where(code => ReturnReasons.TextOf(code).Length > 0);

        Assert.Equal(
            [.. Numbers(1, 47), .. Numbers(50, 53), .. Numbers(61, 77), .. Numbers(80, 85)],
            codes);
        Assert.Equal("account closed", ReturnReasons.TextOf("R02"));
        Assert.Equal("account number is incorrect", ReturnReasons.TextOf("C01"));
        Assert.Equal("", ReturnReasons.TextOf("X"));

        static IEnumerable<string> Numbers(int first, int last) => Enumerable.Range(first, last - first + 1).Select(number => $"R{number:D2}");
    }
}

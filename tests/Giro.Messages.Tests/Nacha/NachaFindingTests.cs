using Giro.Messages.Nacha;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Nacha;

/// <summary>What must agree in a file, each broken once.</summary>
public class NachaFindingTests
{
    private const string Entry = "627231380104744              0000000500CUSTOMER-1     Jane Doe                1031300010000001";

    [Theory]
    //           piece                          instead                        findings
    [InlineData("8200000002", "8200000003", "entry-count | 3 | 2 | 8 5", "entry-count | 2 | 3 | 9 6")]
    [InlineData("82000000020046276020", "82000000020046276021", "hash-total | 46276021 | 46276020 | 8 5", "hash-total | 46276020 | 46276021 | 9 6")]
    [InlineData("0046276020000000500000000000012500031", "0046276020000000500001000000012500031", "debit-total | 500001 | 500000 | 8 5", "debit-total | 500000 | 500001 | 9 6")]
    [InlineData("0046276020000000500000000000012500031", "0046276020000000500000000000012501031", "credit-total | 12501 | 12500 | 8 5", "credit-total | 12500 | 12501 | 9 6")]
    [InlineData("5200Company", "5220Company", "service-class | 220 | 27 | 6 3", "service-class | 220 | 200 | 8 5")]
    [InlineData("5200Company", "5225Company", "service-class | 225 | 32 | 6 4", "service-class | 225 | 200 | 8 5")]
    [InlineData("5200Company", "5333Company", "service-class | 200, 220 or 225 | 333 | 5 2", "service-class | 333 | 200 | 8 5")]
    [InlineData("0313000121PPD", "0313000122PPD", "company-id | 0313000122 | 0313000121 | 8 5")]
    [InlineData("0313000121                         03130001", "0313000121                         03130002", "originating-dfi | 03130001 | 03130002 | 8 5")]
    [InlineData("                         031300010000001\n9", "                         031300010000002\n9", "batch-number | 0000001 | 0000002 | 8 5")]
    [InlineData("9000001000001", "9000002000001", "batch-count | 2 | 1 | 9 6")]
    [InlineData("9000001000001", "9000001000002", "block-count | 2 | 1 | 9 6")]
    [InlineData("900000100000100000002", "900000100000100000003", "entry-count | 3 | 2 | 9 6")]
    [InlineData("9000001000001000000020046276020", "9000001000001000000020046276021", "hash-total | 46276021 | 46276020 | 9 6")]
    [InlineData("0046276020000000500000000000012500 ", "0046276020000000500001000000012500 ", "debit-total | 500001 | 500000 | 9 6")]
    [InlineData("0046276020000000500000000000012500 ", "0046276020000000500000000000012501 ", "credit-total | 12501 | 12500 | 9 6")]
    [InlineData("627231380104", "627231380105", "check-digit | 4 | 5 | 6 3")]
    [InlineData("101 231380104", "101 231380107", "check-digit | 4 | 7 | 1 1")]
    [InlineData(" 231380104 031300012", " 231380104 031300013", "check-digit | 2 | 3 | 1 1")]
    [InlineData(" 231380104 031300012", " 2313801041031300013")] // a company's number has no check digit
    [InlineData("627231", "625231", "transaction-code |  | 25 | 6 3")]
    [InlineData("627231", "628231", "prenote-amount | 0 | 500000 | 6 3")]
    [InlineData("0031300010000001\n632", "0031300010000002\n632", "trace-order | more than 031300010000002 | 031300010000002 | 6 4")]
    [InlineData("0031300010000001\n632", "0021300010000001\n632", "trace-number | 03130001 | 02130001 | 6 3")]
    [InlineData("0031300010000001\n632", "1031300010000001\n632", "addenda-indicator | 1 | 0 | 6 3")]
    [InlineData("094101Fed", "095101Fed", "record-size | 094 | 095 | 1 1")]
    [InlineData("094101Fed", "094102Fed", "format-code | 1 | 2 | 1 1")]
    [InlineData("101 2313", "102 2313", "priority-code | 01 | 02 | 1 1")]
    [InlineData("261121   1", "2611214001", "settlement-date | 001 to 366 | 400 | 5 2")]
    [InlineData("261121   1", "2611213661")]
    [InlineData("261121   1", "      3661")]
    public void What_does_not_agree_is_said(string piece, string instead, params string[] findings) =>
        Assert.Equal(string.Join('\n', findings), GivenNacha.Read(GivenNacha.With(piece, instead)).Findings().Shown());

    [Theory]
    [InlineData("705text", "00010000001", "")]
    [InlineData("705text", "00020000001", "addenda-sequence | 1 | 2 | 7 4")]
    [InlineData("705text", "00010000002", "addenda-trace | 0000001 | 0000002 | 7 4")]
    [InlineData("733text", "00010000001", "addenda-type | 02, 05, 10 to 18, 98 or 99 | 33 | 7 4")]
    public void Addenda_belong_to_their_entry_or_it_is_said(string addenda, string end, string finding) =>
        Assert.Equal(finding, GivenNacha.Read(GivenNacha.Entry("PPD", Entry, addenda.PadRight(83) + end)).Findings().Shown());

    [Theory]
    [InlineData("R01", "031300010000001", "")]
    [InlineData("R01", "031300010000009", "addenda-trace | 031300010000001 | 031300010000009 | 7 4")]
    [InlineData("R48", "031300010000001", "reason-code | R01 to R85 or C01 to C14 | R48 | 7 4")]
    public void A_return_belongs_to_its_entry_or_it_is_said(string reason, string trace, string finding) =>
        Assert.Equal(finding, GivenNacha.Read(GivenNacha.Entry("PPD", Entry, $"799{reason}091000010000007".PadRight(79) + trace)).Findings().Shown());

    [Fact]
    public void A_corporate_entry_counts_its_addenda() =>
        Assert.Equal("addenda-count | 2 | 1 | 6 3", GivenNacha.Read(GivenNacha.Entry(
            "CTX", "627231380104744              0000000500CUSTOMER-1     0002Receiver Company  011031300010000001",
                "705text".PadRight(83) + "00010000001")).Findings().Shown());

    [Fact]
    public void A_control_record_that_is_missing_is_said()
    {
        Assert.Equal("control-missing | 8 |  | 5 2", Without(4, 10));
        Assert.Equal("control-missing | 9 |  | 1 1", Without(5, 10));
        Assert.Equal("control-missing | 8 |  | 5 2\ncontrol-missing | 9 |  | 1 1", GivenNacha.Read(string.Join('\n', GivenNacha.Day[..4])).Findings().Shown());

        static string Without(int record, int count)
        {
            var lines = GivenNacha.Day.Where((_, index) => index != record).ToList();
            while (lines.Count < count) lines.Add(new string('9', 94));
            return GivenNacha.Read(string.Join('\n', lines)).Findings().Shown();
        }
    }

    [Fact]
    public void A_block_of_nothing_but_padding_is_said()
    {
        var text = GivenNacha.File(GivenNacha.Day) + string.Concat(Enumerable.Repeat(new string('9', 94) + "\n", 10));

        Assert.Equal("padding | less than 10 | 14 | 9 6\nblock-count | 1 | 2 | 9 6", GivenNacha.Read(text).Findings().Shown());
    }

    [Fact]
    public void Padding_without_an_end_is_refused() =>
        Assert.Equal("more padding than any block has records",
            GivenNacha.Refused(GivenNacha.File(GivenNacha.Day) + string.Concat(Enumerable.Repeat(new string('9', 94), 2_000))).Reason);

    [Fact]
    public void Batch_numbers_ascend_or_it_is_said()
    {
        var batch = GivenNacha.Day[1..5];
        var text = GivenNacha.File([
            GivenNacha.Header, .. batch, .. batch,
            "9000002000001000000040092552040000001000000000000025000".PadRight(94)]);

        Assert.Equal("batch-order | more than 0000001 | 0000001 | 5 6", GivenNacha.Read(text).Findings().Shown());
    }

    [Fact]
    public void The_hash_keeps_its_last_ten_digits()
    {
        const string Line = "627999999992744              0000000000CUSTOMER-1     Jane Doe                0";
        var entries = Enumerable.Range(1, 102).Select(number => $"{Line}03130001{number:D7}").ToList();
        // 102 times 99,999,999 is 10,199,999,898.
        var text = GivenNacha.File([
            GivenNacha.Header, GivenNacha.Day[1], .. entries,
            $"82000001020199999898{new string('0', 24)}0313000121{new string(' ', 25)}031300010000001",
            $"9000001000011000001020199999898{new string('0', 24)}".PadRight(94)]);

        Assert.Equal("", GivenNacha.Read(text).Findings().Where(finding => finding.Code != "check-digit").Shown());
    }

    [Fact]
    public void Two_files_one_behind_the_other_are_two()
    {
        var text = GivenNacha.File(GivenNacha.Day);
        var items = GivenNacha.Read(text + text);

        Assert.Empty(items.Findings());
        Assert.Equal(2, items.OfType<NachaItem.FileEnd>().Count());
    }

    [Fact]
    public void The_words_of_a_finding_have_both_figures() =>
        Assert.Equal("the control record states total of debits 500001, and counted is 500000",
            GivenNacha.Read(GivenNacha.With("0046276020000000500000000000012500031", "0046276020000000500001000000012500031")).Findings().First().Text);
}

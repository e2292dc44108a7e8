using Giro.Messages.Bai2;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Bai2;

/// <summary>What must agree in a report, each broken once.</summary>
public class Bai2FindingTests
{
    [Theory]
    //           record                        instead                          findings
    [InlineData("49,21700,5/", "49,21701,5/", "control-total | 21701 | 21700 | 49 7", "control-total | 21700 | 21701 | 98 8")]
    [InlineData("49,21700,5/", "49,21700,6/", "record-count | 6 | 5 | 49 7")]
    [InlineData("49,21700,5/", "49,,/", "control-total |  | 21700 | 49 7", "record-count |  | 5 | 49 7")]
    [InlineData("98,21700,1,7/", "98,21701,1,7/", "control-total | 21701 | 21700 | 98 8", "control-total | 21700 | 21701 | 99 9")]
    [InlineData("98,21700,1,7/", "98,21700,2,7/", "account-count | 2 | 1 | 98 8")]
    [InlineData("98,21700,1,7/", "98,21700,1,8/", "record-count | 8 | 7 | 98 8")]
    [InlineData("99,21700,1,9/", "99,-21700,1,9/", "control-total | -21700 | 21700 | 99 9")]
    [InlineData("99,21700,1,9/", "99,21700,2,9/", "group-count | 2 | 1 | 99 9")]
    [InlineData("99,21700,1,9/", "99,21700,1,10/", "record-count | 10 | 9 | 99 9")]
    [InlineData("99,21700,1,9/", "", "trailer-missing | 99 |  | 01 1")]
    [InlineData("98,21700,1,7/\n", "", "trailer-missing | 98 |  | 02 2", "record-count | 9 | 8 | 99 8")]
    [InlineData("49,21700,5/\n", "", "trailer-missing | 49 |  | 03 3", "record-count | 7 | 6 | 98 7", "record-count | 9 | 8 | 99 8")]
    [InlineData("99,21700,1,9/", "99,21700,1,9", "delimiter | / |  | 99 9")]
    [InlineData("99,21700,1,9/", "99,21700,1,9,x,y/", "extra-fields |  | x,y | 99 9")]
    [InlineData("88,100,500,1,,400,200,1,/", "88,100,500,2,,400,200,1,/", "credit-total | 2: 5.00 | 1: 5.00 | 03 3")]
    [InlineData("16,195,500,0,", "16,195,500,S,1,2,3,", "funds-distribution | 500 | 6 | 16 5")]
    [InlineData("80,,2/", "80,,3/", "version | 2 | 3 | 01 1")]
    [InlineData("BANK,1,", "BANK,4,", "group-status | 1 | 4 | 02 2")]
    [InlineData("BANK,1,", "BANK,,", "group-status | 1 |  | 02 2")]
    [InlineData("F1,80,", "F1,30,", "record-length | 30 | 37 |  2", "record-length | 30 | 34 |  3", "record-length | 30 | 34 |  5")]
    [InlineData("03,12345,,", "03:12345,,")]
    public void What_does_not_agree_is_said(string record, string instead, params string[] findings)
    {
        var text = GivenBai2.With(record, instead);
        if (findings.Length == 0)
            Assert.Equal((3, 1), (GivenBai2.Refused(text).Line, GivenBai2.Refused(text).Column));
        else
            Assert.Equal(string.Join('\n', findings), GivenBai2.Read(text).Findings().Where(finding => finding.Place!.Line > 1
                || findings[0].EndsWith('1')).Shown());
    }

    [Theory]
    //           account and transactions                                             sum      records  findings
    [InlineData("03,1,,010,100,,,015,90,,,100,0,0,,400,10,1,/", 200, 2)]
    [InlineData("03,1,,010,100,,,015,90,,,100,0,0,,400,11,1,/", 201, 2, "closing-balance | 0.90 | 0.89 | 03 3")]
    [InlineData("03,1,,010,100,,,015,90,,/", 190, 2)] // nothing says what moved
    [InlineData("03,1,,010,100,,,015,90,,/\n16,475,10,/", 200, 3)]
    [InlineData("03,1,,010,100,,,015,90,,/\n16,195,10,/", 200, 3, "closing-balance | 0.90 | 1.10 | 03 3")]
    [InlineData("03,1,,400,10,2,/\n16,475,4/\n16,475,6/", 20, 4)]
    [InlineData("03,1,,400,10,,/\n16,475,4/\n16,475,6/", 20, 4)] // no count is stated
    [InlineData("03,1,,400,10,3,/\n16,475,4/\n16,475,6/", 20, 4, "debit-total | 3: 0.10 | 2: 0.10 | 03 3")]
    [InlineData("03,1,,400,99,3,,405,89,1,/\n16,475,4/\n16,475,6/", 198, 4)] // it says that not all are listed
    [InlineData("03,1,,400,99,3,/\n16,195,4/", 103, 3)] // no debit is listed
    [InlineData("03,1,JPY,010,100,,,015,90,,/\n16,195,10,/", 200, 3, "closing-balance | 90 | 110 | 03 3")]
    [InlineData("03,1,,102,3,,/\n16,890,,,B,C,for information/", 3, 3)]
    [InlineData("03,1,,,,,/\n16,890,5,,B,C,for information/", 5, 3, "type-code | a credit or a debit | 890 | 16 4")]
    [InlineData("03,1,,,,,/\n16,195,9223372036854775807/\n16,475,9223372036854775807/\n16,475,-9223372036854775807/", 9_223_372_036_854_775_807, 5)]
    public void Balances_totals_and_transactions_agree_or_it_is_said(string records, long controlTotal, int count, params string[] findings) =>
        Assert.Equal(string.Join('\n', findings), GivenBai2.Read(GivenBai2.Account(records, controlTotal, count)).Findings().Shown());

    [Fact]
    public void Sums_go_beyond_what_one_amount_can_be()
    {
        const string Record = "16,475,9223372036854775807/";
        var end = GivenBai2.Read(GivenBai2.Account($"03,1,,,,,/\n{Record}\n{Record}\n{Record}", 7, 5)).OfType<Bai2Item.AccountEnd>().Single();

        Assert.Equal(3 * (Int128)long.MaxValue, end.Totals.DebitMinor);
        Assert.Equal("control-total | 7 | 27670116110564327421 | 49 7", end.Findings.Shown());
    }

    [Fact]
    public void The_words_of_a_finding_have_both_figures() =>
        Assert.Equal("account 1: opening ledger 1.00 USD and the net of its totals 0.10 USD give 1.10 USD, but the closing ledger is 0.90 USD",
            Assert.Single(GivenBai2.Read(GivenBai2.Account("03,1,,010,100,,,015,90,,/\n16,195,10,/", 200, 3)).Findings()).Text);

    [Fact]
    public void Two_files_one_behind_the_other_are_two()
    {
        var items = GivenBai2.Read(GivenBai2.Day + GivenBai2.Day.Replace(",F1,", ",F2,", StringComparison.Ordinal));

        Assert.Equal(["F1", "F2"], items.OfType<Bai2Item.FileEnd>().Select(end => end.Header.FileIdentification));
        Assert.Empty(items.Findings());
    }
}

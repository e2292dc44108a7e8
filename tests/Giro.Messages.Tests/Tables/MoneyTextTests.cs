using System.Numerics;
using System.Text;
using Giro.Messages.Tables;

namespace Giro.Messages.Tests.Tables;

public class MoneyTextTests
{
    private static readonly MoneyFormat Chinese = new() { GroupSign = ",", CurrencySigns = ["¥", "￥", "CNY"] };
    private static readonly MoneyFormat German = new() { DecimalSign = (byte)',', GroupSign = "." };
    private static readonly MoneyFormat Swiss = new() { GroupSign = "'" };
    private static readonly MoneyFormat French = new() { DecimalSign = (byte)',', GroupSign = " " };
    private static readonly MoneyFormat Booked = new() { Parentheses = true, TrailingSign = true, TrailingCreditDebit = true, GroupSign = "," };
    private static readonly MoneyFormat UnionPay = new() { LeadingCreditDebit = true };

    public static TheoryData<string, string, int, long?> Amounts => new()
    {
        { "plain", "12.34", 2, 1234 },
        { "plain", "-12.34", 2, -1234 },
        { "plain", "+0.5", 2, 50 },
        { "plain", ".5", 2, 50 },
        { "plain", "5.", 2, null },
        { "plain", "7", 0, 7 },
        { "plain", "0.00000", 2, 0 },
        { "plain", "8.85000", 2, 885 },
        { "plain", "8.8501", 2, null },
        { "plain", "1.000", 3, 1000 },
        { "plain", "92233720368547758.07", 2, long.MaxValue },
        { "plain", "-92233720368547758.07", 2, -long.MaxValue },
        { "plain", "92233720368547758.08", 2, null },
        { "plain", "99999999999999999999999", 2, null },
        { "plain", "1,000.00", 2, null },
        { "plain", "", 2, null },
        { "plain", "-", 2, null },
        { "plain", ".", 2, null },
        { "plain", "1.2.3", 2, null },
        { "plain", "--1", 2, null },
        { "plain", "1e3", 2, null },
        { "plain", "xx,yyyy.zz", 2, null },
        { "plain", "１２", 2, null },
        { "plain", " 12.34 ", 2, 1234 },
        { "plain", "−12.34", 2, -1234 },
        { "plain", "12.34-", 2, null },
        { "chinese", "1,234,567.80", 2, 123456780 },
        { "chinese", "-2,600.00", 2, -260000 },
        { "chinese", "¥1,000.00", 2, 100000 },
        { "chinese", "-¥5", 2, -500 },
        { "chinese", "￥-5", 2, -500 },
        { "chinese", "CNY 3", 2, 300 },
        { "chinese", "1,23.00", 2, null },
        { "chinese", "1,2345", 2, null },
        { "chinese", ",123", 2, null },
        { "chinese", "1,,234", 2, null },
        { "chinese", "1,234,", 2, null },
        { "chinese", "0.1,234", 5, null },
        { "german", "1.234,56", 2, 123456 },
        { "german", "1234,5", 2, 123450 },
        { "german", "12.34", 2, null },
        { "swiss", "12'345.60", 2, 1234560 },
        { "swiss", "12’345.60", 2, 1234560 },
        { "french", "12\u00a0345,60", 2, 1234560 },
        { "french", "12\u202f345,60", 2, 1234560 },
        { "french", "1 234", 0, 1234 },
        { "booked", "(1,000.00)", 2, -100000 },
        { "booked", "12.00-", 2, -1200 },
        { "booked", "12.00+", 2, 1200 },
        { "booked", "12.00D", 2, -1200 },
        { "booked", "12.00 DR", 2, -1200 },
        { "booked", "12.00 CR", 2, 1200 },
        { "booked", "12.00C", 2, 1200 },
        { "booked", "-12.00D", 2, null },
        { "booked", "(-12.00)", 2, null },
        { "booked", "(12.00", 2, null },
        { "unionpay", "D000000000123", 0, -123 },
        { "unionpay", "C000000000123", 0, 123 },
        { "unionpay", "000000000123", 0, 123 },
        { "unionpay", "X000000000123", 0, null },
    };

    [Theory]
    [MemberData(nameof(Amounts))]
    public void An_amount_is_read_exactly_or_not_at_all(string format, string text, int digits, long? expected)
    {
        var read = MoneyText.TryParse(Encoding.UTF8.GetBytes(text), FormatOf(format), digits, out var minor);
        Assert.Equal(expected, read ? minor : null);
    }

    [Fact]
    public void Random_amounts_are_those_that_integers_without_end_give()
    {
        const int Seed = 4;
        var random = new Random(Seed);
        for (var round = 0; round < 50_000; round++)
        {
            var digits = random.Next(0, 6);
            var whole = new string([.. Enumerable.Range(0, random.Next(1, 22)).Select(_ => (char)('0' + random.Next(10)))]);
            var fraction = new string([.. Enumerable.Range(0, random.Next(0, 8)).Select(_ => random.Next(3) == 0 ? (char)('0' + random.Next(10)) : '0')]);
            var negative = random.Next(2) == 0;
            var text = (negative ? "-" : "") + (random.Next(2) == 0 ? Grouped(whole) : whole) + (fraction.Length == 0 ? "" : "." + fraction);

            long? expected = null;
            if (fraction.Length <= digits || fraction[digits..].All(sign => sign == '0'))
            {
                var units = BigInteger.Parse(whole + (fraction + "00000")[..digits]);
                if (units <= long.MaxValue) expected = (long)(negative ? -units : units);
            }

            var read = MoneyText.TryParse(Encoding.UTF8.GetBytes(text), Chinese, digits, out var minor);
            Assert.True(expected == (read ? minor : null), $"seed {Seed}, round {round}: '{text}' with {digits} decimals is {expected}, read as {(read ? minor : null)}");
        }
    }

    private static string Grouped(string whole)
    {
        var text = new StringBuilder(whole);
        for (var at = whole.Length - 3; at > 0; at -= 3) text.Insert(at, ',');
        return text.ToString();
    }

    private static MoneyFormat FormatOf(string name) => name switch
    {
        "chinese" => Chinese,
        "german" => German,
        "swiss" => Swiss,
        "french" => French,
        "booked" => Booked,
        "unionpay" => UnionPay,
        _ => MoneyFormat.Plain,
    };
}

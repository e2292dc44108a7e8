using System.Text;
using Giro.Messages.Bai2;
using Giro.Messages.Reports;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Bai2;

/// <summary>Files to start from, and the ways to read them.</summary>
internal static class GivenBai2
{
    /// <summary>One account of 100.00 USD that a credit of 5.00 and a debit of 2.00 make 103.00.</summary>
    public const string Day =
        """
        01,SENDER,RECEIVER,261120,0830,F1,80,,2/
        02,RECEIVER,BANK,1,261119,2400,USD,2/
        03,12345,,010,10000,,,015,10300,,/
        88,100,500,1,,400,200,1,/
        16,195,500,0,BANK1,CUST1,incoming/
        16,475,200,Z,BANK2,CUST2/
        49,21700,5/
        98,21700,1,7/
        99,21700,1,9/

        """;

    public static int Digits(string currency) => currency is "CAD" ? 2 : GivenSwift.Digits(currency);

    public static List<Bai2Item> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static List<Bai2Item> Read(byte[] bytes)
    {
        using var input = new MemoryStream(bytes);
        using var reader = new Bai2Reader(input, "bank.bai", Digits);
        var items = new List<Bai2Item>();
        while (reader.Read() is { } item) items.Add(item);
        return items;
    }

    public static List<ReportItem> Report(string text)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var reader = new Bai2ReportReader(input, "bank.bai", Digits);
        var items = new List<ReportItem>();
        while (reader.Read() is { } item) items.Add(item);
        return items;
    }

    public static MessageFormatException Refused(string text) => Assert.Throws<MessageFormatException>(() => Read(text));

    /// <summary>The day with one record in the place of another, and trailers as they are.</summary>
    public static string With(string record, string instead)
    {
        Assert.Contains(record, Day, StringComparison.Ordinal);
        return Day.Replace(record, instead, StringComparison.Ordinal);
    }

    /// <summary>An account with these records and trailers that agree with it.</summary>
    public static string Account(string records, long controlTotal, int count) =>
        $"01,S,R,261120,0830,F1,,,2/\n02,R,B,1,261119,,,2/\n{records}\n49,{controlTotal},{count}/\n98,{controlTotal},1,{count + 2}/\n99,{controlTotal},1,{count + 4}/\n";

    public static List<TransactionDetail> Transactions(this IEnumerable<Bai2Item> items) =>
        [.. items.OfType<Bai2Item.Transaction>().Select(item => item.Value)];

    public static IEnumerable<ReportFinding> Findings(this IEnumerable<Bai2Item> items) => items.SelectMany(item => item switch
    {
        Bai2Item.Transaction transaction => transaction.Findings,
        Bai2Item.AccountEnd end => end.Findings,
        Bai2Item.GroupEnd end => end.Findings,
        Bai2Item.FileEnd end => end.Findings,
        _ => [],
    });
}

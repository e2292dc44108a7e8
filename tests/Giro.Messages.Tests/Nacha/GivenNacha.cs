using System.Text;
using Giro.Messages.Nacha;
using Giro.Messages.Reports;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Nacha;

/// <summary>Files to start from, put together record by record, and the ways to read them.</summary>
internal static class GivenNacha
{
    public const string Header = "101 231380104 0313000122611200830A094101Federal Reserve Bank   My Bank                REF00001";
    public const string Control = "9000001000001000000020046276020000000500000000000012500                                       ";

    /// <summary>A batch of a debit of 5,000.00 and a credit of 125.00.</summary>
    public static readonly string[] Day =
    [
        Header,
        "5200Company Name                        0313000121PPDPAYMENTS  NOV 20261121   1031300010000001",
        "627231380104744-5678-99      0000500000CUSTOMER-1     Jane Doe                0031300010000001",
        "632231380104987              0000012500CUSTOMER-2     John Doe                0031300010000002",
        "820000000200462760200000005000000000000125000313000121                         031300010000001",
        Control,
    ];

    public static string File(params IEnumerable<string> records)
    {
        var all = records.ToList();
        while (all.Count % 10 != 0) all.Add(new string('9', 94));
        return string.Join('\n', all) + "\n";
    }

    /// <summary>The day with one piece of text in the place of another.</summary>
    public static string With(string piece, string instead)
    {
        var text = File(Day);
        Assert.Contains(piece, text, StringComparison.Ordinal);
        return text.Replace(piece, instead, StringComparison.Ordinal);
    }

    /// <summary>One batch of one entry, whose control records agree with it: 5.00 to or from account 744.</summary>
    public static string Entry(string entryClass, string entry, params string[] addenda) => Batch("200", entryClass, entry, addenda);

    public static string Batch(string serviceClass, string entryClass, string entry, params string[] addenda)
    {
        var amount = entry.Substring(29, 10);
        var (debit, credit) = entry[2] <= '4' ? ("0000000000", amount) : (amount, "0000000000");
        var figures = $"{1 + addenda.Length:D6}00{entry.AsSpan(3, 8)}00{debit}00{credit}";
        return File(
            [
                Header,
                $"5{serviceClass}Company Name                        0313000121{entryClass}PAYMENTS  NOV 20261121   1031300010000001",
                entry,
                .. addenda,
                $"8{serviceClass}{figures}0313000121{new string(' ', 25)}031300010000001",
                $"900000100000100{figures}{new string(' ', 39)}",
            ]);
    }

    public static List<NachaItem> Read(string text) => Read(Encoding.Latin1.GetBytes(text));

    public static List<NachaItem> Read(byte[] bytes)
    {
        using var input = new MemoryStream(bytes);
        using var reader = new NachaReader(input, "bank.ach");
        var items = new List<NachaItem>();
        while (reader.Read() is { } item) items.Add(item);
        return items;
    }

    public static List<ReportItem> Report(byte[] bytes)
    {
        using var input = new MemoryStream(bytes);
        using var reader = new NachaReportReader(input, "bank.ach", GivenSwift.Digits);
        var items = new List<ReportItem>();
        while (reader.Read() is { } item) items.Add(item);
        return items;
    }

    public static MessageFormatException Refused(string text) => Assert.Throws<MessageFormatException>(() => Read(text));

    public static List<EntryDetail> Entries(this IEnumerable<NachaItem> items) => [.. items.OfType<NachaItem.Entry>().Select(item => item.Value)];

    public static IEnumerable<ReportFinding> Findings(this IEnumerable<NachaItem> items) => items.SelectMany(item => item switch
    {
        NachaItem.Entry entry => entry.Findings,
        NachaItem.BatchEnd end => end.Findings,
        NachaItem.FileEnd end => end.Findings,
        _ => [],
    });
}

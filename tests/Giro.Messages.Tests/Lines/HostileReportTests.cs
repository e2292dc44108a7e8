using System.Diagnostics;
using System.Text;
using Giro.Messages.Bai2;
using Giro.Messages.Nacha;
using Giro.Messages.Reports;
using Giro.Messages.Swift;
using Giro.Messages.Tests.Bai2;
using Giro.Messages.Tests.Iso20022;
using Giro.Messages.Tests.Nacha;
using Giro.Messages.Tests.Swift;

namespace Giro.Messages.Tests.Lines;

/// <summary>Files of lines that are cut, changed or made to harm: each reader gives its items or a MessageFormatException, and never anything else.</summary>
[Collection(MemoryOfTheProcess.Name)]
public sealed class HostileReportTests
{
    private const int Seed = 20261122;
    private const long MaxAllocated = 64 * 1024 * 1024;

    public static TheoryData<string> Formats => ["MT940", "MT942", "BAI2", "NACHA"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_file_itself_is_read_without_findings(string format)
    {
        var (items, findings) = Read(format, Encoding.ASCII.GetBytes(Text(format)));

        Assert.InRange(items, 5, 20);
        Assert.Equal(0, findings);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_cut_anywhere_is_refused_or_has_findings(string format)
    {
        var whole = Encoding.ASCII.GetBytes(Text(format));
        // Behind these the file is whole, though the decimals or the end of line that follow were cut.
        var end = format switch
        {
            "MT940" => Text(format).LastIndexOf("107,", StringComparison.Ordinal) + 4,
            // An interim report needs no balance and no sums, so that only its block says that something is missing at its end.
            "MT942" => whole.Length,
            _ => whole.Length - 1,
        };
        for (var length = 0; length < end; length++)
        {
            var findings = 0;
            Exception? error = null;
            try
            {
                findings = Read(format, whole[..length]).Findings;
            }
            catch (MessageFormatException e)
            {
                error = e;
                Assert.NotEmpty(e.Reason);
                Assert.InRange(e.Line, 1, 100);
            }

            Assert.True(error is not null || findings > 0, $"cut at {length}: ...{Encoding.ASCII.GetString(whole[Math.Max(0, length - 30)..length])}");
        }

        for (var length = 0; length < whole.Length; length++) ReadOrRefuse(format, whole[..length], $"cut at {length}");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Random_damage_gives_items_or_a_clear_error_and_nothing_else(string format)
    {
        var random = new Random(Seed);
        var whole = Encoding.ASCII.GetBytes(Text(format));
        var clock = Stopwatch.StartNew();
        int read = 0, refused = 0;
        for (var round = 0; round < 30_000 && clock.Elapsed < TimeSpan.FromSeconds(1); round++)
        {
            var damaged = Damaged(random, whole);
            if (ReadOrRefuse(format, damaged, $"seed {Seed}, round {round}"))
                read++;
            else
                refused++;
        }

        Assert.True(read > 0 && refused > 0, $"{read} read, {refused} refused");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Noise_is_refused(string format)
    {
        var random = new Random(Seed);
        for (var round = 0; round < 2_000; round++)
        {
            var noise = new byte[random.Next(1, 2_000)];
            random.NextBytes(noise);
            ReadOrRefuse(format, noise, $"seed {Seed}, round {round}");
        }
    }

    public static TheoryData<string, string, string> Endless => new()
    {
        // format, what starts the file, what goes on without end
        { "MT940", "", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
        { "MT940", "", "x\n" },
        { "MT940", "", "\n" },
        { "MT940", "", "-\n" },
        { "MT940", "", "940\n" },
        { "MT940", "", "{1:F01}{2:I940}{4:\n" },
        { "MT940", "", ":21:x\n" },
        { "MT940", "", ":86:x\n" },
        { "MT940", "", ":99:x\n" },
        { "MT940", "", ":34F:EUR1,\n" },
        { "MT940", "whole", ":86:x\n" },
        { "MT940", "whole", ":65:C261120EUR1,\n" },
        { "MT940", "whole", ":86:\nx\n" },
        { "MT940", "open", ":NS:x\n" },
        { "MT940", "open", ":99:x\n" },
        { "MT940", "open", "x\n" },
        { "MT940", "open", "x" },
        { "MT940", "open", "?20EREF+x" },
        { "MT940", "open", "\0" },
        { "BAI2", "", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
        { "BAI2", "", "\n" },
        { "BAI2", "", "                                                             " },
        { "BAI2", "", "01," },
        { "BAI2", "open", "88,x\n" },
        { "BAI2", "open", "88,\n" },
        { "BAI2", "open", "x\n" },
        { "BAI2", "open", "/ 88,x" },
        { "BAI2", "open", "x" },
        { "BAI2", "open", "\0" },
        { "BAI2", "account", "88,010,1,,/\n" },
        { "BAI2", "account", ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,," },
        { "NACHA", "", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
        { "NACHA", "", "\n" },
        { "NACHA", "", "                                                             " },
        { "NACHA", "", "\0" },
        { "NACHA", "whole", "9999999999999999999999999999999999999999999999999999999999999999" },
        { "NACHA", "open", "705                                                                                00010000001" },
        { "NACHA", "open", "705                                                                                00010000001\n" },
        { "NACHA", "open", "\n" },
        { "NACHA", "open", "                                                             " },
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public void A_file_without_an_end_is_refused_at_once_and_in_little_memory(string format, string start, string piece)
    {
        var text = Text(format);
        var head = (format, start) switch
        {
            (_, "") => "",
            (_, "whole") => text.TrimEnd('-', '\n') + "\n",
            ("MT940", _) => text[..text.IndexOf("end of 86", StringComparison.Ordinal)],
            ("BAI2", "account") => text[..text.IndexOf("88,100", StringComparison.Ordinal)],
            ("BAI2", _) => text[..(text.IndexOf("incoming/", StringComparison.Ordinal) + 8)] + (piece.EndsWith('\n') ? "\n" : ""),
            _ => text[..text.IndexOf("632", StringComparison.Ordinal)],
        };
        var many = string.Concat(Enumerable.Repeat(piece, Math.Max(1, 1_000 / piece.Length)));
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var input = new GeneratedStream(Enumerable.Repeat(many, int.MaxValue).Prepend(head).Where(text => text.Length > 0));
        using var reader = Reader(format, input);

        Assert.Throws<MessageFormatException>(() =>
        {
            while (reader.Read() is not null) { }
        });

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5)); // far less, but the machine may be busy
    }

    [Theory]
    [InlineData("MT940", "whole", ":61:261120C1,NTRFREF\n:86:166?20EREF+x\n")]
    [InlineData("MT940", "whole", ":61:261120C1XTRFREF12345678901234567890\n:99:x\n")] // with findings
    [InlineData("MT940", "", ":20:R\n:25:A\n:28C:1\n:60F:C261120EUR1,\n:62F:C261120EUR2,\n-\n")]
    [InlineData("BAI2", "open", "\n16,195,1,0,B,C,text\n88,more")]
    [InlineData("BAI2", "open", "\n49,1,1/\n03,1,,010,1,,/\n16,195,1,S,1,2,3,B,C,text")]
    [InlineData("BAI2", "open", "\n98,1,1/\n02,A,B,9,261120,,/\n03,1,,010,1,,/\n16,195,1,S,1,2,3,B,C,text")]
    [InlineData("NACHA", "open", "627231380104744              0000000500CUSTOMER-1     Jane Doe                0031300010000001\n")]
    [InlineData("NACHA", "open", "5200Company Name                        0313000121PPDPAYMENTS  NOV 20261121   1031300010000001\n")]
    public void A_long_file_is_read_in_little_memory(string format, string start, string piece)
    {
        var text = Text(format);
        var head = (format, start) switch
        {
            (_, "") => "",
            ("MT940", _) => text[..text.IndexOf(":62F:", StringComparison.Ordinal)],
            ("BAI2", _) => text[..(text.IndexOf("incoming/", StringComparison.Ordinal) + 8)],
            _ => text[..text.IndexOf("632", StringComparison.Ordinal)],
        };
        using var input = new GeneratedStream(Enumerable.Repeat(piece, int.MaxValue).Prepend(head).Where(text => text.Length > 0));
        using var reader = Reader(format, input);
        for (var i = 0; i < 5_000; i++) Assert.NotNull(reader.Read());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 20_000; i++) Assert.NotNull(reader.Read());

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2 * 1024 * 1024);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nothing_can_be_read_behind_an_error(string format)
    {
        using var input = new MemoryStream([0]);
        using var reader = Reader(format, input);
        Assert.Throws<MessageFormatException>(reader.Read);

        Assert.Throws<InvalidOperationException>(reader.Read);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nothing_comes_behind_the_end(string format)
    {
        using var input = new MemoryStream(Encoding.ASCII.GetBytes(Text(format)));
        using var reader = Reader(format, input);
        while (reader.Read() is not null) { }

        Assert.Null(reader.Read());
        Assert.True(input.CanRead, "the input is left open");
    }

    private static bool ReadOrRefuse(string format, byte[] bytes, string what)
    {
        try
        {
            Read(format, bytes);
            return true;
        }
        catch (MessageFormatException)
        {
            return false;
        }
        catch (Exception other)
        {
            Assert.Fail($"{what}: {other}\n{Encoding.Latin1.GetString(bytes)}");
            throw;
        }
    }

    private static (int Items, int Findings) Read(string format, byte[] bytes)
    {
        using var input = new MemoryStream(bytes);
        using var reader = Reader(format, input);
        int items = 0, findings = 0;
        for (; reader.Read() is { } item; items++)
            findings += item switch
            {
                ReportItem.Line line => line.Findings.Count,
                ReportItem.SectionEnd end => end.Findings.Count,
                ReportItem.FileEnd end => end.Findings.Count,
                _ => 0,
            };
        return (items, findings);
    }

    private static IReportReader Reader(string format, Stream input) => format switch
    {
        "BAI2" => new Bai2ReportReader(input, "hostile", GivenBai2.Digits),
        "NACHA" => new NachaReportReader(input, "hostile", GivenSwift.Digits),
        _ => new Mt940ReportReader(input, "hostile", GivenSwift.Digits),
    };

    private static string Text(string format) => format switch
    {
        "MT940" => GivenSwift.Statement(
            ":61:2611201121CR10,00NTRFREF//BANK\nsupplement\n:86:166?00TEXT?20EREF+E-1?21SVWZ+Invoice?32Karl?60end of 86\n:61:261120D3,NMSCREF\n:86:/EREF/E-2/REMI/x",
            closing: "C261120EUR107,00"),
        "MT942" => "{1:F01BANKDEFFXXXX0000000000}{2:I942CUSTDEFFXXXXN}{4:\n"
            + GivenSwift.Interim(":61:2611201121C10,00NTRFREF//BANK\n:86:text\n:61:261120D3,NMSCREF", ":90D:1EUR3,00\n:90C:1EUR10,00\n")[..^1] + "}",
        "BAI2" => GivenBai2.Day,
        _ => GivenNacha.File(GivenNacha.Day),
    };

    private static byte[] Damaged(Random random, byte[] whole) => Damage.Of(
        random, whole, longest: 100,
        ["\n", "\r\n", ":", ":61:", ":86:", ":60F:", "-}", "{1:", "?20", "/", ",", "\n88,", "\n16,195,", "\n49,", "/ 03,", "S,", "D,9,",
            "9999999999999999999", "-", "\0", "\n7", "\n9"]);
}

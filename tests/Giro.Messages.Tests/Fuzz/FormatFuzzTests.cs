using System.Diagnostics;
using System.Globalization;
using Giro.Messages.Reports;

namespace Giro.Messages.Tests.Fuzz;

/// <summary>
/// Damaged files of every format, in a time that is bounded: some ten seconds in all, or GIRO_FUZZ_SECONDS. The first file that a reader takes amiss is printed in
/// base64 with the seed that made it; GIRO_FUZZ_SEED begins with another one.
/// </summary>
public class FormatFuzzTests
{
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(Number("GIRO_FUZZ_SECONDS", 10)) / FuzzSeeds.Formats.Count;

    public static TheoryData<string> Formats => [.. FuzzSeeds.Formats];

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_files_themselves_are_read(string format)
    {
        foreach (var file in FuzzSeeds.Of(format))
            ReadProperty.Holds(file, Opener(format, random: null));
        Assert.True(format == FuzzSeeds.Packed || ReadProperty.Holds(FuzzSeeds.Of(format)[0], Opener(format, random: null)));
        Assert.True(format is "wechat-trade" or "wechat-fund-flow" || ReadProperty.Holds(FuzzSeeds.Of(format)[0], input => ReportFormats.Open(input, "file", FuzzSeeds.Digits)));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_damaged_file_gives_items_or_a_clear_error_and_nothing_else(string format)
    {
        var first = (int)Number("GIRO_FUZZ_SEED", 20261120);
        var seeds = FuzzSeeds.Of(format);
        var clock = Stopwatch.StartNew();
        long read = 0, refused = 0;
        for (var seed = first; clock.Elapsed < Each || read + refused < 20; seed++)
        {
            var random = new Random(seed);
            var file = new Mutator(random, seeds).Next();
            try
            {
                if (ReadProperty.Holds(file, Opener(format, random)))
                    read++;
                else
                    refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{format}, GIRO_FUZZ_SEED={seed}: {e}\n{Convert.ToBase64String(file)}");
            }
        }

        Assert.True(read > 0 && refused > 0 || read + refused < 1_000, $"{read} read, {refused} refused");
    }

    /// <summary>By its name, or now and then by what the file looks like, in pieces as a network gives them.</summary>
    private static Func<Stream, IReportReader> Opener(string format, Random? random) => input =>
    {
        var stream = random?.Next(4) == 0 ? new TrickleStream(input, random.Next(1, 50)) : input;
        return format == FuzzSeeds.Packed || random?.Next(4) == 0
            ? ReportFormats.Open(stream, "INN261120ZM_1", FuzzSeeds.Digits)
            : ReportFormats.Open(format, stream, "INN261120ZM_1", FuzzSeeds.Digits);
    };

    private static long Number(string variable, long otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}

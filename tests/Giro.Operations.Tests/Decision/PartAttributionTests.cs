using System.Globalization;
using Giro.Operations.Decision;
using Giro.Operations.Institution;

namespace Giro.Operations.Tests.Decision;

/// <summary>Which instrument pays how much of which order, and to which part a return goes back.</summary>
public sealed class PartAttributionTests
{
    [Theory]
    //           attribution               orders                instruments             what each instrument pays of each order
    [InlineData(Attribution.InProportion, "100.00",              "100.00",              "100.00")]
    [InlineData(Attribution.InProportion, "100.00",              "60.00 40.00",         "60.00 40.00")]
    [InlineData(Attribution.InProportion, "70.00 30.00",         "100.00",              "70.00 | 30.00")]
    [InlineData(Attribution.InProportion, "70.00 30.00",         "60.00 40.00",         "42.00 28.00 | 18.00 12.00")]
    [InlineData(Attribution.InProportion, "0.05 0.05",           "0.03 0.07",           "0.02 0.03 | 0.01 0.04")]                     // 1.5 and 3.5: the cent that is left to the earlier
    [InlineData(Attribution.InProportion, "10.00 0.01 9.99",     "5.00 5.00 10.00",     "2.50 2.50 5.00 | 0.00 0.00 0.01 | 2.50 2.50 4.99")] // 0.25, 0.25, 0.5 of a cent: to the half
    [InlineData(Attribution.InProportion, "0.01 0.01 0.01",      "0.01 0.02",           "0.00 0.01 | 0.01 0.00 | 0.00 0.01")]          // 1/3 and 2/3; then 1/2 and 1/2; then 0 and 1
    [InlineData(Attribution.InProportion, "33.33 33.33 33.34",   "99.99 0.01",          "33.33 0.00 | 33.33 0.00 | 33.33 0.01")]       // 0.0033 of a cent, 0.005, all
    [InlineData(Attribution.FirstFirst,   "70.00 30.00",         "60.00 40.00",         "60.00 10.00 | 0.00 30.00")]
    [InlineData(Attribution.FirstFirst,   "10.00 20.00 30.00",   "15.00 45.00",         "10.00 0.00 | 5.00 15.00 | 0.00 30.00")]
    [InlineData(Attribution.FirstFirst,   "60.00",               "10.00 20.00 30.00",   "10.00 20.00 30.00")]
    [InlineData(Attribution.LastFirst,    "70.00 30.00",         "60.00 40.00",         "60.00 10.00 | 0.00 30.00")]                   // paired as first first
    public void Orders_are_paired_with_instruments(Attribution attribution, string orders, string instruments, string parts)
    {
        var (ordersMinor, instrumentsMinor) = (Read(orders), Read(instruments));
        var partsMinor = new long[ordersMinor.Length * instrumentsMinor.Length];
        PartAttribution.Pair(attribution, ordersMinor, instrumentsMinor, partsMinor);
        Assert.Equal(parts, string.Join(" | ", partsMinor.Chunk(instrumentsMinor.Length).Select(Shown)));
    }

    [Theory]
    //           attribution               return    of what is left               comes back of each part
    [InlineData(Attribution.InProportion, "50.00",  "42.00 28.00 18.00 12.00",    "21.00 14.00 9.00 6.00")]
    [InlineData(Attribution.FirstFirst,   "50.00",  "42.00 28.00 18.00 12.00",    "42.00 8.00 0.00 0.00")]
    [InlineData(Attribution.LastFirst,    "50.00",  "42.00 28.00 18.00 12.00",    "0.00 20.00 18.00 12.00")]
    [InlineData(Attribution.InProportion, "10.00",  "0.00 28.00 0.00 12.00",      "0.00 7.00 0.00 3.00")]                            // nothing goes to what is returned already
    [InlineData(Attribution.FirstFirst,   "10.00",  "0.00 28.00 0.00 12.00",      "0.00 10.00 0.00 0.00")]
    [InlineData(Attribution.LastFirst,    "13.00",  "0.00 28.00 0.00 12.00",      "0.00 1.00 0.00 12.00")]
    [InlineData(Attribution.InProportion, "0.01",   "42.00 28.00 18.00 12.00",    "0.01 0.00 0.00 0.00")]                            // 0.42, 0.28, 0.18, 0.12 of a cent
    [InlineData(Attribution.InProportion, "0.02",   "42.00 28.00 18.00 12.00",    "0.01 0.01 0.00 0.00")]                            // 0.84, 0.56
    [InlineData(Attribution.InProportion, "0.03",   "0.01 0.01 0.01",             "0.01 0.01 0.01")]
    [InlineData(Attribution.InProportion, "0.02",   "0.01 0.01 0.01",             "0.01 0.01 0.00")]                                 // 2/3 each: the earlier
    [InlineData(Attribution.FirstFirst,   "100.00", "42.00 28.00 18.00 12.00",    "42.00 28.00 18.00 12.00")]
    [InlineData(Attribution.LastFirst,    "100.00", "42.00 28.00 18.00 12.00",    "42.00 28.00 18.00 12.00")]
    [InlineData(Attribution.InProportion, "100.00", "42.00 28.00 18.00 12.00",    "42.00 28.00 18.00 12.00")]
    public void A_return_goes_back_to_parts(Attribution attribution, string amount, string left, string parts)
    {
        var leftMinor = Read(left);
        var partsMinor = new long[leftMinor.Length];
        PartAttribution.Return(attribution, Read(amount)[0], leftMinor, partsMinor);
        Assert.Equal(parts, Shown(partsMinor));
    }

    [Fact]
    public void Orders_and_instruments_come_out_to_the_cent_and_no_part_is_below_zero()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var payment = 0; payment < 20_000; payment++)
        {
            var attribution = AnyAttribution(random);
            var instruments = Enumerable.Range(0, random.Next(1, 6)).Select(_ => AnyAmount(random)).ToArray();
            var orders = Cut(random, instruments.Sum(), random.Next(1, 6));
            var parts = new long[orders.Length * instruments.Length];
            PartAttribution.Pair(attribution, orders, instruments, parts);
            var place = $"seed {seed}, payment {payment}, {attribution}: {Shown(orders)} by {Shown(instruments)} is {Shown(parts)}";
            Assert.True(parts.All(part => part >= 0), place);
            for (var order = 0; order < orders.Length; order++) Assert.True(parts.Skip(order * instruments.Length).Take(instruments.Length).Sum() == orders[order], place);
            for (var instrument = 0; instrument < instruments.Length; instrument++)
                Assert.True(Enumerable.Range(0, orders.Length).Sum(order => parts[(order * instruments.Length) + instrument]) == instruments[instrument], place);
        }
    }

    [Fact]
    public void Returns_never_take_more_than_is_left_of_a_part_and_end_with_nothing_left()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var payment = 0; payment < 5_000; payment++)
        {
            var left = Enumerable.Range(0, random.Next(1, 9)).Select(_ => AnyAmount(random)).ToArray();
            for (var number = 1; left.Sum() > 0; number++)
            {
                var attribution = AnyAttribution(random);
                var amount = number == 10 ? left.Sum() : random.NextInt64(1, left.Sum() + 1);
                var parts = new long[left.Length];
                PartAttribution.Return(attribution, amount, left, parts);
                var place = $"seed {seed}, payment {payment}, return {number}, {attribution}: {amount} of {Shown(left)} is {Shown(parts)}";
                Assert.True(parts.Sum() == amount, place);
                for (var i = 0; i < left.Length; i++)
                {
                    Assert.True(parts[i] >= 0 && parts[i] <= left[i], place);
                    left[i] -= parts[i];
                }
            }
        }
    }

    [Fact]
    public void A_part_is_never_further_than_a_cent_from_its_proportion_of_a_return()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var payment = 0; payment < 5_000; payment++)
        {
            var left = Enumerable.Range(0, random.Next(1, 9)).Select(_ => AnyAmount(random)).ToArray();
            var amount = random.NextInt64(1, left.Sum() + 1);
            var parts = new long[left.Length];
            PartAttribution.Return(Attribution.InProportion, amount, left, parts);
            for (var i = 0; i < left.Length; i++)
            {
                // |part - amount * left / sum| < 1, times the sum.
                var difference = Int128.Abs(((Int128)parts[i] * left.Sum()) - ((Int128)amount * left[i]));
                Assert.True(difference < left.Sum(), $"seed {seed}, payment {payment}: {amount} of {Shown(left)} is {Shown(parts)}");
            }
        }
    }

    private static Attribution AnyAttribution(Random random) => (Attribution)random.Next((int)Attribution.InProportion, (int)Attribution.LastFirst + 1);

    /// <summary>From a cent to ten billion, small ones as often as large ones.</summary>
    private static long AnyAmount(Random random) => random.NextInt64(1, 1L << random.Next(1, 40));

    /// <summary>An amount in pieces above zero, as many as asked for where it has the cents.</summary>
    private static long[] Cut(Random random, long amount, int pieces)
    {
        pieces = (int)Math.Min(pieces, amount);
        var cuts = new SortedSet<long> { amount };
        while (cuts.Count < pieces) cuts.Add(random.NextInt64(1, amount));
        var before = 0L;
        var parts = new List<long>();
        foreach (var cut in cuts)
        {
            parts.Add(cut - before);
            before = cut;
        }

        return [.. parts];
    }

    private static long[] Read(string amounts) => [.. amounts.Split(' ').Select(amount => long.Parse(amount.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))];

    private static string Shown(IEnumerable<long> amounts) => string.Join(' ', amounts.Select(amount => $"{amount / 100}.{amount % 100:00}"));
}

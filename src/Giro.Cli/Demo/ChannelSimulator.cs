using System.Globalization;
using System.Text;
using Giro.Ledger.Currencies;
using Giro.Operations.Institution;

namespace Giro.Cli.Demo;

/// <summary>What a channel took in or gave back, as it stands in its own books.</summary>
internal readonly record struct BilledLine(string Reference, long AmountMinor, DateOnly PaidOn);

/// <summary>
/// The channels: each writes a bill of the day from its own books, a line a payment or return with what it keeps of it. The wallet makes mistakes of every kind; reconciliation
/// must find them and never sees this.
/// </summary>
internal sealed class ChannelSimulator(DayPlan plan, Currency currency, DateOnly date, ulong seed)
{
    /// <summary>The channel whose bill is wrong.</summary>
    private const int Careless = 1;

    /// <summary>How a bill is read: columns by their names.</summary>
    public const string Mapping = """
        // A channel's bill: what the customer paid, or got back below zero, and what the channel keeps of it.
        {
          "name": "channel-bill",
          "currency": "EUR",
          "fields": { "reference": "order", "amount": "amount", "fee": "kept" }
        }
        """;

    private readonly SeededRandom _random = new(seed ^ 0xB111);
    private readonly List<Deviation> _deviations = [];

    public IReadOnlyList<Deviation> Deviations => _deviations;

    /// <summary>Writes the bills of all channels.</summary>
    /// <returns>How many lines they have.</returns>
    public long Write(Func<Channel, string> pathOf)
    {
        var written = 0L;
        foreach (var channel in plan.Channels)
        {
            var path = pathOf(channel.Channel);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            List<BilledLine> lines = [.. channel.Billed.Where(line => line.PaidOn == date)];
            var mistakes = channel.Channel.Ordinal == Careless ? PickMistakes(lines) : [];
            using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
            writer.WriteLine("order,amount,kept");
            foreach (var (i, line) in lines.Index()) written += Write(writer, line, KeptOf(line.AmountMinor, channel.Channel), mistakes.GetValueOrDefault(i));
        }

        return written;
    }

    private Dictionary<int, string> PickMistakes(List<BilledLine> lines)
    {
        var each = Math.Clamp(lines.Count / 10_000, 1, 5);
        var mistakes = new Dictionary<int, string>();
        foreach (var mistake in (string[])["MissingAtBank", "MissingWithUs", "Amount", "Fee", "DuplicateAtBank"])
        {
            var wanted = mistakes.Count + each;
            while (mistakes.Count < wanted)
            {
                var place = _random.Below(lines.Count);
                if (lines[place].AmountMinor > 0) mistakes.TryAdd(place, mistake);
            }
        }

        return mistakes;
    }

    private int Write(StreamWriter writer, BilledLine line, long keptMinor, string? mistake)
    {
        switch (mistake)
        {
            case "MissingAtBank":
                _deviations.Add(new Deviation(mistake, line.Reference, -line.AmountMinor));
                return 0;
            case "MissingWithUs":
                // Somebody else's payment.
                _deviations.Add(new Deviation(mistake, "X" + line.Reference, line.AmountMinor));
                WriteLine("X" + line.Reference, line.AmountMinor, keptMinor);
                break;
            case "Amount":
                var lessMinor = _random.Between(1, Math.Min(50, line.AmountMinor));
                _deviations.Add(new Deviation(mistake, line.Reference, -lessMinor));
                WriteLine(line.Reference, line.AmountMinor - lessMinor, keptMinor);
                return 1;
            case "Fee":
                _deviations.Add(new Deviation(mistake, line.Reference, -2));
                WriteLine(line.Reference, line.AmountMinor, keptMinor + 2);
                return 1;
            case "DuplicateAtBank":
                _deviations.Add(new Deviation(mistake, line.Reference, line.AmountMinor));
                WriteLine(line.Reference, line.AmountMinor, keptMinor);
                break;
        }

        WriteLine(line.Reference, line.AmountMinor, keptMinor);
        return mistake is null ? 1 : 2;

        void WriteLine(string reference, long amountMinor, long kept) =>
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reference},{currency.Format(amountMinor)},{currency.Format(kept)}"));
    }

    /// <summary>As the channel reckons: with decimals, half away from zero.</summary>
    private static long KeptOf(long amountMinor, Channel channel) => (long)decimal.Round((decimal)amountMinor * channel.CostPpm / 1_000_000m, MidpointRounding.AwayFromZero);
}

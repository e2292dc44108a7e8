using Giro.Operations.Clearing;
using Giro.Operations.Institution;

namespace Giro.Simulation.Victim.Day;

/// <summary>A clearing line as it should be.</summary>
internal readonly record struct ModelLine(string MerchantId, LineKind Kind, LineAccount Account, long AmountMinor);

/// <summary>A message that must be accepted, with the lines that it must have.</summary>
internal sealed record ModelEntry(DayMessage Message, int Day, IReadOnlyList<ModelLine> Lines)
{
    public string Reference => $"{Message.Kind.Name()}/{Message.Id}";
}

/// <summary>
/// What the payment files come to, reckoned from them alone: which messages are accepted, in which order, and what they cost. Knows nothing of books, rules, cycles and
/// crashes, and uses none of Giro's code for fees.
/// </summary>
internal sealed class DayModel(int seed, int payments)
{
    private static readonly string[] Strategies = ["flat", "flat", "volume", "volume", "partner", "returning", "flat", "returning", "flat", "flat"];

    private readonly Dictionary<string, Paid> _paid = [];
    private readonly HashSet<string> _returned = [];

    /// <summary>In the order of the files.</summary>
    public List<ModelEntry> Accepted { get; } = [];

    /// <summary>Volume and fees of a merchant with the strategy by volume, by merchant and date of payment.</summary>
    public Dictionary<(string MerchantId, DateOnly Date), (long VolumeMinor, long FeeMinor)> Totals { get; } = [];

    /// <summary>Fees owed by the merchant with gross deduction, by day.</summary>
    public Dictionary<int, long> GrossFees { get; } = [];

    /// <summary>What each channel collected less what was given back, by day.</summary>
    public Dictionary<(int Day, string Channel), long> Collected { get; } = [];

    public int Days { get; private set; }

    /// <summary>Takes whole days.</summary>
    public void TakeDays(int days)
    {
        while (Days < days) TakeDay(int.MaxValue);
    }

    /// <summary>Takes as many accepted messages as a journal has, the last day in part.</summary>
    public void TakeAccepted(int count)
    {
        while (Accepted.Count < count) TakeDay(count);
    }

    /// <summary>What a day's payments are charged at its end beside what they were charged.</summary>
    public long TrueUpMinor(string merchantId, DateOnly date)
    {
        var (volumeMinor, feeMinor) = Totals.GetValueOrDefault((merchantId, date));
        return HalfUp(volumeMinor, VolumeRate(volumeMinor)) - feeMinor;
    }

    private void TakeDay(int limit)
    {
        foreach (var message in DayFiles.Of(seed, Days, payments).SelectMany(file => file))
        {
            if (Accepted.Count < limit) Take(message);
        }

        Days++;
    }

    private void Take(DayMessage message)
    {
        if (message.Kind == PaymentKind.Payment)
        {
            if (!_paid.ContainsKey(message.Id)) Accept(message, Pay(message));
            return;
        }

        var paid = _paid[message.Original];
        if (message.AmountMinor <= paid.AmountMinor - paid.ReturnedMinor && _returned.Add(message.Id)) Accept(message, Return(message, paid));
    }

    private void Accept(DayMessage message, List<ModelLine> lines)
    {
        var key = (Days, message.Channel);
        Collected[key] = Collected.GetValueOrDefault(key) + (message.Kind == PaymentKind.Payment ? message.AmountMinor : -message.AmountMinor);
        Accepted.Add(new ModelEntry(message, Days, [.. lines.Where(line => line.AmountMinor != 0)]));
    }

    private List<ModelLine> Pay(DayMessage message)
    {
        var (id, amountMinor) = ($"M{message.Merchant + 1}", message.AmountMinor);
        var account = message.Merchant == 1 ? LineAccount.FeesDue : LineAccount.Pending;
        var lines = new List<ModelLine> { new(id, LineKind.Gross, LineAccount.Pending, amountMinor) };
        var feeMinor = 0L;
        switch (Strategies[message.Merchant])
        {
            case "flat":
                feeMinor = Math.Min(Math.Min(Math.Max(HalfUp(amountMinor, 125), 10), 5_00), amountMinor);
                break;
            case "volume":
                var (volumeMinor, chargedMinor) = Totals.GetValueOrDefault((id, message.Date));
                feeMinor = HalfUp(amountMinor, VolumeRate(volumeMinor));
                Totals[(id, message.Date)] = (volumeMinor + amountMinor, chargedMinor + feeMinor);
                break;
            case "partner":
                feeMinor = HalfUp(amountMinor, 100);
                lines.AddRange([new(id, LineKind.Share, LineAccount.Pending, -(amountMinor / 200)), new("M9", LineKind.Share, LineAccount.Pending, amountMinor / 200)]);
                break;
            case "returning":
                feeMinor = HalfUp(amountMinor, 150);
                break;
        }

        lines.Add(new ModelLine(id, LineKind.MerchantFee, account, -feeMinor));
        if (account == LineAccount.FeesDue) GrossFees[Days] = GrossFees.GetValueOrDefault(Days) + feeMinor;
        _paid.Add(message.Id, new Paid(amountMinor, feeMinor));
        return lines;
    }

    private static List<ModelLine> Return(DayMessage message, Paid paid)
    {
        var id = $"M{message.Merchant + 1}";
        paid.ReturnedMinor += message.AmountMinor;
        var isRefund = message.Kind == PaymentKind.Refund;
        var lines = new List<ModelLine> { new(id, isRefund ? LineKind.Refund : LineKind.Chargeback, LineAccount.Pending, -message.AmountMinor) };
        if (Strategies[message.Merchant] != "returning") return lines;
        if (!isRefund) return [.. lines, new ModelLine(id, LineKind.ChargebackFee, LineAccount.Pending, -15_00)];
        var feeReturnedMinor = (paid.FeeMinor * paid.ReturnedMinor / paid.AmountMinor) - paid.FeeReturnedMinor;
        paid.FeeReturnedMinor += feeReturnedMinor;
        return [.. lines, new ModelLine(id, LineKind.FeeReturned, LineAccount.Pending, feeReturnedMinor)];
    }

    private static int VolumeRate(long volumeMinor) => volumeMinor >= 3_000_00 ? 100 : 200;

    /// <summary>A rate in hundredths of a percent.</summary>
    private static long HalfUp(long amountMinor, int rate) => ((amountMinor * rate) + 5_000) / 10_000;

    private sealed class Paid(long amountMinor, long feeMinor)
    {
        public long AmountMinor => amountMinor;

        public long FeeMinor => feeMinor;

        public long ReturnedMinor { get; set; }

        public long FeeReturnedMinor { get; set; }
    }
}

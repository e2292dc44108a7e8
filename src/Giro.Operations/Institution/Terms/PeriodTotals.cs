using System.Runtime.InteropServices;
using Giro.Rules.Strategies;

namespace Giro.Operations.Institution.Terms;

/// <summary>Which sum: of a total of a strategy (by its number in <see cref="RuleBook"/>), of a merchant (-1: all), over a period.</summary>
/// <param name="Period">yyyymmdd of a day, yyyymm of a month, yyyyq of a quarter, 0 for ever.</param>
public readonly record struct TotalKey(int Total, int Merchant, int Period);

/// <summary>What the payments of a period have come to so far. Decision and clearing keep one each. Not thread-safe.</summary>
public sealed class PeriodTotals
{
    private readonly Dictionary<TotalKey, long> _sums = [];

    public long this[TotalKey key] => _sums.GetValueOrDefault(key);

    public IReadOnlyDictionary<TotalKey, long> Sums => _sums;

    /// <exception cref="OverflowException">The sum does not fit 64 bits.</exception>
    public void Add(TotalKey key, long amount)
    {
        if (amount == 0) return;
        CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _) += amount;
    }

    /// <summary>Takes up a sum that was kept.</summary>
    public void Set(TotalKey key, long amount) => _sums[key] = amount;

    public static int PeriodOf(TotalPeriod period, DateOnly date) => period switch
    {
        TotalPeriod.Day => (((date.Year * 100) + date.Month) * 100) + date.Day,
        TotalPeriod.Month => (date.Year * 100) + date.Month,
        TotalPeriod.Quarter => (date.Year * 10) + ((date.Month + 2) / 3),
        TotalPeriod.Ever => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(period)),
    };

    /// <summary>The last day of the period that a day lies in.</summary>
    public static DateOnly EndOf(TotalPeriod period, DateOnly date) => period switch
    {
        TotalPeriod.Day => date,
        TotalPeriod.Month => new DateOnly(date.Year, date.Month, 1).AddMonths(1).AddDays(-1),
        TotalPeriod.Quarter => new DateOnly(date.Year, ((date.Month - 1) / 3 * 3) + 1, 1).AddMonths(3).AddDays(-1),
        _ => throw new ArgumentOutOfRangeException(nameof(period)),
    };
}

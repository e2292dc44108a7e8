using Giro.Ledger.Currencies;
using Giro.Rules.Programs;

namespace Giro.Operations.Settlement;

/// <summary>A rate as it was used: so many 10^-9 of a major unit of the other currency for one major unit of ours.</summary>
/// <param name="Date">For which the source gave it; not after the date on which it was used.</param>
public readonly record struct QuotedRate(string Source, DateOnly Date, long RateBillionths)
{
    /// <summary>Converts exactly and rounds once.</summary>
    /// <param name="amountMinor">Zero or above.</param>
    /// <exception cref="OverflowException">The result has no place in 64 bits.</exception>
    public long Convert(long amountMinor, Currency from, Currency to, RoundingMode rounding)
    {
        // amount * rate * 10^to / (10^9 * 10^from): below 2^63 * 2^63 * 10^4 < 2^140 only for absurd figures; those throw, as all arithmetic is checked.
        var numerator = (Int128)amountMinor * RateBillionths * PowerOfTen(to.MinorUnits);
        var denominator = (Int128)1_000_000_000 * PowerOfTen(from.MinorUnits);
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        var twice = remainder * 2;
        var isUp = rounding switch
        {
            RoundingMode.HalfUp => twice >= denominator,
            RoundingMode.HalfEven => twice > denominator || (twice == denominator && Int128.IsOddInteger(quotient)),
            RoundingMode.Up => remainder != 0,
            RoundingMode.Down => false,
            _ => throw new ArgumentOutOfRangeException(nameof(rounding)),
        };
        return checked((long)(quotient + (isUp ? 1 : 0)));
    }

    private static long PowerOfTen(int digits)
    {
        var power = 1L;
        for (; digits > 0; digits--) power *= 10;
        return power;
    }
}

/// <summary>The rates of one source from the institution's currency to others, by date.</summary>
public sealed class RateTable(string source)
{
    private readonly Dictionary<Currency, SortedList<DateOnly, long>> _rates = [];

    /// <summary>Such as <c>ECB</c>; what <see cref="Institution.PayoutExchange.Source"/> names.</summary>
    public string Source { get; } = source;

    /// <param name="currency">To which it leads.</param><param name="date">For which it was given.</param><param name="rateBillionths">Above zero; 10^-9 of a major unit for one of ours.</param>
    public RateTable Add(Currency currency, DateOnly date, long rateBillionths)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rateBillionths);
        if (!_rates.TryGetValue(currency, out var rates)) _rates.Add(currency, rates = []);
        rates.Add(date, rateBillionths);
        return this;
    }

    /// <summary>The latest rate that was given for a date or before it; null where there is none.</summary>
    public QuotedRate? On(Currency currency, DateOnly date)
    {
        if (!_rates.TryGetValue(currency, out var rates)) return null;
        for (var i = rates.Count - 1; i >= 0; i--)
        {
            if (rates.GetKeyAtIndex(i) <= date) return new QuotedRate(Source, rates.GetKeyAtIndex(i), rates.GetValueAtIndex(i));
        }

        return null;
    }
}

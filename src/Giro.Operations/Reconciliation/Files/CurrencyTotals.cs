using Giro.Ledger.Currencies;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>Lines and the sum of their amounts.</summary>
public readonly record struct LineTotal(long Count, Int128 SumMinor)
{
    public static LineTotal operator +(LineTotal one, LineTotal other) => new(one.Count + other.Count, one.SumMinor + other.SumMinor);

    public LineTotal With(long amountMinor) => new(Count + 1, SumMinor + amountMinor);
}

/// <summary>Lines and sums by currency; number 0 stands for lines that tell none. Sums of different currencies are never added.</summary>
public sealed class CurrencyTotals
{
    private readonly SortedDictionary<ushort, LineTotal> _totals = [];
    private ushort _last = ushort.MaxValue;
    private LineTotal _open;

    public void Add(ushort currency, long amountMinor)
    {
        if (currency != _last) Open(currency);
        _open = _open.With(amountMinor);
    }

    public void Add(CurrencyTotals others)
    {
        foreach (var (currency, total) in others.All) Add(currency, total);
    }

    public void Add(ushort currency, LineTotal total)
    {
        if (currency != _last) Open(currency);
        _open += total;
    }

    public LineTotal this[ushort currency]
    {
        get
        {
            Close();
            return _totals.GetValueOrDefault(currency);
        }
    }

    /// <summary>In the order of the currencies' numbers.</summary>
    public IReadOnlyDictionary<ushort, LineTotal> All
    {
        get
        {
            Close();
            return _totals;
        }
    }

    public long Count => All.Values.Sum(total => total.Count);

    public void Clear()
    {
        _totals.Clear();
        (_last, _open) = (ushort.MaxValue, default);
    }

    /// <summary>An amount in major units with its currency, or in minor units where there is none.</summary>
    public static string Format(ushort currency, Int128 amountMinor) => Currency.IsKnown(currency) ? Currency.FromNumber(currency).Format(amountMinor) : amountMinor.ToString();

    /// <summary>The alphabetic code; empty for none.</summary>
    public static string CodeOf(ushort currency) => Currency.IsKnown(currency) ? Currency.FromNumber(currency).Code : "";

    private void Open(ushort currency)
    {
        Close();
        (_last, _open) = (currency, _totals.GetValueOrDefault(currency));
    }

    private void Close()
    {
        if (_last != ushort.MaxValue) _totals[_last] = _open;
    }
}

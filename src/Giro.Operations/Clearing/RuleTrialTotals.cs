using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;

namespace Giro.Operations.Clearing;

/// <summary>
/// The totals that a tried strategy would have read. They are summed over the journal, as the booked ones are beside them. What Decision read differs from the
/// booked sum by what was on its way at that moment and was refused or repeated after all; the tried strategy would have met the same, so that difference is added where
/// the two strategies have the same total. An unchanged strategy therefore reads exactly what was read. Only the periods that the day lies in are kept.
/// </summary>
internal sealed class RuleTrialTotals(FeeStrategy tried, DateOnly day)
{
    private readonly PeriodTotals _tried = new();
    private readonly PeriodTotals _booked = new();
    private readonly List<(TotalKey Key, long Amount)> _added = [];
    private readonly Dictionary<FeeStrategy, int[]> _same = [];
    private readonly long[] _read = new long[tried.Totals.Count];

    /// <summary>Whether a payment of a date counts into a period that the day lies in.</summary>
    public bool IsOfPeriod(DateOnly date)
    {
        foreach (var total in tried.Totals)
        {
            if (PeriodTotals.PeriodOf(total.Period, date) == PeriodTotals.PeriodOf(total.Period, day)) return true;
        }

        return false;
    }

    /// <summary>What the tried strategy reads for a part; valid until the next call.</summary>
    /// <param name="read">What the booked one read.</param>
    public ReadOnlySpan<long> Read(scoped in PartFacts part, FeeStrategy booked, scoped ReadOnlySpan<long> read)
    {
        var same = SameTotals(booked);
        for (var i = 0; i < _read.Length; i++)
        {
            _read[i] = _tried[tried.Totals[i].KeyOf(part.Merchant!, part.Date)];
            if (same[i] >= 0) _read[i] += read[same[i]] - _booked[booked.Totals[same[i]].KeyOf(part.Merchant!, part.Date)];
        }

        return _read;
    }

    /// <summary>Counts a part by the tried strategy; <see cref="TakeBack"/> undoes it while the payment is worked on.</summary>
    public void AddTried(scoped in PartFacts part, FeeCalculator calculator, in FeeOutcome outcome)
    {
        foreach (var total in tried.Totals)
        {
            var (key, amount) = (total.KeyOf(part.Merchant!, part.Date), calculator.AddedTo(tried, total, outcome));
            _tried.Add(key, amount);
            _added.Add((key, amount));
        }
    }

    /// <summary>Counts a part as it was booked.</summary>
    public void AddBooked(scoped in PartFacts part, FeeStrategy booked, FeeCalculator calculator, in FeeOutcome outcome)
    {
        foreach (var total in booked.Totals) _booked.Add(total.KeyOf(part.Merchant!, part.Date), calculator.AddedTo(booked, total, outcome));
    }

    public void BeginPayment() => _added.Clear();

    /// <summary>The payment would have been refused.</summary>
    public void TakeBack()
    {
        foreach (var (key, amount) in _added) _tried.Add(key, -amount);
        _added.Clear();
    }

    /// <summary>By total of the tried strategy: the total of the booked one that says the same, or -1.</summary>
    private int[] SameTotals(FeeStrategy booked)
    {
        if (_same.TryGetValue(booked, out var same)) return same;
        var totals = booked.Strategy.Totals.ToList();
        return _same[booked] = [.. tried.Strategy.Totals.Select(total => totals.IndexOf(total))];
    }
}

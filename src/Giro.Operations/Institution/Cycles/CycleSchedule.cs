namespace Giro.Operations.Institution.Cycles;

/// <summary>
/// Which cycle a payment belongs to, which comes after it, when it may be closed and when it is paid. Cycles with an end follow each other without gap or
/// overlap: the cycle of an instant is the first one whose end is after it. A cycle may be closed only when its end has passed.
/// </summary>
public sealed class CycleSchedule
{
    private readonly ScheduleTerms _terms;
    private readonly CycleSpans _spans = new();

    /// <exception cref="ArgumentException">The terms contradict themselves; the message names the schedule and says how.</exception>
    public CycleSchedule(ScheduleTerms terms)
    {
        if (terms.Fault() is { } fault) throw new ArgumentException($"schedule {terms.Code}: {fault}", nameof(terms));
        _terms = terms with { CutOffs = [.. terms.CutOffs] };
    }

    public ScheduleTerms Terms => _terms;

    public int Ordinal => _terms.Ordinal;

    public string Code => _terms.Code;

    /// <summary>Whether its cycles are counted for each merchant and close for one merchant at a time; they have no end in time.</summary>
    public bool ClosesPerMerchant => _terms.Kind is ScheduleKind.Threshold or ScheduleKind.Manual;

    /// <summary>The cycle of a payment by the time of payment, as if none were closed. Allocates only when it meets a cycle or a quarter of an hour anew.</summary>
    public CycleId Of(DateTimeOffset paidAt)
    {
        if (ClosesPerMerchant) return new CycleId(Ordinal, CycleId.Undated, 1);
        var ticks = paidAt.UtcTicks;
        return _spans.TryFind(ticks, out var cycle) ? cycle : Find(ticks);
    }

    /// <summary>The cycle of a payment once the late policy is applied.</summary>
    /// <param name="bookedAt">When the ledger accepted it.</param>
    /// <param name="isClosed">For the payment's merchant. Its first open cycle stays the first until that one is closed.</param>
    public CycleId For(DateTimeOffset paidAt, DateTimeOffset bookedAt, Func<CycleId, bool> isClosed) =>
        For(paidAt, bookedAt, isClosed, static (isClosed, cycle) => isClosed(cycle));

    /// <summary>The same, with a state for <paramref name="isClosed"/>, so that it need not be a closure made anew for each payment.</summary>
    public CycleId For<TState>(DateTimeOffset paidAt, DateTimeOffset bookedAt, TState state, Func<TState, CycleId, bool> isClosed)
    {
        var cycle = Of(paidAt);
        if (!isClosed(state, cycle)) return cycle;
        if (ClosesPerMerchant) return FirstOpen(cycle, state, isClosed);
        if (_terms.LatePolicy == LatePolicy.CycleOfBooking && Of(bookedAt) is var booked && booked.Value > cycle.Value) cycle = booked;
        while (isClosed(state, cycle)) cycle = After(cycle);
        return cycle;
    }

    public CycleId After(CycleId cycle)
    {
        CheckMine(cycle);
        if (ClosesPerMerchant || cycle.Number < _terms.CutOffs.Count) return cycle with { Number = checked(cycle.Number + 1) };
        return new CycleId(Ordinal, ClosingOnOrAfter(cycle.Date.AddDays(1)), 1);
    }

    /// <summary>The instant from which no payment on time can come; none for cycles that close by merchant.</summary>
    public DateTimeOffset? EndOf(CycleId cycle)
    {
        CheckMine(cycle);
        return ClosesPerMerchant ? null : End(cycle);
    }

    /// <summary>The date on which the obligations of a cycle are paid. One that is closed later than that is paid on the business day of its close.</summary>
    public DateOnly SettlementDate(CycleId cycle, DateOnly closedOn)
    {
        CheckMine(cycle);
        var calendar = _terms.Calendar;
        if (ClosesPerMerchant) return calendar.Add(closedOn, _terms.LagDays);
        var due = _terms.Kind != ScheduleKind.CalendarDays ? calendar.Add(cycle.Date, _terms.LagDays)
            : _terms.MovesToBusinessDay ? calendar.OnOrAfter(cycle.Date.AddDays(_terms.LagDays))
            : cycle.Date.AddDays(_terms.LagDays);
        return due >= closedOn ? due : calendar.OnOrAfter(closedOn);
    }

    /// <summary>
    /// The cycles that are due for closing when a business day of the schedule's calendar is over: those that end with it or with the closed days before it, so a
    /// D+1 cycle of Saturday comes with Monday. None on a closed day.
    /// </summary>
    public IEnumerable<CycleId> EndingOn(DateOnly businessDate) =>
        _terms.Calendar.IsBusinessDay(businessDate) ? EndingIn(_terms.Calendar.Previous(businessDate), businessDate) : [];

    /// <summary>The cycles whose date is after the first date and up to the last one, ascending; none for cycles that close by merchant.</summary>
    public IEnumerable<CycleId> EndingIn(DateOnly after, DateOnly until)
    {
        if (ClosesPerMerchant) yield break;
        for (var cycle = First(after.AddDays(1)); cycle.Date <= until; cycle = After(cycle)) yield return cycle;
    }

    private CycleId First(DateOnly onOrAfter) => new(Ordinal, ClosingOnOrAfter(onOrAfter), 1);

    /// <summary>
    /// Goes up from the cycles of the day before, whose predecessors end a whole day before the instant whatever clocks do, to the first one that ends after it.
    /// </summary>
    private CycleId Find(long utcTicks)
    {
        var at = new DateTimeOffset(utcTicks, TimeSpan.Zero);
        var cycle = First(DateOnly.FromDateTime(ZoneClock.LocalAt(_terms.TimeZone, at)).AddDays(-1));
        var (from, until) = (CycleSpans.StartOfPlace(utcTicks), End(cycle).UtcTicks);
        while (until <= utcTicks)
        {
            cycle = After(cycle);
            (from, until) = (until, End(cycle).UtcTicks);
        }

        _spans.Keep(utcTicks, new CycleSpans.Span(from, until, cycle));
        return cycle;
    }

    private DateTimeOffset End(CycleId cycle)
    {
        var cutOff = _terms.CutOffs[cycle.Number - 1];
        var date = cutOff == TimeOnly.MinValue ? cycle.Date.AddDays(1) : cycle.Date;
        return ZoneClock.FirstInstantOf(_terms.TimeZone, date.ToDateTime(cutOff));
    }

    private DateOnly ClosingOnOrAfter(DateOnly date) => _terms.Kind switch
    {
        ScheduleKind.SameDay or ScheduleKind.BusinessDays => _terms.Calendar.OnOrAfter(date),
        ScheduleKind.CalendarDays => date,
        ScheduleKind.Weekly => date.AddDays(((int)_terms.ClosingDay - (int)date.DayOfWeek + 7) % 7),
        ScheduleKind.Monthly => LastOfMonth(date.Year, date.Month),
        ScheduleKind.Quarterly => LastOfMonth(date.Year, (date.Month + 2) / 3 * 3),
        _ => throw new InvalidOperationException($"schedule {Code} has no closing days"),
    };

    private static DateOnly LastOfMonth(int year, int month) => new(year, month, DateTime.DaysInMonth(year, month));

    /// <summary>
    /// A merchant's cycles are closed one after the other from the first, so open ones begin after the last closed one: doubled, then halved, some twenty looks for
    /// a million.
    /// </summary>
    private static CycleId FirstOpen<TState>(CycleId closed, TState state, Func<TState, CycleId, bool> isClosed)
    {
        var (low, high) = (closed.Number, closed.Number * 2);
        while (high <= CycleId.MaxNumber && isClosed(state, closed with { Number = high })) (low, high) = (high, high * 2);
        high = Math.Min(high, CycleId.MaxNumber + 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (isClosed(state, closed with { Number = middle })) low = middle;
            else high = middle;
        }

        return high <= CycleId.MaxNumber ? closed with { Number = high } : throw new InvalidOperationException($"all {CycleId.MaxNumber} cycles of a merchant are closed");
    }

    private void CheckMine(CycleId cycle)
    {
        if (cycle.Schedule != Ordinal) throw new ArgumentException($"cycle {cycle} is not one of schedule {Ordinal}, {Code}", nameof(cycle));
    }
}

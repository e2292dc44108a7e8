using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;
using Giro.Storage.Records;

namespace Giro.Storage.Tests.Conformance;

public abstract partial class RecordsConformance
{
    [Fact]
    public void Lines_come_back_with_their_totals_and_the_checkpoint()
    {
        using var store = new ClearingStore(Records);
        Assert.Equal(1UL, store.NextSequence);
        Clear(store, 1, Monday, Line(1, "M1", 1000), Line(1, "M1", -15, LineKind.MerchantFee), Line(2, "M2", 500));
        Clear(store, 2, Monday, Line(3, "M1", 200), Line(3, "M1", -3, LineKind.MerchantFee, LineAccount.House));
        Assert.Equal(3UL, store.NextSequence);

        using var cleared = new ClearedLines(Records);
        Assert.Equal(3UL, cleared.ClearedNumber);
        Assert.Equal(["Gross 1000", "MerchantFee -15"], Text(cleared.LinesOf(1, "M1")));
        Assert.Equal(["Gross 500"], Text(cleared.LinesOf(2, "M2")));
        Assert.Equal(["Gross 200", "MerchantFee -3"], Text(cleared.LinesOf(3, "M1")));
        Assert.Empty(cleared.LinesOf(3, "M2"));
        Assert.Empty(cleared.LinesOf(1, "M3"));

        using var pending = new PendingLines(Records);
        Assert.Equal([(1UL, 985L), (3UL, 200L)], pending.Of("M1"));
        Assert.Empty(pending.Of("M3"));

        using var dayEnd = new DayEndStore(Records);
        var figures = dayEnd.Read();
        Assert.Equal(figures.LineTotals, figures.Lines);
        Assert.Equal((3L, 3, (Int128)1700), (figures.ClearedEntries, figures.Lines.Count, figures.Lines[new(LineKind.Gross, LineAccount.Pending)].SumMinor));
        Assert.Equal(["M1 1200", "M1 -15", "M1 -3", "M2 500"], dayEnd.ByMerchant().Select(figure => $"{figure.MerchantId} {figure.Figure.SumMinor}"));
    }

    /// <summary>The day that was closed is behind, months apart: whatever partitions there are, a record is found in its own.</summary>
    [Fact]
    public void Lines_of_many_dates_are_found_by_record_merchant_and_date()
    {
        using var store = new ClearingStore(Records);
        DateOnly[] dates = [Monday, Monday, Monday.AddDays(1), Monday.AddDays(2), Monday.AddMonths(2), Monday.AddMonths(14)];
        for (var i = 0; i < dates.Length; i++)
        {
            var number = (ulong)(10 * (i + 1));
            Clear(store, (ulong)(i + 1), dates[i], Line(number, "M1", 100 + i), Line(number + 1, "M2", 200 + i), Line(number + 2, "M1", 300 + i));
        }

        using var cleared = new ClearedLines(Records);
        using var pending = new PendingLines(Records);
        using var obligations = new ObligationStore(Records);
        for (var i = 0; i < dates.Length; i++)
        {
            var number = (ulong)(10 * (i + 1));
            Assert.Equal([$"Gross {100 + i}"], Text(cleared.LinesOf(number, "M1")));
            Assert.Equal([$"Gross {200 + i}"], Text(cleared.LinesOf(number + 1, "M2")));
            Assert.Equal([$"Gross {300 + i}"], Text(cleared.LinesOf(number + 2, "M1")));
            Assert.Empty(cleared.LinesOf(number + 5, "M1"));
            Assert.Equal(((100 + 300) * (i + 1L)) + (i * (i + 1L)) - (300 + i), obligations.UnsettledLines(number)["M1"]);
        }

        Assert.Equal(12, pending.Of("M1").Count());
        Assert.Equal(pending.Of("M1").Select(line => line.Number).Order(), pending.Of("M1").Select(line => line.Number));
        Assert.Empty(cleared.LinesOf(9, "M1"));
        Assert.Equal((12 * 200) + 30L, obligations.UnsettledLines(ulong.MaxValue)["M1"]);
    }

    [Fact]
    public void A_chunk_that_is_not_committed_leaves_nothing_and_the_next_goes_on()
    {
        using var store = new ClearingStore(Records);
        using (var chunk = store.Begin(1)) chunk.Add(Line(1, "M1", 1000));
        Assert.Equal(1UL, store.NextSequence);
        Clear(store, 1, Monday, Line(1, "M1", 7));
        using var pending = new PendingLines(Records);
        Assert.Equal([(1UL, 7L)], pending.Of("M1"));
    }

    [Fact]
    public void A_row_that_was_cleared_is_not_cleared_again()
    {
        using var mine = new ClearingStore(Records);
        using var other = new ClearingStore(Records);
        Clear(mine, 1, Monday, Line(1, "M1", 7));
        Assert.Throws<InvalidOperationException>(() => other.Begin(1));
        Clear(other, 2, Monday, Line(2, "M1", 8));
        Assert.Throws<InvalidOperationException>(() => mine.Begin(2));
    }

    [Fact]
    public void Totals_of_periods_add_up()
    {
        var institution = new PaymentInstitution([], Merchants)
        {
            Name = "Giro", Currency = Euro, Calendar = WeekdayCalendar.Instance, TimeZone = TimeZoneInfo.Utc, Schedules = [Schedule], Nostro = new NostroAccount("NL02ABNA0123456789", "ABNANL2A"),
        };
        using var store = new ClearingStore(Records);
        for (var sequence = 1UL; sequence <= 2; sequence++)
        {
            using var chunk = store.Begin(sequence);
            chunk.Add(Line(sequence, "M1", 5));
            chunk.AddTotal(new TotalKey(1, 0, 202611), Merchants[0], 100);
            chunk.AddTotal(new TotalKey(1, 0, 202611), Merchants[0], 11);
            chunk.AddTotal(new TotalKey(1, -1, 202611), null, 7);
            chunk.Commit(sequence, sequence, Monday);
        }

        var totals = store.LoadTotals(institution);
        Assert.Equal((222L, 14L, 2), (totals[new TotalKey(1, 0, 202611)], totals[new TotalKey(1, -1, 202611)], totals.Sums.Count));
    }

    [Fact]
    public void Books_do_not_see_each_other()
    {
        using (var store = new ClearingStore(Records)) Clear(store, 1, Monday, Line(1, "M1", 7));
        using (var store = new ClearingStore(Other))
        {
            Assert.Equal(1UL, store.NextSequence);
            Clear(store, 1, Monday, Line(1, "M1", 8));
        }

        foreach (var (records, amountMinor) in new[] { (Records, 7L), (Other, 8L) })
        {
            using var pending = new PendingLines(records);
            using var obligations = new ObligationStore(records);
            using var dayEnd = new DayEndStore(records);
            Assert.Equal([(1UL, amountMinor)], pending.Of("M1"));
            Assert.Equal(amountMinor, obligations.UnsettledLines(1)["M1"]);
            Assert.Equal(amountMinor, (long)Assert.Single(dayEnd.Read().Lines).Value.SumMinor);
            Assert.True(obligations.TryClose(Morning, Monday, Monday, Noon));
            Assert.Equal(amountMinor, Assert.Single(obligations.Of(Morning)).NetMinor);
        }
    }

    private static void Clear(ClearingStore store, ulong sequence, DateOnly date, params ClearingLine[] lines)
    {
        using var chunk = store.Begin(sequence);
        foreach (var line in lines) chunk.Add(line);
        chunk.Commit(sequence, lines[^1].Number, date);
    }

    private static ClearingLine Line(ulong number, string merchant, long amountMinor, LineKind kind = LineKind.Gross, LineAccount account = LineAccount.Pending, CycleId? cycle = null) =>
        new(number, 0, kind, account, Merchants.Single(known => known.Id == merchant), cycle ?? Morning, amountMinor, 1);

    private static IEnumerable<string> Text(IEnumerable<PackedLines.Line> lines) => lines.Select(line => $"{line.Kind} {line.AmountMinor}");
}

using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Settlement;
using Giro.Storage.Records;

namespace Giro.Operations.Tests.Settlement;

/// <summary>M1 settles at 12:00 and 20:00, M2 on the next day, M3 and M4 when 100.00 are reached, M5 by hand. The fee is 1.25 %, at least 0.10.</summary>
public sealed class DueCyclesTests
{
    private static readonly CycleSchedule Threshold = PerMerchant(7, "TH-100", ScheduleKind.Threshold, 100_00);
    private static readonly CycleSchedule ThresholdToo = PerMerchant(8, "TH-100B", ScheduleKind.Threshold, 100_00);
    private static readonly CycleSchedule Manual = PerMerchant(9, "MANUAL", ScheduleKind.Manual, 0);

    [Theory]
    [InlineData("2026-11-11T11:59:59+01:00", "")]
    [InlineData("2026-11-11T12:00:00+01:00", "S1-20261111-1")]
    [InlineData("2026-11-11T20:00:00+01:00", "S1-20261111-1 S1-20261111-2")]
    [InlineData("2026-11-11T23:59:59+01:00", "S1-20261111-1 S1-20261111-2")]
    [InlineData("2026-11-12T00:00:00+01:00", "S1-20261111-1 S1-20261111-2 S2-20261111-1")]
    public void A_cycle_is_due_when_its_end_has_passed(string moment, string due)
    {
        using var day = Make();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-2", "M2", "100.00"), TestDay.Payment("P-3", "M5", "9000.00"));
        Assert.Equal(due, Due(day, moment));
    }

    [Fact]
    public void After_days_of_standstill_all_that_have_ended_since_are_due_even_without_payments()
    {
        using var day = Make();
        day.Post(TestDay.Payment("P-1", "M2", "100.00"));
        day.Close(TestInstitution.NextDay.Of(DateTimeOffset.Parse("2026-11-11T12:00+01:00")));
        Assert.Equal("S2-20261112-1 S2-20261113-1", Due(day, "2026-11-16T23:59:59+01:00"));
        foreach (var due in DueAt(day, "2026-11-16T23:59:59+01:00")) Assert.Equal(CycleCloseStatus.Closed, day.Close(due.Cycle).Status);
        Assert.Equal("", Due(day, "2026-11-16T23:59:59+01:00"));
    }

    [Fact]
    public void A_payment_dated_back_before_the_first_close_makes_its_cycle_due()
    {
        using var day = Make();
        day.Post(TestDay.Payment("P-1", "M2", "100.00"));
        day.Close(TestInstitution.NextDay.Of(DateTimeOffset.Parse("2026-11-11T12:00+01:00")));
        day.Post(TestDay.Payment("P-2", "M2", "50.00", at: "2026-11-09T12:00:00+01:00"));
        Assert.Equal("S2-20261109-1 S2-20261112-1", Due(day, "2026-11-13T00:00:00+01:00"));
    }

    [Fact]
    public void A_merchant_that_reaches_the_threshold_is_closed_for_itself_and_begins_anew()
    {
        using var day = Make();
        day.Post(TestDay.Payment("P-1", "M3", "60.00"), TestDay.Payment("P-2", "M4", "30.00"));
        Assert.Equal("", Due(day));
        day.Post(TestDay.Payment("P-3", "M3", "41.25"));
        Assert.Equal("", Due(day)); // 59.25 and 40.73
        day.Post(TestDay.Payment("P-4", "M3", "0.12"));
        Assert.Equal("S7-1 M3 10000", Due(day));

        var first = new CycleId(7, CycleId.Undated, 1);
        Assert.Equal(CycleCloseStatus.Closed, day.Close(first, "M3").Status);
        Assert.Equal(CycleCloseStatus.ClosedBefore, day.Close(first, "M3").Status);
        var obligation = Assert.Single(day.Obligations.Of(first));
        Assert.Equal(("M3", 100_00L, ObligationState.Payable, new DateOnly(2026, 11, 12)), (obligation.MerchantId, obligation.AmountMinor, obligation.State, obligation.SettlementDate));
        Assert.Equal((100_00L, 0L), (day.Balance(ChartOfAccounts.Payable("M3")), day.Balance(ChartOfAccounts.Pending("M3"))));
        Assert.Equal("", Due(day));

        day.Post(TestDay.Payment("P-5", "M3", "200.00"), TestDay.Return("refund", "R-1", "P-1", "M3", "60.00"));
        Assert.Equal("S7-2 M3 13750", Due(day));
    }

    [Fact]
    public void A_merchant_below_zero_must_make_that_up_before_its_threshold_is_reached()
    {
        using var day = Make();
        day.Post(TestDay.Payment("P-1", "M3", "10.00"), TestDay.Return("refund", "R-1", "P-1", "M3", "10.00"));
        day.Close(new CycleId(7, CycleId.Undated, 1), "M3");
        day.Post(TestDay.Payment("P-2", "M3", "101.30"));
        Assert.Equal("", Due(day)); // 100.03 less 0.13
        day.Post(TestDay.Payment("P-3", "M3", "0.20"));
        Assert.Equal("S7-2 M3 10000", Due(day));
        day.Close(new CycleId(7, CycleId.Undated, 2), "M3");
        Assert.Equal(100_00, Assert.Single(day.Obligations.Of(new CycleId(7, CycleId.Undated, 2))).AmountMinor);
    }

    [Fact]
    public void Merchants_of_one_schedule_close_apart()
    {
        using var day = new TestDay(TestInstitution.WithMerchants(Manual, "M1", "M2"));
        var first = new CycleId(9, CycleId.Undated, 1);
        day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-2", "M2", "50.00"));
        day.Close(first, "M1");
        day.Post(TestDay.Payment("P-3", "M1", "10.00"), TestDay.Payment("P-4", "M2", "10.00"));
        day.Close(first with { Number = 2 }, "M1");
        day.Close(first, "M2");
        Assert.Equal(["M1 9875", "M2 5924"], day.Obligations.Of(first).Select(obligation => $"{obligation.MerchantId} {obligation.AmountMinor}"));
        Assert.Equal(["M1 987"], day.Obligations.Of(first with { Number = 2 }).Select(obligation => $"{obligation.MerchantId} {obligation.AmountMinor}"));
    }

    /// <summary>The consumer keeps what is closed between rows; a close by another connection must reach it.</summary>
    [Fact]
    public void A_consumer_that_runs_on_sees_each_close()
    {
        using var day = new TestDay(TestInstitution.WithMerchants(Manual, "M1", "M2"));
        using var store = new ClearingStore(day.Records);
        var consumer = new Giro.Operations.Clearing.ClearingConsumer(day.Book.Feed, store, new Giro.Operations.Clearing.PaymentClearer(day.Institution, day.Rules));
        for (var number = 1; number <= 5; number++)
        {
            day.Post(TestDay.Payment($"P-{number}", "M1", "100.00"), TestDay.Payment($"Q-{number}", "M2", "1.00"));
            consumer.CatchUp();
            Assert.True(day.Obligations.TryClose(new CycleId(9, CycleId.Undated, number), TestInstitution.Wednesday, day.Time.GetUtcNow(), "M1"));
            Assert.Equal(98_75, Assert.Single(day.Obligations.Of(new CycleId(9, CycleId.Undated, number))).NetMinor);
        }
    }

    [Fact]
    public void A_consumer_that_runs_on_sees_the_close_of_a_day()
    {
        using var day = new TestDay();
        using var store = new ClearingStore(day.Records);
        var consumer = new Giro.Operations.Clearing.ClearingConsumer(day.Book.Feed, store, new Giro.Operations.Clearing.PaymentClearer(day.Institution, day.Rules));
        foreach (var (id, cycle) in new[] { ("P-1", day.Morning), ("P-2", day.Afternoon) })
        {
            day.Post(TestDay.Payment(id, "M1", "100.00"));
            consumer.CatchUp();
            Assert.True(day.Obligations.TryClose(cycle, TestInstitution.Wednesday, day.Time.GetUtcNow()));
            Assert.Equal(98_75, Assert.Single(day.Obligations.Of(cycle)).NetMinor);
        }
    }

    [Fact]
    public void A_cycle_is_closed_for_those_it_closes_for_and_in_order()
    {
        using var day = Make();
        var (dated, counted, now) = (day.Morning, new CycleId(9, CycleId.Undated, 1), day.Time.GetUtcNow());
        Assert.Throws<ArgumentException>(() => day.Obligations.TryClose(dated, TestInstitution.Wednesday, now, "M1"));
        Assert.Throws<ArgumentException>(() => day.Obligations.TryClose(counted, TestInstitution.Wednesday, now));
        Assert.Throws<ArgumentException>(() => day.Obligations.TryClose(counted with { Number = 2 }, TestInstitution.Wednesday, now, "M5"));
        Assert.True(day.Obligations.TryClose(counted, TestInstitution.Wednesday, now, "M5"));
        Assert.True(day.Obligations.TryClose(counted with { Number = 2 }, TestInstitution.Wednesday, now, "M5"));
        Assert.False(day.Obligations.TryClose(counted, TestInstitution.Wednesday, now, "M5"));
    }

    private static TestDay Make() => new(TestInstitution.Make(TestInstitution.SameDay, TestInstitution.NextDay, Threshold, ThresholdToo, Manual));

    private static string Due(TestDay day, string moment = "2026-11-11T09:00:00+01:00") =>
        string.Join(' ', DueAt(day, moment).Select(due => due.MerchantId is null ? $"{due.Cycle}" : $"{due.Cycle} {due.MerchantId} {due.NetMinor}"));

    private static IReadOnlyList<DueCycle> DueAt(TestDay day, string moment)
    {
        day.Clear();
        using var store = new CycleStore(day.Records);
        return new DueCycles(day.Institution, store).At(DateTimeOffset.Parse(moment));
    }

    private static CycleSchedule PerMerchant(int ordinal, string code, ScheduleKind kind, long thresholdMinor) => new(new ScheduleTerms
    {
        Ordinal = ordinal, Code = code, Kind = kind, ThresholdMinor = thresholdMinor, LagDays = 1, TimeZone = TestInstitution.Zone, Calendar = WeekdayCalendar.Instance,
    });
}

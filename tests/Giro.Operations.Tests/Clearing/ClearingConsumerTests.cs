using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;
using Giro.Storage.Records;

namespace Giro.Operations.Tests.Clearing;

public sealed class ClearingConsumerTests
{
    [Fact]
    public void Payments_become_lines_and_totals()
    {
        using var day = new TestDay();
        day.Post(
            TestDay.Payment("P-1", "M1", "100.00"),
            TestDay.Payment("P-2", "M1", "0.50", at: "2026-11-11T13:00:00+01:00"),
            TestDay.Payment("P-3", "M2", "20.00"),
            TestDay.Return("refund", "R-1", "P-1", "M1", "30.00"),
            TestDay.Return("chargeback", "C-1", "P-3", "M2", "20.00"));
        day.Clear();
        Assert.Equal(
            """
            Gross 3 120.50
            MerchantFee 3 -1.60
            Refund 1 -30.00
            Chargeback 1 -20.00
            """,
            Lines(day));
        Assert.Equal((68_75 + 40, -25), (day.Obligations.UnsettledLines(ulong.MaxValue >> 1)["M1"], day.Obligations.UnsettledLines(ulong.MaxValue >> 1)["M2"]));
    }

    /// <summary>The consumer dies at each line in turn, and is started again: as if it had never died.</summary>
    [Fact]
    public void A_crash_at_any_line_loses_none_and_doubles_none()
    {
        using var undisturbed = Posted();
        undisturbed.Clear();
        var expected = Lines(undisturbed);
        for (var line = 1; line <= 12; line++)
        {
            using var day = Posted();
            using (var store = new ClearingStore(day.Records))
            {
                var consumer = new ClearingConsumer(day.Book.Feed, new FailingStore(store, line), new PaymentClearer(day.Institution, day.Rules));
                Assert.Throws<IOException>(consumer.CatchUp);
            }

            day.Clear();
            day.Clear();
            Assert.Equal(expected, Lines(day));
        }

        // Three rows of two payments each, two lines a payment.
        static TestDay Posted()
        {
            var day = new TestDay();
            for (var i = 0; i < 6; i += 2) day.Post(TestDay.Payment($"P-{i}", "M1", $"{10 + i}.00"), TestDay.Payment($"P-{i + 1}", "M2", $"{20 + i}.00"));
            return day;
        }
    }

    [Fact]
    public void A_second_consumer_of_the_same_book_is_stopped()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "10.00"));
        using var mine = new ClearingStore(day.Records);
        using var other = new ClearingStore(day.Records);
        var next = mine.NextSequence;
        using (var chunk = mine.Begin(next)) chunk.Commit(next, 1, TestInstitution.Wednesday);
        Assert.Throws<InvalidOperationException>(() => other.Begin(next));
    }

    [Fact]
    public void A_payment_whose_cycle_has_closed_goes_to_the_next()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"));
        day.Close(day.Morning);
        day.Post(TestDay.Payment("P-2", "M1", "50.00", at: "2026-11-11T11:00:00+01:00"));
        day.Close(day.Afternoon);
        Assert.Equal(98_75, Assert.Single(day.Obligations.Of(day.Morning)).NetMinor);
        Assert.Equal(49_37, Assert.Single(day.Obligations.Of(day.Afternoon)).NetMinor);
    }

    private static string Lines(TestDay day)
    {
        using var store = new DayEndStore(day.Records);
        var records = store.Read();
        Assert.Equal(records.Lines, records.LineTotals);
        return string.Join('\n', records.Lines.OrderBy(pair => pair.Key.Kind).ThenBy(pair => pair.Key.Account).Select(pair => $"{pair.Key.Kind} {pair.Value.Count} {day.Institution.Currency.Format(pair.Value.SumMinor)}"));
    }

    /// <summary>Fails at the n-th line that it is given.</summary>
    private sealed class FailingStore(IClearingStore store, int failAt) : IClearingStore
    {
        private int _lines;

        public ulong NextSequence => store.NextSequence;

        public PeriodTotals LoadTotals(PaymentInstitution institution) => store.LoadTotals(institution);

        public IClearingChunk Begin(ulong sequence) => new Chunk(this, store.Begin(sequence));

        public void Dispose() => store.Dispose();

        private sealed class Chunk(FailingStore store, IClearingChunk chunk) : IClearingChunk
        {
            public bool IsClosed(CycleId cycle, string merchantId) => chunk.IsClosed(cycle, merchantId);

            public int LineCount => chunk.LineCount;

            public void AddTotal(TotalKey key, Merchant? merchant, long amount) => chunk.AddTotal(key, merchant, amount);

            public void Add(in ClearingLine line)
            {
                chunk.Add(line);
                if (++store._lines == store.FailAt) throw new IOException("the machine has stopped here");
            }

            public void Commit(ulong lastSequence, ulong lastNumber, DateOnly businessDate) => chunk.Commit(lastSequence, lastNumber, businessDate);

            public void Dispose() => chunk.Dispose();
        }

        private int FailAt => failAt;
    }
}

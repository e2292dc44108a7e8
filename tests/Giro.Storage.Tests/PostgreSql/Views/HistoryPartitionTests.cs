using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.PostgreSql.Views;
using Giro.Storage.Views;
using Npgsql;

namespace Giro.Storage.Tests.PostgreSql.Views;

public sealed class HistoryPartitionTests
{
    [Fact]
    public void A_statement_opens_the_partitions_of_its_dates_and_no_others()
    {
        using var book = new MerchantBook();
        var small = PartitionSlots.BucketOf("M1", 2);

        // A planner locks each table that a query may look at until the transaction ends.
        Assert.Equal([PartitionSlot.Of(PartitionClass.Daily, new DateOnly(2026, 11, 10))], Opened(book, "channel/wallet/receivable", new(2026, 11, 10), new(2026, 11, 10)));
        Assert.Equal([PartitionSlot.Of(PartitionClass.Small, new DateOnly(2026, 11, 1), small)], Opened(book, "merchant/M1/pending", new(2026, 11, 1), new(2026, 11, 30)));
        Assert.Equal(
            [PartitionSlot.Of(PartitionClass.Small, new DateOnly(2026, 11, 1), small), PartitionSlot.Of(PartitionClass.Small, new DateOnly(2026, 12, 1), small)],
            Opened(book, "merchant/M1/pending", new(2026, 10, 1), new(2026, 12, 31)));
        Assert.Equal(Enumerable.Range(0, 3).Select(bucket => PartitionSlot.Of(PartitionClass.Large, new DateOnly(2026, 12, 1), bucket)), Opened(book, "merchant/BIG/pending", new(2026, 12, 1), new(2026, 12, 1)));
    }

    [Fact]
    public void A_merchant_that_becomes_very_large_is_read_where_its_legs_were_written()
    {
        using var book = new MerchantBook();
        book.Book.Close();
        var grown = new PostgreSqlDatabase(book.Settings with { Partitions = book.Settings.Partitions! with { LargeMerchants = ["M1"] } });
        var before = book.AskStored(grown, MerchantBook.Dates);
        using (var projector = new PostgreSqlViews(grown).OpenProjector())
        {
            // Opening it puts the settings in force, from the date after the present one.
        }

        Assert.Equal(before, book.AskStored(grown, MerchantBook.Dates));
        using var connection = grown.Open();
        var classes = PartitionClasses.Read(connection, grown.Book, HistorySlots.Table);
        var (present, next) = (MerchantBook.Dates[^1], MerchantBook.Dates[^1].AddDays(1));
        Assert.Equal((PartitionClass.Small, PartitionClass.Large), (classes.At("M1", present).Class, classes.At("M1", next).Class));
        Assert.Equal((PartitionClass.Large, PartitionClass.Small), (classes.At("BIG", present).Class, classes.At("BIG", next).Class));
    }

    /// <summary>
    /// A month of 90 million packs: 200,000 small merchants with 30 packs each and three large ones with a million packs a day each. A partition holds a few million at most,
    /// and those of a class are alike to within a tenth.
    /// </summary>
    [Fact]
    public void No_partition_holds_more_than_a_few_million_rows()
    {
        var settings = new StoreSettings(PostgreSqlServer.NewDatabase(), 1, IsTest: true, Partitions: new PartitionPolicy { LargeMerchants = ["L1", "L2", "L3"], LargeBuckets = 4, SmallBuckets = 4, DaysAhead = 0 });
        var database = new PostgreSqlDatabase(settings);
        using var connection = database.Open();
        PostgreSqlViews.Prepare(connection);
        var slots = HistorySlots.ForWriting(database, connection, businessDate: 0);
        var day = new DateOnly(2026, 11, 11).DayNumber;
        var small = new Dictionary<PartitionSlot, int>();
        for (var merchant = 0; merchant < 200_000; merchant++)
        {
            var slot = slots.Of(HistorySlots.PlaceOf($"merchant/S{merchant:D7}/pending"), day, 1);
            small[slot] = small.GetValueOrDefault(slot) + 30;
        }

        var large = new Dictionary<PartitionSlot, int>();
        foreach (var merchant in (string[])["L1", "L2", "L3"])
        {
            var place = HistorySlots.PlaceOf($"merchant/{merchant}/pending");
            for (var pack = 0; pack < 1_000_000; pack++)
            {
                var slot = slots.Of(place, day, 1 + ((ulong)pack * 64));
                large[slot] = large.GetValueOrDefault(slot) + 1;
            }
        }

        Assert.Equal((4, 4), (small.Count, large.Count));
        Assert.All(small.Values, rows => Assert.InRange(rows, 1_350_000, 1_650_000));
        Assert.All(large.Values, rows => Assert.InRange(rows, 675_000, 825_000));
    }

    private static IEnumerable<PartitionSlot> Opened(MerchantBook book, string path, DateOnly first, DateOnly last)
    {
        using var views = book.Read();
        var account = views.Account(path)!;
        var (from, to) = (views.NumberAt(new AsOf.BusinessDate(first.AddDays(-1))) + 1, views.NumberAt(new AsOf.BusinessDate(last)));
        Assert.NotEmpty(views.History(account.Handle, from, to));
        using var connection = book.Database.Open();
        using var command = new NpgsqlCommand(
            "SELECT DISTINCT c.relname::text FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE l.pid <> pg_backend_pid() AND c.relkind = 'r' AND c.relname LIKE 'history\\_p%' ORDER BY 1", connection);
        using var row = command.ExecuteReader();
        var slots = new List<PartitionSlot>();
        while (row.Read()) slots.Add(PartitionSlot.FromName("history", row.GetString(0))!.Value);
        return slots;
    }
}

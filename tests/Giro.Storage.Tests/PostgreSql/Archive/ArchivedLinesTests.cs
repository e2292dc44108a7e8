using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Archive;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.PostgreSql.Records;
using Giro.Storage.Records;
using Giro.Storage.Tests.PostgreSql.Views;
using Giro.Storage.Views;

namespace Giro.Storage.Tests.PostgreSql.Archive;

/// <summary>
/// Clearing lines of five dates in two months (<see cref="MerchantBook.Dates"/>), a transaction a date. The i-th has the records 100 i to 100 i + 4: a payment and a combined payment
/// of M1, a refund of M2, a payment and a chargeback of BIG, which has partitions a day.
/// </summary>
public sealed class ArchivedLinesTests : IDisposable
{
    private static readonly DateOnly December = new(2026, 12, 1);

    private readonly MerchantBook _book = new();
    private readonly TempFolder _folder = new();
    private readonly PostgreSqlStore _store;

    public ArchivedLinesTests()
    {
        _store = new PostgreSqlStore(new BookFolder(_folder.Path), _book.Settings);
        using var store = new ClearingStore(_store.Records);
        for (var i = 1; i <= MerchantBook.Dates.Length; i++) Clear(store, i);
    }

    [Fact]
    public void Archived_lines_count_and_are_found_as_before()
    {
        var before = Ask();
        Assert.Equal(
            """
            25 payments
            Chargeback Pending 5 -4500
            Gross Pending 20 42515
            Interchange House 5 -15
            MerchantFee Pending 5 -75
            Refund Pending 5 -265
            M1: 100 986, 101 500, 200 987, 201 500, 300 988, 301 500, 400 989, 401 500, 500 990, 501 500
            M2: 102 -51, 202 -52, 302 -53, 402 -54, 502 -55
            BIG: 103 7000, 104 -900, 203 7000, 204 -900, 303 7000, 304 -900, 403 7000, 404 -900, 503 7000, 504 -900
            """,
            string.Join('\n', before[..9]));
        var done = ArchiveRun.Run(_store, December);
        Assert.All(done, slot => Assert.Null(slot.Left));
        Assert.Equal(5, done.Count(slot => slot is { Table: "clearing_lines", Rows: > 0 }));
        Assert.All(_book.Slots("clearing_lines"), slot => Assert.True(slot.Last >= December));
        Assert.Equal(before, Ask());

        // What November comes to, by partition: M1 in one of its month's, M2 in the other, BIG a day each.
        Assert.Equal(
            """
            2 20261109: Gross Pending 1 lines 1 payments 7000
            2 20261109: Chargeback Pending 1 lines 1 payments -900
            2 20261110: Gross Pending 1 lines 1 payments 7000
            2 20261110: Chargeback Pending 1 lines 1 payments -900
            2 20261111: Gross Pending 1 lines 1 payments 7000
            2 20261111: Chargeback Pending 1 lines 1 payments -900
            3 20261100: Gross Pending 9 lines 6 payments 4506
            3 20261100: MerchantFee Pending 3 lines 0 payments -45
            3 20261100: Interchange House 3 lines 0 payments -9
            3 20261100: Refund Pending 3 lines 3 payments -156
            """,
            string.Join('\n', Totals()));
    }

    [Theory]
    [InlineData((int)ArchiveStage.Written)]
    [InlineData((int)ArchiveStage.Placed)]
    [InlineData((int)ArchiveStage.Recorded)]
    [InlineData((int)ArchiveStage.Detached)]
    [InlineData((int)ArchiveStage.Dropped)]
    public void Lines_count_once_and_are_found_at_whatever_stage_an_archiver_ends(int stage)
    {
        var before = Ask();
        var (ended, reached) = (0, 0);
        for (var isDone = false; !isDone; ended++)
        {
            using var killed = new PartitionArchiver(_book.Database, ArchiveRun.FolderOf(_store))
            {
                // At every second one, so that each run ends one more partition; history, which comes first, is let go.
                Reached = at => { if (at == (ArchiveStage)stage && !_book.Slots("history").Exists(slot => slot.Last < December) && reached++ % 2 == 0) throw new OperationCanceledException(); },
            };
            try
            {
                Assert.All(killed.EndInterrupted().Concat(killed.Archive(December, dryRun: false)), slot => Assert.Null(slot.Left));
                isDone = true;
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(before, Ask());
            }
        }

        Assert.InRange(ended, 5, 40);
        Assert.Equal(before, Ask());
        Assert.All(_book.Slots("clearing_lines"), slot => Assert.True(slot.Last >= December));
        Assert.Equal(10, Totals().Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reader_that_has_begun_keeps_its_lines_and_the_archiver_waits_for_it()
    {
        var before = Ask();
        using var pending = new PendingLines(_store.Records);
        Task archiving;
        var lines = new List<string>();
        using (var reading = pending.Of("BIG").GetEnumerator())
        {
            Assert.True(reading.MoveNext());
            lines.Add($"{reading.Current.Number} {reading.Current.AmountMinor}");
            archiving = Task.Run(() => ArchiveRun.Run(_store, December), TestContext.Current.CancellationToken);
            while (!IsDetaching()) await Task.Delay(20, TestContext.Current.CancellationToken);
            Assert.False(archiving.IsCompleted);
            while (reading.MoveNext()) lines.Add($"{reading.Current.Number} {reading.Current.AmountMinor}");
        }

        Assert.Contains($"BIG: {string.Join(", ", lines)}", before);
        await archiving;
        Assert.Equal(before, Ask());
    }

    [Fact]
    public void A_file_that_is_attached_takes_its_totals_back()
    {
        var before = Ask();
        ArchiveRun.Run(_store, December);
        foreach (var file in ArchiveRun.List(_store).Where(file => file.Header.Table == "clearing_lines")) ArchiveRun.Attach(_store, file.Path);
        Assert.Empty(Totals());
        Directory.Delete(ArchiveRun.FolderOf(_store), recursive: true);
        Assert.Equal(before, Ask());
    }

    [Fact]
    public void With_the_file_away_the_day_end_counts_all_the_same_and_who_needs_it_says_where_it_was()
    {
        var before = Ask();
        ArchiveRun.Run(_store, December);
        var file = Assert.Single(ArchiveRun.List(_store), known => known.Header.Table == "clearing_lines" && known.Header.Slot == SlotOf("M1").Value).Path;
        foreach (var path in Directory.EnumerateFiles(ArchiveRun.FolderOf(_store))) File.Move(path, path + ".away");
        Assert.Equal(before[..6], DayEnd());
        using var cleared = new ClearedLines(_store.Records);
        using var pending = new PendingLines(_store.Records);
        Assert.Equal(["Gross 1004", "MerchantFee -15"], Text(cleared.LinesOf(400, "M1")));
        var said = $"the clearing lines of 2026-11-01 to 2026-11-30 are archived in {file}, which cannot be read here; put it there, or bring it back with giro archive attach";
        Assert.Equal(said, Assert.Throws<LinesArchivedException>(() => cleared.LinesOf(300, "M1")).Message);
        Assert.Equal(said, Assert.Throws<LinesArchivedException>(() => pending.Of("M1").First()).Message);

        // Neither leaves its transaction open.
        foreach (var path in Directory.EnumerateFiles(ArchiveRun.FolderOf(_store), "*.away")) File.Move(path, path[..^5]);
        Assert.Equal(["Gross 1003", "MerchantFee -15"], Text(cleared.LinesOf(300, "M1")));
        Assert.Equal(10, pending.Of("M1").Count());
        Assert.Equal(before, Ask());
    }

    /// <summary>Another book's rows, or another book's file that is attached, bring a partition of the same slot.</summary>
    [Fact]
    public void A_partition_that_is_there_again_does_not_hide_what_is_archived()
    {
        var before = Ask();
        ArchiveRun.Run(_store, December);
        new PartitionTables(_book.Database, "clearing_lines").Ensure([SlotOf("M1"), SlotOf("M2")]);
        Assert.Equal(before, Ask());

        // A row that comes late is behind all that was archived; a second file would be written over the first.
        _book.Run($"INSERT INTO giro.clearing_lines SELECT book, {SlotOf("M1").Value}, 350, merchant, line_count, lines FROM giro.clearing_lines WHERE merchant = 'M1' AND chunk = 400");
        Assert.Equal("Gross Pending 23 44019", DayEnd()[2]);
        var file = Assert.Single(ArchiveRun.List(_store), known => known.Header.Table == "clearing_lines" && known.Header.Slot == SlotOf("M1").Value).Path;
        var left = Assert.Single(ArchiveRun.Run(_store, December), slot => slot.Left is not null);
        Assert.Equal((SlotOf("M1").Value, $"other rows of it are in {file}; bring them back first with giro archive attach"), (left.Slot, left.Left));
        ArchiveRun.Attach(_store, file);
        Assert.Equal("Gross Pending 23 44019", DayEnd()[2]);
        Assert.DoesNotContain(ArchiveRun.Run(_store, December), slot => slot.Left is not null);
        Assert.Equal("Gross Pending 23 44019", DayEnd()[2]);
    }

    [Fact]
    public void A_merchant_that_became_large_within_a_month_has_its_lines_in_order()
    {
        using var other = new MerchantBook();
        var settings = other.Settings;
        var (small, large) = (new PostgreSqlDatabase(settings), new PostgreSqlDatabase(settings with { Partitions = settings.Partitions! with { LargeMerchants = ["BIG", "M1"] } }));
        using (var store = new ClearingStore(new PostgreSqlRecords(small))) Clear(store, 1);
        using (var store = new ClearingStore(new PostgreSqlRecords(large)))
        {
            for (var i = 2; i <= 4; i++) Clear(store, i);
        }

        var onServer = new PostgreSqlStore(new BookFolder(_folder.Path), settings);
        using var pending = new PendingLines(onServer.Records);
        var before = pending.Of("M1").ToList();
        Assert.Equal([100UL, 101, 200, 201, 300, 301, 400, 401], before.Select(line => line.Number));
        // The tenth goes; the ninth, in the partition of the month, stays.
        ArchiveRun.Run(onServer, new DateOnly(2026, 11, 11), folder: Path.Combine(_folder.Path, "large"));
        Assert.Contains(ArchiveRun.List(onServer), known => known.Header is { Table: "clearing_lines", FirstNumber: 200 });
        Assert.Equal(before, pending.Of("M1"));
    }

    [Fact]
    public void A_partition_that_clearing_may_still_write_to_is_left()
    {
        using var other = new MerchantBook();
        var onServer = new PostgreSqlStore(new BookFolder(_folder.Path), other.Settings);
        var folder = Path.Combine(_folder.Path, "behind");
        using var store = new ClearingStore(onServer.Records);
        var (first, advanced) = (MerchantBook.Dates[0], 0UL);
        using (var views = other.Read()) advanced = views.NumberAt(new AsOf.BusinessDate(first)) + 1;
        Clear(store, 1, first, 6, advanced - 1, Line(6, "BIG", 30));
        var left = Assert.Single(ArchiveRun.Run(onServer, MerchantBook.Dates[1], folder: folder), slot => slot is { Table: "clearing_lines", Left: not null });
        Assert.Equal("the clearing of book 7 is behind its views and may still write to it", left.Left);
        Clear(store, 2, first, 7, advanced, Line(7, "BIG", 30));
        Assert.DoesNotContain(ArchiveRun.Run(onServer, MerchantBook.Dates[1], folder: folder), slot => slot.Left is not null);
        using var pending = new PendingLines(onServer.Records);
        Assert.Equal([(6UL, 30L), (7UL, 30L)], pending.Of("BIG"));
    }

    [Fact]
    public void Verification_compares_the_lines_of_files_with_the_totals()
    {
        ArchiveRun.Run(_store, December);
        var check = Assert.Single(ArchiveVerification.Run(_store));
        Assert.True(check.Holds, check.Detail);
        Assert.Contains(" legs and 24 clearing lines are as they were written", check.Detail, StringComparison.Ordinal);
        var file = Assert.Single(ArchiveRun.List(_store), known => known.Header.Table == "clearing_lines" && known.Header.Slot == SlotOf("M2").Value).Path;

        _book.Run($"UPDATE giro.archived_total SET amount = amount + 1 WHERE kind = {(int)LineKind.Refund}");
        AssertFails($"{file}: of Refund on Pending it holds 3 lines, 3 payments, -156; the table archived_total says 3 lines, 3 payments, -155");
        _book.Run($"UPDATE giro.archived_total SET amount = amount - 1, kind = {(int)LineKind.Gross} WHERE kind = {(int)LineKind.Refund}");
        AssertFails($"{file}: of Refund on Pending it holds 3 lines, 3 payments, -156; the table archived_total says 0 lines, 0 payments, 0");
        var before = DayEnd();
        _book.Run($"DELETE FROM giro.archived_total WHERE slot = {SlotOf("M2").Value}");
        AssertFails($"{file}: of Refund on Pending it holds 3 lines, 3 payments, -156; the table archived_total says 0 lines, 0 payments, 0");

        // Without totals, as before there were any, the day end counts the file.
        Assert.NotEqual(before, DayEnd());
        Assert.Equal("Refund Pending 5 -265", DayEnd()[5]);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(-10)]
    public void A_damaged_file_of_lines_is_found(int at)
    {
        ArchiveRun.Run(_store, December);
        var file = Assert.Single(ArchiveRun.List(_store), known => known.Header.Table == "clearing_lines" && known.Header.Slot == SlotOf("M2").Value).Path;
        var bytes = File.ReadAllBytes(file);
        bytes[at < 0 ? bytes.Length + at : at] ^= 0x10;
        File.WriteAllBytes(file, bytes);
        AssertFails($"1 of {ArchiveRun.List(_store).Count:N0} files; the first: {file}: it does not have the hash that was recorded");
        using var pending = new PendingLines(_store.Records);
        Assert.Throws<ArchiveDamagedException>(() => pending.Of("M2").Count());
    }

    private void AssertFails(string detail)
    {
        var check = Assert.Single(ArchiveVerification.Run(_store));
        Assert.False(check.Holds);
        Assert.EndsWith(detail, check.Detail, StringComparison.Ordinal);
    }

    /// <summary>All that can be asked of the lines.</summary>
    private List<string> Ask()
    {
        var answers = DayEnd();
        using var pending = new PendingLines(_store.Records);
        using var cleared = new ClearedLines(_store.Records);
        using var obligations = new ObligationStore(_store.Records);
        foreach (var merchant in (string[])["M1", "M2", "BIG"]) answers.Add($"{merchant}: {string.Join(", ", pending.Of(merchant).Select(line => $"{line.Number} {line.AmountMinor}"))}");
        for (var i = 1UL; i <= 5; i++)
        {
            for (var number = 100 * i; number < (100 * i) + 6; number++)
                answers.Add($"{number}: {string.Join(" | ", ((string[])["M1", "M2", "BIG"]).Select(merchant => string.Join(", ", Text(cleared.LinesOf(number, merchant)))))}");
        }

        foreach (var number in (ulong[])[0, 100, 104, 203, 399, 504])
            answers.Add($"unsettled at {number}: {string.Join(", ", obligations.UnsettledLines(number).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"))}");
        return answers;
    }

    private List<string> DayEnd()
    {
        using var store = new DayEndStore(_store.Records);
        var figures = store.Read();
        var groups = figures.Lines.Select(pair => $"{pair.Key.Kind} {pair.Key.Account} {pair.Value.Count} {pair.Value.SumMinor}").Order(StringComparer.Ordinal);
        return [$"{figures.ClearedEntries} payments", .. groups];
    }

    private List<string> Totals()
    {
        using var connection = _book.Database.Open();
        var totals = ArchivedTotals.Of(connection, _book.Database.Book);
        return [..
            from total in totals
            let slot = new PartitionSlot(total.Key)
            from line in total.Value.Groups
            orderby slot.Value, line.Key.Account, line.Key.Kind
            select $"{(int)slot.Class} {slot.Value / 100_000 % 100_000_000}: {line.Key.Kind} {line.Key.Account} {line.Value.Lines.Count} lines {line.Value.Payments} payments {line.Value.Lines.SumMinor}"];
    }

    private static IEnumerable<string> Text(IEnumerable<PackedLines.Line> lines) => lines.Select(line => $"{line.Kind} {line.AmountMinor}");

    private static PartitionSlot SlotOf(string merchant) => PartitionSlot.Of(PartitionClass.Small, MerchantBook.Dates[0], PartitionSlots.BucketOf(merchant, 2));

    private static void Clear(ClearingStore store, int i)
    {
        var n = (ulong)(100 * i);
        Clear(
            store, (ulong)i, MerchantBook.Dates[i - 1], n, n + 9,
            Line(n, "M1", 1000 + i), Line(n, "M1", -15, LineKind.MerchantFee), Line(n + 1, "M1", 200), Line(n + 1, "M1", 300, part: 1), Line(n + 1, "M1", -3, LineKind.Interchange, LineAccount.House),
            Line(n + 2, "M2", -50 - i, LineKind.Refund), Line(n + 3, "BIG", 7000), Line(n + 4, "BIG", -900, LineKind.Chargeback));
    }

    private static void Clear(ClearingStore store, ulong sequence, DateOnly date, ulong first, ulong last, params ClearingLine[] lines)
    {
        Assert.Equal(first, lines[0].Number);
        using var chunk = store.Begin(sequence);
        foreach (var line in lines) chunk.Add(line);
        chunk.Commit(sequence, last, date);
    }

    private static ClearingLine Line(ulong number, string merchant, long amountMinor, LineKind kind = LineKind.Gross, LineAccount account = LineAccount.Pending, int part = 0) =>
        new(number, part, kind, account, new Merchant(merchant == "BIG" ? 0 : merchant[1] - '0', merchant, merchant, "DE02120300000000202051", []), new CycleId(1, MerchantBook.Dates[0], 1), amountMinor, 1);

    /// <summary>Whether a partition is waiting for readers to end before it leaves.</summary>
    private bool IsDetaching() =>
        _book.Scalar("SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'ALTER TABLE giro.clearing_lines DETACH%' AND wait_event_type = 'Lock'") is true;

    public void Dispose()
    {
        _book.Dispose();
        _folder.Dispose();
    }
}

using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Archive;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.Tests.PostgreSql.Views;
using Giro.Storage.Views;
using Giro.Tests;

namespace Giro.Storage.Tests.PostgreSql.Archive;

public sealed class ArchiveTests : IDisposable
{
    private static readonly DateOnly December = new(2026, 12, 1);

    private readonly MerchantBook _book = new();
    private readonly TempFolder _folder = new();
    private readonly PostgreSqlStore _store;

    public ArchiveTests() => _store = new PostgreSqlStore(new BookFolder(_folder.Path), _book.Settings);

    [Fact]
    public void Archived_dates_answer_from_their_files_and_later_ones_need_none()
    {
        var (before, hash) = (_book.Ask(MerchantBook.Dates), Hash());
        var done = ArchiveRun.Run(_store, December);
        Assert.All(done, slot => Assert.Null(slot.Left));

        // The channel and the house have a partition a day, the large merchant three, the small ones two a month; M1 and M2 are in one of these.
        Assert.Equal(before, _book.Ask(MerchantBook.Dates));
        Assert.Equal(hash, Hash());
        Assert.All(_book.Slots("history"), slot => Assert.True(slot.Last >= December));
        foreach (var file in Directory.EnumerateFiles(ArchiveRun.FolderOf(_store), "*.giroarchive")) File.Move(file, file + ".away");
        var later = before.Where(line => line.Contains(" 12-", StringComparison.Ordinal)).ToList();
        Assert.Equal(later, _book.Ask(MerchantBook.Dates[3..]));
        Assert.Equal(MerchantBook.Paths.Length * 2, later.Count);
    }

    [Fact]
    public void A_database_whose_views_are_only_just_being_made_has_no_archives()
    {
        var store = new PostgreSqlStore(new BookFolder(_folder.Path), new StoreSettings(PostgreSqlServer.NewDatabase(), IsTest: true));
        using (var connection = store.Database.Open())
        {
            PostgreSqlMigrations.Apply(connection, "partitions");
            PostgreSqlMigrations.Apply(connection, ArchiveCatalog.Kind);
        }

        Assert.Empty(ArchiveRun.List(store));
    }

    [Fact]
    public void A_date_whose_file_is_away_says_where_it_was_written()
    {
        ArchiveRun.Run(_store, December);
        var file = Assert.Single(ArchiveRun.List(_store), known => known.Header.Table == "history" && known.Header.Slot == PartitionSlot.Of(PartitionClass.Daily, new DateOnly(2026, 11, 10)).Value);
        Assert.True(file.IsThere);
        File.Delete(file.Path);
        using var views = _book.Read();
        var channel = views.Account("channel/wallet/receivable")!;
        var e = Assert.Throws<LegsArchivedException>(() => views.Day(channel, new DateOnly(2026, 11, 10)));
        Assert.Equal($"the legs of 2026-11-10 are archived in {file.Path}, which cannot be read here; put it there, or bring it back with giro archive attach", e.Message);
        Assert.Equal(440, (int)views.BalanceAt(channel.Handle, views.LastNumber));
    }

    [Theory]
    [InlineData((int)ArchiveStage.Written)]
    [InlineData((int)ArchiveStage.Placed)]
    [InlineData((int)ArchiveStage.Recorded)]
    [InlineData((int)ArchiveStage.Detached)]
    [InlineData((int)ArchiveStage.Dropped)]
    public void An_archiver_that_ends_at_any_stage_loses_nothing_and_the_next_one_ends_its_work(int stage)
    {
        var (before, hash) = (_book.Ask(MerchantBook.Dates), Hash());
        for (var ended = 0; ended < 3; ended++)
        {
            using var killed = new PartitionArchiver(_book.Database, ArchiveRun.FolderOf(_store)) { Reached = reached => { if (reached == (ArchiveStage)stage) throw new OperationCanceledException(); } };
            Assert.Throws<OperationCanceledException>(() => killed.EndInterrupted().Concat(killed.Archive(December, dryRun: false)).Count());
            Assert.Equal(hash, Hash());
            Assert.Equal(before, _book.Ask(MerchantBook.Dates));
        }

        ArchiveRun.Run(_store, December);
        Assert.All(_book.Slots("history"), slot => Assert.True(slot.Last >= December));
        Assert.Equal(0L, _book.Scalar("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'history\\_p%' AND oid NOT IN (SELECT inhrelid FROM pg_inherits)"));
        Assert.Equal(hash, Hash());
        Assert.Equal(before, _book.Ask(MerchantBook.Dates));
    }

    [Fact]
    public void A_file_that_is_attached_brings_its_rows_back()
    {
        var (before, hash) = (_book.Ask(MerchantBook.Dates), Hash());
        ArchiveRun.Run(_store, December);
        foreach (var file in ArchiveRun.List(_store)) ArchiveRun.Attach(_store, file.Path);
        Assert.Empty(ArchiveRun.List(_store));
        Directory.Delete(ArchiveRun.FolderOf(_store), recursive: true);
        Assert.Equal(hash, Hash());
        Assert.Equal(before, _book.Ask(MerchantBook.Dates));
        Assert.Contains(_book.Slots("history"), slot => slot.Last < December);
    }

    [Fact]
    public void A_dry_run_and_dates_that_are_still_written_to_leave_all_as_it_is()
    {
        var slots = _book.Slots("history");
        var dry = ArchiveRun.Run(_store, December, dryRun: true);
        Assert.All(dry, slot => Assert.Null(slot.Left));
        Assert.Equal(dry.Select(slot => slot.Slot), slots.Where(slot => slot.Last < December).Select(slot => slot.Value));
        Assert.Equal(slots, _book.Slots("history"));
        var all = ArchiveRun.Run(_store, new DateOnly(2027, 1, 1));
        Assert.All(all.Where(slot => slot.To >= new DateOnly(2026, 12, 2) && slot.Rows > 0), slot => Assert.Equal("book 7 is at 2026-12-02 and may still write to it", slot.Left));
        Assert.Contains(PartitionSlot.Of(PartitionClass.Daily, new DateOnly(2026, 12, 2)), _book.Slots("history"));
    }

    [Fact]
    public void Rows_that_come_while_a_partition_is_archived_keep_it_in_its_table()
    {
        var slot = PartitionSlot.Of(PartitionClass.Daily, new DateOnly(2026, 11, 9));
        var hash = Hash();
        using var archiver = new PartitionArchiver(_book.Database, ArchiveRun.FolderOf(_store))
        {
            Reached = stage => { if (stage == ArchiveStage.Recorded) _book.Run($"UPDATE giro.history SET account = account + 100 WHERE slot = {slot.Value}"); },
        };
        var first = archiver.Archive(new DateOnly(2026, 11, 10), dryRun: false).First();
        Assert.Equal((slot.Value, "rows were added while it was archived; it is in its table, and is archived the next time"), (first.Slot, first.Left));
        _book.Run($"UPDATE giro.history SET account = account - 100 WHERE slot = {slot.Value}");
        Assert.Contains(slot, _book.Slots("history"));
        Assert.Equal(hash, Hash());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(13)]
    [InlineData(60)]
    [InlineData(-40)]
    [InlineData(-1)]
    public void A_byte_of_a_file_that_changed_is_found(int at)
    {
        ArchiveRun.Run(_store, December);
        var file = ArchiveRun.List(_store)[0].Path;
        var bytes = File.ReadAllBytes(file);
        bytes[at < 0 ? bytes.Length + at : at] ^= 0x10;
        File.WriteAllBytes(file, bytes);
        Assert.Contains(ArchiveVerification.Run(_store), check => !check.Holds && check.Detail.Contains(file, StringComparison.Ordinal));
        File.WriteAllBytes(file, bytes[..^5]);
        Assert.Throws<ArchiveDamagedException>(() => ArchiveRun.Attach(_store, file));
    }

    [Fact]
    public void Verification_reads_archives_and_names_one_that_is_away()
    {
        ArchiveRun.Run(_store, December);
        var check = Assert.Single(ArchiveVerification.Run(_store));
        Assert.True(check.Holds, check.Detail);
        var file = ArchiveRun.List(_store)[0].Path;
        File.Delete(file);
        check = Assert.Single(ArchiveVerification.Run(_store));
        Assert.False(check.Holds);
        Assert.Contains($"{file}: it is not there", check.Detail, StringComparison.Ordinal);
    }

    private string Hash()
    {
        using var views = _book.Read();
        return views.ContentHash();
    }

    public void Dispose()
    {
        _book.Dispose();
        _folder.Dispose();
    }
}

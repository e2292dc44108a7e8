using Giro.Ledger.Journal;
using Giro.Storage.Backup;
using Giro.Storage.Records;
using Giro.Storage.Tests.Views;

namespace Giro.Storage.Tests.Backup;

public sealed class EmbeddedBackupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder["data"];

    private string Backups => _folder["backup"];

    [Fact]
    public void Restoring_to_a_row_gives_the_trial_balance_of_that_row()
    {
        using (var page = new LedgerPage(BookStore.In(Data)))
        {
            page.Post(1, 3);
            BackUp();
            page.Post(4, 9);
            BackUp();
        }

        Assert.Equal(
            [
                // row  currency accounts debit credit
                "2  EUR 2 0 0 | JPY 2 0 0",
                "3  EUR 2 1 1 | JPY 2 0 0",
                "5  EUR 2 3 3 | JPY 2 3 3",
                "6  EUR 2 7 7 | JPY 2 3 3",
                "8  EUR 2 12 12 | JPY 2 9 9",
                "11  EUR 2 27 27 | JPY 2 18 18",
            ],
            new ulong[] { 2, 3, 5, 6, 8, 11 }.Select(row => $"{row}  {LedgerPage.TotalsOf(Restore(new RestoreTarget.Row(row)).Figures)}"));
        Assert.Equal(LedgerPage.TotalsAfter(9), LedgerPage.TotalsOf(Restore(new RestoreTarget.Newest()).Figures));
    }

    [Fact]
    public void A_restored_book_goes_on_from_its_row_and_its_files_are_there()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "institution.json"), "{}");
        Directory.CreateDirectory(Path.Combine(Data, "mappings"));
        File.WriteAllText(Path.Combine(Data, "mappings", "bill.json"), "[]");
        Directory.CreateDirectory(Path.Combine(Data, "intake"));
        File.WriteAllText(Path.Combine(Data, "intake", "day.ndjson"), "");
        using (var page = new LedgerPage(BookStore.In(Data)))
        {
            page.Post(1, 6);
            BackUp();
        }

        var folder = _folder["restored"];
        var result = BookBackup.Restore(Backups, folder, new RestoreOptions(new RestoreTarget.Newest()), new NoBackupProgress());
        Assert.True(result.Holds, string.Join('\n', result.Checks));
        Assert.Equal(["institution.json", "journal.db", "mappings/bill.json"], Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order());
        using (var page = new LedgerPage(BookStore.In(folder))) page.Post(7, 9);
        Assert.All(BookVerification.Run(BookStore.In(folder), deep: true), check => Assert.True(check.Holds, check.Detail));
        using var journal = BookStore.In(folder).OpenJournalReadOnly();
        Assert.Equal(LedgerPage.TotalsAfter(9), LedgerPage.TotalsOf(BookFigures.Of(journal)));
    }

    [Fact]
    public void Restoring_to_a_time_keeps_what_was_written_until_then()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 9, 8, 0, 0, TimeSpan.Zero));
        using (var page = new LedgerPage(BookStore.In(Data), clock))
        {
            for (var n = 1; n <= 5; n++)
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                page.Post(n);
            }

            BackUp();
        }

        Assert.Equal(LedgerPage.TotalsAfter(3), LedgerPage.TotalsOf(Restore(RestoreTarget.Parse("2026-11-09T08:03:00Z")!).Figures));
        Assert.Equal(LedgerPage.TotalsAfter(2), LedgerPage.TotalsOf(Restore(RestoreTarget.Parse("2026-11-09T09:02:59.999+01:00")!).Figures));
        Assert.Equal("the first row of the journal was written after that time", Assert.Throws<BackupRefusedException>(() => Restore(RestoreTarget.Parse("2026-11-08")!)).Message);
    }

    [Fact]
    public async Task Backups_while_entries_are_posted_hold_each_for_itself()
    {
        const int Entries = 600;
        using (var page = new LedgerPage(BookStore.In(Data)))
        {
            var posting = Task.Run(() => page.Post(1, Entries), TestContext.Current.CancellationToken);
            var rounds = 0;
            while (!posting.IsCompleted || rounds == 0)
            {
                BackUp();
                rounds++;
            }

            await posting;
            BackUp();
        }

        var manifests = BackupManifest.ReadAll(Backups);
        Assert.Equal(Enumerable.Range(1, manifests.Count), manifests.Select(manifest => manifest.Generation));
        Assert.All(manifests, manifest => Assert.Equal(LedgerPage.TotalsAfter((int)(manifest.Figures.Sequence - LedgerPage.FirstRows)), LedgerPage.TotalsOf(manifest.Figures)));
        foreach (var manifest in manifests.Where((_, i) => i % 4 == 0)) Assert.Equal(manifest.Figures.Hash, Restore(new RestoreTarget.Row(manifest.Figures.Sequence)).Figures.Hash);
        Assert.Equal(LedgerPage.TotalsAfter(Entries), LedgerPage.TotalsOf(Restore(new RestoreTarget.Newest()).Figures));
    }

    [Fact]
    public void Records_come_from_the_newest_copy_that_knows_of_no_later_row()
    {
        using (var page = new LedgerPage(BookStore.In(Data)))
        {
            Note("at row 4", page, 2);
            BackUp();
            Note("at row 6", page, 4);
            BackUp();
            page.Post(5);
        }

        Assert.Equal("at row 4", NoteOf(Restore(new RestoreTarget.Row(4), "a").RecordsSequence, "a"));
        Assert.Equal("at row 4", NoteOf(Restore(new RestoreTarget.Row(5), "b").RecordsSequence, "b"));
        Assert.Equal("at row 6", NoteOf(Restore(new RestoreTarget.Row(6), "c").RecordsSequence, "c"));
        Assert.StartsWith("no copy of the records is old enough: the oldest knows of row 4.", Assert.Throws<BackupRefusedException>(() => Restore(new RestoreTarget.Row(3))).Message);
        var alone = BookBackup.Restore(Backups, _folder["d"], new RestoreOptions(new RestoreTarget.Row(3), LedgerOnly: true), new NoBackupProgress());
        Assert.Equal((LedgerPage.TotalsAfter(1), null), (LedgerPage.TotalsOf(alone.Figures), alone.RecordsSequence));
        Assert.False(BookStore.In(_folder["d"]).Records.Exists);
    }

    [Fact]
    public void A_damaged_file_of_a_backup_is_named_and_nothing_is_restored()
    {
        using (var page = new LedgerPage(BookStore.In(Data)))
        {
            Note("whole", page, 3);
            BackUp();
        }

        var generation = BackupManifest.FolderOf(Backups, 1);
        foreach (var path in (string[])[Path.Combine(generation, "records.db"), Path.Combine(Backups, "journal.db"), Path.Combine(generation, BackupManifest.Name)])
        {
            var whole = File.ReadAllBytes(path);
            var damaged = whole.ToArray();
            for (var at = 100; at < damaged.Length; at += 97) damaged[at] ^= 0x10;
            File.WriteAllBytes(path, damaged);
            Assert.Equal(path, Assert.Throws<BackupDamagedException>(() => Restore(new RestoreTarget.Newest())).Path);
            File.Delete(path);
            Assert.Equal(path, Assert.Throws<BackupDamagedException>(() => Restore(new RestoreTarget.Newest())).Path);
            File.WriteAllBytes(path, whole);
        }

        Assert.True(Restore(new RestoreTarget.Newest()).Holds);
    }

    [Fact]
    public void Nothing_is_restored_over_something()
    {
        using (var page = new LedgerPage(BookStore.In(Data))) page.Post(1);
        BackUp();
        Assert.Contains("exists; a book is restored into a new folder only", Assert.Throws<BackupRefusedException>(() => BookBackup.Restore(Backups, Data, new RestoreOptions(new RestoreTarget.Newest()), new NoBackupProgress())).Message);
        Assert.Equal("the backup ends with row 3; row 4 is not in it", Assert.Throws<BackupRefusedException>(() => Restore(new RestoreTarget.Row(4))).Message);
        Assert.Throws<DirectoryNotFoundException>(() => BookBackup.Restore(_folder["none"], _folder["new"], new RestoreOptions(new RestoreTarget.Newest()), new NoBackupProgress()));
    }

    [Fact]
    public void Another_journal_is_not_added_to_a_backup()
    {
        using (var page = new LedgerPage(BookStore.In(Data))) page.Post(1, 3);
        BackUp();
        using (var other = new LedgerPage(BookStore.In(_folder["other"]))) other.Post(1, 5);
        Assert.Contains("the copy is of another journal", Assert.Throws<JournalCorruptException>(() => BookBackup.Run(BookStore.In(_folder["other"]), Backups, new NoBackupProgress())).Message);
        Assert.Single(BackupManifest.ReadAll(Backups));
        BackUp();
        Assert.Equal(2, BackupManifest.ReadAll(Backups).Count);
    }

    [Fact]
    public void An_interrupted_backup_is_no_generation_and_the_next_one_goes_on()
    {
        using (var page = new LedgerPage(BookStore.In(Data))) page.Post(1, 3);
        BackUp();
        var unfinished = Path.Combine(Backups, "000002.unfinished");
        Directory.CreateDirectory(unfinished);
        File.WriteAllText(Path.Combine(unfinished, "records.db"), "half");
        Assert.Equal(1, Restore(new RestoreTarget.Newest()).Generation);
        Assert.Equal(2, BackUp().Generation);
        Assert.False(Directory.Exists(unfinished));
    }

    private BackupManifest BackUp() => BookBackup.Run(BookStore.In(Data), Backups, new NoBackupProgress());

    private int _restored;

    private RestoreResult Restore(RestoreTarget target, string? name = null)
    {
        var result = BookBackup.Restore(Backups, _folder[name ?? $"restored-{++_restored}"], new RestoreOptions(target), new NoBackupProgress());
        Assert.True(result.Holds, string.Join('\n', result.Checks));
        return result;
    }

    /// <summary>Posts up to an entry and writes a record that names what it knows.</summary>
    private static void Note(string text, LedgerPage page, int entry)
    {
        for (var n = (int)(page.LastSequence - LedgerPage.FirstRows) + 1; n <= entry; n++) page.Post(n);
        using var alerts = new AlertStore(page.Opened.Store.Records);
        alerts.Raise(new Operations.Settlement.Alert(0, DateTimeOffset.UnixEpoch, "note", "note", text));
    }

    private string NoteOf(ulong? sequence, string folder)
    {
        Assert.NotNull(sequence);
        using var records = BookStore.In(_folder[folder]).Records.OpenReadOnly();
        using var note = records.Prepare("SELECT text FROM alert WHERE closed_at_us = 0 ORDER BY number DESC");
        return note.Step() ? note.Text(0) : "";
    }

    public void Dispose() => _folder.Dispose();
}

using Giro.Ledger.Journal;
using Giro.Ledger.Snapshots;
using Giro.Ledger.Writer;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Tests.Corruption;

/// <summary>A journal that does not fit the snapshot beside it is refused; a damaged snapshot only makes the start slower.</summary>
public sealed class StaleFileTests : IDisposable
{
    private const ulong SnapshotRow = 6;
    private const ulong LastRow = 10;
    private readonly TempFolder _folder = new();
    private readonly string _content;

    /// <summary>A book whose folder has the journal, copies of it as it was after some rows, and a snapshot of row 6.</summary>
    public StaleFileTests()
    {
        SmallBook.Write(Journal, _folder.Path, (book, row) =>
        {
            if (row == SnapshotRow) book.TakeSnapshot();
            File.Copy(Journal, _folder[$"after-{row}.db"]);
        });
        _content = BookContent.Of(Journal);
        Assert.True(File.Exists(Snapshot));
    }

    private string Journal => _folder["journal.db"];

    private string Snapshot => _folder[$"snapshots/{SnapshotRow:D20}.snapshot"];

    [Fact]
    public void A_book_opened_from_its_snapshot_is_the_book_opened_without_it()
    {
        var opened = OpenBook();
        Assert.Equal(SnapshotRow, opened.SnapshotSequence);
        Assert.Empty(opened.Notes);
        Assert.Equal(_content, BookContent.Of(Journal, _folder.Path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void An_older_journal_than_the_snapshot_is_refused(int row)
    {
        File.Copy(_folder[$"after-{row}.db"], Journal, overwrite: true);
        AssertRefused((ulong)row + 1);
    }

    [Fact]
    public void Rows_and_head_taken_back_behind_the_snapshot_are_refused()
    {
        TamperedRowTests.Edit(Journal, "DELETE FROM journal WHERE sequence > 5; UPDATE head SET sequence = 5, hash = (SELECT hash FROM journal WHERE sequence = 5)");
        AssertRefused(SnapshotRow);
    }

    [Fact]
    public void A_journal_emptied_beside_a_snapshot_is_refused_and_not_begun_anew()
    {
        TamperedRowTests.Edit(Journal, "DELETE FROM journal; DELETE FROM head");
        AssertRefused(1);
    }

    [Fact]
    public void A_journal_that_is_gone_while_its_snapshot_is_there_is_not_begun_anew()
    {
        File.Delete(Journal);
        var refusal = Assert.Throws<JournalCorruptException>(() => StoredBook.Open(_folder.Path, SmallBook.Options()));
        Assert.Equal(1UL, refusal.Sequence);
        Assert.False(File.Exists(Journal));
    }

    [Fact]
    public void A_snapshot_of_another_book_is_refused_by_its_row()
    {
        var other = _folder["other"];
        Directory.CreateDirectory(other);
        using (var journal = SqliteJournal.Open(Path.Combine(other, "journal.db")))
        using (var book = Book.Open(journal, SmallBook.Options(other) with { Seed = 43 }))
        {
            SmallBook.Run(book, (_, row) =>
            {
                if (row == SnapshotRow) book.TakeSnapshot();
            });
        }

        File.Copy(Path.Combine(other, "snapshots", Path.GetFileName(Snapshot)), Snapshot, overwrite: true);
        foreach (var ids in Directory.EnumerateFiles(Path.Combine(other, "ids"))) File.Copy(ids, _folder["ids/" + Path.GetFileName(ids)], overwrite: true);
        AssertRefused(SnapshotRow);
    }

    [Fact]
    public void A_snapshot_with_any_byte_damaged_is_not_used_and_the_book_is_the_same()
    {
        var whole = File.ReadAllBytes(Snapshot);
        for (var at = 0; at < whole.Length; at += 7)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << (at % 8));
            AssertSlowerStart(damaged);
        }
    }

    [Fact]
    public void A_snapshot_cut_short_anywhere_is_not_used_and_the_book_is_the_same()
    {
        var whole = File.ReadAllBytes(Snapshot);
        for (var length = 0; length < whole.Length; length += 11) AssertSlowerStart(whole[..length]);
    }

    [Fact]
    public void A_damaged_or_missing_file_of_old_ids_is_refused_and_the_way_out_gives_the_same_book()
    {
        var path = Assert.Single(Directory.EnumerateFiles(_folder["ids"]));
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < whole.Length; at += 5)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(path, damaged);
            AssertNamesIds();
        }

        File.Delete(path);
        AssertNamesIds();
        Directory.Delete(_folder["snapshots"], recursive: true);
        Directory.Delete(_folder["ids"], recursive: true);
        Assert.Equal(_content, BookContent.Of(Journal, _folder.Path));
    }

    private void AssertNamesIds()
    {
        var refusal = Assert.Throws<JournalUnavailableException>(OpenBook);
        Assert.Contains("delete the folders snapshots and ids", refusal.Message);
    }

    private void AssertSlowerStart(byte[] damaged)
    {
        var snapshot = File.ReadAllBytes(Snapshot);
        var ids = Directory.EnumerateFiles(_folder["ids"]).ToDictionary(name => name, File.ReadAllBytes);
        File.WriteAllBytes(Snapshot, damaged);
        var opened = OpenBook();
        Assert.Equal(0UL, opened.SnapshotSequence);
        Assert.Contains("not used", Assert.Single(opened.Notes));
        Assert.Equal(_content, BookContent.Of(Journal, _folder.Path));
        File.WriteAllBytes(Snapshot, snapshot);
        foreach (var (name, bytes) in ids) File.WriteAllBytes(name, bytes);
    }

    private RecoveryReport OpenBook()
    {
        using var journal = SqliteJournal.Open(Journal);
        using var book = Book.Open(journal, SmallBook.Options(_folder.Path));
        Assert.Equal(LastRow, book.Feed.LastSequence);
        return book.Recovery;
    }

    private void AssertRefused(ulong row)
    {
        var before = File.ReadAllBytes(Journal);
        Assert.Equal(row, Assert.Throws<JournalCorruptException>(() => BookContent.Of(Journal, _folder.Path)).Sequence);
        Assert.Equal(before, File.ReadAllBytes(Journal));
        Assert.True(File.Exists(Snapshot));
    }

    public void Dispose() => _folder.Dispose();
}

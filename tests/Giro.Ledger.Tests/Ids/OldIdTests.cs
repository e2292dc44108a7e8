using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Ids;

/// <summary>An id is unique in the book for ever: in memory, in files, after a snapshot, and after everything but the journal was lost.</summary>
public sealed class OldIdTests
{
    private const int Entries = 1500;

    [Fact]
    public void A_very_old_id_is_answered_with_its_first_result()
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out var first);
        AssertKnows(book, first);
        book.AssertSound();
    }

    [Fact]
    public void Old_ids_are_known_after_reopening_from_a_snapshot()
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out var first);
        book.Book.TakeSnapshot();
        book.Post("after the snapshot", 1, 2, 1);
        var hash = book.StateHash;
        book.Reopen();
        Assert.Equal(1UL, book.Book.Recovery.ReplayedRecords);
        Assert.Empty(book.Book.Recovery.Notes);
        Assert.Equal(hash, book.StateHash);
        AssertKnows(book, first);
        Assert.True(book.Post("after the snapshot", 1, 2, 1).IsRepeat);
    }

    [Fact]
    public void Old_ids_are_known_after_reopening_from_the_journal_alone()
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out var first);
        book.Book.TakeSnapshot();
        var hash = book.StateHash;
        book.Book.Dispose();
        Directory.Delete(folder.Snapshots, recursive: true);
        Directory.Delete(folder.Ids, recursive: true);
        book.Reopen();
        Assert.Equal(0UL, book.Book.Recovery.SnapshotSequence);
        Assert.Equal(hash, book.StateHash);
        AssertKnows(book, first);
    }

    [Fact]
    public void Old_ids_are_known_after_snapshots_and_crashes_in_turn()
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out var first);
        for (var round = 0; round < 6; round++)
        {
            book.Book.TakeSnapshot();
            for (var i = 0; i < 100; i++) Assert.Equal(Status.Accepted, book.Post($"round {round}/{i}", 1, 2, 1).Status);
            book.Reopen();
            AssertKnows(book, first);
            for (var i = 0; i < 100; i++) Assert.True(book.Post($"round {round / 2}/{i}", 1, 2, 1).IsRepeat);
        }

        Assert.Single(Directory.GetFiles(folder.Snapshots, "*.snapshot"));
    }

    [Fact]
    public void A_snapshot_by_record_count_is_taken_by_itself()
    {
        using var folder = new TempFolder();
        using var book = new TestBook(options => Small(options, folder) with { SnapshotEveryRecords = 100 });
        _ = (book.Open("cash"), book.Open("shop"));
        for (var i = 0; i < 500; i++) book.Post($"e{i}", 1, 2, 1);
        book.Reopen();
        Assert.NotEqual(0UL, book.Book.Recovery.SnapshotSequence);
        Assert.True(book.Post("e0", 1, 2, 1).IsRepeat);
        Assert.True(book.Post("e499", 1, 2, 1).IsRepeat);
    }

    [Fact]
    public void A_damaged_snapshot_is_noted_and_the_book_is_rebuilt_from_its_journal()
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out var first);
        book.Book.TakeSnapshot();
        var hash = book.StateHash;
        book.Book.Dispose();
        Flip(Directory.GetFiles(folder.Snapshots).Single(), 200);
        book.Reopen();
        Assert.Contains("snapshot not used", Assert.Single(book.Book.Recovery.Notes), StringComparison.Ordinal);
        Assert.Equal(hash, book.StateHash);
        AssertKnows(book, first);
        book.Book.TakeSnapshot();
        book.Reopen();
        Assert.Empty(book.Book.Recovery.Notes);
        AssertKnows(book, first);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(500)]
    public void A_snapshot_that_was_cut_short_is_not_used(int length)
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out var first);
        book.Book.TakeSnapshot();
        book.Book.Dispose();
        using (var file = File.OpenWrite(Directory.GetFiles(folder.Snapshots).Single())) file.SetLength(length);
        book.Reopen();
        Assert.Single(book.Book.Recovery.Notes);
        AssertKnows(book, first);
    }

    [Fact]
    public void A_damaged_file_of_old_ids_is_named_and_the_way_out_is_too()
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out var first);
        book.Book.TakeSnapshot();
        book.Book.Dispose();
        var run = Directory.GetFiles(folder.Ids).Order().First();
        Flip(run, 40);
        var error = Assert.Throws<JournalUnavailableException>(() => book.Reopen());
        Assert.Contains(Path.GetFileName(run), error.Message, StringComparison.Ordinal);
        Assert.Contains("delete the folders snapshots and ids", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder.Snapshots, recursive: true);
        Directory.Delete(folder.Ids, recursive: true);
        book.Reopen();
        AssertKnows(book, first);
    }

    [Fact]
    public void A_missing_file_of_old_ids_is_named()
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out _);
        book.Book.TakeSnapshot();
        book.Book.Dispose();
        var run = Directory.GetFiles(folder.Ids).Order().First();
        File.Delete(run);
        Assert.Contains(Path.GetFileName(run), Assert.Throws<JournalUnavailableException>(() => book.Reopen()).Message, StringComparison.Ordinal);
        Directory.Delete(folder.Snapshots, recursive: true);
        book.Reopen();
    }

    [Fact]
    public void A_snapshot_ahead_of_the_journal_names_the_row_that_is_missing()
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out _);
        var early = book.Journal.Copy();
        book.Post("later", 1, 2, 1);
        book.Book.TakeSnapshot();
        book.Book.Dispose();
        var error = Assert.Throws<JournalCorruptException>(() => new TestBook(_ => book.Options, early));
        Assert.Equal(early.Head.Sequence + 1, error.Sequence);
        book.Reopen();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_snapshot_of_another_history_is_refused(bool verifyWholeChain)
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out _);
        var other = book.Journal.Copy();
        book.Post("one history", 1, 2, 1);
        book.Book.TakeSnapshot();
        book.Book.Dispose();
        using (var another = new TestBook(journal: other))
        {
            another.Post("another history", 1, 2, 2);
            another.Post("and more of it", 1, 2, 2);
        }

        var error = Assert.Throws<JournalCorruptException>(() => new TestBook(_ => book.Options with { VerifyWholeChainOnOpen = verifyWholeChain }, other));
        Assert.InRange(error.Sequence, other.Head.Sequence - 1, other.Head.Sequence);
        book.Reopen();
    }

    [Fact]
    public void When_old_ids_cannot_be_written_no_snapshot_claims_that_they_were()
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out var first);
        Thread.Sleep(200);
        for (var i = 0; i < 2000; i++) Directory.CreateDirectory(Path.Combine(folder.Ids, $"{i:D8}.ids.new"));
        var error = Assert.ThrowsAny<Exception>(book.Book.TakeSnapshot);
        Assert.True(error is IOException or BookStoppedException, error.ToString());
        Assert.False(Directory.Exists(folder.Snapshots) && Directory.GetFiles(folder.Snapshots, "*.snapshot").Length > 0);
        book.Book.Dispose();
        foreach (var blocked in Directory.GetDirectories(folder.Ids)) Directory.Delete(blocked);
        book.Reopen();
        AssertKnows(book, first);
    }

    [Fact]
    public void A_snapshot_that_cannot_be_written_leaves_the_one_before_usable()
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out var first);
        book.Book.TakeSnapshot();
        for (var i = 0; i < 1000; i++) book.Post($"more {i}", 1, 2, 1);
        var blocked = Path.Combine(folder.Snapshots, $"{book.Journal.Head.Sequence:D20}.snapshot.new");
        Directory.CreateDirectory(blocked);
        Assert.Throws<IOException>(book.Book.TakeSnapshot);
        Directory.Delete(blocked);
        book.Reopen();
        Assert.NotEqual(0UL, book.Book.Recovery.SnapshotSequence);
        AssertKnows(book, first);
        Assert.True(book.Post("more 0", 1, 2, 1).IsRepeat);
        book.Book.TakeSnapshot();
    }

    [Fact]
    public void A_reversal_is_remembered_for_ever_too()
    {
        using var folder = new TempFolder();
        using var book = Filled(folder, out _);
        var original = book.Book.Find(TestBook.Id("e1"))!.Bytes;
        Assert.Equal(Status.Accepted, book.One(s => s.Reverse(TestBook.Id("v1"), TestBook.Id("e1"), original)).Status);
        for (var i = 0; i < 300; i++) book.Post($"then {i}", 1, 2, 1);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(Status.AlreadyReversed, book.One(s => s.Reverse(TestBook.Id("v2"), TestBook.Id("e1"), original)).Status);
            Assert.True(book.One(s => s.Reverse(TestBook.Id("v1"), TestBook.Id("e1"), original)).IsRepeat);
            if (round == 0) book.Book.TakeSnapshot();
            if (round == 1) Directory.Delete(folder.Snapshots, recursive: true);
            book.Reopen();
        }
    }

    private static BookOptions Small(BookOptions options, TempFolder folder) =>
        options with { Folder = folder.Path, IdTableBits = 6, IdTableMaxBits = 6, SnapshotEveryRecords = 0 };

    private static TestBook Filled(TempFolder folder, out List<CommandResult> results)
    {
        var book = new TestBook(options => Small(options, folder));
        _ = (book.Open("cash"), book.Open("shop"));
        results = [];
        for (var i = 0; i < Entries; i += 30)
        {
            var from = i;
            results.AddRange(book.Do(s =>
            {
                for (var j = from; j < from + 30; j++) s.Post(TestBook.Id($"e{j}"), 1, [Leg.Debit(1, 1), Leg.Credit(2, 1)]);
            }));
        }

        return book;
    }

    private static void AssertKnows(TestBook book, List<CommandResult> first)
    {
        var balance = book.Account("shop").BalanceMinor;
        for (var i = 0; i < Entries; i += 7)
        {
            Assert.Equal(first[i] with { IsRepeat = true }, book.Post($"e{i}", 1, 2, 1));
            if (i % 70 == 0) Assert.Equal(Status.IdConflict, book.Post($"e{i}", 1, 2, 2).Status);
        }

        Assert.Equal(balance, book.Account("shop").BalanceMinor);
    }

    private static void Flip(string path, int at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at] ^= 16;
        File.WriteAllBytes(path, bytes);
    }
}

using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Snapshots;
using Giro.Ledger.Writer;
using Giro.Simulation.Victim;
using Giro.Storage;
using Giro.Storage.Sqlite;

namespace Giro.Simulation.Tests;

/// <summary>Checks the folder of a book whose process was killed against what that process and those before it had acknowledged.</summary>
internal sealed class Survivor(string folder, string copyFolder)
{
    private static readonly BookOptions Options = Load.Options with { Time = new FrozenTime() };
    private readonly Dictionary<EntryId, ulong> _acknowledged = [];

    public int Acknowledged => _acknowledged.Count;

    /// <summary>Rounds after which a half-done append was found.</summary>
    public int HotJournals { get; private set; }

    /// <summary>Rounds that recovered from a snapshot.</summary>
    public int Snapshots { get; private set; }

    public ulong Rows { get; private set; }

    public void Check(IReadOnlyList<(EntryId Id, ulong Number)> acknowledged, Random random)
    {
        foreach (var (id, number) in acknowledged) Assert.True(_acknowledged.TryAdd(id, number), $"{id} was acknowledged twice");
        if (!File.Exists(Path.Combine(folder, "journal.db")))
        {
            Assert.Empty(_acknowledged);
            return;
        }

        CopyJournal();
        var replayed = Replay(out var facts);
        Rows = facts.Head.Sequence;
        foreach (var (id, number) in _acknowledged)
            Assert.True(facts.Numbers.TryGetValue(id, out var found) && found == number, $"{id} was acknowledged as {number} and is in the journal as {found}");

        using var book = StoredBook.Open(folder, Options);
        Note(book.Book.Recovery);
        Assert.Equal(replayed, book.Book.Query(reader => reader.StateHash()));
        Assert.Null(book.Book.Query(reader => reader.CurrencyOutOfBalance()));
        book.Book.Query(reader =>
        {
            foreach (var (id, number) in facts.Numbers) Assert.Equal(number, reader.NumberOf(id));
            foreach (var account in reader.Accounts()) Assert.Equal(facts.DebitBalances.GetValueOrDefault(account.Handle), account.DebitBalanceMinor);
            return 0;
        });
        Repeat(book, facts, random);
    }

    /// <summary>The journal alone, with the rollback journal that the kill left, in another folder.</summary>
    private void CopyJournal()
    {
        if (Directory.Exists(copyFolder)) Directory.Delete(copyFolder, recursive: true);
        Directory.CreateDirectory(copyFolder);
        foreach (var path in Directory.EnumerateFiles(folder, "journal.db*"))
        {
            if (path.EndsWith("-journal", StringComparison.Ordinal) && new FileInfo(path).Length > 0) HotJournals++;
            File.Copy(path, Path.Combine(copyFolder, Path.GetFileName(path)));
        }
    }

    /// <summary>The state as the journal alone gives it.</summary>
    private string Replay(out JournalFacts facts)
    {
        if (IsEmpty()) BeginBook();
        using (var readOnly = SqliteJournal.OpenReadOnly(Path.Combine(copyFolder, "journal.db"))) facts = JournalFacts.Read(readOnly);

        using var book = StoredBook.Open(copyFolder, Options);
        Assert.Equal(0UL, book.Book.Recovery.SnapshotSequence);
        return book.Book.Query(reader => reader.StateHash());
    }

    private bool IsEmpty()
    {
        using var journal = SqliteJournal.OpenReadOnly(Path.Combine(copyFolder, "journal.db"));
        return journal.ReadHead().Sequence == 0;
    }

    /// <summary>Killed before the first row: both folders must begin with the same one, so the row is made in one and copied.</summary>
    private void BeginBook()
    {
        StoredBook.Open(folder, Options).Dispose();
        File.Copy(Path.Combine(folder, "journal.db"), Path.Combine(copyFolder, "journal.db"), overwrite: true);
    }

    private void Note(RecoveryReport report)
    {
        Assert.Empty(report.Notes);
        if (report.SnapshotSequence > 0) Snapshots++;
    }

    /// <summary>Sends some entries again, the latest among them, as a client does that got no answer: each must get its first result.</summary>
    private static void Repeat(StoredBook book, JournalFacts facts, Random random)
    {
        var numbers = facts.NumbersOfEntries;
        for (var i = 1; i <= Math.Min(20, numbers.Count); i++)
        {
            var number = i <= 10 ? numbers[^i] : numbers[random.Next(numbers.Count)];
            var record = JournalLookup.Find(book.Journal, number)!.Body;
            var submission = new Submission();
            submission.Post(new EntryId(record.Header.Id), record.Header.Kind, record.Legs, record.Attributes);
            var result = book.Book.Execute(submission)[0];
            Assert.True(result.IsRepeat && result.Number == number, $"entry {number} sent again was answered {result}");
        }

        Assert.Equal(facts.Head, book.Journal.ReadHead());
    }
}

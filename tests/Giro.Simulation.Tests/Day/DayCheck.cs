using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;
using Giro.Simulation.Victim.Day;
using Giro.Storage;
using Giro.Storage.Records;
using Giro.Storage.Sqlite;

namespace Giro.Simulation.Tests.Day;

/// <summary>
/// Checks what a killed process left. The book is opened as the next process opens it, clearing catches up and entries that wait are posted; nothing else is done. Then the
/// journal, the records and the payout files are each read with code of the test and compared with each other and with the model.
/// </summary>
internal sealed class DayCheck(DayFolder folder, string copyFolder, int seed, int payments)
{
    private readonly PayoutFileCheck _files = new(folder.Payouts);
    private DayRecords? _records;
    private DayModel? _model;
    private DayJournal? _journal;

    /// <summary>Business days that are over.</summary>
    public int Days { get; private set; }

    public int PayoutFiles => _files.Count;

    public string Summary =>
        $"{Days} business days, {_model?.Accepted.Count} payments and returns, {_records?.Lines.Count} entries with lines, {_records?.Obligations.Count} obligations, {_records?.Payouts.Count} payouts in {_files.Count} files";

    public void Run()
    {
        if (!File.Exists(Path.Combine(folder.Book, "journal.db")) || IsEmpty()) return;
        var replayed = ReplayCopy();
        using (var opened = StoredBook.Open(folder.Book, DayRun.OptionsOf(new FrozenTime()), withViews: false))
        {
            Assert.Equal(replayed, opened.Book.Query(reader => reader.StateHash()));
            TakeUp(opened);
            Assert.Null(opened.Book.Query(reader => reader.CurrencyOutOfBalance()));
            Days = DayInstitution.DayOf(opened.Book.Query(reader => reader.BusinessDate));
            _journal = DayJournal.Read(opened.Journal);
            _records = DayRecords.Read(opened.Store.Folder.Records);
            Assert.Equal((opened.Book.Feed.LastSequence, opened.Book.Query(reader => reader.LastNumber)), ((ulong)_records.Checkpoint.NextSequence - 1, (ulong)_records.Checkpoint.LastNumber));
        }

        Assert.Equal((0L, 0L), (_records.Waiting, _records.Breaks));
        _model = new DayModel(seed, payments);
        _model.TakeAccepted(_journal.Entries.Count(entry => PaymentKinds.Of(entry.Kind).IsCleared()));
        new ClearingCheck(_journal, _records, _model, Days).Run();
        new SettlementCheck(_journal, _records).Run();
        _files.Run(_journal, _records);
    }

    /// <summary>After a day that ran to its end nothing is under way: all files are finished, the bank has answered, what it rejected has gone out again.</summary>
    public void AssertAtRest()
    {
        Assert.All(_records!.Batches.Values, batch => Assert.NotEmpty(batch.Sha256));
        Assert.DoesNotContain(_records.Payouts, payout => payout.State is PayoutState.Created or PayoutState.Approved or PayoutState.Instructed);
        _model!.TakeDays(Days);
        Assert.Equal(_model.Accepted.Count, _journal!.Entries.Count(entry => PaymentKinds.Of(entry.Kind).IsCleared()));

        // The last statement was that of the day before the one that has just ended.
        var statement = new DayBank(DayInstitution.Make(), folder.Payouts, _model).StatementOf(Days - 2);
        Assert.Equal(statement.ClosingMinor, -_journal.Minor(ChartOfAccounts.Nostro));
        Assert.All(BookVerification.Run(BookStore.In(folder.Book), deep: false), check => Assert.True(check.Holds, $"{check.Name}: {check.Detail}"));
    }

    /// <summary>What each process does first, and what each run of settlement does first.</summary>
    private static void TakeUp(StoredBook opened)
    {
        var institution = DayInstitution.Make();
        var accounts = InstitutionAccounts.Open(opened.Book, institution);
        var rules = DayInstitution.Rules(opened.Store.Records, institution);
        using var clearing = new ClearingStore(opened.Store.Records);
        using var waiting = new WaitingEntryStore(opened.Store.Records);
        using var obligations = new ObligationStore(opened.Store.Records);
        var consumer = new ClearingConsumer(opened.Book.Feed, clearing, new PaymentClearer(institution, rules));
        consumer.CatchUp();
        AssertTied();
        Assert.Empty(new SettlementPosting(opened.Book, waiting).Post());
        consumer.CatchUp();
        AssertTied();

        void AssertTied() => Assert.Equal([], new PendingTieOut(opened.Book, institution, accounts, obligations, waiting).Check()!);
    }

    private bool IsEmpty()
    {
        using var journal = SqliteJournal.OpenReadOnly(Copy());
        return journal.ReadHead().Sequence == 0;
    }

    /// <summary>The state as the journal alone gives it, each row's hash verified on the way.</summary>
    private string ReplayCopy()
    {
        using (var journal = SqliteJournal.OpenReadOnly(Copy())) _ = JournalFacts.Read(journal);
        using var book = StoredBook.Open(copyFolder, DayRun.OptionsOf(new FrozenTime()), withViews: false);
        Assert.Equal(0UL, book.Book.Recovery.SnapshotSequence);
        return book.Book.Query(reader => reader.StateHash());
    }

    private string Copy()
    {
        if (Directory.Exists(copyFolder)) Directory.Delete(copyFolder, recursive: true);
        Directory.CreateDirectory(copyFolder);
        foreach (var path in Directory.EnumerateFiles(folder.Book, "journal.db*")) File.Copy(path, Path.Combine(copyFolder, Path.GetFileName(path)));
        return Path.Combine(copyFolder, "journal.db");
    }
}

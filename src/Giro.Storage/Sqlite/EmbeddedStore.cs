using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql.Leadership;
using Giro.Storage.Records;
using Giro.Storage.Views;

namespace Giro.Storage.Sqlite;

/// <summary>
/// A book in files of its folder: <c>journal.db</c> is the truth; <c>views.db</c>, <c>snapshots/</c> and <c>ids/</c> can be deleted and are
/// rebuilt; <c>records.db</c> holds clearing, settlement and reconciliation. One process at a time owns the folder (<c>book.lock</c>).
/// </summary>
internal sealed class EmbeddedStore(BookFolder folder) : BookStore(folder)
{
    public override string Name => Folder.Journal;

    public override bool HasJournal => File.Exists(Folder.Journal);

    public override RecordsDatabase Records => RecordsDatabase.InFile(Folder.Records);

    public override ViewsDatabase Views => ViewsDatabase.InFile(Folder.Views);

    public override IJournal OpenJournal(bool checkWhole = true)
    {
        if (!HasJournal && Folder.HasSnapshot) throw new JournalCorruptException(1, $"is missing: {Folder.Journal} is not there, but a snapshot of it is");
        return SqliteJournal.Open(Folder.Journal, checkPages: checkWhole);
    }

    public override IJournal OpenJournalReadOnly() => SqliteJournal.OpenReadOnly(Folder.Journal);

    public override BookLeadership? OpenLeadership(LeaseHolder holder) => null;

    public override IDisposable Take() => Folder.Take();
}

using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql.Journal;
using Giro.Storage.PostgreSql.Leadership;
using Giro.Storage.PostgreSql.Records;
using Giro.Storage.PostgreSql.Views;
using Giro.Storage.Records;
using Giro.Storage.Views;

namespace Giro.Storage.PostgreSql;

/// <summary>A book on PostgreSQL.</summary>
internal sealed class PostgreSqlStore(BookFolder folder, StoreSettings settings, bool mayBeArriving = false) : BookStore(folder)
{
    public PostgreSqlDatabase Database { get; } = new(settings) { MayBeArriving = mayBeArriving };

    public override string Name => Database.Name;

    /// <summary>The term of the lease that this process took last, which journal and records are written in; 0 where no leader was appointed.</summary>
    public long CurrentTerm { get; set; }

    public override bool HasJournal => PostgreSqlJournal.Exists(Database);

    public override RecordsDatabase Records => new PostgreSqlRecords(Database, () => CurrentTerm);

    public override ViewsDatabase Views => new PostgreSqlViews(Database);

    /// <inheritdoc/>
    /// <param name="checkWhole">Nothing to do here: the server checks each page as it is read, and opening the book reads every row.</param>
    public override IJournal OpenJournal(bool checkWhole = true)
    {
        StoreChecks.BeforeWriting(Database);
        return PostgreSqlJournal.Open(Database, CurrentTerm);
    }

    public override IJournal OpenJournalReadOnly()
    {
        StoreChecks.BeforeReading(Database);
        return PostgreSqlJournal.OpenReadOnly(Database);
    }

    public override BookLeadership OpenLeadership(LeaseHolder holder) => new(this, holder, TimeProvider.System);

    public override IDisposable Take()
    {
        var files = Folder.Take();
        try
        {
            using var leadership = OpenLeadership(LeaseHolder.ThisProcess());
            return new Taken(leadership.Acquire(), files);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>The lease, kept renewed, and the folder. When the lease is lost all the same, the journal refuses the next append.</summary>
    private sealed class Taken(BookLease lease, IDisposable files) : IDisposable
    {
        public void Dispose()
        {
            lease.Dispose();
            files.Dispose();
        }
    }
}

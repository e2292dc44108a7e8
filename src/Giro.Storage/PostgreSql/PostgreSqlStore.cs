using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql.Journal;
using Giro.Storage.Records;
using Giro.Storage.Views;

namespace Giro.Storage.PostgreSql;

/// <summary>A book on PostgreSQL.</summary>
internal sealed class PostgreSqlStore(BookFolder folder, StoreSettings settings) : BookStore(folder)
{
    public PostgreSqlDatabase Database { get; } = new(settings);

    public override string Name => Database.Name;

    /// <summary>The term under which this process has the book; 0 where no leader was appointed.</summary>
    public long CurrentTerm { get; set; }

    public override bool HasJournal => PostgreSqlJournal.Exists(Database);

    public override RecordsDatabase Records => throw new NotSupportedException();

    public override ViewsDatabase Views => throw new NotSupportedException();

    /// <inheritdoc/>
    /// <param name="checkWhole">Nothing to do here: the server checks each page as it is read, and opening the book reads every row.</param>
    public override IJournal OpenJournal(bool checkWhole = true) => PostgreSqlJournal.Open(Database, CurrentTerm);

    public override IJournal OpenJournalReadOnly() => PostgreSqlJournal.OpenReadOnly(Database);

    public override IDisposable Take() => BookLock.Take(Database);
}

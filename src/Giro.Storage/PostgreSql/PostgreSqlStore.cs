using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql.Views;
using Giro.Storage.Records;
using Giro.Storage.Views;

namespace Giro.Storage.PostgreSql;

/// <summary>A book on PostgreSQL.</summary>
internal sealed class PostgreSqlStore(BookFolder folder, StoreSettings settings) : BookStore(folder)
{
    public PostgreSqlDatabase Database { get; } = new(settings);

    public override string Name => Database.Name;

    public override bool HasJournal => throw new NotSupportedException();

    public override RecordsDatabase Records => throw new NotSupportedException();

    public override ViewsDatabase Views => new PostgreSqlViews(Database);

    public override IJournal OpenJournal(bool checkWhole = true) => throw new NotSupportedException();

    public override IJournal OpenJournalReadOnly() => throw new NotSupportedException();

    public override IDisposable Take() => throw new NotSupportedException();
}

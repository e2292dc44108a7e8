using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Journal;
using Giro.Storage.Tests.Conformance;
using Giro.Tests;

namespace Giro.Storage.Tests.PostgreSql;

public sealed class PostgreSqlJournalConformance : JournalConformance
{
    private readonly PostgreSqlDatabase _database = new(new StoreSettings(PostgreSqlServer.NewDatabase(), Book: 7));

    protected override IJournal Open() => PostgreSqlJournal.Open(_database);

    protected override IJournal OpenReadOnly() => PostgreSqlJournal.OpenReadOnly(_database);
}

using Giro.Ledger.Journal;
using Giro.Storage.Sqlite;
using Giro.Storage.Tests.Conformance;

namespace Giro.Storage.Tests.Sqlite;

public sealed class SqliteJournalConformance : JournalConformance, IDisposable
{
    private readonly TempFolder _folder = new();

    protected override IJournal Open() => SqliteJournal.Open(_folder["journal.db"]);

    protected override IJournal OpenReadOnly() => SqliteJournal.OpenReadOnly(_folder["journal.db"]);

    public void Dispose() => _folder.Dispose();
}

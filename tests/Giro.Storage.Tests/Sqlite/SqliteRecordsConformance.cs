using Giro.Storage.Records;
using Giro.Storage.Tests.Conformance;

namespace Giro.Storage.Tests.Sqlite;

public sealed class SqliteRecordsConformance : RecordsConformance, IDisposable
{
    private readonly TempFolder _folder = new();

    protected override RecordsDatabase Records => RecordsDatabase.InFile(_folder["records.db"]);

    protected override RecordsDatabase Other => RecordsDatabase.InFile(_folder["other.db"]);

    public void Dispose() => _folder.Dispose();
}

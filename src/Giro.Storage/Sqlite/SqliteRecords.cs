using Giro.Storage.Records;
using Giro.Storage.Sql;

namespace Giro.Storage.Sqlite;

/// <summary>
/// <c>records.db</c>: in WAL mode, so that the clearing thread writes while others read; synchronous=FULL, as payouts are decided here.
/// </summary>
internal sealed class SqliteRecords(string path) : RecordsDatabase
{
    private const string Kind = "records";

    public override string Name => path;

    public override bool Exists => File.Exists(path);

    internal override SqlConnection Open()
    {
        var file = new SqliteFile(path, readOnly: false);
        try
        {
            file.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536");
            Migrations.Apply(file, Kind);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal override SqlConnection OpenReadOnly() => Exists
        ? new SqliteFile(path, readOnly: true)
        : throw new FileNotFoundException($"{path}: there are no records here: no rules were published and nothing was cleared", path);
}

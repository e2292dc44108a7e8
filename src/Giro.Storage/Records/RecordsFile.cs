using Giro.Storage.Sqlite;

namespace Giro.Storage.Records;

/// <summary>
/// Opens <c>records.db</c>: clearing, settlement and reconciliation of a book. In WAL mode, so that the clearing thread writes while others read;
/// synchronous=FULL, as payouts are decided here. Each store has a connection of its own.
/// </summary>
internal static class RecordsFile
{
    /// <summary>The one book in the file; the column is there so that many books can share a database on PostgreSQL.</summary>
    public const int BookId = 1;

    private const string Kind = "records";

    public static SqliteFile Open(string path)
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

    /// <summary>For those who only look.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SqliteFile OpenReadOnly(string path) => File.Exists(path)
        ? new SqliteFile(path, readOnly: true)
        : throw new FileNotFoundException($"{path}: there are no records here: no rules were published and nothing was cleared", path);

    /// <summary>A date as yyyymmdd.</summary>
    public static long ToNumber(DateOnly date) => (((date.Year * 100L) + date.Month) * 100) + date.Day;

    /// <summary>0 for none.</summary>
    public static long ToNumberOrZero(DateOnly? date) => date is { } known ? ToNumber(known) : 0;

    public static DateOnly? ToDateOrNull(long number) => number == 0 ? null : ToDate(number);

    public static DateOnly ToDate(long number) => new((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100));
}

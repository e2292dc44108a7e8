using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Giro.Storage.Views;

/// <summary>
/// The hash of what the views say, table by table in order of key. Legs and ids are hashed one by one without regard to the rows they
/// are packed in, since those depend on when the projector happened to write.
/// </summary>
internal static class ViewContentHash
{
    private static readonly string[] Plain =
    [
        "SELECT sequence, hash, next_number FROM {0} WHERE {1}",
        "SELECT sequence, first_number, time_us FROM batches WHERE {1} ORDER BY sequence",
        "SELECT business_date, first_number FROM days WHERE {1} ORDER BY business_date",
        "SELECT account, path, class, currency, state, lowest, highest, opened_number, metadata FROM accounts WHERE {1} ORDER BY account",
        "SELECT account, balance FROM balances WHERE {1} ORDER BY account",
        "SELECT target, number, type FROM links WHERE {1} ORDER BY target, number",
        "SELECT account, number, leg, business_date, value_date, amount FROM value_shifts WHERE {1} ORDER BY account, number, leg",
    ];

    public static string Of(ViewTables tables)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sql in Plain) AddRows(sha, tables, sql);
        AddPacked(sha, tables.AllPacks());
        AddPacked(sha, Ids(tables));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static void AddRows(IncrementalHash sha, ViewTables tables, string sql)
    {
        using var statement = tables.Connection.Prepare(string.Format(sql, tables.Checkpoint, tables.Mine));
        while (statement.Step())
        {
            for (var column = 0; column < statement.ColumnCount; column++)
            {
                if (statement.IsInteger(column))
                {
                    sha.AppendData(MemoryMarshal.AsBytes<long>([0, statement.Int64(column)]));
                }
                else
                {
                    var bytes = statement.Blob(column);
                    sha.AppendData(MemoryMarshal.AsBytes<long>([1, bytes.Length]));
                    sha.AppendData(bytes);
                }
            }
        }
    }

    private static IEnumerable<(ulong Key, byte[] Items)> Ids(ViewTables tables)
    {
        using var statement = tables.Connection.Prepare($"SELECT bucket, entries FROM ids WHERE {tables.Mine} ORDER BY part, bucket, first_number");
        while (statement.Step()) yield return ((ulong)statement.Int64(0), statement.Blob(1).ToArray());
    }

    /// <summary>The key's number before the first packed item of each key, then the items as they are.</summary>
    private static void AddPacked(IncrementalHash sha, IEnumerable<(ulong Key, byte[] Items)> packs)
    {
        ulong? last = null;
        foreach (var (key, items) in packs)
        {
            if (key != last) sha.AppendData(MemoryMarshal.AsBytes<ulong>([key]));
            last = key;
            sha.AppendData(items);
        }
    }
}

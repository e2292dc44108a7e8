using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Giro.Storage.Sql;

namespace Giro.Storage.Views;

/// <summary>
/// The hash of what the views say, table by table in order of key. Legs and ids are hashed one by one without regard to the rows they
/// are packed in, since those depend on when the projector happened to write.
/// </summary>
internal static class ViewContentHash
{
    private static readonly string[] Plain =
    [
        "SELECT sequence, hash, next_number FROM checkpoint ORDER BY book",
        "SELECT sequence, first_number, time_us FROM batches ORDER BY book, sequence",
        "SELECT business_date, first_number FROM days ORDER BY book, business_date",
        "SELECT account, path, class, currency, state, lowest, highest, opened_number, metadata FROM accounts ORDER BY book, account",
        "SELECT account, balance FROM balances ORDER BY book, account",
        "SELECT target, number, type FROM links ORDER BY book, target, number",
        "SELECT account, number, leg, business_date, value_date, amount FROM value_shifts ORDER BY book, account, number, leg",
    ];

    public static string Of(SqlConnection file)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sql in Plain) AddRows(sha, file, sql);
        AddPacked(sha, file, "SELECT account, legs FROM history ORDER BY book, part, account, first_number, first_leg");
        AddPacked(sha, file, "SELECT bucket, entries FROM ids ORDER BY book, part, bucket, first_number");
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static void AddRows(IncrementalHash sha, SqlConnection file, string sql)
    {
        using var statement = file.Prepare(sql);
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

    /// <summary>The key's number before the first packed item of each key, then the items as they are.</summary>
    private static void AddPacked(IncrementalHash sha, SqlConnection file, string sql)
    {
        using var statement = file.Prepare(sql);
        var last = -1L;
        while (statement.Step())
        {
            var key = statement.Int64(0);
            if (key != last) sha.AppendData(MemoryMarshal.AsBytes<long>([key]));
            last = key;
            sha.AppendData(statement.Blob(1));
        }
    }
}

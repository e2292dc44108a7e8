using System.Diagnostics;
using System.Runtime.InteropServices;
using Giro.Ledger.Accounts;
using Giro.Storage.PostgreSql.Views;
using Giro.Storage.Views;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>
/// Reads the archive files of a book from end to end: the hash of each file and of its rows, their number, and in history that each leg moves the balance by its amount.
/// </summary>
internal static class ArchiveVerification
{
    public static IEnumerable<VerifiedCheck> Run(PostgreSqlStore store)
    {
        var clock = Stopwatch.StartNew();
        List<ArchivedPartition> archived;
        using (var connection = store.Database.OpenForReading())
        {
            if (PostgreSqlMigrations.VersionOf(connection, ArchiveCatalog.Kind) == 0) yield break;
            archived = ArchiveCatalog.Of(connection, store.Database.Book, PostgreSqlViews.Generation(connection, store.Database.Book));
        }

        if (archived.Count == 0) yield break;
        using var views = store.Views.Read();
        var wrong = new List<string>();
        long rows = 0, legs = 0;
        foreach (var one in archived)
        {
            try
            {
                legs += Check(one, views);
                rows += one.Rows;
            }
            catch (IOException e)
            {
                wrong.Add(e is FileNotFoundException or DirectoryNotFoundException ? $"{one.File}: it is not there" : e.Message);
            }
        }

        yield return new VerifiedCheck(
            "archives", wrong.Count == 0,
            wrong.Count == 0 ? $"{archived.Count:N0} files with {rows:N0} rows and {legs:N0} legs are as they were written" : $"{wrong.Count:N0} of {archived.Count:N0} files; the first: {wrong[0]}", clock.Elapsed);
    }

    /// <summary>Returns the number of legs.</summary>
    private static long Check(ArchivedPartition archived, ViewReader views)
    {
        if (!ArchiveFile.HashOf(archived.File).AsSpan().SequenceEqual(archived.FileHash)) throw new ArchiveDamagedException(archived.File, "it does not have the hash that was recorded");
        using var reader = new ArchiveReader(archived.File);
        var legs = archived.Table == ArchivedTable.History.Name ? new LegCheck(reader, views) : null;
        while (reader.Next()) legs?.Add();
        if (!reader.ContentHash.AsSpan().SequenceEqual(archived.ContentHash) || reader.Count != archived.Rows) throw new ArchiveDamagedException(archived.File, "its rows are not those that were recorded");
        return legs?.Count ?? 0;
    }

    /// <summary>The balance after each leg is the one before it, moved by its amount.</summary>
    private sealed class LegCheck(ArchiveReader reader, ViewReader views)
    {
        private readonly int _account = reader.ColumnOf("account");
        private readonly int _legs = reader.ColumnOf("legs");
        private readonly Dictionary<long, int> _signs = [];

        public long Count { get; private set; }

        public void Add()
        {
            var account = reader.Int64(_account);
            if (!_signs.TryGetValue(account, out var sign))
                _signs.Add(account, sign = (views.Account((ulong)account) ?? throw Damaged($"account {account} is not known")).Class.NormalSign());
            var legs = MemoryMarshal.Cast<byte, HistoryLeg>(reader.Bytes(_legs));
            for (var i = 1; i < legs.Length; i++)
            {
                if (legs[i].BalanceMinor != legs[i - 1].BalanceMinor + (sign * legs[i].AmountMinor)) throw Damaged($"record {legs[i].Number} does not move the balance of account {account} by its amount");
            }

            Count += legs.Length;
        }

        private ArchiveDamagedException Damaged(string reason) => new($"archive of {reader.Header.Table} {reader.Header.Slot}", reason);
    }
}

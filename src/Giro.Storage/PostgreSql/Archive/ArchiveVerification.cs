using System.Diagnostics;
using System.Runtime.InteropServices;
using Giro.Ledger.Accounts;
using Giro.Storage.PostgreSql.Views;
using Giro.Storage.Records;
using Giro.Storage.Views;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>
/// Reads the archive files of a book from end to end: the hash of each file and of its rows, their number, in history that each leg moves the balance by
/// its amount, and of clearing lines that they come to what the database says without their file.
/// </summary>
internal static class ArchiveVerification
{
    public static IEnumerable<VerifiedCheck> Run(PostgreSqlStore store)
    {
        var clock = Stopwatch.StartNew();
        List<ArchivedPartition> archived;
        Dictionary<long, LineCount> totals;
        using (var connection = store.Database.OpenForReading())
        {
            if (PostgreSqlMigrations.VersionOf(connection, ArchiveCatalog.Kind) == 0) yield break;
            using var snapshot = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
            archived = ArchiveCatalog.Of(connection, store.Database.Book, PostgreSqlViews.Generation(connection, store.Database.Book));
            totals = ArchivedTotals.Of(connection, store.Database.Book);
        }

        if (archived.Count == 0) yield break;
        using var views = store.Views.Read();
        var wrong = new List<string>();
        long rows = 0, legs = 0, lines = 0;
        foreach (var one in archived)
        {
            try
            {
                var held = Check(one, views, totals.GetValueOrDefault(one.Slot.Value));
                (rows, legs, lines) = (rows + one.Rows, legs + held.Legs, lines + held.Lines);
            }
            catch (IOException e)
            {
                wrong.Add(e is FileNotFoundException or DirectoryNotFoundException ? $"{one.File}: it is not there" : e.Message);
            }
        }

        yield return new VerifiedCheck(
            "archives", wrong.Count == 0,
            wrong.Count == 0 ? $"{archived.Count:N0} files with {rows:N0} rows, {legs:N0} legs and {lines:N0} clearing lines are as they were written" : $"{wrong.Count:N0} of {archived.Count:N0} files; the first: {wrong[0]}", clock.Elapsed);
    }

    /// <summary>Returns the number of legs and of clearing lines.</summary>
    private static (long Legs, long Lines) Check(ArchivedPartition archived, ViewReader views, LineCount? total)
    {
        if (!ArchiveFile.HashOf(archived.File).AsSpan().SequenceEqual(archived.FileHash)) throw new ArchiveDamagedException(archived.File, "it does not have the hash that was recorded");
        using var reader = new ArchiveReader(archived.File);
        var legs = archived.Table == ArchivedTable.History.Name ? new LegCheck(reader, views) : null;
        var lines = archived.Table == ArchivedTable.ClearingLines.Name ? new LineCheck(reader, archived.File) : null;
        while (reader.Next())
        {
            legs?.Add();
            lines?.Add();
        }

        if (!reader.ContentHash.AsSpan().SequenceEqual(archived.ContentHash) || reader.Count != archived.Rows) throw new ArchiveDamagedException(archived.File, "its rows are not those that were recorded");
        lines?.Compare(total ?? new LineCount());
        return (legs?.Count ?? 0, lines?.Count ?? 0);
    }

    /// <summary>Each row has the lines that it says, and all come to what was recorded of them.</summary>
    private sealed class LineCheck(ArchiveReader reader, string file)
    {
        private readonly int _lineCount = reader.ColumnOf("line_count");
        private readonly int _lines = reader.ColumnOf("lines");
        private readonly LineCount _count = new();

        public long Count { get; private set; }

        public void Add()
        {
            int lines;
            try
            {
                lines = _count.Add(reader.Bytes(_lines));
            }
            catch (InvalidDataException e)
            {
                throw new ArchiveDamagedException(file, $"row {reader.Count}: {e.Message}", e);
            }

            if (lines != reader.Int64(_lineCount)) throw new ArchiveDamagedException(file, $"row {reader.Count} has {lines} lines and not {reader.Int64(_lineCount)}, as it says");
            Count += lines;
        }

        public void Compare(LineCount recorded)
        {
            foreach (var group in _count.Groups.Keys.Concat(recorded.Groups.Keys))
            {
                var (held, said) = (_count.Groups.GetValueOrDefault(group), recorded.Groups.GetValueOrDefault(group));
                if (held != said) throw new ArchiveDamagedException(file, $"of {group.Kind} on {group.Account} it holds {Text(held)}; the table archived_total says {Text(said)}");
            }
        }

        private static string Text(CountedLines counted) => $"{counted.Lines.Count} lines, {counted.Payments} payments, {counted.Lines.SumMinor}";
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

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Tests.Corruption;

/// <summary>Everything that a journal and its book say, as one hash: rows with their bytes, balances with holds and limits, the record under every id.</summary>
internal static class BookContent
{
    /// <summary>Opens the book and reads all of it.</summary>
    /// <exception cref="JournalCorruptException">The journal is damaged.</exception>
    public static string Of(string journalPath, string? folder = null)
    {
        using var journal = SqliteJournal.Open(journalPath, SmallBook.PageSize);
        using var book = Book.Open(journal, SmallBook.Options(folder));
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var reader = journal.Read(1))
        {
            while (reader.TryRead(out var row))
            {
                sha.AppendData(MemoryMarshal.AsBytes<long>([(long)row.Sequence, row.TimeUs]));
                var hash = row.Hash;
                sha.AppendData((ReadOnlySpan<byte>)hash);
                sha.AppendData(row.Payload.Span);
            }
        }

        foreach (var id in SmallBook.History)
        {
            var found = book.Find(id);
            sha.AppendData(MemoryMarshal.AsBytes<ulong>([found?.Sequence ?? 0, found?.Number ?? 0]));
            sha.AppendData(found?.Bytes ?? []);
        }

        return book.Query(reader => reader.StateHash()) + Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}

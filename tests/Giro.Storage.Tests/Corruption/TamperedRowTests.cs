using System.Security.Cryptography;
using Giro.Ledger.Journal;
using Microsoft.Data.Sqlite;

namespace Giro.Storage.Tests.Corruption;

/// <summary>A journal whose pages are whole and whose rows are not what was appended: somebody edited it, or put an older file in its place.</summary>
public sealed class TamperedRowTests : IDisposable
{
    private const ulong LastRow = JournalEdits.LastRow;
    private readonly TempFolder _folder = new();

    public static TheoryData<string, ulong> Edits => new(
    [
        .. JournalEdits.OnEither,
        ("UPDATE head SET hash = zeroblob(32)", LastRow),
        ("UPDATE head SET hash = x'00'", LastRow),
        ("UPDATE journal SET payload = (SELECT payload FROM journal j WHERE j.sequence = 9 - journal.sequence), hash = (SELECT hash FROM journal j WHERE j.sequence = 9 - journal.sequence) WHERE sequence IN (4, 5)", 4),
        ("UPDATE journal SET hash = x'00' WHERE sequence = 6", 6),
        ("UPDATE journal SET hash = zeroblob(32) WHERE sequence = 6", 6),
        ("UPDATE journal SET payload = x'' WHERE sequence = 6", 6),
        ("UPDATE journal SET payload = CAST(payload || x'00' AS BLOB) WHERE sequence = 6", 6),
        ("UPDATE giro SET version = 99", 1),
        ("DELETE FROM giro", 1),
    ]);

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edited_journal_is_refused_by_the_row_and_stays_as_it_is(string sql, ulong row)
    {
        SmallBook.Write(_folder["journal.db"]);
        Edit(_folder["journal.db"], sql);
        AssertRefused(row);
    }

    [Fact]
    public void A_forged_row_with_a_right_hash_breaks_the_chain_at_the_next_row()
    {
        SmallBook.Write(_folder["journal.db"]);
        Forge(6);
        AssertRefused(7);
    }

    [Fact]
    public void A_forged_last_row_with_a_right_hash_is_not_the_head()
    {
        SmallBook.Write(_folder["journal.db"]);
        Forge(LastRow);
        AssertRefused(LastRow);
    }

    /// <summary>Turns the lowest bit of the last byte, and stores the hash that such a payload has.</summary>
    private void Forge(ulong sequence)
    {
        using var connection = Connect(_folder["journal.db"]);
        using var read = connection.CreateCommand();
        read.CommandText = $"SELECT payload FROM journal WHERE sequence = {sequence}";
        var payload = (byte[])read.ExecuteScalar()!;
        payload[^1] ^= 1;
        using var write = connection.CreateCommand();
        write.CommandText = $"UPDATE journal SET payload = $payload, hash = $hash WHERE sequence = {sequence}";
        write.Parameters.AddWithValue("$payload", payload);
        write.Parameters.AddWithValue("$hash", SHA256.HashData(payload));
        Assert.Equal(1, write.ExecuteNonQuery());
    }

    internal static void Edit(string path, string sql)
    {
        using var connection = Connect(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private void AssertRefused(ulong row)
    {
        var before = File.ReadAllBytes(_folder["journal.db"]);
        var refusal = Assert.Throws<JournalCorruptException>(() => BookContent.Of(_folder["journal.db"]));
        Assert.Equal(row, refusal.Sequence);
        Assert.Contains($"row {row}", refusal.Message);
        Assert.Equal(before, File.ReadAllBytes(_folder["journal.db"]));
    }

    public void Dispose() => _folder.Dispose();
}

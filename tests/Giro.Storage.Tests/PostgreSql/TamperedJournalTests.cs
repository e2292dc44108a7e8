using System.Security.Cryptography;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.PostgreSql.Journal;
using Giro.Storage.Tests.Corruption;
using Giro.Tests;
using Npgsql;
using NpgsqlTypes;

namespace Giro.Storage.Tests.PostgreSql;

/// <summary>Tables whose pages are whole and whose rows are not what was appended: somebody edited them, or put an older copy in their place.</summary>
public sealed class TamperedJournalTests
{
    private const ulong LastRow = JournalEdits.LastRow;
    private readonly JournalDatabase _database = new(PostgreSqlServer.NewDatabase());

    public static TheoryData<string, ulong> Edits => new(
    [
        .. JournalEdits.OnEither,
        ("UPDATE head SET hash = decode(repeat('00', 32), 'hex')", LastRow),
        (@"UPDATE head SET hash = '\x00'", LastRow),
        ("UPDATE journal SET (payload, hash) = (SELECT payload, hash FROM journal j WHERE j.sequence = 9 - journal.sequence) WHERE sequence IN (4, 5)", 4),
        (@"UPDATE journal SET hash = '\x00' WHERE sequence = 6", 6),
        ("UPDATE journal SET hash = decode(repeat('00', 32), 'hex') WHERE sequence = 6", 6),
        ("UPDATE journal SET payload = '' WHERE sequence = 6", 6),
        (@"UPDATE journal SET payload = payload || '\x00'::bytea WHERE sequence = 6", 6),
        ("UPDATE journal SET payload = set_byte(payload, 100, 255 - get_byte(payload, 100)) WHERE sequence = 6", 6),
        ("UPDATE migration SET version = 99", 1),
        ("DELETE FROM migration", 1),
    ]);

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edited_journal_is_refused_by_the_row_and_stays_as_it_is(string sql, ulong row)
    {
        Write();
        _database.Execute("SET search_path = giro; " + sql);
        AssertRefused(row);
    }

    [Theory]
    [InlineData(6, 7)]
    [InlineData(LastRow, LastRow)]
    public void A_forged_row_with_a_right_hash_breaks_the_chain_at_the_next_row_or_is_not_the_head(ulong sequence, ulong refused)
    {
        Write();
        var payload = (byte[])_database.Ask($"SELECT payload FROM giro.journal WHERE sequence = {sequence}")!;
        payload[^1] ^= 1;
        using (var connection = _database.Connect())
        using (var write = new NpgsqlCommand("UPDATE giro.journal SET payload = $2, hash = $3 WHERE sequence = $1", connection)
        {
            Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (long)sequence }, new() { Value = payload }, new() { Value = SHA256.HashData(payload) } },
        })
        {
            Assert.Equal(1, write.ExecuteNonQuery());
        }

        AssertRefused(refused);
    }

    [Fact]
    public void A_page_that_is_damaged_on_disk_is_refused_by_the_row_and_the_rows_before_it_can_be_read()
    {
        using var folder = new TempFolder();
        using var cluster = Storage.PostgreSql.LocalCluster.Create(folder["data"]);
        cluster.Start();
        var database = new JournalDatabase(cluster.CreateDatabase("damaged"));
        var rows = new Conformance.RowChain().Rows(60, recordBytes: 500);
        using (var journal = database.Open()) journal.Append(1, rows);
        // Some fourteen rows of 620 bytes stand in a page of 8,192: in the third, from its line pointers on.
        var file = Path.Combine(cluster.DataFolder, (string)database.Ask("SELECT pg_relation_filepath('giro.journal')")!);
        var first = (ulong)(long)database.Ask("SELECT min(sequence) FROM giro.journal WHERE (ctid::text::point)[0] = 2")!;
        Assert.InRange(first, 20UL, 40UL);
        cluster.Stop();
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite))
        {
            stream.Position = (2 * 8192) + 4000;
            stream.Write(new byte[64]);
        }

        cluster.Start();
        using var damaged = PostgreSqlJournal.OpenReadOnly(database.Direct);
        using var reader = damaged.Read(1);
        for (var sequence = 1UL; sequence < first; sequence++) Assert.True(reader.TryRead(out _));
        var refusal = Assert.Throws<JournalCorruptException>(() => reader.TryRead(out _));
        Assert.Equal(first, refusal.Sequence);
        Assert.Contains("invalid page in block 2", refusal.Message);
        cluster.Kill();
    }

    private void Write()
    {
        using var journal = _database.Open();
        using var book = Book.Open(journal, SmallBook.Options());
        SmallBook.Run(book);
    }

    private void AssertRefused(ulong row)
    {
        var before = Content();
        var refusal = Assert.Throws<JournalCorruptException>(() =>
        {
            using var journal = _database.Open();
            using var book = Book.Open(journal, SmallBook.Options());
        });
        Assert.Equal(row, refusal.Sequence);
        Assert.Contains($"row {row}", refusal.Message);
        Assert.Equal(before, Content());
    }

    /// <summary>Both tables as text; what is left where one was dropped.</summary>
    private string Content() => string.Join('\n', new[] { "journal", "head", "migration" }.Select(table =>
        (bool)_database.Ask($"SELECT to_regclass('giro.{table}') IS NOT NULL")! ? _database.Ask($"SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM giro.{table} t") : "none"));
}

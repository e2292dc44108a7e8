using System.Buffers.Binary;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Sql;
using Npgsql;

namespace Giro.Storage.Tests.PostgreSql.Sql;

public sealed class PostgreSqlConnectionTests : IDisposable
{
    private readonly PostgreSqlDatabase _database = new(new StoreSettings(PostgreSqlServer.NewDatabase()));
    private readonly PostgreSqlConnection _sql;

    public PostgreSqlConnectionTests()
    {
        _sql = Open();
        _sql.Execute("CREATE SCHEMA giro; CREATE TABLE giro.t (n bigint PRIMARY KEY CHECK (n >= 0), s text, b bytea)");
    }

    [Fact]
    public void What_is_bound_comes_back_and_stays_bound()
    {
        using var insert = _sql.Prepare("INSERT INTO t VALUES (?1, ?2, ?3)");
        insert.Bind(1, long.MaxValue).BindText(2, "Zürich"u8).Bind(3, [1, 2, 3]).Run();
        insert.Bind(1, 5).Run();
        using var select = _sql.Prepare("SELECT n, s, b, NULL FROM t WHERE s = ?1 ORDER BY n");
        select.Bind(1, "Zürich");
        for (var round = 0; round < 3; round++)
        {
            Assert.True(select.Step());
            Assert.Equal(5, select.Int64(0));
            Assert.True(select.Step());
            Assert.Equal((4, long.MaxValue, "Zürich"), (select.ColumnCount, select.Int64(0), select.Text(1)));
            Assert.Equal("Zürich"u8.ToArray(), select.Blob(1).ToArray());
            Assert.Equal([1, 2, 3], select.Blob(2).ToArray());
            Assert.Equal((true, false, false), (select.IsInteger(0), select.IsInteger(1), select.IsInteger(3)));
            Assert.Equal((0, "", 0), (select.Int64(3), select.Text(3), select.Blob(3).Length));
            Assert.False(select.Step());
        }
    }

    [Fact]
    public void Sums_are_exact_and_what_does_not_fit_is_never_wrapped()
    {
        _sql.Execute($"INSERT INTO t VALUES ({long.MaxValue}), (1), (2)");
        Assert.Equal(3, _sql.Scalar("SELECT sum(n) FROM t WHERE n < 10"));
        using var sum = _sql.Prepare("SELECT sum(n), -sum(n), sum(n) - 3 FROM t");
        Assert.True(sum.Step());
        Assert.Throws<OverflowException>(() => sum.Int64(0));
        Assert.Equal((false, false, true), (sum.IsInteger(0), sum.IsInteger(1), sum.IsInteger(2)));
        Assert.Equal((Int128)long.MaxValue + 3, BinaryPrimitives.ReadInt128LittleEndian(sum.Blob(0)));
        Assert.Equal(-(Int128)long.MaxValue - 3, BinaryPrimitives.ReadInt128LittleEndian(sum.Blob(1)));
        Assert.Equal(long.MaxValue, sum.Int64(2));
    }

    [Fact]
    public void Statements_are_read_between_each_other_and_write_while_they_are_read()
    {
        _sql.Execute("INSERT INTO t SELECT n, 'row ' || n, decode('07', 'hex') FROM generate_series(1, 1000) n");
        _sql.BeginWrite();
        using var outer = _sql.Prepare("SELECT n, s, b FROM t ORDER BY n");
        using var inner = _sql.Prepare("SELECT max(n) FROM t");
        using var update = _sql.Prepare("UPDATE t SET n = n + 10000 WHERE n = ?1");
        var rows = 0;
        while (outer.Step())
        {
            rows++;
            update.Bind(1, outer.Int64(0)).Run();
            Assert.True(inner.Step());
            Assert.Equal(10_000 + rows, inner.Int64(0));
            inner.Reset();
            Assert.Equal(((long)rows, $"row {rows}", 7), (outer.Int64(0), outer.Text(1), outer.Blob(2)[0]));
        }

        _sql.Commit();
        Assert.Equal((1000, 10_001L), (rows, _sql.Scalar("SELECT min(n) FROM t")));
    }

    [Fact]
    public void Rows_stream_however_many_and_too_many_are_not_put_aside()
    {
        using var select = _sql.Prepare("SELECT n, repeat('x', 1000000) FROM generate_series(1, 200) n");
        Assert.True(select.Step());
        Assert.Contains("64 MiB", Assert.Throws<InvalidOperationException>(() => _sql.Scalar("SELECT 1")).Message, StringComparison.Ordinal);
        using var other = Open();
        using var alone = other.Prepare("SELECT n, repeat('x', 1000000) FROM generate_series(1, 200) n");
        var rows = 0;
        while (alone.Step()) rows++;
        Assert.Equal((200, 1L), (rows, other.Scalar("SELECT 1")));
    }

    [Fact]
    public void Changes_are_those_of_the_last_statement()
    {
        _sql.BeginWrite();
        using var insert = _sql.Prepare("INSERT INTO t (n) SELECT * FROM generate_series(1, 5) ON CONFLICT (n) DO NOTHING");
        insert.Run();
        Assert.Equal(5, _sql.Changes);
        insert.Run();
        Assert.Equal(0, _sql.Changes);
        using var update = _sql.Prepare("UPDATE t SET s = 'x' WHERE n > ?1 RETURNING n");
        Assert.True(update.Bind(1, 3).Step());
        update.Reset();
        Assert.Equal(2, _sql.Changes);
        _sql.Commit();
    }

    [Fact]
    public void A_queued_statement_that_fails_is_named_and_nothing_of_its_transaction_is_done()
    {
        _sql.BeginWrite();
        using var insert = _sql.Prepare("INSERT INTO t (n) VALUES (?1)");
        using var other = _sql.Prepare("UPDATE t SET s = ?1");
        insert.Bind(1, 1).Run();
        insert.Bind(1, 1).Run();
        other.Bind(1, "x").Run();
        var e = Assert.Throws<PostgreSqlFailedException>(() => _sql.Scalar("SELECT 1"));
        Assert.True(e.IsConstraint);
        Assert.Contains("INSERT INTO t (n) VALUES (?1)", e.Message, StringComparison.Ordinal);
        Assert.Throws<PostgreSqlFailedException>(_sql.Commit);
        Assert.Equal(0, _sql.Scalar("SELECT count(*) FROM t"));
        insert.Bind(1, 2).Run();
        Assert.Equal(1, _sql.Scalar("SELECT count(*) FROM t"));
        Assert.True(Assert.Throws<PostgreSqlFailedException>(() => insert.Bind(1, -1).Run()).IsConstraint);
    }

    [Fact]
    public async Task Writers_of_a_book_follow_each_other_and_those_of_another_do_not_wait()
    {
        using var second = Open();
        using var otherBook = new PostgreSqlConnection(_database.Open, 2, "book 2");
        _sql.BeginWrite();
        _sql.Execute("INSERT INTO t VALUES (1)");
        otherBook.BeginWrite();
        otherBook.Commit();
        var counted = Task.Run(() =>
        {
            second.BeginWrite();
            var count = second.Scalar("SELECT count(*) FROM t");
            second.Commit();
            return count;
        });
        Assert.NotSame(counted, await Task.WhenAny(counted, Task.Delay(100)));
        _sql.Commit();
        // It has waited before it looked, so it sees the row.
        Assert.Equal(1, await counted);
    }

    [Fact]
    public async Task A_single_statement_waits_for_the_writer_too()
    {
        using var second = Open();
        _sql.BeginWrite();
        _sql.Execute("INSERT INTO t VALUES (1)");
        var inserted = Task.Run(() =>
        {
            using var insert = second.Prepare("INSERT INTO t (n) SELECT count(*) + 1 FROM t");
            insert.Run();
        });
        Assert.NotSame(inserted, await Task.WhenAny(inserted, Task.Delay(100)));
        _sql.Commit();
        await inserted;
        Assert.Equal(2, _sql.Scalar("SELECT max(n) FROM t"));
    }

    [Fact]
    public void A_reading_transaction_sees_one_state_and_writes_nothing()
    {
        using var second = Open();
        second.BeginRead();
        Assert.Equal(0, second.Scalar("SELECT count(*) FROM t"));
        _sql.Execute("INSERT INTO t VALUES (1)");
        Assert.Equal(0, second.Scalar("SELECT count(*) FROM t"));
        Assert.Throws<PostgreSqlFailedException>(() => second.Execute("INSERT INTO t VALUES (2)"));
        second.Commit();
        Assert.Equal(1, second.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_lost_connection_ends_the_transaction_and_the_next_use_opens_another()
    {
        using var insert = _sql.Prepare("INSERT INTO t (n) VALUES (?1)");
        insert.Bind(1, 1).Run();
        _sql.BeginWrite();
        insert.Bind(1, 2).Run();
        Assert.Equal(1, _sql.Changes);
        Cut();
        insert.Bind(1, 3).Run();
        Assert.True(Assert.Throws<PostgreSqlFailedException>(_sql.Commit).IsConnectionLost);
        _sql.BeginWrite();
        insert.Bind(1, 4).Run();
        _sql.Commit();
        Assert.Equal(5, _sql.Scalar("SELECT sum(n) FROM t"));
    }

    [Fact]
    public void A_connection_lost_within_a_transaction_is_of_no_use_until_it_is_taken_back()
    {
        _sql.BeginWrite();
        Cut();
        Assert.True(Assert.Throws<PostgreSqlFailedException>(() => _sql.Scalar("SELECT 1")).IsConnectionLost);
        Assert.True(Assert.Throws<PostgreSqlFailedException>(() => _sql.Scalar("SELECT 1")).IsConnectionLost);
        _sql.RollBack();
        Assert.Equal(1, _sql.Scalar("SELECT 1"));
    }

    public void Dispose() => _sql.Dispose();

    private PostgreSqlConnection Open() => new(_database.Open, 1, "test");

    private void Cut()
    {
        var backend = _sql.Scalar("SELECT pg_backend_pid()");
        using var other = _database.Open();
        using var command = new NpgsqlCommand($"SELECT pg_terminate_backend({backend}, 10000)", other);
        command.ExecuteNonQuery();
    }
}

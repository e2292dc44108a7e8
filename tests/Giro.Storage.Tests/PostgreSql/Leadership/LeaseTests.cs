using System.Diagnostics;
using System.Security.Cryptography;
using Giro.Ledger.Journal;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Leadership;
using Npgsql;

namespace Giro.Storage.Tests.PostgreSql.Leadership;

/// <summary>Who may write a book, on a real PostgreSQL: two stores in one process are two nodes.</summary>
public sealed class LeaseTests : IDisposable
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(2);

    private readonly string _database = PostgreSqlServer.NewDatabase();
    private readonly TempFolder _folder = new();

    [Fact]
    public void Of_two_that_take_it_at_once_exactly_one_has_it_a_hundred_times()
    {
        using var first = Leadership("n1");
        using var second = Leadership("n2");
        first.Read();
        second.Read();
        var wins = new int[2];
        for (var round = 1; round <= 100; round++)
        {
            using var together = new Barrier(2);
            var taken = new BookLease?[2];
            Parallel.Invoke(() => Take(0, first), () => Take(1, second));
            var held = Assert.Single(taken, lease => lease is not null)!;
            Assert.Equal((ulong)round, held.Term);
            Assert.True(held.IsValid);
            wins[Array.IndexOf(taken, held)]++;
            held.Dispose();

            void Take(int index, BookLeadership leadership)
            {
                together.SignalAndWait();
                taken[index] = leadership.TryAcquire();
            }
        }

        Assert.Equal(100, wins.Sum());
        Assert.Equal((100UL, 100L), (first.Read().Term, Scalar("SELECT term FROM giro.head WHERE book = 1")));
    }

    [Fact]
    public void It_is_valid_for_three_quarters_of_its_time_from_before_it_was_asked_for()
    {
        var clock = new HandClock();
        using var leadership = Leadership("n1", clock);
        clock.OnRead = () => clock.Advance(TimeSpan.FromMilliseconds(100));
        var lease = leadership.TryAcquire()!;
        clock.OnRead = null;
        // Asked for at 0; the clock stands at 100 ms, and every reading of it is 100 ms later.
        AssertValidUntil(TimeSpan.FromMilliseconds(1500));
        clock.Set(TimeSpan.FromMilliseconds(500));
        lease.Renew();
        AssertValidUntil(TimeSpan.FromMilliseconds(2000));

        // Past its end no renewal helps, though the database would grant it.
        clock.Set(TimeSpan.FromMilliseconds(2000));
        lease.Renew();
        Assert.False(lease.IsValid);
        clock.Set(TimeSpan.FromMilliseconds(600));
        Assert.False(lease.IsValid);
        Assert.Equal("the lease of term 1 was not renewed in time", lease.Ended);
        lease.Dispose();

        void AssertValidUntil(TimeSpan end)
        {
            clock.Set(end - TimeSpan.FromTicks(1));
            Assert.True(lease.IsValid);
            clock.Set(end);
            Assert.False(lease.IsValid);
        }
    }

    [Fact]
    public void One_that_has_run_out_is_taken_by_another_and_cannot_be_renewed()
    {
        using var first = Leadership("n1", new HandClock());
        using var second = Leadership("n2");
        using var old = first.TryAcquire()!;
        Assert.Null(second.TryAcquire());
        Assert.True(first.Read().IsHeld);
        Assert.False(first.Read().IsFreeFor("n2"));
        // The clock of the first stands still, so it believes that it holds; the database knows better.
        WaitUntil(() => second.Read().IsFreeFor("n2"));
        using var next = second.TryAcquire()!;
        Assert.Equal((1UL, 2UL), (old.Term, next.Term));
        Assert.True(old.IsValid);
        old.Renew();
        Assert.False(old.IsValid);
        Assert.Equal("the lease of term 1 has run out or was taken by another", old.Ended);
        Assert.True(next.IsValid);
    }

    [Fact]
    public void From_the_taking_on_the_term_before_appends_nothing()
    {
        var (oldStore, newStore) = (Store(), Store());
        using var first = oldStore.OpenLeadership(new LeaseHolder("n1", "", Ttl));
        using var second = newStore.OpenLeadership(new LeaseHolder("n2", "", Ttl));
        using var old = first.TryAcquire()!;
        using var oldJournal = oldStore.OpenJournal();
        oldJournal.Append(1, [Row(1)]);
        // It has written and holds nothing: no transaction is left that the next one would have to wait for.
        Assert.Equal(0, Scalar("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"));
        old.HandOver("n2");
        Assert.False(old.IsValid);
        var clock = Stopwatch.StartNew();
        using var next = second.TryAcquire()!;
        Assert.InRange(clock.ElapsedMilliseconds, 0, 1_000);
        Assert.Equal(2UL, next.Term);
        Assert.Throws<JournalConflictException>(() => oldJournal.Append(2, [Row(2)]));
        using var newJournal = newStore.OpenJournal();
        Assert.Equal(1UL, newJournal.ReadHead().Sequence);
        newJournal.Append(2, [Row(2)]);
        Assert.Throws<JournalConflictException>(() => oldJournal.Append(3, [Row(3)]));
        Assert.Equal(2UL, newJournal.ReadHead().Sequence);
    }

    [Fact]
    public void Handed_to_one_it_is_nobody_elses_until_it_has_run_out()
    {
        using var first = Leadership("n1");
        using var second = Leadership("n2");
        using var third = Leadership("n3");
        first.TryAcquire()!.HandOver("n2");
        Assert.True(second.Read().IsFreeFor("n2"));
        Assert.False(second.Read().IsFreeFor("n3"));
        Assert.Null(third.TryAcquire());
        Assert.Null(first.TryAcquire());
        var taken = second.TryAcquire()!;
        Assert.Equal(2UL, taken.Term);
        taken.HandOver("n9");
        Assert.Null(third.TryAcquire());
        WaitUntil(() => third.Read().IsFreeFor("n3"));
        using var last = third.TryAcquire()!;
        Assert.Equal(3UL, last.Term);
    }

    [Fact]
    public void Somebody_who_locks_the_row_ends_the_lease_and_nobody_hangs()
    {
        using var first = Leadership("n1");
        using var second = Leadership("n2");
        second.Read();
        using var lease = first.TryAcquire()!;
        using var stranger = Open();
        using (var transaction = stranger.BeginTransaction())
        {
            Run(stranger, "SELECT * FROM giro.lease WHERE book = 1 FOR UPDATE");
            var clock = Stopwatch.StartNew();
            WaitUntil(() => !lease.IsValid);
            // A quarter before the two seconds, from a renewal that is at most half a second old.
            Assert.InRange(clock.ElapsedMilliseconds, 700, 1_700);
            clock.Restart();
            Assert.Throws<JournalUnavailableException>(() => second.TryAcquire());
            Assert.InRange(clock.ElapsedMilliseconds, 300, 2_000);
            transaction.Rollback();
        }

        BookLease? next = null;
        WaitUntil(() => (next = second.TryAcquire()) is not null);
        Assert.Equal(2UL, next!.Term);
        Assert.False(lease.IsValid);
        next.Dispose();
    }

    [Fact]
    public void It_is_kept_renewed_for_as_long_as_its_holder_lives()
    {
        using var first = Leadership("n1");
        using var second = Leadership("n2");
        using var lease = first.TryAcquire()!;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < 2 * Ttl; Thread.Sleep(20))
        {
            Assert.True(lease.IsValid);
            Assert.Null(second.TryAcquire());
        }

        Assert.Equal(1UL, second.Read().Term);
    }

    [Fact]
    public void A_command_that_takes_the_book_names_who_has_it()
    {
        using var leadership = Leadership("n1", address: "http://127.0.0.1:5001");
        using (leadership.TryAcquire()!)
        {
            var refused = Assert.Throws<BookInUseException>(() => Store("other").Take());
            Assert.EndsWith("the book is open in n1 at http://127.0.0.1:5001; only one may write", refused.Message, StringComparison.Ordinal);
        }

        using (Store("other").Take()) Assert.StartsWith("giro command on ", leadership.Read().Holder, StringComparison.Ordinal);
        Assert.False(leadership.Read().IsHeld);
    }

    [Fact]
    public void A_command_waits_out_the_lease_of_one_that_died()
    {
        using var leadership = Leadership("n1", new HandClock());
        leadership.TryAcquire();
        var clock = Stopwatch.StartNew();
        using var taken = Store().Take();
        Assert.InRange(clock.ElapsedMilliseconds, 1_500, 4_000);
        Assert.Equal(2UL, leadership.Read().Term);
    }

    [Fact]
    public void The_folder_is_one_process_alone()
    {
        using var taken = Store().Folder.Take();
        var refused = Assert.Throws<BookInUseException>(() => Store().Take());
        Assert.Equal($"{Path.Combine(_folder.Path, "node")}: the book is open in another process; only one may write", refused.Message);
    }

    [Fact]
    public void A_lost_lease_row_does_not_start_the_terms_anew()
    {
        using var leadership = Leadership("n1");
        for (var term = 1UL; term <= 3; term++)
        {
            using var lease = leadership.TryAcquire()!;
            Assert.Equal(term, lease.Term);
        }

        using var connection = Open();
        Run(connection, "DELETE FROM giro.lease");
        using var next = leadership.TryAcquire()!;
        Assert.Equal(4UL, next.Term);
    }

    private PostgreSqlStore Store(string node = "node") => new(new BookFolder(Path.Combine(_folder.Path, node)), new StoreSettings(_database, IsTest: true));

    /// <summary>With a clock of its own a lease is not renewed by itself.</summary>
    private BookLeadership Leadership(string node, TimeProvider? clock = null, string address = "") =>
        new(Store(node), new LeaseHolder(node, address, Ttl), clock ?? TimeProvider.System, renewsItself: clock is null);

    private static JournalRow Row(ulong sequence)
    {
        var payload = new byte[BatchHeader.Size];
        System.Runtime.InteropServices.MemoryMarshal.AsRef<BatchHeader>(payload.AsSpan()) = new BatchHeader { Sequence = sequence, FirstNumber = sequence, RecordCount = 1 };
        return new JournalRow(sequence, 0, payload, Hash256.From(SHA256.HashData(payload)));
    }

    private static void WaitUntil(Func<bool> condition)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); Thread.Sleep(10)) Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "it did not happen in time");
    }

    private NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(_database + ";Pooling=false");
        connection.Open();
        return connection;
    }

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private long Scalar(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        return (long)command.ExecuteScalar()!;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A clock that a test moves.</summary>
    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        /// <summary>Called after each reading.</summary>
        public Action? OnRead { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            var now = _ticks;
            OnRead?.Invoke();
            return now;
        }

        public void Set(TimeSpan now) => _ticks = now.Ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}

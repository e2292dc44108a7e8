using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Leadership;
using Giro.Storage.PostgreSql.Sql;
using Giro.Storage.Sql;

namespace Giro.Storage.Tests.PostgreSql.Leadership;

/// <summary>Records of a book are written by who leads it and by nobody who led before, though the other still has its connections.</summary>
public sealed class RecordsFenceTests : IDisposable
{
    private readonly string _database = PostgreSqlServer.NewDatabase();
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_transaction_that_the_leader_before_left_open_is_ended_and_its_later_ones_write_nothing()
    {
        var (first, second) = (Store("n1"), Store("n2"));
        using var lease = Lead(first, "n1");
        using var stopped = first.Records.Open();
        stopped.BeginWrite();
        Add(stopped, "first");

        // The first process is as one that was stopped here: it neither goes on nor gives up its lock.
        using var successor = Lead(second, "n2");
        using var records = second.Records.Open();
        Add(records, "second");
        Assert.Throws<PostgreSqlFailedException>(stopped.Commit);

        var lost = Assert.Throws<BookLostException>(stopped.BeginWrite);
        Assert.Equal($"{first.Name}: another process leads it now, in term 2; this one had term 1 and has written nothing since", lost.Message);
        Assert.Throws<BookLostException>(() => Add(stopped, "again"));
        records.BeginWrite();
        Add(records, "third");
        records.Commit();
        Assert.Equal(["second", "third"], Subjects(records));
    }

    [Fact]
    public void A_statement_alone_says_how_many_rows_it_changed()
    {
        var store = Store("n1");
        using var lease = Lead(store, "n1");
        using var records = store.Records.Open();
        Add(records, "a");
        Add(records, "b");
        using var update = records.Prepare("UPDATE alert SET text = ?2 WHERE book = ?1");
        update.Bind(1, records.Book).Bind(2, "changed").Run();
        Assert.Equal(2, records.Changes);
    }

    /// <summary>Takes the lease; one that is not renewed is waited out.</summary>
    private static BookLease Lead(PostgreSqlStore store, string name)
    {
        using var leadership = new BookLeadership(store, new LeaseHolder(name, "", LeaseHolder.ShortestTtl), TimeProvider.System, renewsItself: false);
        while (true)
        {
            if (leadership.TryAcquire() is { } lease) return lease;
            Thread.Sleep(20);
        }
    }

    private PostgreSqlStore Store(string node) => new(new BookFolder(_folder[node]), new StoreSettings(_database, IsTest: true));

    private static void Add(SqlConnection records, string subject)
    {
        using var insert = records.Prepare("INSERT INTO alert (book, number, raised_at_us, kind, subject, text) VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM alert WHERE book = ?1), 0, 'test', ?2, '')");
        insert.Bind(1, records.Book).Bind(2, subject).Run();
    }

    private static List<string> Subjects(SqlConnection records)
    {
        var subjects = new List<string>();
        using var select = records.Prepare("SELECT subject FROM alert WHERE book = ?1 ORDER BY number");
        select.Bind(1, records.Book);
        while (select.Step()) subjects.Add(select.Text(0));
        return subjects;
    }

    public void Dispose() => _folder.Dispose();
}

using System.Globalization;
using Giro.Ledger.Writer;
using Giro.Storage.PostgreSql;

namespace Giro.Storage.Tests.PostgreSql;

/// <summary>PostgreSQL is killed under load, again and again, and comes back: what was acknowledged is there once, and the same book goes on.</summary>
public sealed class ServerKillTests
{
    /// <summary>GIRO_POSTGRESQL_KILLS: how many; 4 where nobody says.</summary>
    private static int Kills { get; } = Environment.GetEnvironmentVariable("GIRO_POSTGRESQL_KILLS") is { Length: > 0 } kills ? int.Parse(kills, CultureInfo.InvariantCulture) : 4;

    [Fact]
    public void A_book_goes_on_through_every_crash_of_its_database()
    {
        using var folder = new TempFolder();
        using var cluster = LocalCluster.Create(folder["data"]);
        cluster.Start();
        var database = new JournalDatabase(cluster.CreateDatabase("book"));
        var load = new PostingLoad(attributeBytes: 1000);
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        using (var journal = database.Open(TimeSpan.FromMinutes(2)))
        using (var book = Book.Open(journal, JournalDatabase.Options))
        {
            PostingLoad.OpenAccounts(book);
            for (var kill = 0; kill < Kills; kill++)
            {
                using (var running = load.Start(book))
                {
                    running.WaitForMore(50);
                    Thread.Sleep(random.Next(50));
                    cluster.Kill();
                    Thread.Sleep(random.Next(300));
                    cluster.Start();
                    running.WaitForMore(50);
                }

                database.AssertKept(load);
            }

            Assert.True(book.Failure is null, $"seed {seed}: {book.Failure}");
        }

        cluster.Kill();
    }
}

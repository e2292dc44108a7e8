using System.Text.Json;
using Giro.Cli.Demo;
using Giro.Ledger.Journal;
using Giro.Storage;
using Giro.Storage.Backup;
using Giro.Storage.Migration;
using Giro.Storage.PostgreSql;
using Giro.Tests;
using Npgsql;

namespace Giro.EndToEnd.Tests;

public sealed class StoreCommandTests(DemoBook demo) : IClassFixture<DemoBook>
{
    private static readonly string[] Accounts = ["bank/nostro", "merchant/M000001/pending", "merchant/M000007/payable"];

    [Fact]
    public void A_book_moves_to_PostgreSQL_and_nothing_has_changed()
    {
        using var folder = demo.Copy();
        var views = Answer("views", "status", "--data", folder.Path).GetProperty("contentHash").GetString();
        var before = Accounts.Select(account => GiroCommand.Run("account", account, "-o", "json", "--data", folder.Path)).ToList();
        var database = PostgreSqlServer.NewDatabase();

        var moved = Answer("migrate-store", "--data", folder.Path, "--to", database, "--book", "12");
        Assert.True(moved.GetProperty("holds").GetBoolean());
        Assert.Equal(["head", "records", "views", "ledger"], moved.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
        Assert.All(moved.GetProperty("tables").EnumerateArray(), table => Assert.True(table.GetProperty("equal").GetBoolean(), table.ToString()));
        Assert.True(moved.GetProperty("tables").EnumerateArray().Sum(table => table.GetProperty("rows").GetInt64()) > 1_000);
        var total = Assert.Single(moved.GetProperty("figures").GetProperty("trialBalance").EnumerateArray());
        Assert.Equal(total.GetProperty("debitMinor").GetString(), total.GetProperty("creditMinor").GetString());

        Assert.False(File.Exists(Path.Combine(folder.Path, "journal.db")));
        Assert.True(File.Exists(Path.Combine(folder.Path, StoreMigration.OldFiles, "journal.db")));
        Assert.Equal(views, Answer("views", "status", "--data", folder.Path).GetProperty("contentHash").GetString());
        Assert.Equal(before, Accounts.Select(account => GiroCommand.Run("account", account, "-o", "json", "--data", folder.Path)));
        var (verified, text, _) = GiroCommand.Run("verify", "--deep", "--data", folder.Path);
        Assert.True(verified == 0, text);
        Assert.Equal(0, GiroCommand.Run("breaks", "list", "--data", folder.Path).ExitCode);

        var (again, _, error) = GiroCommand.Run("migrate-store", "--data", folder.Path, "--to", database, "--book", "13");
        Assert.Equal((2, $"giro: {folder.Path}: the book is on PostgreSQL already"), (again, error.Trim()));
        using var other = demo.Copy();
        var (taken, _, why) = GiroCommand.Run("migrate-store", "--data", other.Path, "--to", database, "--book", "12");
        Assert.Equal(2, taken);
        Assert.EndsWith("book 12 holds a book; give another --book", why.Trim());
        Assert.Equal(0, GiroCommand.Run("verify", "--data", other.Path).ExitCode);
    }

    [Theory]
    [InlineData("records")]
    [InlineData("records, compared")]
    [InlineData("views from the journal")]
    [InlineData("trial balance")]
    public void An_interrupted_move_leaves_the_folder_as_it_was_and_nobody_opens_the_copy(string stage)
    {
        using var folder = demo.Copy();
        var settings = new StoreSettings(PostgreSqlServer.NewDatabase(), 3);
        Assert.Equal(stage, Assert.Throws<InvalidOperationException>(() => StoreMigration.Run(folder.Path, settings, new StopAt(stage))).Message);
        Assert.False(File.Exists(Path.Combine(folder.Path, "store.json")));
        Assert.Equal(0, GiroCommand.Run("verify", "--data", folder.Path).ExitCode);

        using var elsewhere = new TemporaryFolder();
        settings.Write(new BookFolder(elsewhere.Path));
        Assert.Contains("is incomplete: it is being moved there from " + folder.Path, Assert.Throws<JournalUnavailableException>(() => BookStore.In(elsewhere.Path).OpenJournalReadOnly()).Message);
        Assert.Contains("is incomplete", Assert.Throws<JournalUnavailableException>(() => BookStore.In(elsewhere.Path).OpenJournal()).Message);

        var result = StoreMigration.Run(folder.Path, settings, new NoBackupProgress());
        Assert.True(result.Holds, string.Join('\n', result.Checks));
        Assert.Equal(0, GiroCommand.Run("verify", "--data", elsewhere.Path).ExitCode);
    }

    [Fact]
    public void A_backup_of_a_day_comes_back_with_its_records()
    {
        using var folder = demo.Copy();
        using var target = new TemporaryFolder();
        var backup = Path.Combine(target.Path, "backup");
        Assert.Equal(0, GiroCommand.Run("backup", "--data", folder.Path, "--to", backup).ExitCode);
        var restored = Path.Combine(target.Path, "restored");
        var (exitCode, page, error) = GiroCommand.Run("restore", "--from", backup, "--data", restored);
        Assert.True(exitCode == 0, page + error);
        Assert.Contains("ok     as backed up: head, state and trial balance after row", page);
        Assert.EndsWith("The book is restored.\n", page);
        Assert.Equal(0, GiroCommand.Run("verify", "--data", restored).ExitCode);
        Assert.Equal(GiroCommand.Run("breaks", "list", "--data", folder.Path, "-o", "json"), GiroCommand.Run("breaks", "list", "--data", restored, "-o", "json"));

        Assert.Equal(2, GiroCommand.Run("restore", "--from", backup, "--data", restored).ExitCode);
        Assert.Equal("giro: --to: 'yesterday' is neither the sequence of a row nor a time of the form 2026-11-11T12:00:00Z", GiroCommand.Run("restore", "--from", backup, "--data", restored + "2", "--to", "yesterday").Error.Trim());
        Assert.Equal(3, GiroCommand.Run("restore", "--from", restored + "3", "--data", restored + "2").ExitCode);
        var manifest = Path.Combine(backup, "000001", "manifest.json");
        File.AppendAllText(manifest, " ");
        var (damaged, _, where) = GiroCommand.Run("restore", "--from", backup, "--data", restored + "2");
        Assert.Equal((4, $"giro: {manifest}: does not have the hash that stands in manifest.sha256; the backup is damaged there"), (damaged, where.Trim()));
    }

    [Fact]
    public void Store_show_and_check_say_where_the_book_is_and_whether_it_is_safe_there()
    {
        var embedded = Answer("store", "show", "--data", demo.Path);
        Assert.Equal(("embedded", "journal records views"), (embedded.GetProperty("store").GetString(), string.Join(' ', embedded.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("kind").GetString()))));
        Assert.True(embedded.GetProperty("head").GetProperty("sequence").GetInt64() > 10);
        Assert.Contains("there is nothing to set", GiroCommand.Run("store", "check", "--data", demo.Path).Out);

        using var folder = new TemporaryFolder();
        var database = PostgreSqlServer.NewDatabase();
        new StoreSettings(database).Write(new BookFolder(folder.Path));
        Assert.Equal(JsonValueKind.Null, Answer("store", "show", "--data", folder.Path).GetProperty("head").ValueKind);
        var (safe, table, _) = GiroCommand.Run("store", "check", "--data", folder.Path);
        Assert.Equal(0, safe);
        Assert.EndsWith("The server is safe for a book.\n", table);
        Execute(database, $"ALTER DATABASE \"{new NpgsqlConnectionStringBuilder(database).Database}\" SET synchronous_commit = off");
        var (unsafely, page, _) = GiroCommand.Run("store", "check", "--data", folder.Path);
        Assert.Equal(1, unsafely);
        Assert.Contains("  refuse  synchronous_commit", page);
        Assert.EndsWith("The server is NOT safe for a book.\n", page);
    }

    [Fact]
    public void What_is_wrong_with_a_store_is_one_line_without_the_password()
    {
        using var folder = new TemporaryFolder();
        folder.Write("store.json", "{", "  \"conection\": \"Host=db1;Password=geheim\"", "}");
        Assert.Equal((2, $"giro: {folder.Path}/store.json, line 2, conection: there is no such field; there are connection, book, readConnection, isTest, partitions"), Failure(folder));
        var server = new NpgsqlConnectionStringBuilder(PostgreSqlServer.NewDatabase());
        var port = server.Port;
        server.Password = "geheim";
        new StoreSettings(server.ConnectionString).Write(new BookFolder(folder.Path));
        var (exitCode, message) = Failure(folder);
        Assert.Equal(5, exitCode);
        Assert.StartsWith($"giro: PostgreSQL 127.0.0.1:{port}/{server.Database} book 1 cannot be opened: 28P01: password authentication failed", message);
        Assert.DoesNotContain("geheim", message);
    }

    [Fact]
    public void The_day_of_the_demo_is_the_same_day_on_PostgreSQL()
    {
        using var folder = new TemporaryFolder();
        var here = BusinessDay.Run(new DemoOptions(2_000, 7, Path.Combine(folder.Path, "embedded"), SchemaFolder: null), new NoProgress());
        var data = Path.Combine(folder.Path, "server");
        new StoreSettings(PostgreSqlServer.NewDatabase(), 9).Write(new BookFolder(data));
        var there = BusinessDay.Run(new DemoOptions(2_000, 7, data, SchemaFolder: null), new NoProgress());
        Assert.True(there.AllHold, string.Join('\n', there.Proofs.Where(proof => !proof.Holds)));
        Assert.Equal(here.JournalHash, there.JournalHash);
        // The last of them is the hash of the state.
        Assert.Equal(here.Proofs, there.Proofs);
        Assert.Equal(here.TrialBalance.Rows, there.TrialBalance.Rows);
        Assert.Equal(here.Cycles, there.Cycles);
        Assert.Equal(here.Contracts, there.Contracts);
        Assert.Equal(here.Breaks, there.Breaks);
    }

    [Fact]
    public void The_demo_takes_a_book_of_its_own_on_the_server_that_it_is_given()
    {
        var database = PostgreSqlServer.NewDatabase();
        foreach (var book in (long[])[1, 2])
        {
            using var folder = new TemporaryFolder();
            var (exitCode, page, error) = GiroCommand.Run("demo", "--payments", "200", "--data", folder.Path, "--store", "postgresql=" + database);
            Assert.True(exitCode == 0, page + error);
            Assert.Equal(book, Answer("store", "show", "--data", folder.Path).GetProperty("book").GetInt64());
        }

        Assert.Equal("giro: --store takes postgresql, or postgresql=CONNECTION", GiroCommand.Run("demo", "--store", "oracle").Error.Split('\n')[0]);
    }

    private static (int ExitCode, string Message) Failure(TemporaryFolder folder)
    {
        var (exitCode, _, error) = GiroCommand.Run("account", "bank/nostro", "--data", folder.Path);
        return (exitCode, error.Trim());
    }

    private static JsonElement Answer(params string[] args)
    {
        var (exitCode, output, error) = GiroCommand.Run([.. args, "-o", "json"]);
        Assert.True(exitCode == 0, output + error);
        using var json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }

    private static void Execute(string database, string sql)
    {
        using var connection = new NpgsqlConnection(database + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>A process that ends at the beginning of a stage.</summary>
    private sealed class StopAt(string stage) : IBackupProgress
    {
        public void Stage(string name, ulong total)
        {
            if (name == stage) throw new InvalidOperationException(stage);
        }

        public void At(ulong position)
        {
            // It stops between stages.
        }
    }
}

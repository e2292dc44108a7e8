using Giro.Storage.PostgreSql;
using Giro.Tests;
using Npgsql;

namespace Giro.Storage.Tests.PostgreSql;

public sealed class SafeSettingsTests
{
    [Fact]
    public void The_handbook_has_the_same_table()
    {
        var rows = File.ReadLines(Path.Combine(Root(), "docs", "postgresql.md")).SkipWhile(line => !line.StartsWith("| setting | wanted |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));
        Assert.Equal(SafeSettings.Table.Select(setting => $"| `{setting.Name}` | {setting.Wanted} | {(setting.Otherwise == SettingVerdict.Refuse ? "refuse" : "warn")} | {setting.Why} |"), rows);
    }

    [Fact]
    public void A_server_as_it_is_installed_is_safe_and_says_what_it_could_do_better()
    {
        var verdicts = Find(PostgreSqlServer.NewDatabase()).ToDictionary(finding => finding.Setting, finding => finding.Verdict);
        Assert.DoesNotContain(SettingVerdict.Refuse, verdicts.Values);
        Assert.Equal(
            ["archive_mode", "synchronous_standby_names"],
            verdicts.Where(verdict => verdict.Value == SettingVerdict.Warn).Select(verdict => verdict.Key).Order());
    }

    [Theory]
    [InlineData("synchronous_commit", "off", "off")]
    [InlineData("synchronous_commit", "local", "local")]
    [InlineData("synchronous_commit", "remote_write", "remote_write")]
    [InlineData("statement_timeout", "'5s'", "5000 ms")]
    [InlineData("idle_session_timeout", "'1min'", "60000 ms")]
    [InlineData("default_transaction_isolation", "serializable", "serializable")]
    [InlineData("zero_damaged_pages", "on", "on")]
    [InlineData("ignore_checksum_failure", "on", "on")]
    public void What_can_lose_an_acknowledged_entry_is_refused_also_where_only_this_database_has_it(string setting, string value, string found)
    {
        var database = PostgreSqlServer.NewDatabase();
        using (var connection = Open(database)) Execute(connection, $"ALTER DATABASE \"{connection.Database}\" SET {setting} = {value}");
        using var changed = Open(database);
        var finding = Assert.Single(SafeSettings.Of(changed), finding => finding.Setting == setting);
        Assert.Equal((found, SettingVerdict.Refuse), (finding.Value, finding.Verdict));

        var refused = Assert.Throws<UnsafeSettingsException>(() => SafeSettings.Check(changed, new StoreSettings(database)));
        Assert.Contains($"{setting} is {found}, wanted is {finding.Wanted}: {finding.Why}", refused.Message);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(database).Password!, refused.Message);

        var warnings = new List<string>();
        SafeSettings.Check(changed, new StoreSettings(database, IsTest: true), warnings.Add);
        Assert.Contains($"CAN LOSE WHAT WAS ACKNOWLEDGED, and is used because this is a test: {setting} is {found}", Assert.Single(warnings, line => line.Contains("CAN LOSE", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    public void A_server_that_does_not_sync_is_refused_before_a_book_is_made_on_it(string setting)
    {
        using var folder = new TempFolder();
        using var cluster = LocalCluster.Create(folder["data"]);
        cluster.Start((setting, "off"));
        new StoreSettings(cluster.CreateDatabase("giro")).Write(new BookFolder(folder.Path));
        Assert.Contains($"{setting} is off", Assert.Throws<UnsafeSettingsException>(() => BookStore.In(folder.Path).OpenJournal()).Message);
        Assert.False(BookStore.In(folder.Path).HasJournal);
    }

    [Fact]
    public void A_standby_that_is_asked_for_and_not_there_is_warned_of()
    {
        using var folder = new TempFolder();
        using var cluster = LocalCluster.Create(folder["data"]);
        cluster.Start(("synchronous_standby_names", "twin"), ("synchronous_commit", "local"));
        var finding = Assert.Single(Find(cluster.ConnectionTo("postgres")), finding => finding.Setting == "synchronous_standby_names");
        Assert.Equal(("twin (nobody follows)", SettingVerdict.Warn), (finding.Value, finding.Verdict));
    }

    private static IReadOnlyList<SettingFinding> Find(string database)
    {
        using var connection = Open(database);
        return SafeSettings.Of(connection);
    }

    private static NpgsqlConnection Open(string database)
    {
        var connection = new NpgsqlConnection(database + ";Pooling=false");
        connection.Open();
        return connection;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Giro.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

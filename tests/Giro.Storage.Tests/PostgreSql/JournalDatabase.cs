using Giro.Ledger.Writer;
using Giro.Simulation.Tests;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Journal;
using Npgsql;

namespace Giro.Storage.Tests.PostgreSql;

/// <summary>A database with the journal of one book, and a direct way to it beside whatever is between the book and the server.</summary>
internal sealed class JournalDatabase(string connectionString)
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public PostgreSqlDatabase Direct { get; } = new(new StoreSettings(connectionString));

    public static BookOptions Options { get; } = new() { Name = "load", FirstBusinessDate = new DateOnly(2026, 1, 5), Seed = 9, IdTableBits = 10 };

    /// <summary>The same database by another port.</summary>
    public PostgreSqlDatabase Through(int port) => new(new StoreSettings(new NpgsqlConnectionStringBuilder(connectionString) { Port = port }.ConnectionString));

    /// <summary>The same database by other servers, host and port each.</summary>
    public PostgreSqlDatabase Through(string hosts) => new(new StoreSettings(new NpgsqlConnectionStringBuilder(connectionString) { Host = hosts }.ConnectionString));

    public PostgreSqlJournal Open(TimeSpan? patience = null) => PostgreSqlJournal.Open(Direct, patience: patience ?? Patience);

    public void Execute(string sql)
    {
        using var connection = Connect();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public object? Ask(string sql)
    {
        using var connection = Connect();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    public NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        return connection;
    }

    /// <summary>The chain is whole, no id stands in it twice, debits equal credits, and everything acknowledged is there under the number that was told.</summary>
    public void AssertKept(PostingLoad load)
    {
        using var journal = PostgreSqlJournal.OpenReadOnly(Direct);
        var facts = JournalFacts.Read(journal);
        foreach (var (id, number) in load.Acknowledged) Assert.Equal(number, facts.Numbers.GetValueOrDefault(id));
        Assert.Equal(Int128.Zero, facts.DebitBalances.Values.Aggregate(Int128.Zero, (sum, balance) => sum + balance));
    }
}

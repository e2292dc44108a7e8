using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace Giro.Storage.PostgreSql;

/// <summary>What Giro does where a setting is not as wanted.</summary>
public enum SettingVerdict
{
    Ok = 1,
    Warn = 2,
    Refuse = 3,
}

/// <summary>One setting of a server as it was found.</summary>
/// <param name="Value">As the session of Giro sees it: roles and databases may have settings of their own.</param>
/// <param name="Why">What can happen where it is not as wanted.</param>
public sealed record SettingFinding(string Setting, string Value, string Wanted, SettingVerdict Verdict, string Why);

/// <summary>The server's settings can lose or spoil what was acknowledged, so nothing is written to it.</summary>
public sealed class UnsafeSettingsException(string message) : Exception(message);

/// <summary>
/// Asks a server, before anything is written to it, whether its settings can lose what was acknowledged. The same table stands in docs/postgresql.md, and a test
/// compares them. Where store.json says that it is a test, nothing is refused and everything is warned of.
/// </summary>
public static class SafeSettings
{
    /// <summary>So that each is said once by a process, however often it opens the store.</summary>
    private static readonly ConcurrentDictionary<string, bool> Warned = new(StringComparer.Ordinal);

    internal static IReadOnlyList<SafeSetting> Table { get; } =
    [
        new("server_version", "14 or newer", SettingVerdict.Refuse, "older ones are not tested and no longer maintained", server => server.Number("server_version_num") >= 140_000),
        new("server_encoding", "UTF8", SettingVerdict.Refuse, "references and texts could not all be stored", server => server["server_encoding"] == "UTF8"),
        new("fsync", "on", SettingVerdict.Refuse, "a power failure loses what was acknowledged and can destroy the database", server => server["fsync"] == "on"),
        new("full_page_writes", "on", SettingVerdict.Refuse, "a power failure can leave pages half written", server => server["full_page_writes"] == "on"),
        new("synchronous_commit", "on or remote_apply", SettingVerdict.Refuse, "entries would be answered before they are durable, here or on the standby", server => server["synchronous_commit"] is "on" or "remote_apply"),
        new("zero_damaged_pages", "off", SettingVerdict.Refuse, "damaged pages would be emptied instead of named", server => server["zero_damaged_pages"] is "off" or ""),
        new("ignore_checksum_failure", "off", SettingVerdict.Refuse, "damaged pages would be read as if they were whole", server => server["ignore_checksum_failure"] is "off" or ""),
        new("default_transaction_isolation", "read committed", SettingVerdict.Refuse, "an append that waits for another writer would fail without an answer to who was first", server => server["default_transaction_isolation"] == "read committed"),
        new("statement_timeout", "0", SettingVerdict.Refuse, "it would cut a COMMIT that waits for the standby: committed here, not there", server => server.Number("statement_timeout") == 0),
        new("transaction_timeout", "0", SettingVerdict.Refuse, "it would cut the session of a long write of views", server => server.Number("transaction_timeout") == 0),
        new("idle_session_timeout", "0", SettingVerdict.Refuse, "it would cut the leader's connection in a quiet hour", server => server.Number("idle_session_timeout") == 0),
        new("idle_in_transaction_session_timeout", "0, or 60 s and more", SettingVerdict.Warn, "clearing keeps a transaction open while it computes", server => server.Number("idle_in_transaction_session_timeout") is 0 or >= 60_000),
        new("lock_timeout", "0", SettingVerdict.Warn, "an append that waits behind a take-over would fail instead of learning the new term", server => server.Number("lock_timeout") == 0),
        new("data_checksums", "on", SettingVerdict.Warn, "a page that the disk has spoiled is found late: in the journal by its chain, elsewhere perhaps never", server => server["data_checksums"] == "on"),
        new("synchronous_standby_names", "a standby that is there", SettingVerdict.Warn, "losing this machine's disk loses what was acknowledged since the last backup", server => server.HasSynchronousStandby),
        new("wal_level", "replica or logical", SettingVerdict.Warn, "no online backup and no standby is possible", server => server["wal_level"] is "replica" or "logical"),
        new("archive_mode", "on or always, or a pg_receivewal that is connected", SettingVerdict.Warn, "a restore reaches the last base backup and no later point", server => server["archive_mode"] is "on" or "always" || server.HasWalReceiver),
        new("max_connections", "30 or more", SettingVerdict.Warn, "a leader, a follower and readers need some ten each", server => server.Number("max_connections") >= 30),
    ];

    /// <summary>What a book's server is set to, in the order of the table; empty for a book in its folder.</summary>
    public static IReadOnlyList<SettingFinding> Of(BookStore store)
    {
        if (store is not PostgreSqlStore onServer) return [];
        using var connection = onServer.Database.Open();
        return Of(connection);
    }

    internal static IReadOnlyList<SettingFinding> Of(NpgsqlConnection connection)
    {
        var server = ServerSettings.Read(connection);
        return [.. Table.Select(setting => setting.Find(server))];
    }

    /// <summary>Refuses a server that can lose what was acknowledged; warns of what is not as it should be.</summary>
    /// <param name="connection">To the server that is to be written to, made as the journal's is.</param>
    /// <param name="settings">Says whether it is a test.</param>
    /// <param name="warn">Is given one line a warning; null for stderr.</param>
    /// <exception cref="UnsafeSettingsException">Something must be refused.</exception>
    internal static void Check(NpgsqlConnection connection, StoreSettings settings, Action<string>? warn = null)
    {
        var found = Of(connection).Where(finding => finding.Verdict != SettingVerdict.Ok).ToList();
        var refused = found.Where(finding => finding.Verdict == SettingVerdict.Refuse).ToList();
        var place = $"{connection.Host}:{connection.Port}/{connection.Database}";
        if (refused.Count > 0 && !settings.IsTest)
            throw new UnsafeSettingsException($"{place} is not safe for a book; giro store check lists all. " + string.Join(". ", refused.Select(Text)) + ". Only a test may go on, with \"isTest\": true in store.json");
        foreach (var finding in found)
        {
            var line = finding.Verdict == SettingVerdict.Refuse ? $"{place} CAN LOSE WHAT WAS ACKNOWLEDGED, and is used because this is a test: {Text(finding)}" : $"{place}: {Text(finding)}";
            if (warn is not null) warn(line);
            else if (Warned.TryAdd(line, true)) Console.Error.WriteLine("giro: warning: " + line);
        }
    }

    private static string Text(SettingFinding finding) => $"{finding.Setting} is {(finding.Value.Length == 0 ? "empty" : finding.Value)}, wanted is {finding.Wanted}: {finding.Why}";
}

/// <summary>A row of the table: what is wanted, what happens otherwise, and why.</summary>
internal sealed record SafeSetting(string Name, string Wanted, SettingVerdict Otherwise, string Why, Func<ServerSettings, bool> Holds)
{
    public SettingFinding Find(ServerSettings server) => new(Name, server.Text(Name), Wanted, Holds(server) ? SettingVerdict.Ok : Otherwise, Why);
}

/// <summary>The settings of a server as a session sees them, and who follows it.</summary>
internal sealed class ServerSettings
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<(string Name, string State, string Sync)> _followers = [];

    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>0 where the server has no such setting.</summary>
    public long Number(string name) => long.TryParse(this[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public bool HasSynchronousStandby => this["synchronous_standby_names"].Length > 0 && _followers.Exists(follower => follower is { Sync: "sync" or "quorum", State: "streaming" });

    public bool HasWalReceiver => _followers.Exists(follower => follower is { Name: "pg_receivewal", State: "streaming" });

    /// <summary>The value for people: times with their unit, standbys with who is there.</summary>
    public string Text(string name) => name switch
    {
        "synchronous_standby_names" when this[name].Length > 0 => $"{this[name]} ({(_followers.Count == 0 ? "nobody follows" : string.Join(", ", _followers.Select(follower => $"{follower.Name}: {follower.State}, {follower.Sync}")))})",
        _ when name.EndsWith("_timeout", StringComparison.Ordinal) && Number(name) > 0 => this[name] + " ms",
        _ => this[name],
    };

    public static ServerSettings Read(NpgsqlConnection connection)
    {
        var server = new ServerSettings();
        // pg_settings and not SHOW: one question, and times come in their unit as numbers.
        using (var command = new NpgsqlCommand("SELECT name, coalesce(setting, '') FROM pg_catalog.pg_settings", connection))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read()) server._values[reader.GetString(0)] = reader.GetString(1);
        }

        // A role without pg_monitor sees that somebody follows, and not in what state.
        using (var command = new NpgsqlCommand("SELECT coalesce(application_name, ''), coalesce(state, 'cannot be seen: grant pg_monitor'), coalesce(sync_state, '?') FROM pg_catalog.pg_stat_replication ORDER BY 1", connection))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read()) server._followers.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return server;
    }
}

using System.Diagnostics;
using System.Globalization;
using Giro.Storage.PostgreSql;
using Npgsql;

namespace Giro.Cli.Bench;

/// <summary>A run of the textbook.</summary>
internal sealed record RowLockResult(double PerSecond, double P50Ms, double P99Ms);

/// <summary>
/// The row-lock textbook on the same server, by pgbench: one transaction a transfer, two balances updated under their row locks with the limits checked, one row of
/// the entry, two of its legs. Generous to the textbook: prepared statements, room in the pages of balances, balances always locked in the same order so that nothing
/// deadlocks, the hot account last so that its lock is held shortest, no unique reference and no index for statements.
/// </summary>
internal sealed class RowLockYardstick(PostgreSqlPlace place, string folder, TimeSpan duration)
{
    private const int Accounts = 10_000;
    private const int Clients = 32;

    private const string Tables = """
        CREATE TABLE account (id bigint PRIMARY KEY, balance bigint NOT NULL, lowest bigint NOT NULL, highest bigint NOT NULL, CHECK (balance BETWEEN lowest AND highest)) WITH (fillfactor = 50);
        CREATE TABLE entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind integer NOT NULL, posted timestamptz NOT NULL DEFAULT clock_timestamp());
        CREATE TABLE leg (entry bigint NOT NULL, line smallint NOT NULL, account bigint NOT NULL, amount bigint NOT NULL, PRIMARY KEY (entry, line));
        INSERT INTO account SELECT i, 0, -1000000000000000, 1000000000000000 FROM generate_series(1, 10000) AS i;
        """;

    public RowLockResult Uniform { get; private set; } = null!;

    public RowLockResult Hot { get; private set; } = null!;

    public RowLockResult UniformWithWork { get; private set; } = null!;

    public RowLockResult HotWithWork { get; private set; } = null!;

    /// <exception cref="PostgreSqlProgramException">pgbench is not installed, or it failed.</exception>
    public void Run()
    {
        var pgbench = PostgreSqlPrograms.Find("pgbench") ?? throw new PostgreSqlProgramException("pgbench is not installed; on Debian: apt-get install postgresql-contrib");
        place.MakeDatabase();
        try
        {
            PostgreSqlPlace.Execute(place.Connection, Tables);
            // Warm caches and prepared plans are the textbook's due, as they are Giro's.
            Measure(pgbench, hot: false, work: false, TimeSpan.FromSeconds(1));
            Uniform = Measure(pgbench, hot: false, work: false, duration);
            Hot = Measure(pgbench, hot: true, work: false, duration);
            UniformWithWork = Measure(pgbench, hot: false, work: true, duration);
            HotWithWork = Measure(pgbench, hot: true, work: true, duration);
        }
        finally
        {
            place.DropDatabase();
        }
    }

    private RowLockResult Measure(string pgbench, bool hot, bool work, TimeSpan time)
    {
        PostgreSqlPlace.Execute(place.Connection, "TRUNCATE entry, leg");
        PostgreSqlPlace.Execute(place.Connection, "VACUUM ANALYZE account");
        var logs = Directory.CreateDirectory(Path.Combine(folder, "pgbench"));
        try
        {
            var script = Path.Combine(logs.FullName, "transfer.sql");
            File.WriteAllText(script, Script(hot, work));
            var printed = Pgbench(pgbench, script, Path.Combine(logs.FullName, "latency"), time);
            var latencies = logs.EnumerateFiles("latency*").SelectMany(file => File.ReadLines(file.FullName)).Select(LatencyMs).Order().ToList();
            return new RowLockResult(PerSecond(printed), At(0.50), At(0.99));

            double At(double share) => latencies.Count == 0 ? 0 : latencies[(int)((latencies.Count - 1) * share)];
        }
        finally
        {
            logs.Delete(recursive: true);
        }
    }

    /// <summary>Work inside the transaction stands for what is done while the locks are held: a risk verdict, a call to a channel, a slow garbage collection.</summary>
    private static string Script(bool hot, bool work) => $"""
        \set one random(1, {Accounts - 1})
        \set other {(hot ? $"{Accounts}" : $"random(1, {Accounts - 1})")}
        \set other CASE WHEN :other = :one THEN {Accounts} ELSE :other END
        \set first least(:one, :other)
        \set second greatest(:one, :other)
        BEGIN;
        UPDATE account SET balance = balance - 100 WHERE id = :first;
        UPDATE account SET balance = balance + 100 WHERE id = :second;
        {(work ? "SELECT pg_sleep(0.01);" : "")}
        INSERT INTO entry (kind) VALUES (1) RETURNING id \gset
        INSERT INTO leg VALUES (:id, 1, :first, 100), (:id, 2, :second, -100);
        COMMIT;

        """;

    private string Pgbench(string pgbench, string script, string logs, TimeSpan time)
    {
        var server = new NpgsqlConnectionStringBuilder(place.Connection);
        var start = new ProcessStartInfo(pgbench,
        [
            "-n", "-M", "prepared", "-c", $"{Clients}", "-j", "2", "-T", $"{Math.Max(1, (int)time.TotalSeconds)}", "-f", script, "-l", $"--log-prefix={logs}",
            "-h", server.Host!, "-p", $"{server.Port}", "-U", server.Username!, server.Database!,
        ]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PGPASSWORD"] = server.Password;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? printed : throw new PostgreSqlProgramException($"pgbench ended with {process.ExitCode}: {errors.Result.Trim()}");
    }

    /// <summary>The line <c>tps = 11300.123456 (without initial connection time)</c>.</summary>
    private static double PerSecond(string printed)
    {
        const string Before = "tps = ";
        var line = printed.Split('\n').FirstOrDefault(line => line.StartsWith(Before, StringComparison.Ordinal))
            ?? throw new PostgreSqlProgramException($"pgbench said nothing of its speed: {printed.Trim()}");
        return double.Parse(line[Before.Length..].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>A line of the log: client, transaction, latency in microseconds, script, seconds, microseconds.</summary>
    private static double LatencyMs(string line) => long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) / 1000.0;
}

using System.CommandLine;
using Giro.Cli.Bench;

namespace Giro.Cli.Commands;

/// <summary>`giro bench`: measures, with the machine's yardsticks in the same run.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var command = new Command("bench", "Measures Giro's speed on this machine, with yardsticks and goals beside the figures.");
        command.Subcommands.Add(Ledger());
        command.Subcommands.Add(Clearing());
        command.Subcommands.Add(Reconcile());
        command.Subcommands.Add(Statements());
        return command;
    }

    private static Command Ledger()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long each case is measured.", DefaultValueFactory = _ => 5 };
        var recovery = new Option<long>("--recovery-entries") { Description = "Entries to replay after the snapshot of the recovery case.", DefaultValueFactory = _ => 10_000_000 };
        var accounts = new Option<int>("--recovery-accounts") { Description = "Accounts in that snapshot.", DefaultValueFactory = _ => 1_000_000 };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Where to write; needs some 6 GB. Default: the system's folder for temporary files." };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 when a goal is missed." };
        var only = new Option<string[]>("--only") { Description = $"Only these cases: {string.Join(", ", LedgerBench.Cases)}.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong(LedgerBench.Cases);
        var store = new Option<string>("--store") { Description = "embedded or postgresql.", DefaultValueFactory = _ => "embedded" };
        store.AcceptOnlyFromAmong("embedded", "postgresql");
        var connection = new Option<string?>("--connection") { Description = "A PostgreSQL server on which a database of the bench's own may be made and dropped. Default: a server is started for the run." };
        var output = OutputFormat.Option();
        var command = new Command("ledger", """
            Durable entries a second, batch latency, memory, and recovery of the ledger, on the embedded default or on PostgreSQL; there with the
            row-lock textbook (pgbench) on the same server.

            Examples:
              giro bench ledger
              giro bench ledger --only uniform hot-in-turns
              giro bench ledger --store postgresql
              giro bench ledger --store postgresql --connection "Host=db1;Username=giro;Password=secret;Database=postgres"
              giro bench ledger --seconds 2 --recovery-entries 1000000 --output json
            """) { seconds, only, recovery, accounts, store, connection, data, strict, output };
        command.SetAction(parsed =>
        {
            var (cases, isPostgreSql, json) = (parsed.GetValue(only) ?? [], parsed.GetValue(store) == "postgresql", parsed.GetValue(output) == OutputFormat.Json);
            if (!isPostgreSql && parsed.GetValue(connection) is not null) throw CliException.BadInput("--connection goes with --store postgresql");
            if (!isPostgreSql && cases.Contains(LedgerBench.RowLocks)) throw CliException.BadInput($"--only {LedgerBench.RowLocks} goes with --store postgresql");
            return Run(parsed.GetValue(data), parsed.GetValue(strict), json, folder =>
            {
                using var place = isPostgreSql ? PostgreSqlPlace.On(folder, parsed.GetValue(connection)) : (BenchPlace)new EmbeddedPlace(folder);
                // The server's settings stand with the figures; with JSON, which is for machines, beside them.
                if (place is PostgreSqlPlace server) foreach (var line in server.Describe()) (json ? Console.Error : Console.Out).WriteLine("  " + line);
                return new LedgerBench(place, folder, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(accounts), parsed.GetValue(recovery), Progress).Run(cases);
            });
        });
        return command;
    }

    private static Command Clearing()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long each case is measured where it is measured by time.", DefaultValueFactory = _ => 5 };
        var payments = new Option<int>("--payments") { Description = "Payments of the sustained case.", DefaultValueFactory = _ => 2_000_000 };
        var closePayments = new Option<int>("--close-payments") { Description = "Payments in the cycle that is closed.", DefaultValueFactory = _ => 10_000_000 };
        var closeMerchants = new Option<int>("--close-merchants") { Description = "Merchants in it.", DefaultValueFactory = _ => 100_000 };
        var closeRate = new Option<int>("--close-rate") { Description = "Payments a second that are taken in while it is closed.", DefaultValueFactory = _ => 20_000 };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Where to write; the close of ten million payments needs some 8 GB. Default: the system's folder for temporary files." };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 when a goal is missed." };
        var only = new Option<string[]>("--only") { Description = $"Only these cases: {string.Join(", ", ClearingBench.Cases)}.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong(ClearingBench.Cases);
        var output = OutputFormat.Option();
        var command = new Command("clearing", """
            Fees by compiled strategies, payments from file to cleared, and the close of a large cycle while intake goes on.

            Examples:
              giro bench clearing
              giro bench clearing --only rules sustained
              giro bench clearing --only close --close-payments 1000000 --close-merchants 10000
            """) { seconds, payments, closePayments, closeMerchants, closeRate, only, data, strict, output };
        command.SetAction(parsed => Run(parsed.GetValue(data), parsed.GetValue(strict), parsed.GetValue(output) == OutputFormat.Json, folder => new ClearingBench(
            folder, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(payments), parsed.GetValue(closePayments), parsed.GetValue(closeMerchants),
            parsed.GetValue(closeRate), Progress).Run(parsed.GetValue(only) ?? [])));
        return command;
    }

    private static Command Reconcile()
    {
        var lines = new Option<int>("--lines") { Description = "Lines of each side.", DefaultValueFactory = _ => 1_000_000 };
        lines.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1000 or > 100_000_000) result.AddError("--lines takes 1000 to 100000000");
        });
        var anomalies = new Option<int>("--anomalies-ppm") { Description = "Of a million lines so many are wrong in one of fourteen ways.", DefaultValueFactory = _ => 1000 };
        anomalies.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 1_000_000) result.AddError("--anomalies-ppm takes 0 to 1000000");
        });
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same files.", DefaultValueFactory = _ => 20261111 };
        var memory = new Option<int>("--memory-mb") { Description = "As of giro reconcile.", DefaultValueFactory = _ => 2048 };
        var threads = new Option<int>("--threads") { Description = "As of giro reconcile.", DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount, 1, 16) };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Where to write; ten million lines need some 8 GB. Default: the system's folder for temporary files." };
        var keep = new Option<bool>("--keep") { Description = "Keep files and results, and say where they are." };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 when a goal is missed." };
        var output = OutputFormat.Option();
        var command = new Command("reconcile", """
            Two files of lines in another order, some of them wrong in all the ways there are; giro reconcile over them, which has to find exactly these; and `sort | join` on the same files.

            Examples:
              giro bench reconcile
              giro bench reconcile --lines 10000000 --strict
              giro bench reconcile --lines 100000 --anomalies-ppm 50000 --keep
            """) { lines, anomalies, seed, memory, threads, data, keep, strict, output };
        command.SetAction(parsed => Run(parsed.GetValue(data), parsed.GetValue(strict), parsed.GetValue(output) == OutputFormat.Json, folder => new ReconcileBench(
            folder, parsed.GetValue(lines), parsed.GetValue(anomalies), parsed.GetValue(seed), parsed.GetValue(threads), parsed.GetValue(memory), Progress).Run(), parsed.GetValue(keep)));
        return command;
    }

    private static Command Statements()
    {
        var legs = new Option<long>("--legs") { Description = "Legs in the history.", DefaultValueFactory = _ => 50_000_000 };
        legs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() is < 100_000 or > 2_000_000_000) result.AddError("--legs takes 100000 to 2000000000");
        });
        var samples = new Option<int>("--samples") { Description = "Accounts that are asked for, of each case.", DefaultValueFactory = _ => 1000 };
        var store = new Option<string>("--store") { Description = "embedded or postgresql.", DefaultValueFactory = _ => "embedded" };
        store.AcceptOnlyFromAmong("embedded", "postgresql");
        var connection = new Option<string?>("--connection") { Description = "An empty database of PostgreSQL to write to; default: a server of its own, started and stopped here." };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Where to write; 50 million legs need some 8 GB. Default: the system's folder for temporary files." };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 when a goal is missed." };
        var output = OutputFormat.Option();
        var command = new Command("statements", """
            Days and months of random accounts out of a large history, as giro statement reads them from the views. The history is made of made journal rows, which the
            projector takes in as those of a book.

            Examples:
              giro bench statements --store postgresql
              giro bench statements --legs 2000000 --output json
            """) { legs, samples, store, connection, data, strict, output };
        command.SetAction(parsed =>
        {
            var onServer = parsed.GetValue(store) == "postgresql";
            if (!onServer && parsed.GetValue(connection) is not null) throw CliException.BadInput("--connection goes with --store postgresql");
            return Run(parsed.GetValue(data), parsed.GetValue(strict), parsed.GetValue(output) == OutputFormat.Json, folder =>
                new StatementBench(folder, parsed.GetValue(legs), parsed.GetValue(samples), onServer, parsed.GetValue(connection), Progress).Run());
        });
        return command;
    }

    private static void Progress(string line) => Console.Error.WriteLine("measuring: " + line);

    /// <summary>Measures in a folder of its own and prints.</summary>
    private static int Run(DirectoryInfo? data, bool strict, bool json, Func<string, List<Measurement>> measure, bool keep = false)
    {
        var folder = Path.Combine(data?.FullName ?? Path.GetTempPath(), $"giro-bench-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        try
        {
            var measurements = measure(folder);
            MeasurementReport.Print(measurements, json);
            return strict && measurements.Any(m => m.Met == false) ? ExitCode.CheckFailed : ExitCode.Ok;
        }
        finally
        {
            if (keep) Console.Error.WriteLine($"Files and results: {folder}");
            else Directory.Delete(folder, recursive: true);
        }
    }
}

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
        var output = OutputFormat.Option();
        var command = new Command("ledger", """
            Durable entries a second, batch latency, memory, and recovery of the ledger on the embedded default.

            Examples:
              giro bench ledger
              giro bench ledger --only uniform hot-in-turns
              giro bench ledger --seconds 2 --recovery-entries 1000000 --output json
            """) { seconds, only, recovery, accounts, data, strict, output };
        command.SetAction(parsed =>
        {
            var folder = Path.Combine(parsed.GetValue(data)?.FullName ?? Path.GetTempPath(), $"giro-bench-{Environment.ProcessId}");
            Directory.CreateDirectory(folder);
            try
            {
                var bench = new LedgerBench(
                    folder, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(accounts), parsed.GetValue(recovery),
                    line => Console.Error.WriteLine("measuring: " + line));
                var measurements = bench.Run(parsed.GetValue(only) ?? []);
                MeasurementReport.Print(measurements, parsed.GetValue(output) == OutputFormat.Json);
                return parsed.GetValue(strict) && measurements.Any(m => m.Met == false) ? ExitCode.CheckFailed : ExitCode.Ok;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }
}

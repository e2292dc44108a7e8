using System.CommandLine;
using Giro.Cli.Demo;
using Spectre.Console;

namespace Giro.Cli.Commands;

/// <summary><c>giro demo</c>: a whole business day, proved.</summary>
internal static class DemoCommand
{
    private const int MaxPayments = 10_000_000;

    public static Command Create()
    {
        var payments = new Option<int>("--payments") { Description = "How many payments to generate.", DefaultValueFactory = _ => 200_000 };
        payments.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 100 or > MaxPayments) result.AddError($"--payments takes 100 to {MaxPayments}");
        });
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same day, to the byte.", DefaultValueFactory = _ => 20261111 };
        var data = new Option<string?>("--data") { Description = "Keep book and files in this folder, which must hold no book. Default: a temporary one, removed at the end." };
        var keep = new Option<bool>("--keep") { Description = "Keep the temporary folder, and say where it is." };
        var store = new Option<string?>("--store") { Description = "postgresql: on a server of its own; postgresql=CONNECTION: a new book on that one. Default: what the variable GIRO_STORE says, or the folder." };
        store.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !DemoStore.IsValid(text)) result.AddError("--store takes postgresql, or postgresql=CONNECTION");
        });
        var output = OutputFormat.Option();
        var command = new Command(
            "demo",
            """
            Runs a whole business day of a sample institution whose merchants have a dozen kinds of contract: payment files, intake, decision, ledger, clearing, end of
            periods, cycle close, reserves, payouts (pain.001), a bank that answers (pain.002, camt.054), makes mistakes and sends a payout back (camt.053), reconciliation,
            merchant statements, day end. Every figure is proved; the exit code is 0 only when all proofs hold, 1 when one does not.

            Examples:
              giro demo
              giro demo --payments 1000000 --seed 7
              giro demo --data ./giro-data          then look at intake/, out/, in/ and the book there
              giro demo --output json | jq .proofs
              giro demo --store postgresql
            """)
        { payments, seed, data, keep, store, output };
        command.SetAction(parsed => Run(
            parsed.GetValue(payments), parsed.GetValue(seed), parsed.GetValue(data), parsed.GetValue(keep), parsed.GetValue(store), parsed.GetValue(output) == OutputFormat.Json));
        return command;
    }

    private static int Run(int payments, ulong seed, string? data, bool keep, string? store, bool json)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("giro-demo-").FullName;
        try
        {
            using var where = DemoStore.Open(store, folder);
            var exitCode = Run(new DemoOptions(payments, seed, folder, SchemaFolder.Find()), json);
            if (data is not null || keep) (json ? Console.Error : Console.Out).WriteLine($"Book and files: {folder}");
            return exitCode;
        }
        finally
        {
            if (data is null && !keep) Directory.Delete(folder, recursive: true);
        }
    }

    internal static int Run(DemoOptions options, bool json)
    {
        var day = json ? BusinessDay.Run(options, new NoProgress()) : RunVisibly(options);
        if (json) Console.Out.WriteLine(SummaryJson.Of(day));
        return day.AllHold ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private static DaySummary RunVisibly(DemoOptions options)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        DaySummary? day = null;
        if (Console.IsOutputRedirected)
        {
            using var progress = new PlainProgress(Console.Out);
            day = BusinessDay.Run(options, progress);
        }
        else
        {
            console.Progress().Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).Start(context =>
            {
                var progress = new BarProgress(context);
                day = BusinessDay.Run(options, progress);
                progress.Finish();
            });
        }

        SummaryText.Write(Console.Out, day!);
        return day!;
    }
}

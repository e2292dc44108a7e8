using System.CommandLine;
using Giro.Cli.Demo;
using Giro.Messages;
using Giro.Operations.Reconciliation.Files;
using Giro.Operations.Reconciliation.Sources;
using Spectre.Console;

namespace Giro.Cli.Commands;

/// <summary>`giro reconcile`: two files, or three, line by line. A tool of its own: it needs no book.</summary>
internal static class ReconcileCommand
{
    public const string Name = "reconcile";

    /// <summary>Of this command alone, so that a script can tell breaks from errors.</summary>
    public const int Matched = 0;

    /// <inheritdoc cref="Matched"/>
    public const int Error = 1;

    /// <inheritdoc cref="Matched"/>
    public const int Breaks = 2;

    private const string Text = "text";

    public static Command Create()
    {
        var left = new Option<string>("--left") { Description = "Our file.", Required = true };
        var right = new Option<string>("--right") { Description = "The bank's or channel's.", Required = true };
        var third = new Option<string?>("--third") { Description = "A third, compared with the right one; the config says how." };
        var config = new Option<string>("--config") { Description = "How the files are read and which passes match them (JSON).", Required = true };
        var result = new Option<string?>("--out") { Description = "Folder for the results; those of a run before are replaced. Default: NAME-results here, NAME as the config says." };
        var work = new Option<string?>("--work") { Description = "Folder in which the run keeps what it has done, to be resumed when it is killed. Default: in memory for small files, else in the folder of the results." };
        var resume = new Option<bool>("--resume") { Description = "Go on with what an interrupted run has left in the work folder; the default.", DefaultValueFactory = _ => true };
        var noResume = new Option<bool>("--no-resume") { Description = "Remove what an interrupted run has left, and start over." };
        var threads = new Option<int>("--threads") { Description = "How many work.", DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount, 1, 16) };
        threads.Validators.Add(parsed =>
        {
            if (parsed.GetValueOrDefault<int>() is < 1 or > 64) parsed.AddError("--threads takes 1 to 64");
        });
        var memory = new Option<int>("--memory-mb") { Description = "Memory to keep to; larger files are divided on disk.", DefaultValueFactory = _ => 2048 };
        memory.Validators.Add(parsed =>
        {
            if (parsed.GetValueOrDefault<int>() is < 16 or > 1 << 20) parsed.AddError("--memory-mb takes 16 to 1048576");
        });
        var output = new Option<string>("--output", "-o") { Description = "text, json. JSON is for machines and stays stable.", DefaultValueFactory = _ => Text };
        output.AcceptOnlyFromAmong(Text, OutputFormat.Json);
        var command = new Command(Name, """
            Compares two files line by line: ours with the bank's or channel's. Every line is matched once or is a break of a type, and matched + breaks = input is proved in count
            and sum. Results: summary.json, breaks.csv, breaks.json, matches.csv, suggestions.csv. Exit code 0 when all is matched, 2 when there are breaks, 1 for an error.

            Examples:
              giro reconcile --left orders.csv --right bill.csv --config wechat.json
              giro reconcile --left orders.csv --right bill.csv.gz --config wechat.json --out today --output json
              giro reconcile --left orders.csv --right bill.csv --third bank.xml --config day.json
            """) { left, right, third, config, result, work, resume, noResume, threads, memory, output };
        command.Subcommands.Add(ReconcileDayCommand.Create());
        command.SetAction(parsed => Guarded(() =>
        {
            var read = ReadConfig(parsed.GetValue(config)!);
            var folder = parsed.GetValue(result) ?? FolderOf(read.Name);
            var options = new RunOptions
            {
                ResultFolder = folder, WorkFolder = parsed.GetValue(work), Resumes = parsed.GetValue(resume) && !parsed.GetValue(noResume), Threads = parsed.GetValue(threads), MemoryMb = parsed.GetValue(memory),
            };
            var thirdPath = parsed.GetValue(third);
            if (thirdPath is not null && read.Third is null) throw CliException.BadInput($"{parsed.GetValue(config)}: the config has no third side; write \"third\": {{ \"side\": {{ ... }}, \"passes\": [ ... ] }}");
            if (thirdPath is null && read.Third is not null) throw CliException.BadInput($"{parsed.GetValue(config)}: the config has a third side; name its file with --third");
            return Run(read, parsed.GetValue(left)!, parsed.GetValue(right)!, thirdPath, options, parsed.GetValue(output) == OutputFormat.Json);
        }));
        return command;
    }

    private static int Run(ReconcileConfig config, string left, string right, string? third, RunOptions options, bool json)
    {
        if (third is not null)
        {
            var three = WithProgress(json, progress => new ThreeSides(config, options, progress).Run(left, right, third));
            if (json) Console.Out.Write(File.ReadAllText(Path.Combine(options.ResultFolder, SummaryFile.Name)));
            else ReconcileText.Write(Console.Out, config, three, options.ResultFolder);
            return three.HasBreaks ? Breaks : Matched;
        }

        var summary = WithProgress(json, progress => new FileReconciliation(config.Leg, config.Name, options, progress).Run(left, right));
        if (json) Console.Out.Write(File.ReadAllText(Path.Combine(options.ResultFolder, SummaryFile.Name)));
        else ReconcileText.Write(Console.Out, summary, options.ResultFolder);
        return summary.HasBreaks ? Breaks : Matched;
    }

    /// <summary>Every error is one line and exit code 1: 2 means breaks here, and nothing else.</summary>
    internal static int Guarded(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is CliException or RunStoreException or MessageFormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("giro: " + e.Message.ReplaceLineEndings(" "));
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"giro: a defect of Giro, please report it: {e}");
        }

        return Error;
    }

    private static ReconcileConfig ReadConfig(string path)
    {
        if (!File.Exists(path)) throw CliException.NotFound($"{path}: there is no such file");
        var reading = ReconcileConfigFile.Read(path);
        if (reading.Config is { } config) return config;
        foreach (var fault in reading.Faults.SkipLast(1)) Console.Error.WriteLine($"giro: {fault}");
        throw CliException.BadInput(reading.Faults[^1].ToString());
    }

    private static string FolderOf(string name) => string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-')) + "-results";

    private static T WithProgress<T>(bool json, Func<IRunProgress, T> run)
    {
        if (json) return run(new DayProgress(new NoProgress()));
        if (Console.IsOutputRedirected || Console.IsErrorRedirected)
        {
            using var plain = new PlainProgress(Console.Error);
            return run(new DayProgress(plain));
        }

        T? result = default;
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).Start(context =>
        {
            var bars = new BarProgress(context);
            result = run(new DayProgress(bars));
            bars.Finish();
        });
        return result!;
    }

    /// <summary>Shows a run as a day is shown.</summary>
    private sealed class DayProgress(IDayProgress shown) : IRunProgress
    {
        public void Stage(string name, long total) => shown.Stage(Markup.Escape(name), total);

        public void Advance(long steps) => shown.Advance(steps);
    }
}

using System.CommandLine;
using Giro.Storage.Backup;

namespace Giro.Cli.Commands;

/// <summary>`giro restore`: a book as it was after a row or at a moment, in a new folder, verified.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var from = new Option<DirectoryInfo>("--from") { Description = "The folder of backups.", Required = true };
        var data = new Option<DirectoryInfo>("--data", "-d") { Description = "The folder that the book goes to. It must not exist.", Required = true };
        var to = new Option<string?>("--to") { Description = "The last row of the journal, or a time such as 2026-11-11T12:00:00Z. Default: the newest." };
        var ledgerOnly = new Option<bool>("--ledger-only") { Description = "Without records, where no copy of them is old enough." };
        var wal = new Option<DirectoryInfo?>("--wal") { Description = "On PostgreSQL: the archive of the log. Default: wal in the folder of backups." };
        var keep = new Option<bool>("--keep-running") { Description = "On PostgreSQL: leave the restored server running on loopback." };
        var output = OutputFormat.Option();
        var command = new Command("restore", """
            Restores a book into a new folder and verifies it: files against their hashes, the chain, the trial balance, and head, state and trial balance against what the backup
            wrote down; on PostgreSQL also the views. Clearing and settlement catch up from the journal when the book is opened. Exit code 1 when something differs, 4 when a file of the
            backup is damaged.

            Examples:
              giro restore --from /backup/giro --data restored
              giro restore --from /backup/giro --data restored --to 12345
              giro restore --from /backup/giro --data restored --to 2026-11-11T12:00:00Z
            """) { from, data, to, ledgerOnly, wal, keep, output };
        command.SetAction(parsed =>
        {
            var target = RestoreTarget.Parse(parsed.GetValue(to)) ?? throw CliException.BadInput($"--to: '{parsed.GetValue(to)}' is neither the sequence of a row nor a time of the form 2026-11-11T12:00:00Z");
            var options = new RestoreOptions(target, parsed.GetValue(ledgerOnly), parsed.GetValue(wal)?.FullName, parsed.GetValue(keep));
            return Run(parsed.GetValue(from)!.FullName, parsed.GetValue(data)!.FullName, options, parsed.GetValue(output) == OutputFormat.Json);
        });
        return command;
    }

    private static int Run(string from, string folder, RestoreOptions options, bool json)
    {
        var result = StoreProgress.Run(json, progress => BookBackup.Restore(from, folder, options, progress));
        if (json)
        {
            JsonOutput.Print(new { holds = result.Holds, generation = result.Generation, figures = FiguresText.Json(result.Figures), recordsSequence = result.RecordsSequence, checks = FiguresText.Json(result.Checks), nextSteps = result.NextSteps });
            return result.Holds ? ExitCode.Ok : ExitCode.CheckFailed;
        }

        Console.WriteLine($"{folder}, from generation {result.Generation}{(result.RecordsSequence is { } records && records < result.Figures.Sequence ? $"; the records know rows up to {records:N0} and catch up" : "")}");
        FiguresText.Print(result.Figures);
        FiguresText.Print(result.Checks);
        foreach (var step in result.NextSteps) Console.WriteLine("next: " + step);
        Console.WriteLine(result.Holds ? "The book is restored." : "The restored book does NOT hold.");
        return result.Holds ? ExitCode.Ok : ExitCode.CheckFailed;
    }
}

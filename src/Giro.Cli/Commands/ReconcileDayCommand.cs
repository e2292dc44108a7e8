using System.CommandLine;
using Giro.Cli.Demo;
using Giro.Messages;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Runs;

namespace Giro.Cli.Commands;

/// <summary>`giro reconcile day`: the sources of the institution for a date, with breaks that live on.</summary>
internal static class ReconcileDayCommand
{
    public static Command Create()
    {
        var day = new Argument<string>("date") { Description = "Of the files: 2026-11-11." };
        var data = BookFiles.DataOption();
        var accept = new Option<string?>("--accept-flagged") { Description = "Take this file though it does not add up." };
        var by = new Option<string?>("--by") { Description = "Who takes it." };
        var reason = new Option<string?>("--reason") { Description = "Why." };
        var output = OutputFormat.Option();
        var command = new Command("day", """
            Runs the sources that institution.json names for a date: bank statements and channels' bills against the book, carried breaks among them, then what is past
            its time to suspense. The same files again change nothing; a corrected file takes the place of the one before it. A file that does not add up is flagged and
            not posted, unless a named person takes it. Exit code 0 when all is matched, 2 when there are breaks, 1 for an error or a flagged file.

            Examples:
              giro reconcile day 2026-11-11 --data day
              giro reconcile day 2026-11-11 --accept-flagged in/camt053-20261111.xml --by Ada --reason "the bank confirms the balance"
            """) { day, data, accept, by, reason, output };
        command.SetAction(parsed => ReconcileCommand.Guarded(() =>
        {
            var date = AsOfOptions.ParseDate("date", parsed.GetValue(day)!);
            var acceptance = AcceptanceOf(parsed.GetValue(accept), parsed.GetValue(by), parsed.GetValue(reason));
            return Run(parsed.GetValue(data)!, date, parsed.GetValue(accept), acceptance, parsed.GetValue(output) == OutputFormat.Json);
        }));
        return command;
    }

    private static Acceptance? AcceptanceOf(string? file, string? by, string? reason)
    {
        if (file is null && by is null && reason is null) return null;
        if (file is null || string.IsNullOrWhiteSpace(by) || string.IsNullOrWhiteSpace(reason)) throw CliException.BadInput("--accept-flagged takes a file, and wants --by and --reason with it");
        return new Acceptance(by, reason);
    }

    private static int Run(DirectoryInfo data, DateOnly date, string? accepted, Acceptance? acceptance, bool json)
    {
        using var book = ReconciliationBook.Open(data);
        if (!book.Institution.Sources.Any(source => source.FilePattern.Length > 0))
            throw CliException.BadInput("institution.json names no source with a file; write \"sources\": [ { \"name\": \"bank\", \"kind\": \"bank-statement\", \"file\": \"in/camt053-{yyyymmdd}.xml\" } ]");
        // A person names a file from where he stands, or from the folder of the book.
        string[] paths = accepted is null ? [] : [Path.GetFullPath(accepted), Path.GetFullPath(Path.Combine(book.Files.Root, accepted))];
        var isNamed = paths.Length == 0;
        using var progress = new PlainProgress(Console.Error);
        IReadOnlyList<SourceResult> results;
        try
        {
            results = new DayReconciliation(book.Book, book.Journal, book.Accounts, book.Institution, book.Store, book.Payouts, book.Waiting, book.Files.Root).Run(
                date, book.BusinessDate, AcceptanceFor, name =>
                {
                    if (!json) progress.Stage(name, 0);
                });
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException)
        {
            throw CliException.BadInput(e.Message);
        }

        progress.Dispose();
        if (!isNamed) throw CliException.BadInput($"--accept-flagged {accepted}: no source has this file for {date:yyyy-MM-dd}");
        if (json) ReconcileDayText.PrintJson(date, results);
        else ReconcileDayText.Print(Console.Out, date, results);
        if (results.Any(result => result.Status != StatementStatus.Reconciled)) return ReconcileCommand.Error;
        return results.All(result => result.Living.Count == 0) ? ReconcileCommand.Matched : ReconcileCommand.Breaks;

        Acceptance? AcceptanceFor(string file)
        {
            if (!paths.Contains(file)) return null;
            isNamed = true;
            return acceptance;
        }
    }
}

using System.CommandLine;
using System.Diagnostics;
using Giro.Ledger.Journal;
using Giro.Storage;
using Giro.Storage.Views;

namespace Giro.Cli.Commands;

/// <summary>`giro views`: how far the views are, and making them anew.</summary>
internal static class ViewsCommand
{
    public static Command Create()
    {
        var command = new Command("views", "The views of a book: account history, balances, ids. They can always be made anew from the journal.");
        command.Subcommands.Add(Status());
        command.Subcommands.Add(Rebuild());
        return command;
    }

    private static Command Status()
    {
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option();
        var command = new Command("status", """
            Says how far the views are and what they say, as one hash.

            Example:
              giro views status --data giro-data
            """) { data, output };
        command.SetAction(parsed =>
        {
            using var views = BookFiles.OpenViews(BookFiles.Existing(parsed.GetValue(data)!));
            if (parsed.GetValue(output) == OutputFormat.Json)
                JsonOutput.Print(new { asOfSequence = views.AsOfSequence, lastNumber = views.LastNumber, contentHash = views.ContentHash() });
            else
                Console.WriteLine($"journal row {views.AsOfSequence:N0}, record {views.LastNumber:N0}, content {views.ContentHash()}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Rebuild()
    {
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option();
        var command = new Command("rebuild", """
            Makes the views anew from the journal, beside the old ones, and swaps them in when complete. Says whether the content is the same.

            Example:
              giro views rebuild --data giro-data
            """) { data, output };
        command.SetAction(parsed =>
        {
            var files = BookFiles.Existing(parsed.GetValue(data)!);
            using var @lock = files.Take();
            using var journal = files.OpenJournalReadOnly();
            var before = HashOfExisting(files, journal);
            var clock = Stopwatch.StartNew();
            var hash = files.Views.Rebuild(journal);
            var same = before is null || before == hash;
            if (parsed.GetValue(output) == OutputFormat.Json)
                JsonOutput.Print(new { contentHash = hash, before, same, seconds = clock.Elapsed.TotalSeconds });
            else
                Console.WriteLine($"content {hash}, {(before is null ? "there were no views before" : same ? "as before" : $"before it was {before}")}, rebuilt in {clock.Elapsed.TotalSeconds:0.0} s");
            return same ? ExitCode.Ok : ExitCode.CheckFailed;
        });
        return command;
    }

    private static string? HashOfExisting(BookStore files, IJournal journal)
    {
        if (!files.Views.Exists) return null;
        ViewRebuild.CatchUp(journal, files.Views);
        using var views = files.Views.Read();
        return views.ContentHash();
    }
}

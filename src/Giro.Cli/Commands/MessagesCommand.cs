using System.CommandLine;
using Giro.Messages.Reports;
using Giro.Messages.Tables;

namespace Giro.Cli.Commands;

/// <summary>`giro messages`: files of banks and channels.</summary>
internal static class MessagesCommand
{
    private const string Text = "text";

    public static Command Create() => new("messages", "Files of banks and channels: statements, notifications, answers, returns, bills.") { Check() };

    private static Command Check()
    {
        var paths = new Argument<string[]>("files") { Description = "The files, compressed (gzip, zip, zlib) or not.", Arity = ArgumentArity.OneOrMore };
        var mapping = new Option<string?>("--mapping", "-m") { Description = "For a table: the file of its mapping, or the name of one that is included." };
        var output = new Option<string>("--output", "-o") { Description = "text, json. JSON is for machines and stays stable.", DefaultValueFactory = _ => Text };
        output.AcceptOnlyFromAmong(Text, OutputFormat.Json);
        var command = new Command("check", $"""
            Names the format of each file by its content, reads all of it, and checks what the format lets one check: counts, control and hash totals,
            opening balance + movements = closing balance, currencies, dates that exist. Nothing is posted.
            Exit code 0 when all files add up, 1 when one is flagged, 2 when one cannot be read (file, line, field and reason are told).

            Formats: {string.Join(", ", ReportFormats.Names)}
            Mappings: {string.Join(", ", TableMappings.Names)}

            Examples:
              giro messages check statement.xml
              giro messages check bank/*.sta bill.csv.gz --output json
              giro messages check export.csv --mapping boc-debit
            """) { paths, mapping, output };
        command.SetAction(parsed => Run(parsed.GetValue(paths)!, parsed.GetValue(mapping), parsed.GetValue(output) == OutputFormat.Json));
        return command;
    }

    private static int Run(string[] paths, string? mapping, bool json)
    {
        var open = MessageFiles.Opener(mapping);
        var exitCode = ExitCode.Ok;
        var checks = new List<MessageCheck>();
        foreach (var path in paths)
        {
            var check = MessageCheck.Of(path, open);
            exitCode = Math.Max(exitCode, ExitCodeOf(check));
            if (json) checks.Add(check);
            else MessageCheckText.Print(check, isLast: path == paths[^1]);
        }

        if (json) JsonOutput.Print(new { files = checks.ConvertAll(MessageCheckJson.Of) });
        return exitCode;
    }

    private static int ExitCodeOf(MessageCheck check) => check switch
    {
        { Error: not null } => ExitCode.BadInput,
        { FindingCount: > 0 } => ExitCode.CheckFailed,
        _ => ExitCode.Ok,
    };
}

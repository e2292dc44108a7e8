using System.CommandLine;
using Giro.Storage;

namespace Giro.Cli.Commands;

/// <summary>`giro verify`: everything that can be checked about a book from its files.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var data = BookFiles.DataOption();
        var deep = new Option<bool>("--deep") { Description = "Also make the views anew and compare their content." };
        var output = OutputFormat.Option();
        var command = new Command("verify", """
            Verifies a book: the hash chain of the journal, debits equal to credits, replay from the first row, the snapshot, and that the
            views say what the ledger says. Exit code 0 when all holds, 1 when something differs, 4 when the journal is damaged.

            Examples:
              giro verify
              giro verify --data giro-data --deep --output json
            """) { data, deep, output };
        command.SetAction(parsed =>
        {
            var files = BookFiles.Existing(parsed.GetValue(data)!);
            var json = parsed.GetValue(output) == OutputFormat.Json;
            var checks = new List<VerifiedCheck>();
            foreach (var check in BookVerification.Run(files, parsed.GetValue(deep)))
            {
                checks.Add(check);
                if (!json) Console.WriteLine($"{(check.Holds ? "ok    " : "FAILED")} {check.Name}: {check.Detail} ({check.Elapsed.TotalSeconds:0.00} s)");
            }

            var holds = checks.TrueForAll(check => check.Holds);
            if (json) JsonOutput.Print(new { holds, checks = checks.ConvertAll(check => new { check.Name, check.Holds, check.Detail, seconds = check.Elapsed.TotalSeconds }) });
            else Console.WriteLine(holds ? "The book holds." : "The book does not hold.");
            return holds ? ExitCode.Ok : ExitCode.CheckFailed;
        });
        return command;
    }
}

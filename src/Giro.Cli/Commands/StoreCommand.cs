using System.CommandLine;
using Giro.Storage;
using Giro.Storage.PostgreSql;

namespace Giro.Cli.Commands;

/// <summary>`giro store`: where a book is kept, and whether it is safe there.</summary>
internal static class StoreCommand
{
    public static Command Create()
    {
        var command = new Command("store", "Where a book is kept: in its folder, or on PostgreSQL when the folder has a store.json.");
        command.Subcommands.Add(Show());
        command.Subcommands.Add(Check());
        return command;
    }

    private static Command Show()
    {
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option();
        var command = new Command("show", """
            Says where the book is kept, the versions of its tables, the head of its journal, and the sizes.

            Example:
              giro store show --data giro-data
            """) { data, output };
        command.SetAction(parsed =>
        {
            var facts = StoreFacts.Of(BookStore.In(parsed.GetValue(data)!.FullName));
            if (parsed.GetValue(output) == OutputFormat.Json) PrintJson(facts);
            else PrintText(facts);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void PrintJson(StoreFacts facts) => JsonOutput.Print(new
    {
        store = facts.Kind, facts.Name, facts.Book, facts.Server,
        versions = facts.Versions.Select(version => new { version.Kind, version.Version, version.Newest }),
        head = facts.Head is { } head ? new { sequence = head.Sequence, hash = head.Hash.ToString() } : null,
        sizes = facts.Sizes.Select(size => new { size.Name, size.Bytes }),
    });

    private static void PrintText(StoreFacts facts)
    {
        Console.WriteLine($"{facts.Name}{(facts.Server is null ? "" : $" ({facts.Server})")}");
        Console.WriteLine(facts.Head is { } head ? $"journal row {head.Sequence:N0}, head {head.Hash}" : "there is no journal yet");
        foreach (var (kind, version, newest) in facts.Versions) Console.WriteLine($"{kind}: version {version}{(version == newest ? "" : $", this program knows {newest}")}");
        // Small tables are many, and say nothing.
        const long Small = 1_000_000;
        var rows = facts.Sizes.Where(size => facts.Server is null || size.Bytes >= Small).Append((Name: "others", Bytes: facts.Sizes.Where(size => facts.Server is not null && size.Bytes < Small).Sum(size => size.Bytes)));
        Console.Write(PlainTable.Of(["table", ">MB"], rows.Where(row => row.Bytes > 0).Select(row => (IReadOnlyList<string>)[row.Name, $"{row.Bytes / 1e6:N1}"])));
    }

    private static Command Check()
    {
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option();
        var command = new Command("check", """
            Asks PostgreSQL for every setting that can lose what was acknowledged, and says what is wanted and why. Exit code 0 when nothing would be refused, 1 otherwise.

            Example:
              giro store check --data giro-data
            """) { data, output };
        command.SetAction(parsed =>
        {
            var findings = SafeSettings.Of(BookStore.In(parsed.GetValue(data)!.FullName));
            var holds = findings.All(finding => finding.Verdict != SettingVerdict.Refuse);
            if (parsed.GetValue(output) == OutputFormat.Json)
            {
                JsonOutput.Print(new { holds, settings = findings.Select(finding => new { finding.Setting, finding.Value, finding.Wanted, verdict = Word(finding.Verdict), finding.Why }) });
            }
            else if (findings.Count == 0)
            {
                Console.WriteLine("The book is kept in its folder: journal and records are synced with every commit, and there is nothing to set.");
            }
            else
            {
                Console.Write(PlainTable.Of(
                    ["", "setting", "is", "wanted", "otherwise"],
                    findings.Select(finding => (IReadOnlyList<string>)[Word(finding.Verdict), finding.Setting, finding.Value, finding.Wanted, finding.Verdict == SettingVerdict.Ok ? "" : finding.Why])));
                Console.WriteLine(holds ? "The server is safe for a book." : "The server is NOT safe for a book.");
            }

            return holds ? ExitCode.Ok : ExitCode.CheckFailed;
        });
        return command;
    }

    private static string Word(SettingVerdict verdict) => verdict switch { SettingVerdict.Ok => "ok", SettingVerdict.Warn => "warn", _ => "refuse" };
}

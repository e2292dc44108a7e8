using System.CommandLine;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using Giro.Rules.Text;
using Giro.Storage;
using Giro.Storage.Records;

namespace Giro.Cli.Commands;

/// <summary><c>giro rules</c>: the fee strategies and accounting rules of a book, as texts.</summary>
internal static class RulesCommand
{
    public static Command Create() => new("rules", "Fee strategies and accounting rules: check them, look at them, try them on a past day, publish them.")
    {
        Check(), Format(), List(), Show(), RulesTryCommand.Create(), RulesPublishCommand.Create(),
    };

    private static Command Check()
    {
        var paths = Files();
        var data = new Option<DirectoryInfo?>("--data", "-d") { Description = "Also check against the institution of the book in this folder: what can be booked and who receives shares." };
        var command = new Command("check", """
            Verifies files of rules: types, units, names, overlapping uses, gaps, tiers, division by zero. Every error is told with file(line,column) and how to mend it.
            Exit code 0 when all are good, 2 when one is not.

            Examples:
              giro rules check card-fees.rules
              giro rules check *.rules --data giro-data
            """) { paths, data };
        command.SetAction(parsed =>
        {
            var symbols = new SymbolTable();
            var institution = parsed.GetValue(data) is { } folder ? BookTerms.Institution(BookFiles.Existing(folder)) : null;
            var isGood = true;
            foreach (var path in parsed.GetValue(paths)!)
            {
                if (RuleFiles.TryLoad(path, symbols) is { } file && CanBeBooked(file, institution)) Console.WriteLine($"{path}: {file}, good");
                else isGood = false;
            }

            return isGood ? ExitCode.Ok : ExitCode.BadInput;
        });
        return command;
    }

    /// <summary>Whether what the rules ask for and what they make is something that payments have and books take.</summary>
    private static bool CanBeBooked(RuleFiles.Loaded file, PaymentInstitution? institution)
    {
        if (institution is null) return true;
        try
        {
            if (file.Strategy is { } strategy) _ = FeeStrategy.Bind(strategy, institution, (_, _) => 1);
            else _ = AccountingProgram.Bind(file.Accounting!, institution);
            return true;
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine($"{file.Path}: {e.Message.Split(" (Parameter ")[0]}");
            return false;
        }
    }

    private static Command Format()
    {
        var path = new Argument<string>("file") { Description = "The file of rules." };
        var command = new Command("format", """
            Prints a file of rules in its one canonical form, so that two versions differ only where they differ. The file is not changed.

            Example:
              giro rules format card-fees.rules > tidy.rules
            """) { path };
        command.SetAction(parsed =>
        {
            var file = RuleFiles.Load(parsed.GetValue(path)!, new SymbolTable());
            Console.Write(file.Strategy is { } strategy ? StrategyPrinter.Print(strategy) : StrategyPrinter.Print(file.Accounting!));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option(OutputFormat.Csv);
        var command = new Command("list", """
            Lists every version of every text of rules in a book, and which are in force.

            Example:
              giro rules list --data giro-data
            """) { data, output };
        command.SetAction(parsed =>
        {
            var files = BookFiles.Existing(parsed.GetValue(data)!);
            using var history = new RuleHistory(files.Records);
            var last = history.LastBook;
            var rows = history.All().Select(rules => RowOf(rules, last)).ToList();
            if (parsed.GetValue(output) == OutputFormat.Json) JsonOutput.Print(new { ruleBook = last, rules = rows });
            else if (parsed.GetValue(output) == OutputFormat.Csv) CsvOutput.Print(rows);
            else Print(rows, last);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(List<RulesRow> rows, uint last)
    {
        Console.Write(PlainTable.Of(
            ["name", "what", ">version", "in force", "rule books", "published", "by"],
            rows.Select(row => (string[])[row.Name, row.What, $"{row.Version}", row.InForce, row.RuleBooks, row.Published, row.By])));
        Console.WriteLine();
        Console.WriteLine(last == 0 ? "No rules were published yet." : $"Rule book {last} is in force; its number stands on each entry that it makes.");
    }

    private static Command Show()
    {
        var name = new Argument<string>("name") { Description = "Of the strategy or the accounting rules." };
        var version = new Option<int?>("--version") { Description = "Which version; default: the one in force, else the newest." };
        var json = new Option<bool>("--json") { Description = "The JSON form, for the API." };
        var data = BookFiles.DataOption();
        var command = new Command("show", """
            Prints a text of rules as it was published.

            Examples:
              giro rules show card-fees --data giro-data
              giro rules show card-fees --version 2 --data giro-data > card-fees-2.rules
            """) { name, version, json, data };
        command.SetAction(parsed =>
        {
            var files = BookFiles.Existing(parsed.GetValue(data)!);
            using var history = new RuleHistory(files.Records);
            var found = Find(history, parsed.GetValue(name)!, parsed.GetValue(version));
            Console.Write(parsed.GetValue(json) ? JsonOf(found) : found.Text);
            if (parsed.GetValue(json)) Console.WriteLine();
            return ExitCode.Ok;
        });
        return command;
    }

    private static KeptRules Find(RuleHistory history, string name, int? version)
    {
        var all = history.All();
        var named = all.Where(rules => rules.Name == name).ToList();
        if (named.Count == 0) throw CliException.NotFound($"there are no rules '{name}'; there are {string.Join(", ", all.Select(rules => rules.Name).Distinct())}");
        if (version is null) return named.MaxBy(rules => (rules.LastBook, rules.Version))!;
        return named.Find(rules => rules.Version == version) ?? throw CliException.NotFound($"there is no version {version} of {name}; there are {string.Join(", ", named.Select(rules => rules.Version))}");
    }

    private static string JsonOf(KeptRules rules)
    {
        var load = StrategyFile.Load(rules.Text, rules.Name, new SymbolTable(), RuleCompiler.DigitsOf);
        return load.Strategy is { } strategy ? StrategyJson.Write(strategy) : StrategyJson.Write(load.Accounting ?? throw CliException.BadInput($"{rules.Name} version {rules.Version} cannot be read any more: {string.Join("; ", load.Errors)}"));
    }

    private static RulesRow RowOf(KeptRules rules, uint last) => new(
        rules.Name, StrategyFile.Load(rules.Text, rules.Name, new SymbolTable(), RuleCompiler.DigitsOf).Accounting is null ? "strategy" : "accounting", rules.Version,
        rules.LastBook == last ? "yes" : "", rules.FirstBook == rules.LastBook ? $"{rules.FirstBook}" : $"{rules.FirstBook} to {rules.LastBook}",
        rules.At.ToString("yyyy-MM-dd HH:mm:ss'Z'"), rules.By, rules.Hash);

    internal static Argument<string[]> Files() => new("files") { Description = "Files of rules, one strategy or accounting each.", Arity = ArgumentArity.OneOrMore };

    private sealed record RulesRow(string Name, string What, int Version, string InForce, string RuleBooks, string Published, string By, string Hash);
}

using System.CommandLine;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using Giro.Storage;
using Giro.Storage.Records;

namespace Giro.Cli.Commands;

/// <summary><c>giro rules publish</c>: puts new versions in force beside what stays. A version is never edited in place.</summary>
internal static class RulesPublishCommand
{
    public static Command Create()
    {
        var paths = RulesCommand.Files();
        var data = BookFiles.DataOption();
        var by = new Option<string>("--by") { Description = "Who publishes; kept with the text.", Required = true };
        var command = new Command("publish", """
            Puts new versions of rules in force; the rest of the rule book stays as it is. The new rule book has the next number, which stands on each entry that it makes;
            entries that were made before keep theirs. Refused is what has errors, what breaks a contract, and a version that was published with another text.
            Approval by a second person is not asked for yet; that is a later step. Try a change first: giro rules try.

            Example:
              giro rules publish card-fees.rules --data giro-data --by anna
            """) { paths, data, by };
        command.SetAction(parsed => Publish(parsed.GetValue(paths)!, BookFiles.Existing(parsed.GetValue(data)!), parsed.GetValue(by)!));
        return command;
    }

    private static int Publish(string[] paths, BookStore files, string by)
    {
        if (by.Trim().Length == 0) throw CliException.BadInput("--by: say who publishes");
        var institution = BookTerms.Institution(files);
        var symbols = new SymbolTable();
        var changed = paths.Select(path => RuleFiles.TryLoad(path, symbols)).ToList();
        if (changed.Contains(null)) throw CliException.BadInput("nothing was published; mend the files and try again");
        if (changed.CountBy(file => file!.Name).FirstOrDefault(pair => pair.Value > 1) is { Key: { } twice }) throw CliException.BadInput($"two of the files are '{twice}'; publish one version at a time");
        using var @lock = files.Take();
        using var store = new RuleStore(files.Records);
        IReadOnlyList<KeptRules> kept;
        using (var history = new RuleHistory(files.Records)) kept = history.All();
        var last = store.LastBook;
        var isChanged = false;
        foreach (var file in changed) isChanged |= CheckVersion(file!, kept, last);
        if (!isChanged)
        {
            Console.WriteLine($"Nothing is new: rule book {last} has these versions already.");
            return ExitCode.Ok;
        }

        var stay = kept.Where(rules => rules.LastBook == last && last > 0 && !changed.Exists(file => file!.Name == rules.Name)).ToList();
        Check([.. changed.Select(file => new RuleText(file!.Path, file.Text)), .. stay.Select(rules => new RuleText($"{rules.Name} version {rules.Version}", rules.Text))], last + 1);
        var number = store.Publish(
            [.. changed.Select(file => new RuleVersion(file!.Name, file.Version, file.Text, file.Hash)), .. stay.Select(rules => new RuleVersion(rules.Name, rules.Version, rules.Text, rules.Hash))],
            by.Trim(), TimeProvider.System.GetUtcNow());
        Console.WriteLine($"Rule book {number} is in force: {string.Join(", ", changed.Select(file => $"{file!.Name} version {file.Version}"))}; {BookTerms.Count(stay.Count, "text")} as before.");
        return ExitCode.Ok;

        // The numbers of totals are given when the rule book is loaded; here any that differ will do, so that what is refused leaves no trace.
        void Check(IReadOnlyList<RuleText> texts, uint number)
        {
            var totals = 0;
            var compiled = RuleCompiler.Compile(number, texts, institution, new SymbolTable(), (_, _) => ++totals);
            if (compiled.Book is not null) return;
            foreach (var error in compiled.Errors) Console.Error.WriteLine($"giro: {error}");
            throw CliException.BadInput($"nothing was published: {BookTerms.Count(compiled.Errors.Count, "error")}");
        }
    }

    /// <returns>Whether the version is new.</returns>
    private static bool CheckVersion(RuleFiles.Loaded file, IReadOnlyList<KeptRules> kept, uint last)
    {
        var named = kept.Where(rules => rules.Name == file.Name).ToList();
        if (named.Count == 0) return true;
        var newest = named.Max(rules => rules.Version);
        if (named.Find(rules => rules.Version == file.Version) is { } same)
        {
            if (same.Hash != file.Hash) throw CliException.BadInput($"{file.Path}: {file.Name} version {file.Version} was published with another text; a version is never edited, so give this one version {newest + 1}");
            if (same.LastBook != last) throw CliException.BadInput($"{file.Path}: {file.Name} version {file.Version} was in force once; publish its text again as version {newest + 1}");
            return false;
        }

        if (file.Version < newest) throw CliException.BadInput($"{file.Path}: {file.Name} has version {newest} already; give this one version {newest + 1}");
        if (file.Strategy is { } strategy) CheckTotals(file.Path, strategy, named);
        return true;
    }

    /// <summary>A total goes on from version to version, so what it sums cannot change under its name: the sum would be of two things.</summary>
    private static void CheckTotals(string path, Strategy strategy, List<KeptRules> versions)
    {
        foreach (var version in versions)
        {
            var was = StrategyFile.Load(version.Text, version.Name, new SymbolTable(), RuleCompiler.DigitsOf).Strategy;
            foreach (var total in strategy.Totals)
            {
                if (was?.Totals.FirstOrDefault(other => other.Name == total.Name) is { } other && other != total)
                    throw CliException.BadInput($"{path}: the total {total.Name} is another one in version {version.Version}, and goes on from there; give it a name of its own");
            }
        }
    }
}

using Giro.Operations.Institution.Terms;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;

namespace Giro.Cli.Commands;

/// <summary>Reads files of rules for commands; an error is shown with its line and a caret under the column.</summary>
internal static class RuleFiles
{
    /// <summary>A file as it was read: a strategy or an accounting.</summary>
    public sealed record Loaded(string Path, string Text, Strategy? Strategy, AccountingRules? Accounting)
    {
        public string Name => Strategy?.Name ?? Accounting!.Name;

        public int Version => Strategy?.Version ?? Accounting!.Version;

        public string Hash => Strategy?.Hash ?? Accounting!.Hash;

        public override string ToString() => $"{(Strategy is null ? "accounting" : "strategy")} {Name} version {Version}";
    }

    /// <summary>Null when it has errors, which are printed to stderr.</summary>
    public static Loaded? TryLoad(string path, SymbolTable symbols)
    {
        if (!File.Exists(path)) throw CliException.NotFound($"{path}: there is no such file");
        var text = File.ReadAllText(path);
        var load = StrategyFile.Load(text, path, symbols, RuleCompiler.DigitsOf);
        if (load.Errors.Count == 0) return new Loaded(path, text, load.Strategy, load.Accounting);
        var lines = text.Split('\n');
        foreach (var error in load.Errors) Show(error, lines);
        return null;
    }

    /// <exception cref="CliException">The file has errors, which are printed to stderr.</exception>
    public static Loaded Load(string path, SymbolTable symbols) => TryLoad(path, symbols) ?? throw CliException.BadInput($"{path} cannot be used; mend it and try again");

    private static void Show(RuleError error, string[] lines)
    {
        Console.Error.WriteLine(error);
        if (error.At.Line > lines.Length) return;
        var line = lines[error.At.Line - 1].TrimEnd('\r');
        Console.Error.WriteLine($"    {line.Replace('\t', ' ')}");
        Console.Error.WriteLine($"    {new string(' ', Math.Max(0, Math.Min(error.At.Column - 1, line.Length)))}^");
    }
}

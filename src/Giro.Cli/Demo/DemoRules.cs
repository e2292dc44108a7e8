using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using Giro.Storage.Records;

namespace Giro.Cli.Demo;

/// <summary>The rules of the demo: the texts in <c>Demo/Rules</c>, one file a contract's strategy and one for accounting.</summary>
internal static class DemoRules
{
    private const string Prefix = "Giro.Cli.Demo.Rules.";

    /// <summary>By name of file, such as <c>flat-percent.rules</c>.</summary>
    public static IReadOnlyList<RuleText> Texts { get; } = [.. typeof(DemoRules).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(name => new RuleText(name[Prefix.Length..], Read(name)))];

    /// <summary>Keeps the texts in the book's records and gives them back as they will be loaded for ever.</summary>
    public static RuleBooks Publish(RecordsDatabase records, PaymentInstitution institution, DateTimeOffset at)
    {
        using var store = new RuleStore(records);
        store.Publish([.. Texts.Select(VersionOf)], "demo", at);
        return store.Load(institution);
    }

    private static RuleVersion VersionOf(RuleText text)
    {
        var load = StrategyFile.Load(text.Text, text.Source, new SymbolTable(), RuleCompiler.DigitsOf);
        if (load.Errors.Count > 0) throw new InvalidDataException(string.Join(Environment.NewLine, load.Errors));
        return load.Strategy is { } strategy ? new RuleVersion(strategy.Name, strategy.Version, text.Text, strategy.Hash)
            : new RuleVersion(load.Accounting!.Name, load.Accounting.Version, text.Text, load.Accounting.Hash);
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(DemoRules).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

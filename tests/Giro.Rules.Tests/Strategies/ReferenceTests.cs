using System.Runtime.CompilerServices;
using Giro.Rules.Text;

namespace Giro.Rules.Tests.Strategies;

/// <summary>What docs/rules.md says is so.</summary>
public sealed class ReferenceTests
{
    private static string[] Blocks(string kind, [CallerFilePath] string here = "")
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "rules.md"));
        return [.. page.Split($"```{kind}\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
    }

    [Fact]
    public void Every_example_loads_and_prints_stably()
    {
        var blocks = Blocks("rules");
        Assert.Equal(3, blocks.Length);
        foreach (var block in blocks)
        {
            var load = Examples.Load(block);
            Assert.True(load.Errors.Count == 0, string.Join('\n', load.Errors));
            var printed = load.Strategy is { } strategy ? StrategyPrinter.Print(strategy) : StrategyPrinter.Print(load.Accounting!);
            var again = Examples.Load(printed);
            Assert.Equal(printed, again.Strategy is { } second ? StrategyPrinter.Print(second) : StrategyPrinter.Print(again.Accounting!));
        }
    }

    [Fact]
    public void Errors_look_as_they_are_shown()
    {
        const string Text = """
            strategy s version 1
            currency CNY
            input amount: money
            output fee: money
            use a
                otherwise
            algorithm a
                fee = amuont
                fee = amount * 1% + fee
            """;
        Assert.Equal(Blocks("error").Single().TrimEnd(), string.Join('\n', Examples.Load(Text).Errors));
    }
}

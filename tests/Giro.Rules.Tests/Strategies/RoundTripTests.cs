using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using Giro.Rules.Text;

namespace Giro.Rules.Tests.Strategies;

public sealed class RoundTripTests
{
    [Fact]
    public void The_canonical_text_reads_as_one_writes_it()
    {
        var printed = StrategyPrinter.Print(Examples.Strategy(Examples.CardFees));
        Assert.StartsWith(
            """
            # what a card payment costs
            strategy card-fees version 3
            currency CNY

            input amount: money
            input card-type: text
            """,
            printed,
            StringComparison.Ordinal);
        Assert.Contains("input original-fee: money = 0.00  # of the payment that is refunded\n", printed, StringComparison.Ordinal);
        Assert.Contains("\n\ntiers volume-rate: money -> rate\n    from 0.00       0.60%\n    from 100000.00  0.50%\n\n", printed, StringComparison.Ordinal);
        Assert.Contains("\n    fee = -(proportion(original-fee, amount, original-amount) rounded down if original-amount != 0 else 0.00)\n", printed, StringComparison.Ordinal);
        Assert.Contains("\n    fee = (month-volume * volume-rate[month-volume] rounded half-up) - month-fee\n".Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal), printed, StringComparison.Ordinal);
        Assert.Contains(
            "\nuse percent(rate: 0.60%, minimum: 0.10, cap: 20.00)\n    when channel = \"card\" and mcc in (\"5411\", \"5412\") and amount from 0.00 to 999.99 and card starts with \"62\"\n    priority 10\n    from 2026-01-01 until 2026-07-01\n",
            printed,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Examples.CardFees)]
    public void Printing_twice_changes_nothing(string text)
    {
        var once = Examples.Strategy(text);
        var twice = Examples.Strategy(StrategyPrinter.Print(once));
        Assert.Equal(StrategyPrinter.Print(once), StrategyPrinter.Print(twice));
        Assert.Equal(once.Hash, twice.Hash);
    }

    [Fact]
    public void Json_of_a_strategy_gives_its_canonical_text_back()
    {
        var strategy = Examples.Strategy(Examples.CardFees);
        var read = StrategyJson.Read(StrategyJson.Write(strategy), "api", new SymbolTable(), Examples.Digits);
        Assert.Empty(read.Errors);
        Assert.Equal(StrategyPrinter.Print(strategy), StrategyPrinter.Print(read.Strategy!));
        Assert.Equal(StrategyPrinter.Print(strategy), read.Strategy!.Text);
        Assert.Equal(strategy.Hash, read.Strategy.Hash);
    }

    [Fact]
    public void Json_of_an_accounting_gives_its_canonical_text_back()
    {
        var accounting = Examples.Accounting(Examples.Payments);
        var read = StrategyJson.Read(StrategyJson.Write(accounting), "api", new SymbolTable(), Examples.Digits);
        Assert.Empty(read.Errors);
        Assert.Equal(StrategyPrinter.Print(accounting), StrategyPrinter.Print(read.Accounting!));
        Assert.Contains("\n    credit merchant/{merchant}/pending   amount - fee\n", StrategyPrinter.Print(accounting), StringComparison.Ordinal);
    }
}

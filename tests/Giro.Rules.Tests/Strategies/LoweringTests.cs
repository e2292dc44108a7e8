using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Rules.Tests.Strategies;

/// <summary>What texts mean: they are run, by the interpreter and compiled.</summary>
public sealed class LoweringTests
{
    private static long[] Run(RuleProgram program, params long[] inputs)
    {
        ProgramCheck.Verify(program);
        var (frame, compiled) = (program.NewFrame(), program.NewFrame());
        inputs.CopyTo(frame, 0);
        inputs.CopyTo(compiled, 0);
        Assert.Equal(Outcome.Done, Interpreter.Run(program, frame));
        Assert.Equal(Outcome.Done, ProgramCompiler.Compile(program)(compiled));
        long[] outputs = [.. program.Outputs.Select(output => frame[output])];
        Assert.Equal(outputs, program.Outputs.Select(output => compiled[output]));
        return outputs;
    }

    [Theory]
    [InlineData("amount * rate rounded half-up", 12_35)] // 2,057.75 * 0.60% = 12.3465
    [InlineData("amount * rate rounded down", 12_34)]
    [InlineData("amount * rate rounded up to 0.05", 12_35)]
    [InlineData("(amount * rate rounded down to 5) + 0.01", 10_01)]
    [InlineData("amount / n rounded half-up if n != 0 else 0", 685_92)] // / 3 = 685.9166...
    [InlineData("amount / max(n, 1) rounded down", 685_91)]
    [InlineData("proportion(amount, 2, 3) rounded down", 1_371_83)]
    [InlineData("amount / rate rounded half-up if rate > 0% else 0", 342_958_33)]
    [InlineData("amount * (amount / 4115.50 rounded down) rounded half-up", 1_028_88)] // a half
    [InlineData("-amount", -2_057_75)]
    [InlineData("amount - 2 * 0.75 - n * 1.00", 2_053_25)]
    [InlineData("100 * n", 300_00)]
    [InlineData("min(amount, 5, 7.00)", 5_00)]
    [InlineData("max(amount, 5)", 2_057_75)]
    [InlineData("prices[kind]", 2_50)]
    [InlineData("amount * steps[amount] rounded half-up", 41_16)] // the tier of 2%: 41.155
    [InlineData("marginal(steps, 500.00, amount) rounded half-up", 36_16)] // 500.00 at 1% and 1,557.75 at 2%: 36.155
    [InlineData("1.00 if kind = \"b\" and n > 2 or online else 2.00", 1_00)]
    [InlineData("1.00 if kind in (\"a\", \"c\") else 2.00", 2_00)]
    [InlineData("1.00 if kind not in (\"a\", \"c\") else 2.00", 1_00)]
    [InlineData("1.00 if not online and n from 1 to 3 else 2.00", 1_00)]
    [InlineData("1.00 if kind starts with \"b\" else 2.00", 1_00)]
    [InlineData("1.00 if day - 2026-01-01 > 30 and day + 1 = 2026-03-02 else 2.00", 1_00)]
    [InlineData("1.00 if online = false and rate * 2 = 1.2% else 2.00 if online else 3.00", 1_00)]
    public void An_expression_comes_to(string expression, long feeMinor)
    {
        var symbols = new SymbolTable();
        var strategy = Examples.Strategy(
            $"""
            strategy s version 1
            currency CNY
            input amount: money
            input n: count
            input kind: text
            input rate: rate
            input day: date
            input online: flag
            output fee: money
            output other: money
            table prices: text -> money
                "a" = 1.50
                "b" = 2.50
            tiers steps: money -> rate
                from 0 1%
                from 1000.00 2%
            algorithm a
                fee = {expression}
            algorithm b
                other = min(prices[kind], (amount * steps[amount] rounded down))
            use a
                when amount > 0 and n > 1 and kind = "b" and rate != 0% and day > 2020-01-01 and not online
            use b
                otherwise
            """,
            symbols);
        Assert.Equal([feeMinor, 0], Run(strategy.Uses[0].Program, 2_057_75, 3, symbols.Intern("b"), 6_000_000, new DateOnly(2026, 3, 1).DayNumber, 0));
        Assert.Equal(0, Run(strategy.Uses[1].Program, 100, 0, symbols.Intern("b"), 0, 0, 0)[0]);
    }

    [Theory]
    // amount, card type, month volume, promotion used; fee, discount, own, partner
    [InlineData(1_000_00, "debit", 0, 0, 6_10, 6_10, 4_88, 1_22)]
    [InlineData(1_000_00, "credit", 0, 0, 6_10, 0, 4_88, 1_22)]
    [InlineData(1_000_00, "debit", 0, 999_00, 6_10, 1_00, 4_88, 1_22)]
    [InlineData(1_00, "debit", 0, 2_000_00, 20, 0, 16, 4)]
    [InlineData(10_000_00, "debit", 0, 2_000_00, 20_00, 0, 16_00, 4_00)]
    public void The_card_fees_of_the_example(long amountMinor, string cardType, long volumeMinor, long usedMinor, long fee, long discount, long own, long partner)
    {
        var symbols = new SymbolTable();
        var strategy = Examples.Strategy(Examples.CardFees, symbols);
        long[] payment = [amountMinor, symbols.Intern(cardType), symbols.Intern("card"), symbols.Intern("5411"), symbols.Intern("62"), symbols.Intern("CN"), 0, 0, volumeMinor, 0, usedMinor];
        Assert.Equal([fee, discount, own, partner], Run(strategy.Uses[0].Program, payment));
    }

    [Fact]
    public void A_refund_and_a_true_up_of_the_example()
    {
        var symbols = new SymbolTable();
        var strategy = Examples.Strategy(Examples.CardFees, symbols);
        Assert.Equal([-1_00, 0, 0, 0], Run(strategy.Uses[3].Program, 50_00, 0, 0, 0, 0, 0, 3_00, 150_00, 0, 0, 0));
        Assert.Equal([0L, 0, 0, 0], Run(strategy.Uses[3].Program, 50_00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        Assert.Equal(TotalPeriod.Month, strategy.PeriodEnds.Single().Period);
        Assert.Equal([-100_00, 0, 0, 0], Run(strategy.PeriodEnds[0].Use.Program, 0, 0, 0, 0, 0, 0, 0, 0, 100_000_00, 600_00, 0));
    }

    [Fact]
    public void A_strategy_tells_what_it_declares()
    {
        var strategy = Examples.Strategy(Examples.CardFees);
        Assert.Equal(("card-fees", 3, "CNY", 2), (strategy.Name, strategy.Version, strategy.Currency, strategy.Digits));
        Assert.Equal(new StrategyInput("amount", ValueType.Money, null), strategy.Inputs[0]);
        Assert.Equal(new StrategyInput("original-fee", ValueType.Money, 0), strategy.Inputs[6]);
        Assert.Equal(new StrategyTotal("month-volume", ValueType.Money, "amount", TotalPeriod.Month, TotalScope.Merchant), strategy.Totals[0]);
        Assert.Equal(new StrategyTotal("promotion-used", ValueType.Money, "discount", TotalPeriod.Ever, TotalScope.All), strategy.Totals[2]);
        Assert.Equal(new StrategyOutput("fee", ValueType.Money, "merchant-fee", OutputEffect.Charged, null), strategy.Outputs[0]);
        Assert.Equal(new StrategyOutput("partner", ValueType.Money, "share", OutputEffect.Credited, "P000123"), strategy.Outputs[3]);
        Assert.Equal(new StrategyArgument("rate", ValueType.Rate, 6_000_000, "0.60%"), strategy.Uses[0].Arguments[0]);
        Assert.Equal((10, new DateOnly(2026, 1, 1), new DateOnly(2026, 7, 1)), (strategy.Uses[0].Priority, strategy.Uses[0].From!.Value, strategy.Uses[0].Until!.Value));
        Assert.Equal("mcc in (\"5411\", \"5412\")", strategy.Uses[0].Conditions[1].Text);
        Assert.Equal(64, strategy.Hash.Length);
    }

    [Theory]
    // receivable, pending, fees; -1 is no such leg
    [InlineData("net", 100_00, 97_00, 3_00)]
    [InlineData("gross", 100_00, 100_00, -1)]
    public void An_event_comes_to_its_legs(string deduction, long receivable, long pending, long fees)
    {
        var symbols = new SymbolTable();
        var accounting = Examples.Accounting(Examples.Payments, symbols);
        long[] inputs = [symbols.Intern("M1"), symbols.Intern("card"), symbols.Intern(deduction), 100_00, 3_00];
        var chosen = accounting.Events[accounting.Select("payment", inputs)];
        Assert.Equal(fees < 0 ? [receivable, pending] : [receivable, pending, fees], Run(chosen.Program, inputs));
        Assert.Equal([new PathPiece("merchant/", -1), new PathPiece("", 0), new PathPiece("/pending", -1)], chosen.Legs[1].Path);
        Assert.Equal([true, false], chosen.Legs.Take(2).Select(leg => leg.IsDebit));
        Assert.Equal(chosen.Program.Outputs[1], chosen.Legs[1].Slot);
        Assert.Equal(-1, accounting.Select("refund", inputs));
    }
}

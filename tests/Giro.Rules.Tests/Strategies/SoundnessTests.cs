using Giro.Rules.Programs;
using Giro.Rules.Strategies;

namespace Giro.Rules.Tests.Strategies;

/// <summary>What loading promises is tried on random texts: no division by zero in what was loaded, and no entry that does not balance.</summary>
public sealed class SoundnessTests
{
    private static readonly string[] Conditions = ["n > 0", "n from 1 to 10", "n != 0", "n in (2, 3)", "n < 5", "n >= -1 and n != 0", "n <= 0 and n != 0", "m > 0.00 and n > 1"];

    [Fact]
    public void What_loads_never_divides_by_zero()
    {
        var (loaded, refused) = (0, 0);
        for (var seed = 1; seed <= 4000; seed++)
        {
            var random = new Random(seed);
            var symbols = new SymbolTable();
            var load = Examples.Load(
                $"""
                strategy s version 1
                currency CNY
                input n: count
                input m: money
                input k: count
                output fee: money
                algorithm a
                    x = {Count(random, 2)}
                    y = {Count(random, 2)} + x
                    fee = {Quotient(random)} + 0.00 * k
                use a
                    when {Conditions[random.Next(Conditions.Length)]}
                """,
                symbols);
            if (load.Strategy is not { } strategy)
            {
                Assert.True(load.Errors.All(error => error.Code is "zero" or "unused" or "rounding"), $"seed {seed}: {string.Join('\n', load.Errors)}");
                refused++;
                continue;
            }

            loaded++;
            var program = strategy.Uses[0].Program;
            ProgramCheck.Verify(program);
            for (var run = 0; run < 60; run++)
            {
                long[] inputs = [random.Next(-4, 12), random.Next(-3, 4), random.Next(-3, 4)];
                if (strategy.Select(inputs, 0) < 0) continue;
                var frame = program.NewFrame();
                inputs.CopyTo(frame, 0);
                Assert.True(Interpreter.Run(program, frame).Fault is Fault.None, $"seed {seed}: {string.Join(' ', inputs)}\n{strategy.Text}");
            }
        }

        Assert.True(loaded > 500 && refused > 500, $"{loaded} loaded, {refused} refused");
    }

    private static string Quotient(Random random) => random.Next(4) switch
    {
        0 => $"(m / {Count(random, 1)} rounded down)",
        1 => $"proportion(m, {Count(random, 1)}, y) rounded half-up",
        2 => $"(m / {Pick(random, "n", "x", "y")} rounded up if {Pick(random, "n", "x", "y")} {Pick(random, "!= 0", "> 0", "< 0", ">= 1", "in (1, 2)", "from 1 to 3", "= 0")} {Pick(random, "and", "or")} {Pick(random, "n", "x", "k")} > {random.Next(-1, 3)} else 0.00)",
        _ => $"(0.00 if {Pick(random, "x = 0", "not x != 0", "x <= 0", "x = 0 or n = 0", "k = 0")} else m / x rounded down)",
    };

    private static string Count(Random random, int depth) => depth == 0 ? Pick(random, "n", "k", "1", "2", "-1", "0") : random.Next(6) switch
    {
        0 => $"max({Count(random, depth - 1)}, {random.Next(0, 3)})",
        1 => $"min({Count(random, depth - 1)}, {random.Next(-2, 2)})",
        2 => $"({Count(random, depth - 1)} + {Count(random, depth - 1)})",
        3 => $"({Count(random, depth - 1)} * {Count(random, depth - 1)})",
        4 => $"({Count(random, depth - 1)} if {Pick(random, "n > 0", "k != 0", "n = 2")} else {Count(random, depth - 1)})",
        _ => $"({Count(random, depth - 1)} - {Count(random, depth - 1)})",
    };

    [Fact]
    public void What_loads_balances()
    {
        var (loaded, refused) = (0, 0);
        for (var seed = 1; seed <= 3000; seed++)
        {
            var random = new Random(seed);
            var legs = Enumerable.Range(0, random.Next(1, 3)).Select(_ => $"    debit a {Amount(random, 2)}").Concat(Enumerable.Range(0, random.Next(1, 3)).Select(_ => $"    credit b {Amount(random, 2)}")).ToList();
            if (random.Next(2) == 0)
            {
                // What the credits lack, so that many load.
                var debits = string.Join(" + ", legs.Where(leg => leg.Contains("debit", StringComparison.Ordinal)).Select(leg => $"({leg[12..]})"));
                var credits = string.Join(" - ", legs.Where(leg => leg.Contains("credit", StringComparison.Ordinal)).Select(leg => $"({leg[13..]})"));
                legs.Add($"    credit c {debits} - {credits}");
            }

            var load = Examples.Load(
                $"""
                accounting s version 1
                currency CNY
                input m: money
                input v: money
                input n: count
                on payment
                    x = {Amount(random, 2)}
                    y, z = share(x + m, 1, 2) remainder {Pick(random, "largest", "to y", "to z")}
                {string.Join('\n', legs)}
                    debit d x + y + z + v + n * 0.01
                    credit d n * 0.01 + v + x + x + m
                """);
            if (load.Accounting is not { } accounting)
            {
                Assert.True(load.Errors.All(error => error.Code is "balance"), $"seed {seed}: {string.Join('\n', load.Errors)}");
                refused++;
                continue;
            }

            loaded++;
            var chosen = accounting.Events[0];
            for (var run = 0; run < 20; run++)
            {
                var frame = chosen.Program.NewFrame();
                (frame[0], frame[1], frame[2]) = (random.Next(-500, 500), random.Next(-500, 500), random.Next(-9, 10));
                Assert.Equal(Outcome.Done, Interpreter.Run(chosen.Program, frame));
                Assert.True(chosen.Legs.Sum(leg => leg.IsDebit ? frame[leg.Slot] : -frame[leg.Slot]) == 0, $"seed {seed}\n{accounting.Text}");
            }
        }

        Assert.True(loaded > 500 && refused > 500, $"{loaded} loaded, {refused} refused");
    }

    private static string Amount(Random random, int depth) => depth == 0 ? Pick(random, "m", "v", "1.00", "(m + 2)", "0.01 * n") : random.Next(8) switch
    {
        0 => $"min({Amount(random, depth - 1)}, {Amount(random, depth - 1)})",
        1 => $"({Amount(random, depth - 1)} - {Amount(random, depth - 1)})",
        2 => $"2 * ({Amount(random, depth - 1)})",
        3 => $"({Amount(random, depth - 1)} if m > v else {Amount(random, depth - 1)})",
        4 => $"(({Amount(random, depth - 1)}) * 1.5% rounded {Pick(random, "up", "down")})",
        5 => $"-({Amount(random, depth - 1)})",
        6 => "(v + 5 * n)",
        _ => $"({Amount(random, depth - 1)} + {Amount(random, depth - 1)})",
    };

    private static string Pick(Random random, params string[] texts) => texts[random.Next(texts.Length)];
}

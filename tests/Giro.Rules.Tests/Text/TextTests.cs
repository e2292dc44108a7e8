using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using Giro.Rules.Text;
using Giro.Rules.Tests.Strategies;

namespace Giro.Rules.Tests.Text;

public sealed class TextTests
{
    private static string Printed(string expression)
    {
        var errors = new Diagnostics("x");
        var file = Parser.Parse($"algorithm a\n    x = {expression}", errors);
        Assert.Empty(errors.Sorted());
        return StrategyPrinter.Print(file).Split(" = ", 2)[1].TrimEnd();
    }

    [Theory]
    [InlineData("((a)+(b))*c", "(a + b) * c")]
    [InlineData("a-(b - c)-(d)", "a - (b - c) - d")]
    [InlineData("a*(b*c)", "a * (b * c)")]
    [InlineData("(a * b) rounded up + 1", "a * b rounded up + 1")]
    [InlineData("a * (b * c rounded up)", "a * (b * c rounded up)")]
    [InlineData("(a * b rounded up) * c rounded down", "a * b rounded up * c rounded down")]
    [InlineData("(a rounded up to 1) rounded down to 2", "(a rounded up to 1) rounded down to 2")]
    [InlineData("a * proportion(b, c, d) rounded down rounded up to 0.05", "a * proportion(b, c, d) rounded down rounded up to 0.05")]
    [InlineData("-(3) - -a - -(a + b)", "-3 - -a - -(a + b)")]
    [InlineData("(a if b else c) if (d if e else f) else (g if h else i)", "(a if b else c) if (d if e else f) else g if h else i")]
    [InlineData("a if (b or c) and not (d = 1 and e) else f", "a if (b or c) and not (d = 1 and e) else f")]
    [InlineData("a if not not b else c", "a if not not b else c")]
    [InlineData("a if x from (b * c rounded down) to d else 1", "a if x from (b * c rounded down) to d else 1")]
    [InlineData("a if (x = y) = z else 1", "a if (x = y) = z else 1")]
    [InlineData("a if x not in (\"1\",\"\\\"\\\\\") else 1", "a if x not in (\"1\", \"\\\"\\\\\") else 1")]
    [InlineData("t[ min(a,\n b) ]", "t[min(a, b)]")]
    [InlineData("a +\n\n   # why\n  b", "a + b  # why")]
    [InlineData("min(\n a,\n b\n )", "min(a, b)")]
    public void An_expression_has_the_brackets_that_it_needs(string expression, string printed)
    {
        Assert.Equal(printed, Printed(expression));
        Assert.Equal(printed, Printed(printed));
    }

    [Fact]
    public void Comments_stay_where_they_are()
    {
        const string Text = """
            # one

            strategy s version 1  # two
            currency CNY
            #
            # three
            use a
                # four
                otherwise  # five

            # six

            """;
        var errors = new Diagnostics("x");
        var printed = StrategyPrinter.Print(Parser.Parse(Text, errors));
        Assert.Equal(Text.Replace("# one\n\n", "# one\n", StringComparison.Ordinal).Replace("CNY\n#\n", "CNY\n\n#\n", StringComparison.Ordinal), printed);
    }

    [Fact]
    public void Comments_do_not_change_the_hash_and_a_figure_does()
    {
        var hash = Examples.Strategy(Examples.CardFees).Hash;
        Assert.Equal(hash, Examples.Strategy(Examples.CardFees.Replace("# of the payment", "# of a payment", StringComparison.Ordinal)).Hash);
        Assert.NotEqual(hash, Examples.Strategy(Examples.CardFees.Replace("0.60%", "0.61%", StringComparison.Ordinal)).Hash);
    }

    [Fact]
    public void A_long_condition_is_broken_after_a_comma_or_an_and()
    {
        var codes = string.Join(", ", Enumerable.Range(5000, 60).Select(i => $"\"{i}\""));
        var text = Examples.CardFees.Replace("\"5411\", \"5412\"", codes, StringComparison.Ordinal);
        var printed = StrategyPrinter.Print(Examples.Strategy(text));
        Assert.All(printed.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.Equal(printed, StrategyPrinter.Print(Examples.Strategy(printed)));
    }

    public static TheoryData<string, string> Limits => new()
    {
        { new string('(', 65) + "1" + new string(')', 65), "too-deep" },
        { string.Join(" + ", Enumerable.Repeat("amount", 202)), "too-deep" },
        { string.Concat(Enumerable.Repeat("not ", 100)) + "a", "too-deep" },
        { string.Concat(Enumerable.Repeat("- ", 100)) + "a", "too-deep" },
        { string.Concat(Enumerable.Repeat("1 if a else ", 100)) + "a", "too-deep" },
        { "min(" + string.Join(", ", Enumerable.Range(0, 300)) + ")", "too-long" },
        { new string(' ', StrategyFile.MaxLength), "too-large" },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void What_is_too_much_is_said(string expression, string code) =>
        Assert.Contains(Examples.Load($"strategy s version 1\ncurrency CNY\ninput amount: money\noutput fee: money\nalgorithm x\n    fee = {expression}\nuse x\n    otherwise").Errors, error => error.Code == code);

    [Fact]
    public void Sixty_four_brackets_and_two_hundred_terms_are_read()
    {
        Assert.Equal("1", Printed(new string('(', 63) + "1" + new string(')', 63)));
        Assert.Equal(199, Printed(string.Join(" + ", Enumerable.Repeat("a", 200))).Count(c => c == '+'));
    }

    [Fact]
    public void No_more_than_a_hundred_errors_are_told()
    {
        Assert.Equal(100, Examples.Load(string.Concat(Enumerable.Repeat("?\n", 500_000))).Errors.Count);
        Assert.Equal(100, Examples.Load("strategy s version 1\n" + string.Concat(Enumerable.Repeat("input a: money\n", 60_000))).Errors.Count);
    }

    /// <summary>Pieces are left out, doubled, moved and replaced; whatever comes of it is a strategy, an accounting or errors. What loads prints stably.</summary>
    [Theory]
    [InlineData(Examples.CardFees)]
    [InlineData(Examples.Payments)]
    public void No_text_makes_loading_throw(string text)
    {
        string[] tokens = ["(", ")", "[", "]", ",", "=", "\n", "\"", "%", "-", " if ", " else ", "rounded up", "{", "}", "/", "0", "9999999999999999999999", "fee", "amount", "use", "on x\n", "2026-13-01", "#", "\\", "\uD800", "费", "share(", "from", "when "];
        for (var seed = 1; seed <= 1500; seed++)
        {
            var random = new Random(seed);
            var changed = text;
            for (var i = random.Next(1, 6); i > 0 && changed.Length > 0; i--)
            {
                var at = random.Next(changed.Length);
                var end = Math.Min(changed.Length, at + random.Next(0, 12));
                changed = random.Next(4) switch
                {
                    0 => changed.Remove(at, end - at),
                    1 => changed.Insert(random.Next(changed.Length), changed[at..end]),
                    2 => changed.Insert(at, tokens[random.Next(tokens.Length)]),
                    _ => changed.Remove(at, end - at).Insert(at, tokens[random.Next(tokens.Length)]),
                };
            }

            StrategyLoad load;
            try
            {
                load = Examples.Load(changed);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}\n{changed}");
                return;
            }

            Assert.Equal(load.Errors.Count == 0, load.Strategy is not null || load.Accounting is not null);
            Assert.All(load.Errors, error => Assert.True(error.At.Line >= 1 && error.At.Column >= 1 && error.Message.Length > 0 && error.Mend.Length > 0));
            if (load.Strategy is not { } strategy) continue;
            Assert.All(strategy.Uses, use => ProgramCheck.Verify(use.Program));
            var printed = StrategyPrinter.Print(strategy);
            var again = Examples.Load(printed);
            Assert.True(again.Strategy is not null, $"seed {seed}: {string.Join('\n', again.Errors)}\n{printed}");
            Assert.Equal(printed, StrategyPrinter.Print(again.Strategy));
            var json = StrategyJson.Read(StrategyJson.Write(strategy), "api", new SymbolTable(), Examples.Digits);
            Assert.True(json.Strategy is not null, $"seed {seed}: {string.Join('\n', json.Errors)}\n{changed}");
            Assert.Equal(strategy.Hash, json.Strategy.Hash);
        }
    }

    [Theory]
    [InlineData("", "the JSON is no strategy")]
    [InlineData("null", "the JSON is no strategy")]
    [InlineData("[]", "the JSON is no strategy")]
    [InlineData("{\"declarations\":[{\"kind\":\"nothing\"}]}", "the JSON is no strategy")]
    [InlineData("{\"declarations\":[null]}", "the JSON is no strategy")]
    [InlineData("{\"declarations\":[{\"kind\":\"header\"}]}", "the JSON is no strategy")]
    [InlineData("{\"declarations\":[{\"kind\":\"use\",\"algorithm\":{\"name\":\"a\"},\"arguments\":[],\"clauses\":[{\"kind\":\"when\"}]}]}", "the JSON is no strategy")]
    [InlineData("{\"declarations\":[{\"kind\":\"algorithm\",\"name\":\"a\",\"parameters\":[],\"steps\":[{\"kind\":\"assign\",\"name\":\"x\",\"value\":{\"kind\":\"call\",\"function\":\"min\",\"arguments\":[]}}]}]}", "the JSON is no strategy")]
    [InlineData("{\"declarations\":[],\"more\":1}", "the JSON is no strategy")]
    [InlineData("{}", "the JSON is no strategy")]
    public void Json_that_is_none_is_refused(string json, string message)
    {
        var load = StrategyJson.Read(json, "api", new SymbolTable(), Examples.Digits);
        Assert.Null(load.Strategy);
        Assert.StartsWith(message, Assert.Single(load.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_does_not_smuggle_lines_in()
    {
        var json = StrategyJson.Write(Examples.Strategy(Examples.CardFees)).Replace("\"algorithm\": {\n", "\"algorithm\": {\n", StringComparison.Ordinal).Replace("\"name\": \"card-fees\"", "\"name\": \"card-fees version 3\\n#\"", StringComparison.Ordinal);
        Assert.Equal("json", Assert.Single(StrategyJson.Read(json, "api", new SymbolTable(), Examples.Digits).Errors).Code);
    }
}

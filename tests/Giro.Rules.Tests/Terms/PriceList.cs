using Giro.Rules.Programs;
using Giro.Rules.Strategies;

namespace Giro.Rules.Tests.Terms;

/// <summary>
/// A strategy at work as clearing has it at work: it keeps the totals of payments, not of returns, by merchant and period, and remembers what each payment was charged
/// for the returns of it. Each figure is worked out by the interpreter, the compiled program and the explanation, which have to agree and to leave their inputs alone.
/// </summary>
internal sealed class PriceList
{
    private readonly SymbolTable _symbols = new();
    private readonly Strategy _strategy;
    private readonly CompiledProgram[] _programs;
    private readonly CompiledProgram[] _endPrograms;
    private readonly SortedDictionary<(int Total, string Merchant, int Period), long> _totals = [];
    private readonly Dictionary<string, Original> _originals = new(StringComparer.Ordinal);

    public PriceList(string text)
    {
        var load = Load(text, _symbols);
        Assert.True(load.Strategy is not null, string.Join('\n', load.Errors));
        _strategy = load.Strategy;
        _programs = [.. _strategy.Uses.Select(use => ProgramCompiler.Compile(use.Program))];
        _endPrograms = [.. _strategy.PeriodEnds.Select(end => ProgramCompiler.Compile(end.Use.Program))];
    }

    /// <summary>What is known of a payment that may be returned. Minor units.</summary>
    private sealed class Original
    {
        public long Amount { get; init; }

        public long Fee { get; init; }

        public long Returned { get; set; }

        public long FeeReturned { get; set; }
    }

    public Strategy Strategy => _strategy;

    /// <summary>A copy of all totals, in order.</summary>
    public IReadOnlyList<string> Totals => [.. _totals.Select(pair => $"{_strategy.Totals[pair.Key.Total].Name} {pair.Key.Merchant} {pair.Key.Period}: {pair.Value}")];

    public static int? Digits(string currency) => currency switch { "EUR" or "CNY" => 2, "JPY" => 0, "KWD" => 3, _ => null };

    public static StrategyLoad Load(string text, SymbolTable? symbols = null) => StrategyFile.Load(text, "terms.rules", symbols ?? new SymbolTable(), Digits);

    /// <summary>Holds a strategy against a page of payments, returns and ends of periods, one after another.</summary>
    public static void Check(string strategy, string page)
    {
        var prices = new PriceList(strategy);
        Page.Check(page, facts => facts.Event == "end" ? prices.EndOf(facts) : prices.Book(facts));
    }

    /// <summary>An estimate: nothing is kept.</summary>
    public string Quote(string line) => Shown(Work(new Facts(line)));

    /// <summary>The page that explains one payment after those that were booked.</summary>
    public string Why(string line)
    {
        var facts = new Facts(line);
        var inputs = InputsOf(facts);
        var use = _strategy.Select(inputs, facts.Date.DayNumber);
        Assert.True(use >= 0, $"no use fits {line}");
        return Explanation.Of(_strategy.Uses[use].Program, inputs).ToText().TrimEnd('\n');
    }

    /// <summary>Why a payment has the use that it has.</summary>
    public string WhyThis(string line)
    {
        var facts = new Facts(line);
        var selection = _strategy.ExplainSelection(InputsOf(facts), facts.Date.DayNumber);
        return string.Join('\n', selection.Others.Select(other => $"not use {other.Use}: {other.Reason}").Prepend($"use {selection.Use}: {selection.Reason}"));
    }

    public string Book(string line) => Book(new Facts(line));

    private string Book(Facts facts)
    {
        var work = Work(facts);
        if (work.Status.Length > 0) return work.Status;
        if (facts.Event == "payment") Count(facts, work);
        var fee = 0L;
        var back = 0L;
        for (var i = 0; i < work.Outputs.Length; i++)
        {
            var output = _strategy.Outputs[i];
            if (output.Kind == "share") continue;
            var charged = output.Effect switch { OutputEffect.Charged => work.Outputs[i], OutputEffect.Credited => -work.Outputs[i], _ => 0 };
            fee += charged;
            if (output.Kind == "fee-returned") back -= charged;
        }

        if (facts.Text("as") is { } name) _originals[name] = new Original { Amount = work.Inputs[InputNamed("amount")], Fee = fee };
        if (facts.Text("of") is { } of)
        {
            _originals[of].Returned += work.Inputs[InputNamed("amount")];
            _originals[of].FeeReturned += back;
        }

        return Shown(work);
    }

    /// <summary>What the uses at the end of a period make of a merchant's totals; nothing for a merchant that had no payments in it.</summary>
    private string EndOf(Facts facts)
    {
        var period = Enum.Parse<TotalPeriod>(facts.Text("end")!, ignoreCase: true);
        var inputs = new long[_strategy.Inputs.Count + _strategy.Totals.Count];
        FillTotals(inputs, facts, period);
        if (inputs.All(total => total == 0)) return "nothing";
        var shown = new List<string>();
        foreach (var end in _strategy.PeriodEnds.Where(end => end.Period == period))
            shown.Add(Shown(Run(end.Use.Program, _endPrograms[end.Use.Index], inputs)));
        return string.Join(", ", shown);
    }

    /// <param name="Status">Empty when it is done.</param>
    public sealed record Working(string Status, long[] Inputs, long[] Outputs);

    public Working Work(Facts facts)
    {
        var inputs = InputsOf(facts);
        var use = _strategy.Select(inputs, facts.Date.DayNumber);
        return use < 0 ? new Working("no use fits", inputs, []) : Run(_strategy.Uses[use].Program, _programs[use], inputs);
    }

    private Working Run(RuleProgram program, CompiledProgram compiled, long[] inputs)
    {
        var read = program.NewFrame();
        inputs.CopyTo(read, 0);
        var outcome = Interpreter.Run(program, read);
        var ran = program.NewFrame();
        inputs.CopyTo(ran, 0);
        Assert.Equal(outcome, compiled(ran));
        var explained = Explanation.Of(program, inputs);
        Assert.Equal(outcome, explained.Outcome);
        Assert.Equal(inputs, read[..inputs.Length]);
        Assert.Equal(inputs, ran[..inputs.Length]);
        if (!outcome.IsDone) return new Working($"stops: {outcome.Fault}", inputs, []);
        long[] outputs = [.. program.Outputs.Select(slot => read[slot])];
        Assert.Equal(outputs, program.Outputs.Select(slot => ran[slot]));
        Assert.Equal(outputs, explained.Outputs.Select(output => output.Value));
        return new Working("", inputs, outputs);
    }

    private long[] InputsOf(Facts facts)
    {
        var inputs = new long[_strategy.Inputs.Count + _strategy.Totals.Count];
        var original = facts.Text("of") is { } of ? _originals[of] : null;
        for (var i = 0; i < _strategy.Inputs.Count; i++)
        {
            var input = _strategy.Inputs[i];
            inputs[i] = input.Name switch
            {
                "original-amount" => original?.Amount ?? 0,
                "original-fee" => original?.Fee ?? 0,
                "returned-before" => original?.Returned ?? 0,
                "fee-returned-before" => original?.FeeReturned ?? 0,
                _ => facts.Value(input, _strategy.Digits, _symbols) ?? throw new InvalidOperationException($"The line does not tell {input.Name}."),
            };
        }

        FillTotals(inputs, facts, TotalPeriod.None);
        return inputs;
    }

    private void FillTotals(long[] inputs, Facts facts, TotalPeriod only)
    {
        for (var i = 0; i < _strategy.Totals.Count; i++)
        {
            if (only == TotalPeriod.None || _strategy.Totals[i].Period == only) inputs[_strategy.Inputs.Count + i] = _totals.GetValueOrDefault(KeyOf(i, facts));
        }
    }

    private void Count(Facts facts, Working work)
    {
        for (var i = 0; i < _strategy.Totals.Count; i++)
        {
            var source = _strategy.Totals[i].Source;
            var output = _strategy.Outputs.ToList().FindIndex(one => one.Name == source);
            var amount = source is null ? 1 : output >= 0 ? work.Outputs[output] : work.Inputs[InputNamed(source)];
            _totals[KeyOf(i, facts)] = _totals.GetValueOrDefault(KeyOf(i, facts)) + amount;
        }
    }

    private (int, string, int) KeyOf(int total, Facts facts)
    {
        var (scope, day) = (_strategy.Totals[total].Scope, facts.Date);
        var period = _strategy.Totals[total].Period switch
        {
            TotalPeriod.Day => (((day.Year * 100) + day.Month) * 100) + day.Day,
            TotalPeriod.Month => (day.Year * 100) + day.Month,
            TotalPeriod.Quarter => (day.Year * 10) + ((day.Month + 2) / 3),
            _ => 0,
        };
        return (total, scope == TotalScope.All ? "all" : facts.Merchant, period);
    }

    private int InputNamed(string name) => _strategy.Inputs.ToList().FindIndex(input => input.Name == name);

    private string Shown(Working work)
    {
        if (work.Status.Length > 0) return work.Status;
        var shown = work.Outputs
            .Select((value, i) => (Value: value, Output: _strategy.Outputs[i]))
            .Where(pair => pair.Value != 0)
            .Select(pair => $"{pair.Output.Name} {ValueText.Of(pair.Value, pair.Output.Type, _strategy.Digits, _symbols)}")
            .ToList();
        return shown.Count == 0 ? "nothing" : string.Join(", ", shown);
    }
}

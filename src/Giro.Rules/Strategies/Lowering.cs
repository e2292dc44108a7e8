using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>How far the lowering of an algorithm goes.</summary>
internal enum Pass : byte
{
    None = 0,

    /// <summary>Once per algorithm, with parameters that may have any value: names, types, what is used.</summary>
    Check,

    /// <summary>Once per use, with the arguments as constants: also what depends on values, such as a division by zero.</summary>
    Specialise,

    /// <summary>Both at once, for what has no parameters.</summary>
    Both,
}

/// <summary>
/// The steps of an algorithm to instructions, verified on the way. Each assignment has a slot of its own, so an explanation can show every value that a name had. This
/// part has the steps; the others have the expressions and what conditions tell.
/// </summary>
internal sealed partial class Lowering
{
    private readonly Names _names;
    private readonly Literals _literals;
    private readonly Diagnostics _errors;
    private readonly Pass _pass;
    private readonly string _inUse;
    private readonly ProgramBuilder _program;
    private readonly Dictionary<string, Variable> _variables = new(StringComparer.Ordinal);
    private readonly List<Variable> _assigned = [];
    private bool _reportedFull;

    /// <param name="inUse">For errors that come of a use: ` in the use in line 30`.</param>
    public Lowering(Names names, Literals literals, Diagnostics errors, IReadOnlyList<Slot> inputs, Pass pass, string inUse = "")
    {
        (_names, _literals, _errors, _pass, _inUse) = (names, literals, errors, pass, inUse);
        _program = new ProgramBuilder(inputs, literals.Digits);
        foreach (var field in names.FieldList)
        {
            if (field.IsCount) _program.SetRange(field.Slot, Interval.NotNegative);
        }
    }

    /// <summary>A parameter or something assigned.</summary>
    private sealed class Variable(string name, int slot, ValueType type, Position at)
    {
        public string Name => name;

        public int Slot => slot;

        public ValueType Type => type;

        public Position At => at;

        public bool IsRead { get; set; }
    }

    private bool Checks => _pass is Pass.Check or Pass.Both;

    private bool KnowsValues => _pass is Pass.Specialise or Pass.Both;

    /// <summary>The fields that the steps read.</summary>
    public HashSet<Field> FieldsRead { get; } = [];

    /// <summary>Something could not be lowered; the program is not to be used.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Lets the conditions of the use be known.</summary>
    public void Assume(IReadOnlyList<Condition> conditions)
    {
        foreach (var group in conditions.Where(condition => condition.Type != ValueType.Text).GroupBy(condition => condition.Input))
        {
            var set = group.Aggregate(FieldSet.All(group.First().Type, _literals.Symbols), (set, condition) => set.And(condition));
            _program.SetRange(group.Key, _program.RangeOf(group.Key).And(((FieldSet.NumberSet)set).Hull));
        }
    }

    /// <param name="value">Null in the first pass.</param>
    public void Parameter(string name, ValueType type, long? value, Position at)
    {
        var slot = value is { } known ? _program.Constant(type, known, name) : _program.NewSlot(name, type);
        _variables[name] = new Variable(name, slot, type, at);
    }

    public void Steps(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            if (step is AssignStep assign) Assign(assign);
            else if (step is ShareStep share) Share(share);
            if (!_program.IsFull || _reportedFull) continue;
            _reportedFull = true;
            Fail(step.At, "too-long", $"the steps down to this one need more than {ProgramBuilder.MaxSlots} values", "divide the work among shorter algorithms");
            return;
        }
    }

    /// <summary>The amount of a leg; -1 when it is wrong.</summary>
    public int Amount(Expression expression, string name)
    {
        var target = _program.NewSlot(name, ValueType.Money);
        var value = Lower(expression, ValueType.Money, target);
        return Expect(value, ValueType.Money, expression) ? target : -1;
    }

    /// <summary>After the last step: complains about what nobody reads, and builds.</summary>
    /// <param name="outputs">Names whose last values are the outputs.</param>
    public RuleProgram Build(IEnumerable<StrategyOutput> outputs)
    {
        var slots = new List<int>();
        foreach (var output in outputs)
        {
            if (_variables.TryGetValue(output.Name, out var variable))
            {
                variable.IsRead = true;
                _names.Assigned.Add(output.Name);
                slots.Add(variable.Slot);
            }
            else
            {
                slots.Add(_program.Constant(output.Type, 0, output.Name));
            }
        }

        return Build(slots);
    }

    public RuleProgram Build(IReadOnlyList<int> slots)
    {
        if (Checks && !HasFailed)
        {
            foreach (var variable in _assigned.Where(variable => !variable.IsRead)) NeverUsed(variable);
            foreach (var parameter in _variables.Values.Where(variable => !variable.IsRead && !_assigned.Contains(variable)))
                _errors.Add(parameter.At, "unused", $"the parameter `{parameter.Name}` is not used", "use it in a step, or remove it here and in every `use`");
        }

        return _program.Build(slots, _literals.Symbols);
    }

    private void NeverUsed(Variable variable)
    {
        if (variable.IsRead) return;
        variable.IsRead = true;
        _errors.Add(variable.At, "unused", $"the value that `{variable.Name}` gets here is not used", "use it in a later step, declare it as an `output`, or remove this step");
    }

    private void Assign(AssignStep step)
    {
        var wanted = WantedFor(step.Name);
        var target = _program.NewSlot(step.Name, ValueType.None);
        var value = Lower(step.Value, wanted, target);
        _program.SetType(target, value.Type);
        if (wanted != ValueType.None && value.Type != ValueType.None && wanted != value.Type)
        {
            Fail(step.At, "type", $"`{step.Name}` is {Literals.A(wanted)} and gets {Literals.A(value.Type)}", MendAssigned(wanted, value.Type));
            value = value with { Type = wanted };
        }

        Define(step.Name, step.At, target, value.Type);
    }

    private static string MendAssigned(ValueType wanted, ValueType got) => (wanted, got) switch
    {
        (ValueType.Money, ValueType.Rate) => "multiply the rate with an amount: `amount * rate rounded half-up`",
        (ValueType.Money, ValueType.Count) => "multiply the count with an amount, or write the amount with its decimals",
        _ => $"assign {Literals.A(wanted)}, or choose another name",
    };

    private ValueType WantedFor(string name) =>
        _names.Outputs.TryGetValue(name, out var output) ? output.Type : _variables.TryGetValue(name, out var variable) ? variable.Type : ValueType.None;

    private void Define(string name, Position at, int slot, ValueType type)
    {
        if (!_names.Outputs.ContainsKey(name) && _names.IsClaimed(name))
        {
            Fail(at, "assigned", $"`{name}` is declared above as something else and cannot be assigned", "choose another name");
            return;
        }

        if (_variables.TryGetValue(name, out var before))
        {
            if (!_assigned.Contains(before))
            {
                Fail(at, "assigned", $"the parameter `{name}` cannot be assigned", "choose another name");
                return;
            }

            if (Checks) NeverUsed(before);
        }

        var variable = new Variable(name, slot, type, at);
        _variables[name] = variable;
        _assigned.Add(variable);
    }

    private void Share(ShareStep step)
    {
        var amount = Lower(step.Amount, ValueType.Money);
        if (Expect(amount, ValueType.Money, step.Amount) && amount.Type != ValueType.Money) Fail(step.Amount.At, "type", $"{Literals.A(amount.Type)} cannot be shared", "share an amount of money");
        var type = step.Weights.Select(Infer).FirstOrDefault(type => type != ValueType.None);
        if (type == ValueType.None) type = ValueType.Count;
        var weights = new List<int>();
        var known = true;
        Int128 sum = 0;
        foreach (var weight in step.Weights)
        {
            var value = Lower(weight, type);
            if (type is not (ValueType.Rate or ValueType.Count or ValueType.Money))
            {
                if (value.Type != ValueType.None) Fail(weight.At, "type", $"{Literals.A(value.Type)} is no weight", "share by rates, by counts or by amounts");
                continue;
            }

            if (!Expect(value, type, weight)) continue;
            weights.Add(value.Slot);
            known &= value.Range.Min == value.Range.Max;
            sum += value.Range.Min;
            if (KnowsValues && value.Range.Max < 0) Fail(weight.At, "weights", $"the weight {ExpressionText.Of(weight)} is below zero", "write weights of zero or more");
        }

        if (step.Targets.Count != step.Weights.Count)
        {
            Fail(step.At, "weights", $"{step.Targets.Count} names share by {step.Weights.Count} weights", "write one weight for each name");
            weights = [.. weights.Take(step.Targets.Count)];
        }
        else if (KnowsValues && known && type == ValueType.Rate && weights.Count == step.Weights.Count && sum != Literals.RateOne)
        {
            Fail(step.At, "weights", $"the weights come to {_literals.Shown((long)Int128.Clamp(sum, long.MinValue, long.MaxValue), ValueType.Rate)}{_inUse}", "let them come to 100%, or share by counts");
        }

        var remainder = -1;
        if (step.RemainderTo is { } to)
        {
            remainder = step.Targets.ToList().FindIndex(target => target.Name == to.Name);
            if (remainder < 0) Fail(to.At, "unknown-name", $"`{to.Name}` is none of the names that share", $"write one of {string.Join(", ", step.Targets.Select(target => target.Name))}");
        }

        var targets = new List<int>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in step.Targets)
        {
            if (!seen.Add(target.Name)) Fail(target.At, "duplicate", $"`{target.Name}` stands twice among the names that share", "write each name once");
            if (_names.Outputs.TryGetValue(target.Name, out var output) && output.Type != ValueType.Money) Fail(target.At, "type", $"`{target.Name}` is {Literals.A(output.Type)} and gets money", "share among names of money");
            var slot = _program.NewSlot(target.Name, ValueType.Money);
            _program.SetRange(slot, amount.Range.Min >= 0 ? new Interval(0, amount.Range.Max) : Interval.All);
            targets.Add(slot);
        }

        var table = _program.Share(new ShareTable(targets, weights, remainder));
        _program.Emit(OpCode.Share, step.At, a: amount.Slot, table: table);
        for (var i = 0; i < targets.Count; i++)
        {
            Define(step.Targets[i].Name, step.Targets[i].At, targets[i], ValueType.Money);

            // All names together say how the amount is shared, also those whose part nobody asks for: what the merchant keeps.
            _variables[step.Targets[i].Name].IsRead = true;
        }
    }

    private void Fail(Position at, string code, string message, string mend)
    {
        HasFailed = true;
        _errors.Add(at, code, message, mend);
    }
}

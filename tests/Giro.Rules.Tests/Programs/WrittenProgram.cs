using Giro.Rules.Programs;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Rules.Tests.Programs;

/// <summary>A program put together by hand. Inputs come first; every step stands in a line of its own, from 10, at column 5.</summary>
internal sealed class WrittenProgram
{
    private readonly List<Slot> _slots = [];
    private readonly List<Instruction> _instructions = [];
    private readonly List<int> _outputs = [];
    private int _inputs;

    public SymbolTable Symbols { get; } = new();

    public List<IReadOnlySet<long>> Sets { get; } = [];

    public List<LookupTable> Tables { get; } = [];

    public List<TierTable> Tiers { get; } = [];

    public List<ShareTable> Shares { get; } = [];

    public int Input(string name, ValueType type = ValueType.Money, int digits = 2)
    {
        _inputs++;
        return Slot(name, type, digits);
    }

    public int Constant(long value, ValueType type = ValueType.Money, string name = "")
    {
        _slots.Add(new Slot(name, type, type == ValueType.Money ? 2 : 0, IsConstant: true, value));
        return _slots.Count - 1;
    }

    public int Output(string name, ValueType type = ValueType.Money, int digits = 2)
    {
        _outputs.Add(_slots.Count);
        return Slot(name, type, digits);
    }

    public int Slot(string name, ValueType type = ValueType.Money, int digits = 2)
    {
        _slots.Add(new Slot(name, type, type == ValueType.Money ? digits : 0));
        return _slots.Count - 1;
    }

    public void Step(OpCode op, int target, int a, int b = 0, int c = 0, RoundingMode mode = RoundingMode.HalfUp, long unit = 1, long factor = 1, int table = 0, int next = 0) =>
        _instructions.Add(new Instruction(op, target, a, b, c, new Rounding(mode, unit), factor, 1_000_000_000, table, next, new Position(10 + _instructions.Count, 5)));

    public RuleProgram Build() => new(_slots, _inputs, _instructions, _outputs, Sets, Tables, Tiers, Shares, Symbols);

    public string Explain(params long[] inputs) => Explanation.Of(Build(), inputs).ToText().TrimEnd('\n');
}

using Giro.Rules.Programs;

namespace Giro.Rules.Strategies;

/// <summary>Collects the slots and instructions of a program, with what is known of each slot.</summary>
internal sealed class ProgramBuilder(IReadOnlyList<Slot> inputs, int moneyDigits)
{
    /// <summary>Beside the inputs.</summary>
    public const int MaxSlots = 256;

    private readonly List<Slot> _slots = [.. inputs];
    private readonly List<Instruction> _instructions = [];
    private readonly List<Interval> _ranges = [.. inputs.Select(input => input.Type == ValueType.Flag ? Interval.Flag : Interval.All)];
    private readonly Dictionary<(ValueType, long), int> _constants = [];
    private readonly List<IReadOnlySet<long>> _sets = [];
    private readonly List<LookupTable> _tables = [];
    private readonly List<TierTable> _tiers = [];
    private readonly List<ShareTable> _shares = [];

    public int Count => _instructions.Count;

    public bool IsFull => _slots.Count - inputs.Count > MaxSlots;

    public int SlotCount => _slots.Count;

    public Interval RangeOf(int slot) => _ranges[slot];

    public void SetRange(int slot, Interval range) => _ranges[slot] = range;

    public int NewSlot(string name, ValueType type)
    {
        _slots.Add(new Slot(name, type, DigitsOf(type)));
        _ranges.Add(Interval.All);
        return _slots.Count - 1;
    }

    public void SetType(int slot, ValueType type) => _slots[slot] = _slots[slot] with { Type = type, Digits = DigitsOf(type) };

    public int Constant(ValueType type, long value, string name = "")
    {
        if (name.Length == 0 && _constants.TryGetValue((type, value), out var known)) return known;
        _slots.Add(new Slot(name, type, DigitsOf(type), true, value));
        _ranges.Add(Interval.Only(value));
        if (name.Length == 0) _constants[(type, value)] = _slots.Count - 1;
        return _slots.Count - 1;
    }

    private int DigitsOf(ValueType type) => type == ValueType.Money ? moneyDigits : 0;

    public int Emit(OpCode op, Position at, int target = 0, int a = 0, int b = 0, int c = 0, Rounding rounding = default, long factor = 0, long divisor = 0, int table = 0)
    {
        _instructions.Add(new Instruction(op, target, a, b, c, rounding, factor, divisor, table, 0, at));
        return _instructions.Count - 1;
    }

    /// <summary>Lets a jump go on with the instruction that comes next.</summary>
    public void Land(int jump) => _instructions[jump] = _instructions[jump] with { Next = _instructions.Count };

    public int Set(IEnumerable<long> values) => Add(_sets, new HashSet<long>(values));

    public int Table(LookupTable table) => Known(_tables, table);

    public int Tiers(TierTable tiers) => Known(_tiers, tiers);

    public int Share(ShareTable share) => Add(_shares, share);

    private static int Known<T>(List<T> list, T item)
    {
        var index = list.IndexOf(item);
        return index >= 0 ? index : Add(list, item);
    }

    private static int Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return list.Count - 1;
    }

    public RuleProgram Build(IReadOnlyList<int> outputs, SymbolTable symbols) =>
        new([.. _slots], inputs.Count, [.. _instructions], outputs, [.. _sets], [.. _tables], [.. _tiers], [.. _shares], symbols);
}

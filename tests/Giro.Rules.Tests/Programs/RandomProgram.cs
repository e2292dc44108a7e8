using System.Text;
using Giro.Rules.Programs;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Rules.Tests.Programs;

/// <summary>Well-formed programs without sense: every operation, every rounding, jumps, tables small and large; numbers with a liking for the edges of 64 bits.</summary>
internal sealed class RandomProgram(Random random)
{
    public static readonly long[] Edges =
    [
        0, 1, -1, 2, -2, 3, 5, 100, 999_999_999, 1_000_000_000, -1_000_000_000, 3_037_000_499, 3_037_000_500, -3_037_000_499, -3_037_000_500, int.MaxValue, int.MinValue,
        1L << 32, 1L << 62, -(1L << 62), long.MaxValue / 1_000_000_000, (long.MaxValue / 1_000_000_000) + 1, long.MaxValue - 1, long.MaxValue, long.MinValue, long.MinValue + 1,
    ];

    private static readonly OpCode[] Operations = [.. Enum.GetValues<OpCode>().Where(op => op != OpCode.None)];

    /// <summary>Inputs and constants that are texts come last among their kind; no other slot is one.</summary>
    private readonly List<Slot> _slots = [];
    private readonly SymbolTable _symbols = new();
    private readonly bool _wild = random.Next(4) == 0;
    private Instruction _last;
    private int _inputs;
    private int _constants;

    public RuleProgram Next()
    {
        foreach (var text in new[] { "6", "62", "622", "5411", "é" }) _symbols.Intern(text);
        _inputs = random.Next(1, 6);
        for (var i = 0; i < _inputs; i++) _slots.Add(new Slot($"in{i}", ValueType.Money, 2));
        _slots.Add(new Slot("text", ValueType.Text, 0));
        _constants = random.Next(1, 5);
        for (var i = 0; i < _constants; i++) _slots.Add(new Slot("", ValueType.Rate, 0, IsConstant: true, Number()));
        _slots.Add(new Slot("prefix", ValueType.Text, 0, IsConstant: true, random.Next(6)));
        for (var i = random.Next(2, 8); i > 0; i--) _slots.Add(new Slot(random.Next(3) == 0 ? $"named{i}" : "", ValueType.Money, 2, Value: random.Next(4) == 0 ? Number() : 0));
        _slots.Add(new Slot("", ValueType.Flag, 0));
        var sets = Some(() => (IReadOnlySet<long>)Keys().ToHashSet());
        var tables = Some(() => new LookupTable("table", Keys().Distinct().ToDictionary(key => key, _ => random.Next(3) == 0 ? 7 : Number()), random.Next(2) == 0 ? null : Number()));
        var tiers = Some(Tiers);
        var shares = Some(Share);
        var count = random.Next(1, 15);
        var instructions = Enumerable.Range(0, count).Select(at => Instruction(at, count, sets.Length, tables.Length, tiers.Length, shares.Length)).ToArray();
        var outputs = Enumerable.Range(0, 3).Select(_ => random.Next(_slots.Count)).Distinct().ToArray();
        return new RuleProgram(_slots, _inputs + 1, instructions, outputs, sets, tables, tiers, shares, _symbols);
    }

    /// <summary>Fills the inputs, and everything else with what must not matter.</summary>
    public void Fill(RuleProgram program, long[] frame)
    {
        for (var i = 0; i < frame.Length; i++) frame[i] = random.Next(3) == 0 ? Number() : random.Next(100_000);
        frame[_inputs] = random.Next(6);
    }

    public long Number() => (_wild ? random.Next(3) : random.Next(12)) switch
    {
        0 => Edges[random.Next(Edges.Length)],
        1 => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
        2 => random.Next(-20, 21),
        3 => random.Next(-2_000_000_000, 2_000_000_000),
        _ => random.NextInt64(1L << random.Next(34)),
    };

    public Rounding Rounding() => new((RoundingMode)random.Next(1, 5), random.Next(3) switch
    {
        0 => new long[] { 5, 10, 100, 50 }[random.Next(4)],
        1 when random.Next(3) == 0 => 1 + (random.NextInt64(long.MaxValue) >> random.Next(63)),
        _ => 1,
    });

    private T[] Some<T>(Func<T> one) => [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => one())];

    private IEnumerable<long> Keys() => Enumerable.Range(0, Size()).Select(_ => random.Next(3) == 0 ? Number() : random.Next(40));

    private int Size() => random.Next(8) == 0 ? random.Next(30, 80) : random.Next(0, 6);

    private TierTable Tiers()
    {
        var from = Keys().Append(0).Where(key => key >= 0).Distinct().Order().ToArray();
        return new TierTable("tiers", from, [.. from.Select(_ => Number())]);
    }

    private ShareTable Share()
    {
        var targets = Writable().OrderBy(_ => random.Next()).Take(random.Next(1, 5)).ToArray();
        return new ShareTable(targets, [.. targets.Select(_ => Operand())], random.Next(-1, targets.Length));
    }

    private IEnumerable<int> Writable() => Enumerable.Range(_inputs + _constants + 2, _slots.Count - _inputs - _constants - 2);

    /// <summary>Seldom the last slot, which is left to decisions, so that some are read by one jump only: such a pair is compiled as one branch.</summary>
    private int Operand()
    {
        var slot = random.Next(_slots.Count - (random.Next(20) == 0 ? 0 : 1));
        return _slots[slot].Type == ValueType.Text ? 0 : slot;
    }

    private Instruction Instruction(int at, int count, int sets, int tables, int tiers, int shares)
    {
        var op = Operations[random.Next(Operations.Length)];
        var isDecided = Operands.Decides(_last.Op) && random.Next(2) == 0;
        if (isDecided) op = OpCode.JumpUnless;
        var (text, prefix) = (_inputs, _inputs + _constants + 1);
        var table = op switch
        {
            OpCode.InSet => random.Next(sets),
            OpCode.TableLookup => random.Next(tables),
            OpCode.TierLookup or OpCode.Marginal => random.Next(tiers),
            OpCode.Share => random.Next(shares),
            _ => 0,
        };
        var (a, b) = op == OpCode.StartsWith ? (random.Next(2) == 0 ? (text, prefix) : (prefix, text)) : (Operand(), Operand());
        if (isDecided) a = _last.Target;
        var target = Operands.Decides(op) && random.Next(2) == 0 ? _slots.Count - 1 : Writable().ElementAt(random.Next(Writable().Count()));
        var next = random.Next(at + 1, random.Next(2) == 0 ? Math.Min(at + 3, count) + 1 : count + 1);
        var divisor = random.Next(3) switch { 0 => 1_000_000_000, 1 => random.Next(1, 101), _ => 1 + (random.NextInt64(long.MaxValue) >> random.Next(63)) };
        var factor = random.Next(3) switch { 0 => 1_000_000_000, 1 => 1, _ => 1 + (random.NextInt64(long.MaxValue) >> random.Next(63)) };
        return _last = new Instruction(op, target, a, b, Operand(), Rounding(), factor, divisor, table, next, new Position(at + 1, 1));
    }

    /// <summary>All of a program, so that a failure can be built again by hand.</summary>
    public static string Describe(RuleProgram program)
    {
        var text = new StringBuilder();
        for (var slot = 0; slot < program.Slots.Count; slot++) text.AppendLine($"slot {slot}{(slot < program.InputCount ? " (input)" : "")}: {program.Slots[slot]}");
        for (var at = 0; at < program.Instructions.Count; at++) text.AppendLine($"{at}: {program.Instructions[at]}");
        foreach (var set in program.Sets) text.AppendLine($"set {string.Join(' ', set)}");
        foreach (var table in program.Tables) text.AppendLine($"table {string.Join(' ', table.Values)} else {table.Else}");
        foreach (var tiers in program.Tiers) text.AppendLine($"tiers {string.Join(' ', tiers.From)} -> {string.Join(' ', tiers.Values)}");
        foreach (var share in program.Shares) text.AppendLine($"share to {string.Join(' ', share.Targets)} by {string.Join(' ', share.Weights)} remainder {share.RemainderTo}");
        return text.AppendLine($"outputs {string.Join(' ', program.Outputs)}").ToString();
    }
}

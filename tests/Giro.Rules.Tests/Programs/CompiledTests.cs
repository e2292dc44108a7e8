using Giro.Rules.Programs;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Rules.Tests.Programs;

/// <summary>The interpreter says what a program means; the compiled method must never say anything else.</summary>
public sealed class CompiledTests
{
    private const int Programs = 10_000;
    private const int InputsEach = 110;

    [Fact]
    public void Compiled_programs_end_as_interpreted_ones_over_a_million_runs()
    {
        var seed = Environment.GetEnvironmentVariable("GIRO_SEED") is { } given ? int.Parse(given) : Environment.TickCount & 0xFFFFFF;
        var met = new Met();
        Parallel.For(
            0,
            Programs,
            () => new Met(),
            (number, _, mine) =>
            {
                RunBoth(seed, number, mine);
                return mine;
            },
            mine =>
            {
                lock (met) met.Add(mine);
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {met}");
        Assert.True(Programs * InputsEach >= 1_000_000);
        foreach (var op in Enum.GetValues<OpCode>().Where(op => op != OpCode.None)) Assert.True(met.Operations[(int)op] >= 5_000, $"seed {seed}: {op} was met {met.Operations[(int)op]} times");
        foreach (var fault in Enum.GetValues<Fault>()) Assert.True(met.Faults[(int)fault] >= 5_000, $"seed {seed}: {fault} was met {met.Faults[(int)fault]} times");
        foreach (var mode in Enum.GetValues<RoundingMode>().Where(mode => mode != RoundingMode.None))
            Assert.True(met.Modes[(int)mode] >= 5_000, $"seed {seed}: {mode} was met {met.Modes[(int)mode]} times");
    }

    /// <summary>Where the compiled method turns from 64 bits to more, random numbers seldom come: so each operation with every pair of edges, as inputs and as constants.</summary>
    [Theory]
    [InlineData(OpCode.Add)]
    [InlineData(OpCode.Subtract)]
    [InlineData(OpCode.Multiply)]
    [InlineData(OpCode.MultiplyRounded)]
    [InlineData(OpCode.Divide)]
    [InlineData(OpCode.Proportion)]
    public void At_the_edges_of_64_bits_compiled_is_as_interpreted(OpCode op)
    {
        var isRounded = Operands.Rounds(op);
        long[] scales = op is OpCode.MultiplyRounded or OpCode.Divide ? [1, 2, 3, 1_000_000_000, long.MaxValue] : [1];
        long[] units = isRounded ? [1, 5, 1L << 61, (1L << 61) + 1, long.MaxValue] : [1];
        RoundingMode[] modes = isRounded ? [RoundingMode.HalfUp, RoundingMode.HalfEven, RoundingMode.Up, RoundingMode.Down] : [RoundingMode.Down];
        long?[] constants = [null, 0, 1, -1, 2, 3, 1_000_000_000, long.MinValue, long.MaxValue];
        var cases =
            from scale in scales
            from unit in units
            from mode in modes
            from constant in constants
            select (scale, new Rounding(mode, unit), constant);
        foreach (var (scale, rounding, constant) in cases)
        {
            var second = new Slot("b", ValueType.Count, 0, IsConstant: constant is not null, constant ?? 0);
            var slots = new Slot[] { new("a", ValueType.Count, 0), new("c", ValueType.Count, 0), second, new("result", ValueType.Count, 0) };
            var step = new Instruction(op, 3, 0, 2, 1, rounding, scale, scale, 0, 0, new Position(1, 1));
            var program = new RuleProgram(slots, constant is null ? 3 : 2, [step], [3], [], [], [], [], new SymbolTable());
            var (compiled, expected, actual) = (ProgramCompiler.Compile(program), program.NewFrame(), program.NewFrame());
            foreach (var a in RandomProgram.Edges)
            {
                foreach (var b in RandomProgram.Edges)
                {
                    (expected[0], expected[1]) = (actual[0], actual[1]) = (a, b);
                    if (constant is null) expected[2] = actual[2] = b;
                    var outcome = Interpreter.Run(program, expected);
                    if (compiled(actual) != outcome || (outcome.IsDone && actual[3] != expected[3]))
                        Assert.Fail($"{op} of {string.Join(' ', expected[..3])}, {scale}, {rounding}: interpreted {outcome} {expected[3]}, compiled {compiled(actual)} {actual[3]}");
                }
            }
        }
    }

    private static void RunBoth(int seed, int number, Met met)
    {
        var random = new RandomProgram(new Random(unchecked((seed * 1_000_003) + number)));
        var program = random.Next();
        var compiled = ProgramCompiler.Compile(program);
        var (inputs, expected, actual) = (program.NewFrame(), program.NewFrame(), program.NewFrame());
        for (var run = 0; run < InputsEach; run++)
        {
            random.Fill(program, inputs);
            inputs.CopyTo(expected, 0);
            inputs.CopyTo(actual, 0);
            var outcome = Interpreter.Run(program, expected);
            var same = compiled(actual) == outcome && inputs.AsSpan(0, program.InputCount).SequenceEqual(actual.AsSpan(0, program.InputCount));
            for (var slot = 0; outcome.IsDone && slot < actual.Length; slot++)
            {
                if (program.Outputs.Contains(slot) || (program.Slots[slot].Name.Length > 0 && !program.Slots[slot].IsConstant)) same &= actual[slot] == expected[slot];
            }

            if (!same)
            {
                Assert.Fail(
                    $"GIRO_SEED={seed}, program {number}, run {run}:\n{RandomProgram.Describe(program)}frame before: {string.Join(' ', inputs)}\n" +
                    $"interpreted {outcome}: {string.Join(' ', expected)}\ncompiled {compiled([.. inputs])}: {string.Join(' ', actual)}");
            }

            met.Faults[(int)outcome.Fault]++;
            if (run % 5 == 0) met.Count(program, inputs);
        }
    }

    /// <summary>How often operations, roundings and faults were met.</summary>
    private sealed class Met
    {
        public int[] Operations { get; } = new int[Enum.GetValues<OpCode>().Length];

        public int[] Modes { get; } = new int[Enum.GetValues<RoundingMode>().Length];

        public int[] Faults { get; } = new int[Enum.GetValues<Fault>().Length];

        public void Count(RuleProgram program, long[] frame)
        {
            Interpreter.Begin(program, frame);
            for (var at = 0; at < program.Instructions.Count;)
            {
                var instruction = program.Instructions[at];
                if (Interpreter.Step(program, at, frame, out at) != Fault.None) return;
                Operations[(int)instruction.Op]++;
                if (Operands.Rounds(instruction.Op)) Modes[(int)instruction.Rounding.Mode]++;
            }
        }

        public void Add(Met other)
        {
            foreach (var (mine, others) in new[] { (Operations, other.Operations), (Modes, other.Modes), (Faults, other.Faults) })
            {
                for (var i = 0; i < mine.Length; i++) mine[i] += others[i];
            }
        }

        public override string ToString() => $"operations {string.Join(' ', Operations)}; roundings {string.Join(' ', Modes)}; faults {string.Join(' ', Faults)}";
    }
}

using Giro.Rules.Programs;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Rules.Tests.Programs;

public sealed class ProgramCheckTests
{
    private static readonly Rounding HalfUp = new(RoundingMode.HalfUp, 1);

    /// <summary>Slot 0 is the input, 1 a constant, 2 and 3 results.</summary>
    private static readonly RuleProgram Good = new(
        [new Slot("amount", ValueType.Money, 2), new Slot("", ValueType.Rate, 0, IsConstant: true, 6_000_000), new Slot("fee", ValueType.Money, 2), new Slot("", ValueType.Money, 2)],
        1,
        [Step(OpCode.MultiplyRounded, 2) with { B = 1 }, Step(OpCode.JumpUnless, 0) with { Next = 3 }, Step(OpCode.Add, 3)],
        [2],
        [new HashSet<long> { 1 }],
        [new LookupTable("table", new Dictionary<long, long>(), 0)],
        [new TierTable("tiers", [0, 10], [1, 2])],
        [new ShareTable([2, 3], [1, 1], -1)],
        new SymbolTable());

    public static TheoryData<string, RuleProgram> Malformed => new()
    {
        { "fewer slots than inputs", Good with { InputCount = 5 } },
        { "input 1 is a constant", Good with { InputCount = 2 } },
        { "output 4 is no slot", Good with { Outputs = [4] } },
        { "the first starts with 0", Good with { Tiers = [new TierTable("tiers", [1, 2], [1, 2])] } },
        { "the first starts with 0", Good with { Tiers = [new TierTable("tiers", [], [])] } },
        { "each threshold has one value", Good with { Tiers = [new TierTable("tiers", [0, 2], [1])] } },
        { "threshold 2 does not ascend", Good with { Tiers = [new TierTable("tiers", [0, 2, 2], [1, 2, 3])] } },
        { "each target has one weight", Good with { Shares = [new ShareTable([2, 3], [1], -1)] } },
        { "each target has one weight", Good with { Shares = [new ShareTable([], [], -1)] } },
        { "the remainder goes to no target", Good with { Shares = [new ShareTable([2, 3], [1, 1], 2)] } },
        { "weight -1 is no slot", Good with { Shares = [new ShareTable([2], [-1], -1)] } },
        { "target 0 cannot be written", Good with { Shares = [new ShareTable([0], [1], -1)] } },
        { "a target stands twice", Good with { Shares = [new ShareTable([2, 2], [1, 1], -1)] } },
        { "no such operation", With(Step(OpCode.None, 2)) },
        { "no such operation", With(Step((OpCode)200, 2)) },
        { "an operand is no slot", With(Step(OpCode.Add, 2) with { A = 4 }) },
        { "an operand is no slot", With(Step(OpCode.Add, 2) with { B = -1 }) },
        { "target 0 cannot be written", With(Step(OpCode.Add, 0)) },
        { "target 1 cannot be written", With(Step(OpCode.Add, 1)) },
        { "target 4 cannot be written", With(Step(OpCode.Add, 4)) },
        { "a jump goes forward", With(Step(OpCode.Jump, 0) with { Next = 0 }) },
        { "a jump goes forward", With(Step(OpCode.Jump, 0) with { Next = 2 }) },
        { "names no rounding", With(Step(OpCode.Divide, 2) with { Rounding = new Rounding(RoundingMode.None, 1) }) },
        { "names no rounding", With(Step(OpCode.Proportion, 2) with { Rounding = new Rounding((RoundingMode)9, 1) }) },
        { "rounds to less than a unit", With(Step(OpCode.Marginal, 2) with { Rounding = HalfUp with { Unit = 0 } }) },
        { "the divisor is below 1", With(Step(OpCode.MultiplyRounded, 2) with { Divisor = 0 }) },
        { "the factor is below 1", With(Step(OpCode.Divide, 2) with { Factor = 0 }) },
        { "only a text starts with a text", With(Step(OpCode.StartsWith, 2)) },
        { "there is no table 1", With(Step(OpCode.InSet, 2) with { Table = 1 }) },
        { "there is no table 1", With(Step(OpCode.TableLookup, 2) with { Table = 1 }) },
        { "there is no table 1", With(Step(OpCode.TierLookup, 2) with { Table = 1 }) },
        { "there is no table -1", With(Step(OpCode.Share, 2) with { Table = -1 }) },
    };

    [Theory]
    [MemberData(nameof(Malformed), DisableDiscoveryEnumeration = true)]
    public void A_malformed_program_is_refused_and_the_place_named(string message, RuleProgram program)
    {
        var refusal = Assert.Throws<ArgumentException>(() => ProgramCheck.Verify(program));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ProgramCompiler.Compile(program));
    }

    [Fact]
    public void A_well_formed_program_runs_and_its_frame_can_be_used_again()
    {
        var (compiled, frame) = (ProgramCompiler.Compile(Good), Good.NewFrame());
        foreach (var (amount, fee) in new[] { (123_45L, 74L), (0L, 0L), (10_00L, 6L) })
        {
            frame[0] = amount;
            Assert.True(compiled(frame).IsDone);
            Assert.Equal(fee, frame[2]);
            Assert.True(Interpreter.Run(Good, frame).IsDone);
            Assert.Equal(fee, frame[2]);
        }
    }

    [Fact]
    public void A_frame_of_another_program_is_misuse()
    {
        Assert.Throws<ArgumentException>(() => Interpreter.Run(Good, new long[3]));
        Assert.Throws<ArgumentException>(() => ProgramCompiler.Compile(Good)(new long[5]));
    }

    private static RuleProgram With(Instruction instruction) => Good with { Instructions = [instruction] };

    private static Instruction Step(OpCode op, int target) => new(op, target, 0, 0, 0, HalfUp, 1, 1_000_000_000, 0, 0, new Position(12, 5));
}

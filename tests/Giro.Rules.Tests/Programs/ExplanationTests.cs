using Giro.Rules.Programs;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Rules.Tests.Programs;

public sealed class ExplanationTests
{
    [Fact]
    public void A_percentage_with_a_minimum_and_an_exemption()
    {
        var (program, debit) = PercentWithExemption();
        Assert.Equal(
            """
            input  amount = 123.45
            input  card-type = "debit"
            10:5  fee = amount 123.45 * 0.60% = 0.7407, half-up to 0.01: 0.74 (0.0007 dropped)
            11:5  fee = max(fee 0.74, minimum 0.10) = 0.74
            12:5  card-type "debit" = "debit": yes
            13:5  if yes: goes on
            14:5  discount = min(fee 0.74, 0.50) = 0.50
            15:5  goes on at 17:5
            16:5  not taken: discount = 0.00
            17:5  fee = fee 0.74 - discount 0.50 = 0.24
            output fee = 0.24
            output discount = 0.50
            """,
            program.Explain(123_45, debit));
    }

    [Fact]
    public void The_other_branch_names_what_was_not_taken()
    {
        var (program, _) = PercentWithExemption();
        Assert.Equal(
            """
            input  amount = 12.50
            input  card-type = "the \"gold\" card"
            10:5  fee = amount 12.50 * 0.60% = 0.075, half-up to 0.01: 0.08 (rounded up by 0.005)
            11:5  fee = max(fee 0.08, minimum 0.10) = 0.10
            12:5  card-type "the \"gold\" card" = "debit": no
            13:5  if no: goes on at 16:5
            14:5  not taken: discount = min(fee, 0.50)
            15:5  not taken: goes on at 17:5
            16:5  discount = 0.00
            17:5  fee = fee 0.10 - discount 0.00 = 0.10
            output fee = 0.10
            output discount = 0.00
            """,
            program.Explain(12_50, program.Symbols.Intern("the \"gold\" card")));
    }

    [Fact]
    public void Tiers_tables_and_a_share()
    {
        var program = new WrittenProgram();
        var (volume, amount, region) = (program.Input("month-volume"), program.Input("amount"), program.Input("region", ValueType.Text));
        var (rate, fee, extra) = (program.Slot("rate", ValueType.Rate), program.Slot("fee"), program.Slot(""));
        var (merchant, agent, platform) = (program.Output("merchant"), program.Output("agent"), program.Output("platform"));
        var (first, second, third) = (program.Constant(800_000_000, ValueType.Rate), program.Constant(80_000_000, ValueType.Rate), program.Constant(120_000_000, ValueType.Rate));
        program.Tiers.Add(new TierTable("volume-rate", [0, 100_000, 500_000], [6_000_000, 5_050_000, 4_000_000]));
        program.Tables.Add(new LookupTable("region-fee", new Dictionary<long, long> { [program.Symbols.Intern("CN")] = 10 }, 50));
        program.Shares.Add(new ShareTable([merchant, agent, platform], [first, second, third], -1));
        program.Step(OpCode.TierLookup, rate, volume);
        program.Step(OpCode.Marginal, fee, volume, amount, mode: RoundingMode.HalfEven);
        program.Step(OpCode.TableLookup, extra, region);
        program.Step(OpCode.Add, fee, fee, extra);
        program.Step(OpCode.Subtract, extra, fee, fee);
        program.Step(OpCode.Share, 0, fee);
        program.Step(OpCode.Share, 0, extra);
        Assert.Equal(
            """
            input  month-volume = 900.00
            input  amount = 207.37
            input  region = "HK"
            10:5  rate = volume-rate[month-volume 900.00] = 0.60% (from 0.00)
            11:5  fee = marginal(volume-rate, month-volume 900.00, amount 207.37) = 100.00 * 0.60% + 107.37 * 0.505% = 1.1422185, half-even to 0.01: 1.14 (0.0022185 dropped)
            12:5  region-fee[region "HK"] = 0.50 (else)
            13:5  fee = fee 1.14 + 0.50 = 1.64
            14:5  fee 1.64 - fee 1.64 = 0.00
            15:5  merchant, agent, platform = share(fee 1.64; 80.00%, 8.00%, 12.00%) = 1.31, 0.13, 0.20; 0.01 was left: platform +0.01 (fraction 0.68)
            16:5  merchant, agent, platform = share(0.00; 80.00%, 8.00%, 12.00%) = 0.00, 0.00, 0.00; nothing was left
            output merchant = 0.00
            output agent = 0.00
            output platform = 0.00
            """,
            program.Explain(900_00, 207_37, program.Symbols.Intern("HK")));
    }

    [Fact]
    public void Quotients_that_go_on_negative_amounts_and_coarse_units()
    {
        var program = new WrittenProgram();
        var (refund, fee, amount, parts) = (program.Input("refund"), program.Input("original-fee"), program.Input("amount"), program.Input("parts", ValueType.Count));
        var yen = program.Input("yen", digits: 0);
        var (back, each, share, coarse, net) =
            (program.Output("fee-back"), program.Output("each"), program.Output("share-of", ValueType.Rate), program.Output("coarse"), program.Output("net", digits: 0));
        var third = program.Constant(333_333_333, ValueType.Rate, "third");
        program.Step(OpCode.Proportion, back, fee, refund, amount, RoundingMode.Down);
        program.Step(OpCode.Divide, each, refund, parts, mode: RoundingMode.Up);
        program.Step(OpCode.Divide, share, fee, amount, factor: 1_000_000_000);
        program.Step(OpCode.MultiplyRounded, coarse, amount, third, unit: 5);
        program.Step(OpCode.MultiplyRounded, net, yen, third, mode: RoundingMode.HalfEven);
        Assert.Equal(
            """
            input  refund = -10.00
            input  original-fee = 0.74
            input  amount = 123.45
            input  parts = 3
            input  yen = 1003
            10:5  fee-back = original-fee 0.74 * refund -10.00 / amount 123.45 = -0.059943296881…, down to 0.01: -0.05 (0.009943296881… dropped)
            11:5  each = refund -10.00 / parts 3 = -3.333333333333…, up to 0.01: -3.34 (rounded up by 0.006666666666…)
            12:5  share-of = original-fee 0.74 / amount 123.45 = 0.599432968813…%, half-up to 0.0000001%: 0.599433% (rounded up by 0.000000031186…%)
            13:5  coarse = amount 123.45 * third 33.3333333% = 41.14999995885, half-up to 0.05: 41.15 (rounded up by 0.00000004115)
            14:5  net = yen 1003 * third 33.3333333% = 334.333332999, half-even to 1: 334 (0.333332999 dropped)
            output fee-back = -0.05
            output each = -3.34
            output share-of = 0.599433%
            output coarse = 41.15
            output net = 334
            """,
            program.Explain(-10_00, 74, 123_45, 3, 1003));
    }

    [Fact]
    public void A_run_that_stops_ends_with_the_reason()
    {
        var program = new WrittenProgram();
        var (amount, day, parts) = (program.Input("amount", digits: 3), program.Input("day", ValueType.Date), program.Input("parts", ValueType.Count));
        var (since, each, late) = (program.Constant(new DateOnly(2026, 1, 1).DayNumber, ValueType.Date), program.Output("each", digits: 3), program.Slot("late", ValueType.Flag));
        program.Step(OpCode.GreaterOrEqual, late, day, since);
        program.Step(OpCode.Divide, each, amount, parts);
        program.Step(OpCode.Assign, each, amount);
        var explanation = Explanation.Of(program.Build(), [1_250, new DateOnly(2026, 3, 31).DayNumber, 0]);
        Assert.Equal(new Outcome(Fault.DivisionByZero, 1), explanation.Outcome);
        Assert.Equal(
            """
            input  amount = 1.250
            input  day = 2026-03-31
            input  parts = 0
            10:5  late = day 2026-03-31 >= 2026-01-01: yes
            11:5  each = amount 1.250 / parts 0: division by zero

            """,
            explanation.ToText());
    }

    [Fact]
    public void Conditions_read_like_the_text()
    {
        var program = new WrittenProgram();
        var (mcc, card, amount) = (program.Input("mcc", ValueType.Text), program.Input("card", ValueType.Text), program.Input("amount"));
        var (low, high, prefix) = (program.Constant(0), program.Constant(999_99), program.Constant(program.Symbols.Intern("62"), ValueType.Text));
        var (x, y, z) = (program.Slot("x", ValueType.Flag), program.Slot("y", ValueType.Flag), program.Output("z", ValueType.Flag));
        program.Sets.Add(new HashSet<long> { program.Symbols.Intern("5412"), program.Symbols.Intern("5411") });
        program.Step(OpCode.InSet, x, mcc);
        program.Step(OpCode.StartsWith, y, card, prefix);
        program.Step(OpCode.And, y, x, y);
        program.Step(OpCode.InRange, x, amount, low, high);
        program.Step(OpCode.Not, z, x);
        program.Step(OpCode.Or, z, z, y);
        Assert.Equal(
            """
            input  mcc = "5411"
            input  card = "6222"
            input  amount = 1000.00
            10:5  x = mcc "5411" in ("5411", "5412"): yes
            11:5  y = card "6222" starts with "62": yes
            12:5  y = x yes and y yes: yes
            13:5  x = amount 1000.00 from 0.00 to 999.99: no
            14:5  z = not x no: yes
            15:5  z = z yes or y yes: yes
            output z = yes
            """,
            program.Explain(program.Symbols.Intern("5411"), program.Symbols.Intern("6222"), 1000_00));
    }

    [Fact]
    public void The_data_hold_the_exact_value_and_where_the_rest_went()
    {
        var (program, debit) = PercentWithExemption();
        var explanation = Explanation.Of(program.Build(), [123_45, debit]);
        var step = explanation.Steps[0];
        Assert.Equal((OpCode.MultiplyRounded, new Position(10, 5), true), (step.Op, step.At, step.Taken));
        Assert.Equal(["amount", ""], step.Operands.Select(operand => operand.Name));
        Assert.Equal([123_45L, 6_000_000L], step.Operands.Select(operand => operand.Value));
        Assert.Equal(new ExplainedValue("fee", ValueType.Money, 2, IsConstant: false, 74, "0.74"), step.Result);
        Assert.Equal(new ExplainedRounding(new Fraction(7_407, 100), new Rounding(RoundingMode.HalfUp, 1), new Fraction(7, 100), "0.0007 dropped"), step.Rounded);
        Assert.Equal([6], explanation.Steps.Where(other => !other.Taken).Select(other => other.Instruction));
    }

    [Fact]
    public void Any_program_is_explained_as_it_runs()
    {
        var seed = Environment.TickCount;
        for (var number = 0; number < 20_000; number++)
        {
            var random = new RandomProgram(new Random(unchecked(seed + number)));
            var program = random.Next();
            var frame = program.NewFrame();
            random.Fill(program, frame);
            var explanation = Explanation.Of(program, frame[..program.InputCount]);
            var place = $"seed {seed}, program {number}:\n{RandomProgram.Describe(program)}{explanation.ToText()}";
            Assert.True(Interpreter.Run(program, frame) == explanation.Outcome, place);
            if (explanation.Outcome.IsDone) Assert.True(program.Outputs.Select(slot => frame[slot]).SequenceEqual(explanation.Outputs.Select(output => output.Value)), place);
            foreach (var step in explanation.Steps.Where(step => step.Rounded is not null))
            {
                var (exact, rest) = (step.Rounded!.Exact, step.Rounded.Remainder);
                Assert.True(exact.Less(step.Result!.Value) == rest, place);
                Assert.True(Int128.Abs(rest.Numerator) < step.Rounded.Rounding.Unit * rest.Denominator, place);
            }

            foreach (var part in explanation.Steps.SelectMany(step => step.Parts)) Assert.True(part.Whole + part.Extra == part.Target.Value, place);
        }
    }

    /// <summary>0.60 %, at least 0.10; debit cards get up to 0.50 of it back.</summary>
    private static (WrittenProgram Program, long Debit) PercentWithExemption()
    {
        var program = new WrittenProgram();
        var debit = program.Symbols.Intern("debit");
        var (amount, card) = (program.Input("amount"), program.Input("card-type", ValueType.Text));
        var (rate, minimum, most, zero, debitCard) =
            (program.Constant(6_000_000, ValueType.Rate), program.Constant(10, name: "minimum"), program.Constant(50), program.Constant(0), program.Constant(debit, ValueType.Text));
        var (fee, discount, isDebit) = (program.Output("fee"), program.Output("discount"), program.Slot("", ValueType.Flag));
        program.Step(OpCode.MultiplyRounded, fee, amount, rate);
        program.Step(OpCode.Max, fee, fee, minimum);
        program.Step(OpCode.Equal, isDebit, card, debitCard);
        program.Step(OpCode.JumpUnless, 0, isDebit, next: 6);
        program.Step(OpCode.Min, discount, fee, most);
        program.Step(OpCode.Jump, 0, amount, next: 7);
        program.Step(OpCode.Assign, discount, zero);
        program.Step(OpCode.Subtract, fee, fee, discount);
        return (program, debit);
    }
}

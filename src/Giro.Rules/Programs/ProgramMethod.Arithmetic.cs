using System.Linq.Expressions;
using static System.Linq.Expressions.Expression;

namespace Giro.Rules.Programs;

/// <summary>
/// The arithmetic in 64 bits where that is exact. Expression nodes without "Checked" in the name wrap around, whatever the project's setting: that is relied on below.
/// </summary>
internal sealed partial class ProgramMethod
{
    /// <summary>The largest number whose square fits 64 bits: 3,037,000,499^2 = 2^63 - 5,928,526,807.</summary>
    private const long RootOfLargest = 3_037_000_499;

    /// <summary>A sum has overflowed when its sign is that of neither operand.</summary>
    private BlockExpression AddChecked(Expression a, Expression b, Expression target, int at)
    {
        var sum = Variable(typeof(long));
        return Block(
            [sum],
            Assign(sum, Add(a, b)),
            IfThen(LessThan(And(ExclusiveOr(a, sum), ExclusiveOr(b, sum)), Constant(0L)), Fail(Fault.Overflow, at)),
            Assign(target, sum));
    }

    /// <summary>A difference has overflowed when the operands differ in sign and it has not that of the first.</summary>
    private BlockExpression SubtractChecked(Expression a, Expression b, Expression target, int at)
    {
        var difference = Variable(typeof(long));
        return Block(
            [difference],
            Assign(difference, Subtract(a, b)),
            IfThen(LessThan(And(ExclusiveOr(a, b), ExclusiveOr(a, difference)), Constant(0L)), Fail(Fault.Overflow, at)),
            Assign(target, difference));
    }

    private Expression MultiplyRounded(in Instruction instruction, Expression target, int at)
    {
        var (a, b, rounding) = (_slots[instruction.A], _slots[instruction.B], instruction.Rounding);
        return FastOrExact(
            HasFastQuotient(Constant(instruction.Divisor), rounding) ? ProductFits(a, b) : null,
            FastQuotient(Multiply(a, b), Constant(instruction.Divisor), rounding),
            Exact(nameof(Arithmetic.MultiplyRounded), a, b, Constant(instruction.Divisor), Rounding(instruction)),
            target,
            at);
    }

    private Expression Divide(in Instruction instruction, Expression target, int at)
    {
        var (a, b, rounding, factor) = (_slots[instruction.A], _slots[instruction.B], instruction.Rounding, Constant(instruction.Factor));
        return FastOrExact(
            HasFastQuotient(b, rounding) ? AndAlso(GreaterThan(b, Constant(0L)), ProductFits(a, factor)) : null,
            FastQuotient(Multiply(a, factor), b, rounding),
            Exact(nameof(Arithmetic.Divide), a, factor, b, Rounding(instruction)),
            target,
            at);
    }

    private MethodCallExpression Exact(string method, params Expression[] arguments) =>
        Call(typeof(Arithmetic).GetMethod(method)!, [.. arguments, _received]);

    /// <param name="fits">Whether 64 bits suffice; null when that is not known to be so for any operands.</param>
    private Expression FastOrExact(Expression? fits, Expression fast, MethodCallExpression exact, Expression target, int at)
    {
        var exactly = Block(FailOnFault(exact, at), Assign(target, _received));
        return fits is null ? exactly : IfThenElse(fits, Assign(target, fast), exactly);
    }

    /// <summary>A test that is passed only by factors whose product fits 64 bits, above -2^63.</summary>
    private static Expression ProductFits(Expression a, Expression b) => (a, b) switch
    {
        (_, ConstantExpression { Value: long factor }) => Within(a, LargestFor(factor)),
        (ConstantExpression { Value: long factor }, _) => Within(b, LargestFor(factor)),
        _ => AndAlso(Within(a, RootOfLargest), Within(b, RootOfLargest)),
    };

    private static long LargestFor(long factor) => factor == 0 ? long.MaxValue : (long)(long.MaxValue / Int128.Abs(factor));

    /// <summary>-limit &lt;= value &lt;= limit as one comparison: moved up by the limit, modulo 2^64, that range and no other value lies in 0 to 2 * limit.</summary>
    private static BinaryExpression Within(Expression value, long limit) =>
        LessThanOrEqual(Convert(Add(value, Constant(limit)), typeof(ulong)), Constant(2 * (ulong)limit));

    /// <summary>
    /// Whether <see cref="FastQuotient"/> is exact for any numerator of 64 bits: the divisor times the unit fits, and so does a quotient plus one unit: with a divisor of 2
    /// or more it is at most 2^62 + 2^61. A unit of 1 adds at most 1, and nothing where the divisor is 1.
    /// </summary>
    private static bool HasFastQuotient(Expression divisor, Rounding rounding)
    {
        if (divisor is not ConstantExpression { Value: long known }) return rounding.Unit == 1;
        return known >= 1 && (rounding.Unit == 1 || (known >= 2 && rounding.Unit <= 1L << 61 && (Int128)known * rounding.Unit <= long.MaxValue));
    }

    /// <summary>
    /// numerator / divisor, rounded, without a branch that depends on the amount: half of the fees round up and half down, which no processor foresees. The rest's
    /// magnitude m is below the divisor d, so m - (d - m) cannot overflow; it is below zero exactly when the rest is less than half.
    /// </summary>
    private static Expression FastQuotient(Expression numerator, Expression divisor, Rounding rounding)
    {
        if (!HasFastQuotient(divisor, rounding)) return Constant(0L);
        if (divisor is ConstantExpression { Value: long known }) divisor = Constant(known * rounding.Unit);
        var (dividend, units, rest) = (Variable(typeof(long)), Variable(typeof(long)), Variable(typeof(long)));
        Expression one = Constant(1L), rounded = units;
        if (rounding.Mode != RoundingMode.Down)
        {
            var sign = RightShift(dividend, Constant(63));
            var magnitude = Subtract(ExclusiveOr(rest, sign), sign);
            var beyondHalf = Subtract(magnitude, Subtract(divisor, magnitude));
            var notAway = rounding.Mode switch
            {
                RoundingMode.HalfUp => beyondHalf,
                RoundingMode.HalfEven => Subtract(Add(beyondHalf, And(units, one)), one),
                _ => Subtract(magnitude, one),
            };
            rounded = Add(units, And(Or(sign, one), Not(RightShift(notAway, Constant(63)))));
        }

        return Block(
            [dividend, units, rest],
            Assign(dividend, numerator),
            Assign(units, Expression.Divide(dividend, divisor)),
            Assign(rest, Subtract(dividend, Multiply(units, divisor))),
            rounding.Unit == 1 ? rounded : Multiply(rounded, Constant(rounding.Unit)));
    }
}

using System.Collections.Frozen;
using System.Linq.Expressions;
using static System.Linq.Expressions.Expression;

namespace Giro.Rules.Programs;

/// <summary>Small tables become code, a few comparisons with constants; large ones are copied into a frozen collection.</summary>
internal sealed partial class ProgramMethod
{
    private const int MostInCode = 32;

    private Expression InSet(IReadOnlySet<long> set, Expression key)
    {
        if (set.Count == 0) return Constant(false);
        if (set.Count > MostInCode) return Call(Constant(set.ToFrozenSet()), nameof(FrozenSet<long>.Contains), null, key);
        return Switch(key, Constant(false), SwitchCase(Constant(true), set.Order().Select(value => Constant(value))));
    }

    private Expression TableLookup(LookupTable table, Expression key, Expression target, int at)
    {
        Expression otherwise = table.Else is { } value ? Assign(target, Constant(value)) : Fail(Fault.NotInTable, at);
        if (table.Values.Count == 0) return otherwise;
        if (table.Values.Count > MostInCode)
        {
            var values = table.Values.ToFrozenDictionary();
            return IfThenElse(Call(Constant(values), nameof(values.TryGetValue), null, key, _received), Assign(target, _received), otherwise);
        }

        var cases = table.Values.GroupBy(pair => pair.Value, pair => pair.Key)
            .Select(group => SwitchCase(Assign(target, Constant(group.Key)), group.Order().Select(known => Constant(known))));
        return Switch(typeof(void), key, otherwise, null, cases);
    }

    private Expression TierLookup(TierTable tiers, Expression key, Expression target, int at)
    {
        if (tiers.From.Count > MostInCode) return FastOrExact(null, Constant(0L), Exact(nameof(Arithmetic.TierLookup), Constant(tiers), key), target, at);
        return IfThenElse(LessThan(key, Constant(0L)), Fail(Fault.NotInTable, at), Assign(target, ValueOfTier(tiers, key, 0, tiers.From.Count)));
    }

    /// <summary>A binary search written out, over tiers <paramref name="first"/> up to and without <paramref name="end"/>.</summary>
    private static Expression ValueOfTier(TierTable tiers, Expression key, int first, int end)
    {
        if (end - first == 1) return Constant(tiers.Values[first]);
        var middle = (first + end) / 2;
        return Condition(LessThan(key, Constant(tiers.From[middle])), ValueOfTier(tiers, key, first, middle), ValueOfTier(tiers, key, middle, end));
    }
}

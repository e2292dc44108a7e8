using Giro.Rules.Programs;

namespace Giro.Rules.Strategies;

/// <param name="Use">Index of the use.</param>
/// <param name="Reason">One short sentence without a full stop.</param>
public sealed record Rejection(int Use, string Reason);

/// <summary>Why a payment has the use that it has.</summary>
/// <param name="Use">-1 when no use fits.</param>
/// <param name="Reason">What of it held.</param>
/// <param name="Others">Uses of the same or a higher priority, each with the first thing that did not hold.</param>
public sealed record Selection(int Use, string Reason, IReadOnlyList<Rejection> Others)
{
    internal static Selection Of(IReadOnlyList<StrategyUse> uses, int chosen, ReadOnlySpan<long> inputs, int dayNumber, Literals literals)
    {
        var others = new List<Rejection>();
        foreach (var use in uses)
        {
            if (use.Index == chosen || (chosen >= 0 && use.Priority < uses[chosen].Priority)) continue;
            others.Add(new Rejection(use.Index, WhyNot(use, inputs, dayNumber, literals)));
        }

        if (chosen < 0) return new Selection(-1, "no use fits", others);
        var because = uses[chosen] switch
        {
            { Priority: StrategyUse.Otherwise } => "otherwise: no other use fits",
            var use => string.Join(" and ", use.Conditions.Select(condition => condition.Text)),
        };
        return new Selection(chosen, because + Dates(uses[chosen]), others);
    }

    private static string WhyNot(StrategyUse use, ReadOnlySpan<long> inputs, int dayNumber, Literals literals)
    {
        var day = literals.Shown(dayNumber, ValueType.Date);
        if (use.From is { } from && dayNumber < from.DayNumber) return $"{day} is before {from:yyyy-MM-dd}";
        if (use.Until is { } until && dayNumber >= until.DayNumber) return $"{day} is not before {until:yyyy-MM-dd}";
        foreach (var condition in use.Conditions)
        {
            if (!Ranked.Holds(condition, inputs[condition.Input], literals.Symbols))
                return $"{condition.Text} does not hold: {condition.Field} is {literals.Shown(inputs[condition.Input], condition.Type)}";
        }

        return "an earlier use fits as well";
    }

    private static string Dates(StrategyUse use) => (use.From, use.Until) switch
    {
        (null, null) => "",
        ({ } from, null) => $", from {from:yyyy-MM-dd}",
        (null, { } until) => $", until {until:yyyy-MM-dd}",
        ({ } from, { } until) => $", from {from:yyyy-MM-dd} until {until:yyyy-MM-dd}",
    };
}

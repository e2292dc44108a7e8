using System.Globalization;
using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>The lines under a `use` or an `on`: when, otherwise, priority, dates; each once.</summary>
internal sealed class ClauseReader(ConditionReader conditions, Literals literals, Diagnostics errors)
{
    private const int MaxPriority = 1_000_000;

    /// <summary>Null when something is wrong. Without `when` and `otherwise` it is a fallback; whether that is right the caller knows.</summary>
    public Candidate? Read(IReadOnlyList<Clause> clauses, out bool saysWhen)
    {
        var whens = clauses.OfType<WhenClause>().ToList();
        var otherwise = clauses.OfType<OtherwiseClause>().FirstOrDefault();
        saysWhen = whens.Count > 0 || otherwise is not null;
        var before = errors.Count;
        foreach (var group in clauses.GroupBy(clause => clause.GetType()))
        {
            foreach (var second in group.Skip(1)) errors.Add(second.At, "duplicate", $"{Word(second)} stands a second time", "write each of when, otherwise, priority and dates once");
        }

        if (whens.Count > 0 && otherwise is not null) errors.Add(otherwise.At, "condition", "`otherwise` and `when` exclude each other", "remove one of them");
        var tests = whens.Count == 0 ? [] : conditions.Read(whens[0].Condition);
        var priority = saysWhen && otherwise is null ? 0 : StrategyUse.Otherwise;
        if (clauses.OfType<PriorityClause>().FirstOrDefault() is { } told)
        {
            if (priority == StrategyUse.Otherwise) errors.Add(told.At, "priority", "what is for all others has the lowest priority already", "remove `priority`, or write a `when`");
            else if (!int.TryParse(told.Priority, NumberStyles.None, CultureInfo.InvariantCulture, out priority) || priority > MaxPriority) errors.Add(told.At, "priority", $"the priority {told.Priority} is no whole number from 0 to {MaxPriority}", "the higher wins; without `priority` it is 0");
        }

        var (from, until) = Dates(clauses.OfType<DatesClause>().FirstOrDefault());
        return tests is null || errors.Count > before ? null : new Candidate(tests, priority, from, until);
    }

    private (DateOnly? From, DateOnly? Until) Dates(DatesClause? dates)
    {
        var from = Date(dates?.From);
        var until = Date(dates?.Until);
        if (from >= until) errors.Add(dates!.Until!.At, "dates", $"until {until:yyyy-MM-dd} is not after from {from:yyyy-MM-dd}", "`until` is the first day on which it does not hold any more: write a later one");
        return (from, until);
    }

    private DateOnly? Date(LiteralExpression? literal) => literal is not null && literals.Value(literal, ValueType.Date) is { } day ? DateOnly.FromDayNumber((int)day) : null;

    private static string Word(Clause clause) => clause switch
    {
        WhenClause => "`when`",
        OtherwiseClause => "`otherwise`",
        PriorityClause => "`priority`",
        _ => "`from` or `until`",
    };
}

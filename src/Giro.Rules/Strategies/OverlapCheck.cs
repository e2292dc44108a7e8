using System.Globalization;
using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>Finds uses that one payment would fit at the same priority, and days on which none of several like uses holds.</summary>
internal sealed class OverlapCheck(SymbolTable symbols, Literals literals, Diagnostics errors, IReadOnlyList<StrategyInput> fields, string what)
{
    private const int MaxReported = 20;
    private int _reported;

    /// <param name="What">For messages: `use in line 12`.</param>
    private sealed record Item(Candidate Candidate, Position At, Dictionary<int, FieldSet> Sets);

    public void Run(IReadOnlyList<(Candidate Candidate, Position At)> candidates)
    {
        foreach (var group in candidates.GroupBy(item => item.Candidate.Priority))
        {
            var items = new List<Item>();
            foreach (var (candidate, at) in group)
            {
                if (SetsOf(candidate.Conditions, at) is { } sets) items.Add(new Item(candidate, at, sets));
            }

            Overlaps(items);
            Gaps(items);
        }
    }

    /// <summary>Null when no payment can fit, which is an error.</summary>
    private Dictionary<int, FieldSet>? SetsOf(IReadOnlyList<Condition> conditions, Position at)
    {
        var sets = new Dictionary<int, FieldSet>();
        foreach (var condition in conditions)
        {
            sets[condition.Input] = (sets.TryGetValue(condition.Input, out var set) ? set : FieldSet.All(condition.Type, symbols)).And(condition);
            if (sets[condition.Input].Example() is not null) continue;
            errors.Add(condition.At, "never", $"no payment fits this {what}: nothing is left of `{condition.Field}`", "correct the conditions on this field, or remove it");
            return null;
        }

        return sets;
    }

    /// <summary>
    /// Pairs are compared only where they could meet: those that ask one field for some values are put under these values, by the field that most of them ask.
    /// </summary>
    private void Overlaps(List<Item> items)
    {
        var field = items.SelectMany(item => Asked(item).Keys).GroupBy(input => input).OrderByDescending(group => group.Count()).FirstOrDefault()?.Key ?? -1;
        var byValue = new Dictionary<long, List<Item>>();
        var others = new List<Item>();
        foreach (var item in items)
        {
            if (_reported >= MaxReported) return;
            foreach (var other in others) Compare(other, item);
            if (Asked(item).TryGetValue(field, out var values))
            {
                foreach (var value in values) (byValue.TryGetValue(value, out var list) ? list : byValue[value] = []).Add(item);
                continue;
            }

            others.Add(item);
        }

        foreach (var list in byValue.Values)
        {
            for (var i = 1; i < list.Count; i++)
            {
                for (var j = 0; j < i && _reported < MaxReported; j++) Compare(list[j], list[i]);
            }
        }

        if (others.Count == 0 || byValue.Count == 0) return;
        foreach (var item in items.Where(item => Asked(item).ContainsKey(field)))
        {
            foreach (var other in others)
            {
                if (_reported >= MaxReported) return;
                if (other.At.Line > item.At.Line) Compare(item, other);
            }
        }
    }

    private static Dictionary<int, IReadOnlyList<long>> Asked(Item item)
    {
        var asked = new Dictionary<int, IReadOnlyList<long>>();
        foreach (var condition in item.Candidate.Conditions)
        {
            if (condition.Test is Test.Equal or Test.In) asked.TryAdd(condition.Input, condition.Values);
        }

        return asked;
    }

    private void Compare(Item a, Item b)
    {
        if (_reported >= MaxReported || !DatesMeet(a.Candidate, b.Candidate)) return;
        foreach (var (input, set) in a.Sets)
        {
            if (b.Sets.TryGetValue(input, out var other) && set.And(other).Example() is null) return;
        }

        _reported++;
        var example = new List<string>();
        foreach (var input in a.Sets.Keys.Union(b.Sets.Keys).Order())
        {
            var set = a.Sets.GetValueOrDefault(input) ?? FieldSet.All(fields[input].Type, symbols);
            if (b.Sets.TryGetValue(input, out var other)) set = set.And(other);
            example.Add($"{fields[input].Name} {literals.Shown(set.Example()!.Value, fields[input].Type)}");
        }

        var day = Later(a.Candidate.From, b.Candidate.From) is { } from ? $" on {from:yyyy-MM-dd}" : "";
        var payment = example.Count == 0 ? $"any payment{day} fits both" : $"a payment with {string.Join(", ", example)}{day} fits both";
        errors.Add(
            b.At,
            "overlap",
            $"this {what} overlaps the {what} in line {a.At.Line} at the same priority: {payment}",
            b.Candidate.Priority == StrategyUse.Otherwise ? "keep one of them, or write a `when` in one of them" : "give one of them a higher `priority`, or make their conditions exclude each other");
    }

    private static bool DatesMeet(Candidate a, Candidate b) => (a.From ?? DateOnly.MinValue) < (b.Until ?? DateOnly.MaxValue) && (b.From ?? DateOnly.MinValue) < (a.Until ?? DateOnly.MaxValue);

    private static DateOnly? Later(DateOnly? a, DateOnly? b) => a is null ? b : b is null || a > b ? a : b;

    private void Gaps(List<Item> items)
    {
        foreach (var like in items.GroupBy(item => string.Join(';', item.Sets.OrderBy(pair => pair.Key).Select(pair => pair.Key.ToString(CultureInfo.InvariantCulture) + ' ' + pair.Value.Key)), StringComparer.Ordinal))
        {
            var inOrder = like.OrderBy(item => item.Candidate.From ?? DateOnly.MinValue).ToList();
            for (var i = 1; i < inOrder.Count; i++)
            {
                if (inOrder[i - 1].Candidate.Until is not { } until || inOrder[i].Candidate.From is not { } from || until >= from) continue;
                errors.Add(
                    inOrder[i].At,
                    "gap",
                    $"from {until:yyyy-MM-dd} to {from.AddDays(-1):yyyy-MM-dd} neither this {what} nor the {what} in line {inOrder[i - 1].At.Line} holds, whose conditions are the same",
                    $"let this one begin `from {until:yyyy-MM-dd}`; if the gap is meant, give one of them another `priority`");
            }
        }
    }
}

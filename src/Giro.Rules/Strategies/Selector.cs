using Giro.Rules.Programs;

namespace Giro.Rules.Strategies;

/// <summary>What a selector chooses from.</summary>
internal sealed record Candidate(IReadOnlyList<Condition> Conditions, int Priority, DateOnly? From, DateOnly? Until);

/// <summary>
/// Finds the candidate of the highest priority whose conditions hold. Candidates are ranked once. A level indexes those that ask one text field for one of some values,
/// by the field which most of them ask; those that do not are left to the next level, and the last level is gone through in order of rank. So a strategy with one use
/// for each of 10,000 merchants looks at two or three of them.
/// </summary>
internal sealed class Selector
{
    /// <summary>Going through this few is as fast as looking them up.</summary>
    private const int FewCandidates = 4;

    private readonly SymbolTable _symbols;
    private readonly Ranked[] _ranked;
    private readonly List<Level> _levels = [];
    private readonly int[] _last;

    public Selector(IReadOnlyList<Candidate> candidates, SymbolTable symbols)
    {
        _symbols = symbols;
        _ranked = [.. candidates.Select((candidate, i) => Ranked.Of(candidate, i, symbols)).OrderByDescending(item => item.Priority).ThenBy(item => item.Index)];
        var rest = Enumerable.Range(0, _ranked.Length).ToArray();
        while (rest.Length > FewCandidates && Level.Of(_ranked, candidates, rest, out var left) is { } level)
        {
            _levels.Add(level);
            rest = left;
        }

        _last = rest;
    }

    public int Select(ReadOnlySpan<long> inputs, int dayNumber)
    {
        var best = int.MaxValue;
        foreach (var level in _levels)
        {
            if (level.Ranks.TryGetValue(inputs[level.Input], out var ranks)) best = First(ranks, best, inputs, dayNumber);
        }

        best = First(_last, best, inputs, dayNumber);
        return best == int.MaxValue ? -1 : _ranked[best].Index;
    }

    private int First(int[] ranks, int best, ReadOnlySpan<long> inputs, int dayNumber)
    {
        foreach (var rank in ranks)
        {
            if (rank >= best) return best;
            if (_ranked[rank].Holds(inputs, dayNumber, _symbols)) return rank;
        }

        return best;
    }

    private sealed record Level(int Input, Dictionary<long, int[]> Ranks)
    {
        /// <summary>Null when no field separates two of them.</summary>
        public static Level? Of(Ranked[] ranked, IReadOnlyList<Candidate> candidates, int[] ranks, out int[] rest)
        {
            rest = ranks;
            var field = ranks
                .SelectMany(rank => candidates[ranked[rank].Index].Conditions.Where(IsIndexable).Select(condition => condition.Input).Distinct())
                .GroupBy(input => input).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).FirstOrDefault();
            if (field is null || field.Count() < 2) return null;
            var lists = new Dictionary<long, List<int>>();
            var left = new List<int>();
            foreach (var rank in ranks)
            {
                var condition = candidates[ranked[rank].Index].Conditions.FirstOrDefault(condition => condition.Input == field.Key && IsIndexable(condition));
                if (condition is null) left.Add(rank);
                else foreach (var value in condition.Values.Distinct()) (lists.TryGetValue(value, out var list) ? list : lists[value] = []).Add(rank);
            }

            rest = [.. left];
            return new Level(field.Key, lists.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()));
        }

        private static bool IsIndexable(Condition condition) => condition is { Type: ValueType.Text, Test: Test.Equal or Test.In };
    }
}

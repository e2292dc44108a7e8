using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>Says of an ambiguous line which lines of the other side it could be, for the person who chooses.</summary>
internal sealed class OpenCandidates
{
    /// <summary>Named in a reason at most.</summary>
    private const int Most = 5;

    private readonly Dictionary<(Side Side, int Line), SortedSet<int>> _candidates = [];

    public OpenCandidates(ReconciliationOutcome outcome)
    {
        foreach (var suggestion in outcome.Suggestions)
        {
            Note(Side.Left, suggestion.Left, suggestion.Right);
            Note(Side.Right, suggestion.Right, suggestion.Left);
        }
    }

    /// <param name="nameOf">Of a line of the other side.</param>
    public string ReasonOf(Side side, int line, Func<int, string> nameOf)
    {
        if (!_candidates.TryGetValue((side, line), out var lines)) return "";
        var more = lines.Count > Most ? $" and {lines.Count - Most} more" : "";
        return $"could be {string.Join(", ", lines.Take(Most).Select(nameOf))}{more}";
    }

    private void Note(Side side, int[] lines, int[] others)
    {
        foreach (var line in lines)
        {
            if (!_candidates.TryGetValue((side, line), out var all)) _candidates.Add((side, line), all = []);
            all.UnionWith(others);
        }
    }
}

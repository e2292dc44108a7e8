namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// What is left of the suggestions when all passes are over. A later pass may have claimed lines of one: they leave it, and a suggestion without lines on one side is none any more.
/// </summary>
public sealed class OpenSuggestions
{
    private readonly HashSet<(Side Side, int Line)> _lines = [];

    /// <param name="isClaimed">by side and line number</param>
    public OpenSuggestions(IEnumerable<Suggestion> suggestions, Func<Side, int, bool> isClaimed)
    {
        var open = new List<Suggestion>();
        foreach (var suggestion in suggestions)
        {
            var left = Array.FindAll(suggestion.Left, line => !isClaimed(Side.Left, line));
            var right = Array.FindAll(suggestion.Right, line => !isClaimed(Side.Right, line));
            if (left.Length == 0 || right.Length == 0) continue;
            open.Add(new Suggestion(suggestion.Pass, left, right));
            foreach (var line in left) _lines.Add((Side.Left, line));
            foreach (var line in right) _lines.Add((Side.Right, line));
        }

        All = [.. open.OrderBy(one => one.Pass).ThenBy(one => one.Left[0]).ThenBy(one => one.Right[0])];
    }

    /// <summary>By pass, then by first left line: no two of one pass share a line.</summary>
    public IReadOnlyList<Suggestion> All { get; }

    public bool Contains(Side side, int line) => _lines.Contains((side, line));
}

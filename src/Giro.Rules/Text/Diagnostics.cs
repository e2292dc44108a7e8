using Giro.Rules.Programs;
using Giro.Rules.Strategies;

namespace Giro.Rules.Text;

/// <summary>The errors of one file. Bounded, so that a file which is no strategy at all does not give a hundred thousand of them.</summary>
internal sealed class Diagnostics(string source)
{
    public const int Limit = 100;
    private readonly List<RuleError> _errors = [];
    private readonly HashSet<(Position, string)> _known = [];

    /// <summary>Words of lines that could not be read. They may have declared something, so nobody complains that it is unknown.</summary>
    public HashSet<string> UnreadWords { get; } = [];

    /// <summary>Whether every line could be read. If not, nothing is said about what is missing: it may stand in the lines that could not.</summary>
    public bool IsWhole { get; set; } = true;

    public bool IsFull => _errors.Count >= Limit;

    public int Count => _errors.Count;

    /// <summary>An error of the same text at the same place is reported once: an algorithm is looked at for each of its uses.</summary>
    public void Add(Position at, string code, string message, string mend)
    {
        if (IsFull || !_known.Add((at, message))) return;
        _errors.Add(new RuleError(at, code, message, mend) { Source = source });
    }

    /// <summary>In order of the text.</summary>
    public IReadOnlyList<RuleError> Sorted() => [.. _errors.OrderBy(error => error.At.Line).ThenBy(error => error.At.Column)];
}

/// <summary>A line cannot be read further; caught where the next line begins.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032", Justification = "Never leaves the parser.")]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1064", Justification = "Never leaves the parser.")]
internal sealed class UnreadableLineException : Exception;

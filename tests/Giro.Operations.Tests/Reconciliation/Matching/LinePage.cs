using System.Text;
using Giro.Ledger.Currencies;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

/// <summary>
/// Two columns of lines and what becomes of them, a row each:
/// <code>
///   left                | right               | found
///   A-1 100.00 on 3     | A-1 100.00 on 3     | pair order
///   A-2 50.00           |                     | missing-at-bank
/// </code>
/// A line is its key (- for none), its amount, and then by name: fee, on (a day of November 2026), in (a currency), status, ref (a second text). Found: `pair PASS`; the type of
/// a break; `set a PASS` for lines claimed together and `ambiguous a` for lines suggested together, a letter for each in the order of the page. A row with
/// two lines that are no pair has both, with a stroke between.
/// </summary>
internal sealed class LinePage
{
    private readonly List<(int Left, int Right, string Text, string Found)> _rows = [];

    private LinePage(string page)
    {
        foreach (var line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var cells = line.Split('#')[0].Split('|', StringSplitOptions.TrimEntries);
            var row = (AddLine(Left, cells[0]), AddLine(Right, cells[1]), $"{cells[0]} | {cells[1]}", cells[2]);
            _rows.Add(row);
        }
    }

    public LineBlock Left { get; } = new(3);

    public LineBlock Right { get; } = new(3);

    /// <summary>Names of the text columns.</summary>
    public static string[] Columns { get; } = ["order", "ref", "status"];

    /// <summary>Checks that each row becomes what it says.</summary>
    public static ReconciliationOutcome Check(MatchPass[] passes, string page)
    {
        var lines = new LinePage(page);
        var outcome = InMemoryReconciliation.Run(new MatchPlan(passes), lines.Left, lines.Right);
        var found = lines.Found(passes, outcome);
        Assert.Equal(
            string.Join('\n', lines._rows.Select(row => $"{row.Text} | {row.Found}")),
            string.Join('\n', lines._rows.Select((row, i) => $"{row.Text} | {found[i]}")));
        return outcome;
    }

    /// <summary>Minor units of a text with two decimals.</summary>
    public static long Minor(string text) => long.Parse(text.Replace(".", "", StringComparison.Ordinal));

    public static int DayOf(int day) => new DateOnly(2026, 11, 1).DayNumber + day - 1;

    private static int AddLine(LineBlock block, string cell)
    {
        if (cell.Length == 0) return 0;
        var words = cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var told = words.Skip(2).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        block.Add(
            block.Count + 1,
            Minor(words[1]),
            told.TryGetValue("fee", out var fee) ? Minor(fee) : 0,
            told.TryGetValue("on", out var day) ? DayOf(int.Parse(day)) : 0,
            told.TryGetValue("in", out var currency) ? Currency.FromCode(currency).Number : (ushort)0,
            LineFlags.None);
        block.Texts[0].Add(Encoding.UTF8.GetBytes(words[0] == "-" ? "" : words[0]));
        block.Texts[1].Add(Encoding.UTF8.GetBytes(told.GetValueOrDefault("ref", "")));
        block.Texts[2].Add(Encoding.UTF8.GetBytes(told.GetValueOrDefault("status", "")));
        return block.Count;
    }

    private List<string> Found(MatchPass[] passes, ReconciliationOutcome outcome)
    {
        var letters = new Dictionary<object, char>();
        var found = new List<string>();
        foreach (var row in _rows)
        {
            var pair = outcome.Pairs.FirstOrDefault(pair => pair.Left == row.Left && pair.Right == row.Right);
            var paired = outcome.Breaks.FirstOrDefault(one => one.Left == row.Left && one.Right == row.Right && row.Left > 0 && row.Right > 0);
            if (pair.Left > 0 && pair.Right > 0) found.Add($"pair {passes[pair.Pass].Name}");
            else if (paired.Type != BreakType.None) found.Add(Name(paired.Type));
            else
            {
                string[] both = [.. new[] { (Side.Left, row.Left), (Side.Right, row.Right) }.Where(line => line.Item2 > 0).Select(line => Of(line.Item1, line.Item2)).Distinct()];
                found.Add(string.Join(" / ", both));
            }
        }

        return found;

        string Of(Side side, int line)
        {
            bool Has(int[] left, int[] right) => (side == Side.Left ? left : right).Contains(line);
            if (outcome.Groups.FirstOrDefault(group => Has(group.Left, group.Right)) is { } set) return $"set {Letter(set)} {passes[set.Pass].Name}";
            var single = outcome.Breaks.FirstOrDefault(one => side == Side.Left ? one.Left == line : one.Right == line);
            if (single.Type == BreakType.None) return $"pair with {outcome.Pairs.Single(pair => (side == Side.Left ? pair.Left : pair.Right) == line)}";
            if (single.Type != BreakType.Ambiguous) return Name(single.Type) + (single.Left > 0 && single.Right > 0 ? $" of {single.Left} and {single.Right}" : "");
            return $"ambiguous {Letter(outcome.Suggestions.First(one => Has(one.Left, one.Right)))}";
        }

        char Letter(object of) => letters.TryGetValue(of, out var letter) ? letter : letters[of] = (char)('a' + letters.Count);
    }

    private static string Name(BreakType type) => string.Concat(type.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}

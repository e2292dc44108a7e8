using System.Text;
using Giro.Rules.Strategies;

namespace Giro.Rules.Text;

/// <summary>
/// The canonical text of a strategy or an accounting: one way to write it, so that two versions differ where they differ. Reading it and printing it again changes
/// nothing. Values stay as they were written.
/// </summary>
public static class StrategyPrinter
{
    private const int Width = 120;

    public static string Print(Strategy strategy) => Print(strategy.Tree);

    public static string Print(AccountingRules accounting) => Print(accounting.Tree);

    internal static string Print(RuleFile file, bool comments = true)
    {
        var lines = new Lines(comments);
        Declaration? before = null;
        foreach (var declaration in file.Declarations)
        {
            if (before is not null && (IsBlock(before) || IsBlock(declaration) || (before.GetType() != declaration.GetType() && before is not HeaderSyntax))) lines.Blank();
            Declare(lines, declaration);
            before = declaration;
        }

        if (comments && file.Comments is { } rest)
        {
            if (before is not null) lines.Blank();
            foreach (var comment in rest) lines.Comment("", comment);
        }

        return lines.ToString();
    }

    private static bool IsBlock(Declaration declaration) => declaration is TableSyntax or TiersSyntax or AlgorithmSyntax or UseSyntax or OnSyntax;

    private static void Declare(Lines lines, Declaration declaration)
    {
        switch (declaration)
        {
            case HeaderSyntax header:
                lines.Add("", $"{header.What} {header.Name} version {header.Version}", header);
                break;
            case CurrencySyntax currency:
                lines.Add("", $"currency {currency.Code}{(currency.Digits is null ? "" : $" digits {currency.Digits}")}", currency);
                break;
            case InputSyntax input:
                lines.Add("", $"input {input.Name}: {input.Type.Name}{(input.Default is null ? "" : $" = {ExpressionText.Of(input.Default)}")}", input);
                break;
            case TotalSyntax total:
                lines.Add("", $"total {total.Name}: {total.Type.Name} = {(total.Source is null ? "count" : $"sum of {total.Source.Name}")} per {total.Period}{(total.OverAllMerchants ? " over all merchants" : "")}", total);
                break;
            case OutputSyntax output:
                lines.Add("", $"output {output.Name}: {output.Type.Name}{Option(" as ", output.As)}{Option(" ", output.Effect)}{(output.To is null ? "" : $" to {ExpressionText.Quoted(output.To)}")}", output);
                break;
            case TableSyntax table:
                lines.Add("", $"table {table.Name}: {table.Key.Name} -> {table.Value.Name}", table);
                lines.Columns([.. table.Rows.Select(row => new Row(row, [row.Key is null ? "else" : ExpressionText.Of(row.Key), $"= {ExpressionText.Of(row.Value)}"]))]);
                break;
            case TiersSyntax tiers:
                lines.Add("", $"tiers {tiers.Name}: {tiers.Key.Name} -> {tiers.Value.Name}", tiers);
                lines.Columns([.. tiers.Rows.Select(row => new Row(row, [$"from {ExpressionText.Of(row.From)}", $" {ExpressionText.Of(row.Value)}"]))]);
                break;
            case AlgorithmSyntax algorithm:
                var parameters = algorithm.Parameters.Count == 0 ? "" : $" ({string.Join(", ", algorithm.Parameters.Select(parameter => $"{parameter.Name}: {parameter.Type.Name}"))})";
                lines.Add("", $"algorithm {algorithm.Name}{parameters}", algorithm);
                Steps(lines, algorithm.Steps);
                break;
            case UseSyntax use:
                var arguments = use.Arguments.Count == 0 ? "" : $"({string.Join(", ", use.Arguments.Select(argument => $"{argument.Name}: {ExpressionText.Of(argument.Value)}"))})";
                lines.Add("", $"{(use.AtEndOf is null ? "" : $"at end of {use.AtEndOf} ")}use {use.Algorithm.Name}{arguments}", use);
                Clauses(lines, use.Clauses);
                break;
            case OnSyntax on:
                lines.Add("", $"on {on.Event}", on);
                Clauses(lines, on.Clauses);
                Steps(lines, on.Steps);
                break;
        }
    }

    private static string Option(string before, string? text) => text is null ? "" : before + text;

    private static void Clauses(Lines lines, IReadOnlyList<Clause> clauses)
    {
        foreach (var clause in clauses.OrderBy(clause => clause switch { WhenClause or OtherwiseClause => 0, PriorityClause => 1, _ => 2 }))
        {
            lines.Add("    ", clause switch
            {
                WhenClause test => $"when {ExpressionText.Of(test.Condition)}",
                PriorityClause priority => $"priority {priority.Priority}",
                DatesClause dates => $"{Date("from ", dates.From)}{(dates is { From: not null, Until: not null } ? " " : "")}{Date("until ", dates.Until)}",
                _ => "otherwise",
            }, clause);
        }
    }

    private static string Date(string before, LiteralExpression? date) => date is null ? "" : before + date.Text;

    /// <summary>The legs that follow each other stand in columns.</summary>
    private static void Steps(Lines lines, IReadOnlyList<Step> steps)
    {
        var legs = new List<Row>();
        foreach (var step in steps)
        {
            if (step is LegStep leg)
            {
                legs.Add(new Row(leg, [leg.Debit ? "debit" : "credit", leg.Path, $" {ExpressionText.Of(leg.Amount)}"]));
                continue;
            }

            lines.Columns(legs);
            legs.Clear();
            lines.Add("    ", step is AssignStep assign ? $"{assign.Name} = {ExpressionText.Of(assign.Value)}" : Share((ShareStep)step), step);
        }

        lines.Columns(legs);
    }

    private static string Share(ShareStep share) =>
        $"{string.Join(", ", share.Targets.Select(target => target.Name))} = share({string.Join(", ", share.Weights.Prepend(share.Amount).Select(ExpressionText.Of))}) remainder {(share.RemainderTo is null ? "largest" : $"to {share.RemainderTo.Name}")}";

    private readonly record struct Row(LineNode Node, string[] Cells);

    private sealed class Lines(bool comments)
    {
        private readonly StringBuilder _text = new();

        public void Blank() => _text.Append('\n');

        public void Comment(string indent, string comment) => _text.Append(indent).Append(comment.Length == 0 ? "#" : "# ").Append(comment).Append('\n');

        public void Columns(List<Row> rows)
        {
            if (rows.Count == 0) return;
            var widths = new int[rows[0].Cells.Length - 1];
            foreach (var row in rows)
            {
                for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(widths[i], row.Cells[i].Length);
            }

            foreach (var row in rows) Add("    ", string.Join(' ', row.Cells.Select((cell, i) => i < widths.Length ? cell.PadRight(Math.Min(widths[i], 60)) : cell)), row.Node);
        }

        public void Add(string indent, string line, LineNode node)
        {
            if (comments && node.Above is { } above)
            {
                foreach (var comment in above) Comment(indent, comment);
            }

            Wrap(indent, line);
            if (comments && node.Beside is { } beside) _text.Append("  ").Append(beside.Length == 0 ? "#" : "# ").Append(beside);
            _text.Append('\n');
        }

        /// <summary>Breaks after a comma, `and` or `or`, where a statement goes on by itself.</summary>
        private void Wrap(string indent, string line)
        {
            var width = Width - indent.Length;
            var start = 0;
            _text.Append(indent);
            while (line.Length - start > width)
            {
                var end = BreakBefore(line, start, width);
                if (end < 0) break;
                _text.Append(line, start, end - start).Append('\n').Append(indent).Append("    ");
                start = end + 1;
                width = Width - indent.Length - 4;
            }

            _text.Append(line, start, line.Length - start);
        }

        /// <summary>Index of the last blank to break at within the width, else of the first after it; -1 when there is none.</summary>
        private static int BreakBefore(string line, int start, int width)
        {
            var found = -1;
            var quoted = false;
            for (var i = start; i < line.Length; i++)
            {
                if (line[i] == '\\' && quoted) i++;
                else if (line[i] == '"') quoted = !quoted;
                else if (!quoted && line[i] == ' ' && i > start && (line[i - 1] == ',' || Ends(line, i, " and") || Ends(line, i, " or")))
                {
                    if (i - start > width && found >= 0) return found;
                    found = i;
                    if (i - start > width) return found;
                }
            }

            return found;
        }

        private static bool Ends(string line, int end, string word) => end >= word.Length && string.CompareOrdinal(line, end - word.Length, word, 0, word.Length) == 0;

        public override string ToString() => _text.ToString();
    }
}

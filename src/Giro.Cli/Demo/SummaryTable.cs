using System.Text;

namespace Giro.Cli.Demo;

/// <summary>A table as plain lines: each column as wide as its widest cell, so no figure is ever cut or folded.</summary>
/// <param name="columns">A heading that begins with '&gt;' is of figures, aligned right.</param>
internal sealed class SummaryTable(params string[] columns)
{
    private const string Gap = "  ";
    private readonly List<string[]> _rows = [[.. columns.Select(column => column.TrimStart('>'))]];

    public void AddRow(params string[] cells) => _rows.Add(cells);

    public IReadOnlyList<string> Lines()
    {
        var widths = columns.Select((_, i) => _rows.Max(row => row[i].Length)).ToArray();
        var lines = _rows.ConvertAll(row => string.Join(Gap, row.Select((cell, i) => columns[i].StartsWith('>') ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        lines.Insert(1, string.Join(Gap, widths.Select(width => new string('-', width))));
        return lines;
    }

    /// <summary>Tables one below the other, with a line between.</summary>
    public static IReadOnlyList<string> Stack(params ReadOnlySpan<SummaryTable> tables)
    {
        var lines = new List<string>();
        foreach (var table in tables) lines.AddRange(lines.Count == 0 ? table.Lines() : [.. table.Lines().Prepend("")]);
        return lines;
    }

    /// <summary>Lines beside lines.</summary>
    public static IEnumerable<string> Beside(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        var width = left.Max(line => line.Length) + (2 * Gap.Length);
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var line = new StringBuilder(i < left.Count ? left[i] : "");
            if (i < right.Count) line.Append(' ', width - line.Length).Append(right[i]);
            yield return line.ToString().TrimEnd();
        }
    }
}

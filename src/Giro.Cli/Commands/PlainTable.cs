using System.Text;

namespace Giro.Cli.Commands;

/// <summary>A table in plain text, for pages that are read to somebody or pasted: columns as wide as what is in them, and those that are empty throughout left out.</summary>
internal static class PlainTable
{
    /// <param name="heads">One that begins with '>' is of figures, which stand to the right.</param>
    public static string Of(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> all = [[.. heads.Select(head => head.TrimStart('>'))], .. rows];
        var columns = Enumerable.Range(0, heads.Count).Where(column => all.Skip(1).Any(row => row[column].Length > 0)).ToList();
        var widths = columns.ConvertAll(column => all.Max(row => row[column].Length));
        var text = new StringBuilder();
        foreach (var row in all)
        {
            var line = string.Concat(columns.Select((column, i) => "  " + (heads[column].StartsWith('>') ? row[column].PadLeft(widths[i]) : row[column].PadRight(widths[i]))));
            text.Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}

using System.Text;

namespace Giro.Messages.Tables;

/// <summary>What stands before the lines of a table: the preamble and the header, found and bound.</summary>
/// <param name="Columns">the mapping bound to this table</param>
/// <param name="Offset">of the first byte behind the header</param>
/// <param name="Lines">physical lines before it</param>
/// <param name="DoubledColumns">names that the header has more than once; a field reads the first of them</param>
public sealed record TableHead(TableColumns Columns, int Offset, int Lines, IReadOnlyList<string> DoubledColumns)
{
    private static readonly CellTrim Blanks = new(" \t`\u3000\u00a0");

    /// <summary>Looks for the header.</summary>
    /// <param name="start">the first bytes of the table, UTF-8 without a byte order mark; as many as there are or at least 64 KiB</param>
    /// <param name="isWhole">the file ends with them</param>
    /// <exception cref="MessageFormatException">There is no header, or columns that the mapping needs are not in it.</exception>
    public static TableHead Find(ReadOnlySpan<byte> start, bool isWhole, TableMapping mapping, string fileName, CsvScratch scratch)
    {
        var records = new CsvRecordReader(start, mapping.Dialect, scratch);
        var told = new Dictionary<string, string>();
        if (mapping.Header.IsAbsent)
            return Headless(ref records, start, mapping, told);

        IReadOnlyList<ColumnReference>? closest = null;
        var closestLine = 0;
        while (records.Next() && (records.IsTerminated || isWhole))
        {
            if (mapping.Header.Line > 0 ? records.Line > mapping.Header.Line : records.Line > mapping.Header.Search) break;
            if (records.Problem == CsvProblem.Nul) throw new MessageFormatException(fileName, records.Line, 1, "", "holds a NUL, which is no text");
            var cells = Cells(records);
            var header = mapping.Header;
            if (header.Line > 0 ? records.Line == header.Line : header.StartsWith.Count == 0 || StartsWith(cells, header.StartsWith))
            {
                var columns = new TableColumns(mapping, cells, records.Record, told, out var missing);
                if (missing.Count == 0)
                {
                    Listen(records.Record, mapping, told); // a header may be within reach of a pattern too
                    return new TableHead(columns, records.NextStart, records.Lines, Doubled(cells));
                }

                if (mapping.Header.Line > 0 || mapping.Header.StartsWith.Count > 0)
                    throw new MessageFormatException(fileName, records.Line, 1, "", $"the header lacks {string.Join(", ", missing)}");
                if (closest is null || missing.Count < closest.Count) (closest, closestLine) = (missing, records.Line);
            }

            Listen(records.Record, mapping, told);
        }

        throw new MessageFormatException(fileName, closestLine, 0, "", mapping.Header switch
        {
            { Line: > 0 } header => $"has no line {header.Line}, where its header should stand",
            { StartsWith.Count: > 0 } header => $"no line of the first {header.Search} is a header that starts with {string.Join(",", header.StartsWith)}",
            _ when closest is not null => $"no line of the first {mapping.Header.Search} is a header: the closest, line {closestLine}, lacks {string.Join(", ", closest)}",
            _ => "is empty: it has no header",
        });
    }

    /// <summary>A table without a header starts with its first line, or behind its comments and the lines that the preamble's patterns know.</summary>
    private static TableHead Headless(ref CsvRecordReader records, ReadOnlySpan<byte> start, TableMapping mapping, Dictionary<string, string> told)
    {
        var (offset, lines) = (0, 0);
        var comment = Encoding.UTF8.GetBytes(mapping.Comment);
        while (records.Next() && records.Line <= mapping.Header.Search)
        {
            var heard = Listen(records.Record, mapping, told);
            if (!heard && !records.IsBlank && !(comment.Length > 0 && records.Record.StartsWith(comment))) break;
            (offset, lines) = (records.NextStart, records.Lines);
        }

        return new TableHead(new TableColumns(mapping, [], default, told, out _), offset, lines, []);
    }

    private static bool Listen(ReadOnlySpan<byte> line, TableMapping mapping, Dictionary<string, string> told)
    {
        if (mapping.Preamble.Count == 0) return false;
        var text = Encoding.UTF8.GetString(line);
        var heard = false;
        foreach (var (name, pattern) in mapping.Preamble)
        {
            if (!pattern.IsMatch(text)) continue;
            heard = true;
            told.TryAdd(name, pattern.Match(text).Groups[1].Value.Trim());
        }

        return heard;
    }

    private static List<string> Cells(in CsvRecordReader record)
    {
        var cells = new List<string>(record.FieldCount);
        for (var i = 0; i < record.FieldCount; i++) cells.Add(Encoding.UTF8.GetString(Blanks.Trim(record.Field(i))));
        return cells;
    }

    private static bool StartsWith(List<string> cells, IReadOnlyList<string> names) =>
        cells.Count >= names.Count && names.SequenceEqual(cells.Take(names.Count));

    private static List<string> Doubled(List<string> cells) =>
        [.. cells.Where(cell => cell.Length > 0).GroupBy(cell => cell).Where(names => names.Skip(1).Any()).Select(names => names.Key)];
}

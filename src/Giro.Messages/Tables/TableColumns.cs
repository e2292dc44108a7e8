using System.Text;

namespace Giro.Messages.Tables;

/// <summary>
/// A mapping bound to the header of one table. Immutable, for any number of threads.
/// <code>
/// using var input = TableInput.Open(file, mapping.Encodings);               // UTF-8 from here on
/// var head = TableHead.Find(start, isWhole, mapping, "bill.csv", scratch);  // start: the first bytes of input
/// var reference = head.Columns.FieldIndex("reference");
/// // each thread, each chunk of whole records from head.Offset on (CsvChunk cuts them):
/// var lines = new TableLines(head.Columns, digitsOf);
/// var records = new CsvRecordReader(chunk, mapping.Dialect, scratch);
/// while (records.Next())
///     switch (lines.Read(records))
///     {
///         case TableLineKind.Line: ... lines.AmountMinor, lines.FeeMinor, lines.Day, lines.Currency, lines.Text(records, reference) ...
///         case TableLineKind.Unreadable: ... lines.Problem ... // counts as a line
///     }                                                        // all else is no line
/// </code>
/// </summary>
public sealed class TableColumns
{
    private readonly string[] _fields;
    private readonly LineRules _usual;
    private readonly (int Column, CellTrim Trim, byte[][] Values, LineRules Rules)[] _cases;
    private readonly byte[] _header;
    private readonly byte[] _comment;
    private readonly TrailerForm[] _trailers;

    /// <param name="header">its cells, trimmed; empty for a table without one</param>
    /// <param name="headerLine">the header as it stands, by which another of the same is known</param>
    /// <param name="missing">columns that fields need and the header lacks</param>
    internal TableColumns(
        TableMapping mapping, IReadOnlyList<string> header, ReadOnlySpan<byte> headerLine, IReadOnlyDictionary<string, string> preamble, out IReadOnlyList<ColumnReference> missing)
    {
        Mapping = mapping;
        Header = header;
        Preamble = preamble;
        _header = headerLine.ToArray();
        _comment = Encoding.UTF8.GetBytes(mapping.Comment);
        _fields = [.. mapping.Fields.Concat(mapping.Cases.SelectMany(lines => lines.Fields)).Select(field => field.Name).Distinct()];
        var usual = mapping.Fields.Select(field => new ColumnRule(field, Column, preamble)).ToArray();
        missing = [.. usual.Where(rule => rule.IsMissing && !rule.Mapping.IsOptional).SelectMany(rule => Needed(rule.Mapping)).Where(column => Column(column) < 0)];
        _usual = new LineRules(_fields, usual, "none", skips: false);
        _cases = [.. mapping.Cases.Where(lines => Column(lines.Column) >= 0).Select(lines => (
            Column(lines.Column), new CellTrim(mapping.Trim), lines.Values.Select(Encoding.UTF8.GetBytes).ToArray(),
            new LineRules(_fields, [.. usual.Where(rule => lines.Fields.All(field => field.Name != rule.Name)), .. lines.Fields.Select(field => new ColumnRule(field, Column, preamble))],
                lines.Name, lines.Skips)))];
        _trailers = [.. mapping.Trailers.Select(trailer => new TrailerForm(trailer, header))];
    }

    public TableMapping Mapping { get; }

    /// <summary>Names of the columns; empty for a table without a header.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>What the lines before the header told.</summary>
    public IReadOnlyDictionary<string, string> Preamble { get; }

    /// <summary>Names of all fields; an index into them is a field's index.</summary>
    public IReadOnlyList<string> Fields => _fields;

    internal TrailerForm[] Trailers => _trailers;

    /// <summary>-1 when the mapping has none of that name.</summary>
    public int FieldIndex(string name) => Array.IndexOf(_fields, name);

    /// <summary>How the fields of this record are read.</summary>
    public LineRules RulesOf(in CsvRecordReader record)
    {
        if (_cases.Length == 0) return _usual;
        foreach (var (column, trim, values, rules) in _cases)
        {
            if (column >= record.FieldCount) continue;
            var cell = trim.Trim(record.Field(column));
            foreach (var value in values)
            {
                if (cell.SequenceEqual(value)) return rules;
            }
        }

        return _usual;
    }

    internal bool IsComment(in CsvRecordReader record) => _comment.Length > 0 && record.Record.StartsWith(_comment);

    internal bool IsHeader(in CsvRecordReader record) => _header.Length > 0 && record.Record.SequenceEqual(_header);

    /// <summary>The trailer that the record is a part of; null for none.</summary>
    internal TrailerForm? TrailerOf(in CsvRecordReader record)
    {
        foreach (var trailer in _trailers)
        {
            if (trailer.IsPart(record)) return trailer;
        }

        return null;
    }

    private int Column(ColumnReference column)
    {
        if (column.Number > 0) return Header.Count == 0 || column.Number <= Header.Count ? column.Number - 1 : -1;
        foreach (var name in column.Names)
        {
            for (var i = 0; i < Header.Count; i++)
            {
                if (Header[i] == name) return i;
            }
        }

        return -1;
    }

    private static IEnumerable<ColumnReference> Needed(FieldMapping field) =>
        new[] { field.Column, field.Credit, field.Debit, field.Direction }.OfType<ColumnReference>();
}

/// <summary>How the fields of one case of lines are read.</summary>
public sealed class LineRules
{
    private readonly ColumnRule?[] _rules;

    internal LineRules(string[] fields, IReadOnlyList<ColumnRule> rules, string caseName, bool skips)
    {
        _rules = new ColumnRule?[fields.Length];
        foreach (var rule in rules) _rules[Array.IndexOf(fields, rule.Name)] = rule;
        (Case, Skips) = (caseName, skips);
        Amount = Find("amount")!;
        Fee = Find("fee");
        Balance = Find("balance");
        Currency = Find("currency");
        Date = Find("date");
        ValueDate = Find("value-date");
        Time = Find("time");
        Checked = [.. rules.Where(rule => rule.Mapping.IsRequired || rule.Mapping.RefusesUnmapped || rule.IsMissing && !rule.Mapping.IsOptional)];

        ColumnRule? Find(string name) => Array.IndexOf(fields, name) is >= 0 and var i ? _rules[i] : null;
    }

    /// <summary>Name of the case; <c>none</c> for lines of no case.</summary>
    public string Case { get; }

    /// <summary>They are no lines.</summary>
    public bool Skips { get; }

    public ColumnRule Amount { get; }

    public ColumnRule? Fee { get; }

    public ColumnRule? Balance { get; }

    public ColumnRule? Currency { get; }

    public ColumnRule? Date { get; }

    public ColumnRule? ValueDate { get; }

    public ColumnRule? Time { get; }

    /// <summary>Null when lines of this case have no such field.</summary>
    /// <param name="field">index in <see cref="TableColumns.Fields"/></param>
    public ColumnRule? this[int field] => _rules[field];

    /// <summary>Those that can make a line unreadable though their cells are texts.</summary>
    internal ColumnRule[] Checked { get; }
}

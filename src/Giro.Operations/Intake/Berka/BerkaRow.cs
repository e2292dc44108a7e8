namespace Giro.Operations.Intake.Berka;

/// <summary>
/// One line cut at its semicolons, read field by field. A field is plain text or quoted text; quotes hold no quotes. The first field that
/// cannot be read sets <see cref="Error"/>, and what is read after it is of no use.
/// </summary>
internal ref struct BerkaRow
{
    private readonly string _file;
    private readonly string[] _columns;
    private readonly ReadOnlySpan<char> _line;
    private readonly Span<Range> _fields;

    /// <param name="file">The file's name, for errors.</param>
    /// <param name="columns">The columns' names; a row must have exactly as many fields.</param>
    /// <param name="lineNumber">The line's number in the file, from 1.</param>
    /// <param name="line">The line without its end.</param>
    /// <param name="fields">Room for one range per column; filled here.</param>
    public BerkaRow(string file, string[] columns, int lineNumber, ReadOnlySpan<char> line, Span<Range> fields)
    {
        _file = file;
        _columns = columns;
        _line = line;
        _fields = fields;
        LineNumber = lineNumber;
        if (Split(line, fields, columns.Length) is { } reason)
            Refuse(BerkaRowErrorKind.MalformedRow, "row", line, reason);
    }

    public int LineNumber { get; }

    public BerkaRowError? Error { get; private set; }

    public ReadOnlySpan<char> Text(int column) => Error is null ? _line[_fields[column]] : default;

    /// <summary>A positive whole number.</summary>
    public int Id(int column)
    {
        var text = Text(column);
        var id = 0;
        if (Error is null && (!int.TryParse(text, System.Globalization.NumberStyles.None, null, out id) || id == 0))
            RefuseField(column, text, "not an id; expected a whole number above zero");
        return id;
    }

    public DateOnly Date(int column)
    {
        var date = default(DateOnly);
        var text = Text(column);
        if (Error is null && BerkaDateText.Read(text, out date) is { } reason)
            RefuseField(column, text, reason);
        return date;
    }

    /// <summary>An amount in haler, possibly below zero.</summary>
    public long Balance(int column)
    {
        var haler = 0L;
        var text = Text(column);
        if (Error is null && HalerText.Read(text, out haler) is { } reason)
            RefuseField(column, text, reason);
        return haler;
    }

    /// <summary>An amount in haler, not below zero: the direction is in the type.</summary>
    public long Amount(int column)
    {
        var haler = Balance(column);
        if (haler < 0)
            RefuseField(column, Text(column), "an amount is not negative; its direction is in the type");
        return haler;
    }

    /// <summary>A word of a closed list; <paramref name="read"/> answers default for a word that is not in it.</summary>
    public T Code<T>(int column, Func<ReadOnlySpan<char>, T> read)
        where T : struct, Enum
    {
        var text = Text(column);
        if (Error is not null)
            return default;
        var code = read(text);
        if (EqualityComparer<T>.Default.Equals(code, default))
            RefuseField(column, text, "not a known word for this column");
        return code;
    }

    private static string? Split(ReadOnlySpan<char> line, Span<Range> fields, int expected)
    {
        var count = 0;
        for (var at = 0; at <= line.Length; count++)
        {
            var quoted = at < line.Length && line[at] == '"';
            var from = quoted ? at + 1 : at;
            var length = line[from..].IndexOf(quoted ? '"' : ';');
            if (length < 0 && quoted)
                return "a quoted field is not closed";
            if (length < 0)
                length = line.Length - from;
            if (!quoted && line.Slice(from, length).Contains('"'))
                return "a quote inside a field that does not start with one";
            if (count < expected)
                fields[count] = new Range(from, from + length);
            at = from + length + (quoted ? 1 : 0);
            if (at < line.Length && line[at] != ';')
                return "text after a closing quote";
            at++;
        }

        return count == expected ? null : $"expected {expected} fields, found {count}";
    }

    private void RefuseField(int column, ReadOnlySpan<char> text, string reason)
        => Refuse(BerkaRowErrorKind.MalformedField, _columns[column], text, reason);

    private void Refuse(BerkaRowErrorKind kind, string field, ReadOnlySpan<char> text, string reason)
        => Error = new BerkaRowError(kind, _file, LineNumber, field, BerkaRowError.Excerpt(text), reason);
}

namespace Giro.Operations.Intake.Berka;

/// <summary>Makes a <typeparamref name="T"/> of one row; when it cannot, <see cref="BerkaRow.Error"/> is set and the result is ignored.</summary>
internal delegate T BerkaRowParser<T>(ref BerkaRow row);

/// <summary>
/// A Berka file read row by row: a header that must name exactly these columns, then one row per line. A row that cannot be read gives an
/// error in its place and the next call goes on behind it. Blank lines are passed over, but counted.
/// </summary>
internal sealed class BerkaTable<T> : IDisposable
{
    private readonly string _file;
    private readonly string[] _columns;
    private readonly BerkaRowParser<T> _parse;
    private readonly LineReader _lines;

    /// <exception cref="BerkaFileException">The header is missing or names other columns.</exception>
    public BerkaTable(string file, TextReader text, string header, BerkaRowParser<T> parse)
    {
        _file = file;
        _columns = header.Split(';');
        _parse = parse;
        _lines = new LineReader(text);
        RequireHeader(header);
    }

    /// <exception cref="BerkaFileException">The header is missing or names other columns.</exception>
    public static BerkaTable<T> Open(string path, string header, BerkaRowParser<T> parse)
    {
        var text = new StreamReader(path);
        try
        {
            return new BerkaTable<T>(Path.GetFileName(path), text, header, parse);
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    /// <summary>The next row, or the error that stands in its place.</summary>
    /// <returns>false at the end of the file.</returns>
    public bool Read(out T row, out BerkaRowError? error)
    {
        Span<Range> fields = stackalloc Range[_columns.Length];
        while (_lines.Read(out var line, out var tooLong))
        {
            if (line.IsEmpty)
                continue;
            if (tooLong)
            {
                row = default!;
                error = new BerkaRowError(BerkaRowErrorKind.MalformedRow, _file, _lines.LineNumber, "row", BerkaRowError.Excerpt(line),
                    $"a line has at most {LineReader.DefaultMaxChars - 1} characters");
                return true;
            }

            var cut = new BerkaRow(_file, _columns, _lines.LineNumber, line, fields);
            row = _parse(ref cut);
            error = cut.Error;
            return true;
        }

        row = default!;
        error = null;
        return false;
    }

    public void Dispose() => _lines.Dispose();

    private void RequireHeader(string header)
    {
        if (!_lines.Read(out var line, out _))
            throw new BerkaFileException(_file, $"the file is empty; expected the header {header}");
        if (line.ToString().Replace("\"", "", StringComparison.Ordinal) != header)
            throw new BerkaFileException(_file, $"line 1 is '{BerkaRowError.Excerpt(line)}'; expected the header {header}");
    }
}

namespace Giro.Storage.PostgreSql.Sql;

/// <summary>
/// A statement as both databases write it, made into PostgreSQL's: ?n becomes a place $1, $2, ... by order of appearance, so that a number which is left out
/// leaves no parameter of unknown type. What stands between quotes or behind -- stays as it is.
/// </summary>
internal sealed class PostgreSqlText
{
    private PostgreSqlText(string source, string sql, int[] parameters)
    {
        Source = source;
        Sql = sql;
        Parameters = parameters;
    }

    /// <summary>As it was given.</summary>
    public string Source { get; }

    public string Sql { get; }

    /// <summary>By place: the number of the parameter that stands there. A number has one place, however often it is used.</summary>
    public IReadOnlyList<int> Parameters { get; }

    /// <summary>How often it was run on its connection; what is run again is worth preparing.</summary>
    public int Uses { get; set; }

    /// <exception cref="ArgumentException">A question mark without a number, or a quote that does not end.</exception>
    public static PostgreSqlText Of(string source)
    {
        var sql = new System.Text.StringBuilder(source.Length + 16);
        var parameters = new List<int>();
        for (var at = 0; at < source.Length;)
        {
            var length = source[at] switch
            {
                '\'' or '"' => QuotedLength(source, at),
                '-' when source.AsSpan(at).StartsWith("--") => CommentLength(source, at),
                '?' => 0,
                _ => 1,
            };
            if (length == 0)
            {
                length = 1 + DigitsAt(source, at + 1);
                if (length == 1) throw new ArgumentException($"a parameter has no number: {source}", nameof(source));
                var number = int.Parse(source.AsSpan(at + 1, length - 1));
                if (!parameters.Contains(number)) parameters.Add(number);
                sql.Append('$').Append(parameters.IndexOf(number) + 1);
            }
            else
            {
                sql.Append(source, at, length);
            }

            at += length;
        }

        return new PostgreSqlText(source, sql.ToString(), [.. parameters]);
    }

    /// <summary>A quote within is written twice; that reads as two texts side by side and comes to the same.</summary>
    private static int QuotedLength(string source, int at)
    {
        var end = source.IndexOf(source[at], at + 1);
        return end > 0 ? end - at + 1 : throw new ArgumentException($"a quote does not end: {source}", nameof(source));
    }

    private static int CommentLength(string source, int at) => source.IndexOf('\n', at) is var end and > 0 ? end - at : source.Length - at;

    private static int DigitsAt(string source, int at)
    {
        var end = at;
        while (end < source.Length && char.IsAsciiDigit(source[end])) end++;
        return end - at;
    }
}

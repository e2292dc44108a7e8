using System.Buffers;
using System.Text;

namespace Giro.Messages.Tables;

/// <summary>A trailer of a mapping, bound to a table: which records it is made of, and where its figures stand.</summary>
internal sealed class TrailerForm
{
    private static readonly CellTrim Blanks = new(" \t`\"");
    private static readonly SearchValues<byte> FigureSigns = SearchValues.Create("0123456789.,-+"u8);

    private readonly byte[] _startsWith;
    private readonly byte[][] _header;
    private readonly IReadOnlyList<string> _columns;

    public TrailerForm(TrailerMapping mapping, IReadOnlyList<string> tableHeader)
    {
        Mapping = mapping;
        _startsWith = Encoding.UTF8.GetBytes(mapping.StartsWith);
        _header = [.. mapping.Header.Select(Encoding.UTF8.GetBytes)];
        _columns = mapping.Header.Count > 0 ? mapping.Header : tableHeader;
        HasOwnWidth = _header.Length > 0 && _header.Length != tableHeader.Count;
    }

    public TrailerMapping Mapping { get; }

    /// <summary>
    /// Its lines can be told from others by the number of their cells. That needs no memory of the line before, so that threads that read a part of the
    /// file each agree about every line.
    /// </summary>
    private bool HasOwnWidth { get; }

    public bool IsPart(in CsvRecordReader record)
    {
        if (_startsWith.Length > 0) return Blanks.Trim(record.Record).StartsWith(_startsWith);
        return (record.FieldCount == _header.Length && HasOwnWidth && IsFigures(record)) || IsHeader(record);
    }

    /// <summary>It names the columns of the values in the next line.</summary>
    public bool IsHeader(in CsvRecordReader record)
    {
        if (_header.Length == 0 || record.FieldCount < _header.Length) return false;
        for (var i = 0; i < _header.Length; i++)
        {
            if (!Blanks.Trim(record.Field(i)).SequenceEqual(_header[i])) return false;
        }

        return true;
    }

    /// <summary>The text of one of its figures; null where it has none.</summary>
    public string? Figure(in CsvRecordReader record, ColumnReference at)
    {
        if (Mapping.Pattern is { } pattern)
        {
            var group = pattern.Match(Encoding.UTF8.GetString(record.Record)).Groups[at.Names[0]];
            return group.Success ? group.Value : null;
        }

        var column = at.Number - 1;
        for (var i = 0; column < 0 && i < at.Names.Count; i++) column = _columns.ToList().IndexOf(at.Names[i]);
        return column >= 0 && column < record.FieldCount ? Encoding.UTF8.GetString(Blanks.Trim(record.Field(column))) : null;
    }

    private static bool IsFigures(in CsvRecordReader record)
    {
        if (Blanks.Trim(record.Field(0)).IsEmpty) return false;
        for (var i = 0; i < record.FieldCount; i++)
        {
            if (Blanks.Trim(record.Field(i)).IndexOfAnyExcept(FigureSigns) >= 0) return false;
        }

        return true;
    }
}

using System.Text;

namespace Giro.Messages.Tables;

/// <summary>What a cell of money is.</summary>
public enum CellState : byte
{
    None = 0,
    Value = 1,

    /// <summary>It tells nothing, as the mapping has it.</summary>
    Empty = 2,

    /// <summary>A figure with more decimals than its currency has, which the mapping leaves out.</summary>
    Excess = 3,

    /// <summary>It is not written as the mapping says.</summary>
    Unreadable = 4,
}

/// <summary>
/// A field of a mapping bound to the columns of one table: how the bytes of a cell become its value. Immutable; nothing is allocated for a cell, so any
/// number of threads may read with it at once.
/// </summary>
public sealed class ColumnRule
{
    private static readonly byte[] NoBytes = [];

    private readonly byte[] _constant;
    private readonly byte[][] _empty;
    private readonly byte[] _emptyOf;
    private readonly (byte[] From, byte[] To)[] _map;
    private readonly CellTrim _trim;
    private readonly MoneyFormat _money;
    private readonly int _digits;
    private readonly bool _inverts;
    private readonly DatePattern[] _patterns;
    private readonly byte[][] _creditValues;
    private readonly byte[][] _debitValues;

    /// <param name="column">index of a header's column, -1 when it has none of that name</param>
    internal ColumnRule(FieldMapping mapping, Func<ColumnReference, int> column, IReadOnlyDictionary<string, string> preamble)
    {
        Mapping = mapping;
        Column = mapping.Column is { } one ? column(one) : -1;
        CreditColumn = mapping.Credit is { } credit ? column(credit) : -1;
        DebitColumn = mapping.Debit is { } debit ? column(debit) : -1;
        DirectionColumn = mapping.Direction is { } direction ? column(direction) : -1;
        _constant = mapping.Constant is { } constant ? Encoding.UTF8.GetBytes(constant)
            : mapping.Preamble is { } name && preamble.TryGetValue(name, out var found) ? Encoding.UTF8.GetBytes(found)
            : NoBytes;
        _trim = new CellTrim(mapping.Trim);
        (_money, _digits, _inverts, _patterns) = (mapping.Money, mapping.Digits, mapping.Inverts, [.. mapping.Patterns]);
        _empty = [.. mapping.Empty.Select(Encoding.UTF8.GetBytes)];
        _emptyOf = Encoding.UTF8.GetBytes(mapping.EmptyOf);
        _map = [.. mapping.Map.Select(item => (Encoding.UTF8.GetBytes(item.Key), Encoding.UTF8.GetBytes(item.Value)))];
        _creditValues = [.. mapping.CreditValues.Select(Encoding.UTF8.GetBytes)];
        _debitValues = [.. mapping.DebitValues.Select(Encoding.UTF8.GetBytes)];
    }

    public string Name => Mapping.Name;

    public FieldType Type => Mapping.Type;

    public FieldMapping Mapping { get; }

    /// <summary>Index among the record's cells; -1 for a constant, for credit and debit columns, and for a column that the table lacks.</summary>
    public int Column { get; }

    public int CreditColumn { get; }

    public int DebitColumn { get; }

    public int DirectionColumn { get; }

    /// <summary>The mapping has columns for it, and the table none of them.</summary>
    internal bool IsMissing =>
        (Mapping.Column is not null && Column < 0) || (Mapping.Credit is not null && (CreditColumn < 0 || DebitColumn < 0)) || (Mapping.Direction is not null && DirectionColumn < 0);

    /// <summary>The text of the field in a record: trimmed, mapped, empty where the cell tells nothing. Good as long as the record is.</summary>
    public ReadOnlySpan<byte> Text(in CsvRecordReader record) =>
        CreditColumn >= 0 ? Text(record, CreditColumn) is { IsEmpty: false } credit ? credit : Text(record, DebitColumn) : Text(record, Column);

    /// <summary>The text of the cell: trimmed, mapped, empty where it tells nothing.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> cell)
    {
        var text = Told(cell);
        if (_map.Length == 0) return text;
        foreach (var (from, to) in _map)
        {
            if (text.SequenceEqual(from)) return to;
        }

        return text;
    }

    /// <summary>The text, when there is a map, is a value of it that is mapped.</summary>
    internal bool IsMapped(in CsvRecordReader record)
    {
        var text = Told(Column < 0 ? _constant : Column < record.FieldCount ? record.Field(Column) : default);
        if (text.IsEmpty) return true;
        foreach (var (from, _) in _map)
        {
            if (text.SequenceEqual(from)) return true;
        }

        return false;
    }

    /// <summary>A figure in a cell's text, with its own sign.</summary>
    /// <param name="text">as <see cref="Text(ReadOnlySpan{byte})"/> gives it</param>
    /// <param name="digits">decimals of the line's currency; not used where the mapping gives the field its own</param>
    public CellState TryMoney(ReadOnlySpan<byte> text, int digits, out long minor)
    {
        minor = 0;
        if (text.IsEmpty) return CellState.Empty;
        if (!MoneyText.TryParse(text, _money, _digits >= 0 ? _digits : digits, out minor))
        {
            // With room for nine decimals it is a figure: only its decimals are too many.
            return Mapping.DropsExcess && MoneyText.TryParse(text, _money, 9, out _) ? CellState.Excess : CellState.Unreadable;
        }

        if (_inverts) minor = -minor;
        return CellState.Value;
    }

    /// <summary>
    /// The figure of a record by the sign rules of the mapping: one signed cell, credit and debit cells, or a cell and one that says its direction.
    /// </summary>
    /// <returns><see cref="CellState.Unreadable"/> also when credit and debit both have a figure, or the direction is none of those known</returns>
    public CellState TryMoney(in CsvRecordReader record, int digits, out long minor)
    {
        if (CreditColumn >= 0) return TrySides(record, digits, out minor);
        var state = TryMoney(Text(record, Column), digits, out minor);
        if (state != CellState.Value || DirectionColumn < 0) return state;
        var direction = Told(DirectionColumn < record.FieldCount ? record.Field(DirectionColumn) : default);
        if (minor < 0 != _inverts && minor != 0) return CellState.Unreadable; // a sign and a direction may say the same or the opposite: nobody knows
        if (Among(_creditValues, direction)) return CellState.Value;
        if (!Among(_debitValues, direction)) return CellState.Unreadable;
        minor = -minor;
        return CellState.Value;
    }

    /// <summary>A day and, where its pattern has one, a time.</summary>
    /// <param name="day"><see cref="DateOnly.DayNumber"/></param>
    /// <param name="second">of the day; -1 without a time</param>
    public bool TryDate(ReadOnlySpan<byte> text, out int day, out int second)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.TryParse(text, out day, out second)) return true;
        }

        (day, second) = (0, -1);
        return false;
    }

    public static bool TryCount(ReadOnlySpan<byte> text, out long count) =>
        MoneyText.TryParse(text, MoneyFormat.Plain, 0, out count) && count >= 0 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private ReadOnlySpan<byte> Text(in CsvRecordReader record, int column) =>
        Text(column < 0 ? _constant : column < record.FieldCount ? record.Field(column) : default);

    /// <summary>Trimmed, and empty where the cell tells nothing.</summary>
    private ReadOnlySpan<byte> Told(ReadOnlySpan<byte> cell)
    {
        var text = _trim.Trim(cell);
        if (text.IsEmpty) return text;
        foreach (var empty in _empty)
        {
            if (text.SequenceEqual(empty)) return default;
        }

        return _emptyOf.Length > 0 && text.IndexOfAnyExcept(_emptyOf) < 0 ? default : text;
    }

    private CellState TrySides(in CsvRecordReader record, int digits, out long minor)
    {
        var credit = TryMoney(Text(record, CreditColumn), digits, out var creditMinor);
        var debit = TryMoney(Text(record, DebitColumn), digits, out var debitMinor);
        minor = 0;
        if (credit > CellState.Empty) return credit;
        if (debit > CellState.Empty) return debit;
        if (credit == CellState.Empty && debit == CellState.Empty) return CellState.Empty;
        if (creditMinor != 0 && debitMinor != 0) return CellState.Unreadable;
        minor = creditMinor != 0 ? creditMinor : -debitMinor;
        return CellState.Value;
    }

    private static bool Among(byte[][] values, ReadOnlySpan<byte> text)
    {
        foreach (var value in values)
        {
            if (text.SequenceEqual(value)) return true;
        }

        return false;
    }
}

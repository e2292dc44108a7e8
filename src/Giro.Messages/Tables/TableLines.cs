using System.Text;

namespace Giro.Messages.Tables;

/// <summary>What a record of a table is.</summary>
public enum TableLineKind : byte
{
    None = 0,

    /// <summary>A line with its fields.</summary>
    Line = 1,

    /// <summary>It should be a line and cannot be read: <see cref="TableLines.Problem"/> says why.</summary>
    Unreadable = 2,

    Blank = 3,

    Comment = 4,

    /// <summary>A part of a trailer.</summary>
    Trailer = 5,

    /// <summary>The header again, as where files were put together.</summary>
    Header = 6,

    /// <summary>Of a case that the mapping skips.</summary>
    Skipped = 7,
}

/// <summary>
/// Reads one record after the other into the fields that all formats have; see <see cref="TableColumns"/> for its place. One for each thread. What it says
/// of a record holds until the next; nothing is allocated for a line that can be read.
/// </summary>
/// <param name="digitsOf">decimals of an ISO 4217 code; negative when it is unknown, which makes the line unreadable</param>
public sealed class TableLines(TableColumns columns, Func<string, int> digitsOf)
{
    private readonly byte[] _currency = new byte[3];
    private readonly byte[] _default = Encoding.UTF8.GetBytes(columns.Mapping.Currency);
    private int _digits = -1;

    /// <summary>How the last record was read.</summary>
    public LineRules Rules { get; private set; } = null!;

    /// <summary>Minor units of <see cref="Currency"/>, money to the account's owner positive.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>False where the line tells none; then <see cref="FeeMinor"/> is 0.</summary>
    public bool HasFee { get; private set; }

    public long FeeMinor { get; private set; }

    public bool HasBalance { get; private set; }

    public long BalanceMinor { get; private set; }

    /// <summary><see cref="DateOnly.DayNumber"/>; 0 where the line tells none.</summary>
    public int Day { get; private set; }

    /// <summary><see cref="DateOnly.DayNumber"/>; 0 where the line tells none.</summary>
    public int ValueDay { get; private set; }

    /// <summary>Of the day; -1 where the line tells none.</summary>
    public int Second { get; private set; }

    /// <summary>ISO 4217 code, three letters.</summary>
    public ReadOnlySpan<byte> Currency => _currency;

    /// <summary>Decimals of <see cref="Currency"/>.</summary>
    public int Digits => _digits;

    /// <summary>Fields whose figure has more decimals than its currency, which the mapping leaves out; usually null.</summary>
    public string? ExcessField { get; private set; }

    /// <summary>Field that makes the line unreadable; empty for the line as a whole.</summary>
    public string ProblemField { get; private set; } = "";

    /// <summary>Why the line is unreadable, for people.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The text of a field: trimmed, mapped, empty where the line tells nothing. Good as long as the record is.</summary>
    /// <param name="field">index in <see cref="TableColumns.Fields"/></param>
    public ReadOnlySpan<byte> Text(in CsvRecordReader record, int field) => Rules[field] is { } rule ? rule.Text(record) : default;

    /// <summary>Reads a record.</summary>
    public TableLineKind Read(in CsvRecordReader record)
    {
        (ProblemField, Problem, ExcessField) = ("", "", null);
        if (record.IsBlank) return TableLineKind.Blank;
        if (columns.Trailers.Length > 0 && columns.TrailerOf(record) is not null) return TableLineKind.Trailer;
        if (columns.IsComment(record)) return TableLineKind.Comment;
        if (columns.IsHeader(record)) return TableLineKind.Header;
        if (record.Problem != CsvProblem.None) return Unreadable("", Said(record.Problem));
        if (!HasItsCells(record)) return HasText(record) ? TableLineKind.Unreadable : TableLineKind.Blank;
        var rules = Rules = columns.RulesOf(record);
        if (rules.Skips) return TableLineKind.Skipped;

        foreach (var rule in rules.Checked)
        {
            if (!IsAcceptable(record, rule)) return HasText(record) ? TableLineKind.Unreadable : TableLineKind.Blank;
        }

        return ReadCurrency(record, rules.Currency) && ReadMoney(record, rules) && ReadDays(record, rules) ? TableLineKind.Line : TableLineKind.Unreadable;
    }

    /// <summary>The header says how many; empty ones behind them are the trace of a delimiter at the end of the line.</summary>
    private bool HasItsCells(in CsvRecordReader record)
    {
        var expected = columns.Header.Count;
        if (expected == 0 || record.FieldCount == expected) return true;
        var found = record.FieldCount;
        while (found > expected && record.Field(found - 1).IndexOfAnyExcept((byte)' ', (byte)'\t') < 0) found--;
        if (found == expected) return true;
        Unreadable("", $"has {record.FieldCount} cells where the header has {expected}");
        return false;
    }

    /// <summary>Spreadsheets write an empty row as its delimiters alone.</summary>
    private static bool HasText(in CsvRecordReader record)
    {
        for (var i = 0; i < record.FieldCount; i++)
        {
            if (record.Field(i).IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0) return true;
        }

        return false;
    }

    private bool IsAcceptable(in CsvRecordReader record, ColumnRule rule)
    {
        if (rule.IsMissing)
        {
            Unreadable(rule.Name, $"the {rule.Name} stands in a column that the header lacks");
            return false;
        }

        if (rule.Mapping.IsRequired && rule.Text(record).IsEmpty)
        {
            Unreadable(rule.Name, $"has no {rule.Name}");
            return false;
        }

        if (!rule.Mapping.RefusesUnmapped || rule.IsMapped(record)) return true;
        Unreadable(rule.Name, $"the {rule.Name} '{Shown(rule.Text(record))}' is none that the mapping knows");
        return false;
    }

    private bool ReadCurrency(in CsvRecordReader record, ColumnRule? rule)
    {
        var code = rule is null ? default : rule.Text(record);
        if (code.IsEmpty) code = _default;
        if (_digits >= 0 && code.SequenceEqual(_currency)) return true;
        _digits = code.Length == 3 && code.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0 ? DigitsOf(Encoding.ASCII.GetString(code)) : -1;
        if (_digits < 0)
        {
            Unreadable("currency", code.IsEmpty ? "has no currency" : $"'{Shown(code)}' is no known currency");
            return false;
        }

        code.CopyTo(_currency);
        return true;
    }

    private bool ReadMoney(in CsvRecordReader record, LineRules rules)
    {
        (HasFee, FeeMinor, HasBalance, BalanceMinor) = (false, 0, false, 0);
        if (!ReadMoney(record, rules.Amount, out var has, out var amountMinor)) return false;
        AmountMinor = amountMinor;
        if (!has)
        {
            Unreadable("amount", "has no amount that its currency can hold");
            return false;
        }

        if (rules.Fee is { } fee)
        {
            if (!ReadMoney(record, fee, out has, out var feeMinor)) return false;
            (HasFee, FeeMinor) = (has, feeMinor);
        }

        if (rules.Balance is { } balance)
        {
            if (!ReadMoney(record, balance, out has, out var balanceMinor)) return false;
            (HasBalance, BalanceMinor) = (has, balanceMinor);
        }

        return true;
    }

    private bool ReadMoney(in CsvRecordReader record, ColumnRule rule, out bool has, out long minor)
    {
        var state = rule.TryMoney(record, _digits, out minor);
        has = state == CellState.Value;
        if (state == CellState.Excess)
        {
            (ExcessField, minor) = (rule.Name, 0);
            return true;
        }

        if (state != CellState.Unreadable) return true;
        Unreadable(rule.Name, $"{rule.Name} '{Shown(rule.Text(record))}' is no amount of {Shown(_currency)} as the mapping writes them");
        return false;
    }

    private bool ReadDays(in CsvRecordReader record, LineRules rules)
    {
        (Day, ValueDay, Second) = (0, 0, -1);
        if (rules.Date is { } date)
        {
            if (!ReadDate(record, date, out var day, out var second)) return false;
            (Day, Second) = (day, second);
        }

        if (rules.ValueDate is { } valueDate)
        {
            if (!ReadDate(record, valueDate, out var day, out _)) return false;
            ValueDay = day;
        }

        if (rules.Time is { } time)
        {
            if (!ReadDate(record, time, out _, out var second)) return false;
            if (second >= 0) Second = second;
        }

        return true;
    }

    private bool ReadDate(in CsvRecordReader record, ColumnRule rule, out int day, out int second)
    {
        (day, second) = (0, -1);
        var text = rule.Text(record);
        if (text.IsEmpty || rule.TryDate(text, out day, out second)) return true;
        var patterns = string.Join(" or ", rule.Mapping.Patterns.Select(pattern => pattern.Text));
        Unreadable(rule.Name, $"{rule.Name} '{Shown(text)}' is no {(rule.Type == FieldType.Time ? "time" : "date")} written {patterns}");
        return false;
    }

    /// <summary>Unknown codes are answered with a negative number or, by some, thrown.</summary>
    private int DigitsOf(string code)
    {
        try
        {
            return digitsOf(code);
        }
        catch (KeyNotFoundException)
        {
            return -1;
        }
    }

    private TableLineKind Unreadable(string field, string problem)
    {
        (ProblemField, Problem) = (field, problem);
        return TableLineKind.Unreadable;
    }

    private static string Said(CsvProblem problem) => problem switch
    {
        CsvProblem.UnclosedQuote => "a quote is opened and not closed",
        CsvProblem.Nul => "holds a NUL, which is no text",
        CsvProblem.TextAfterQuote => "has text between a closing quote and the end of its cell",
        _ => $"has more than {CsvScratch.MaxFields} cells",
    };

    /// <summary>As much of a cell as an error needs.</summary>
    private static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, 60)]);
}

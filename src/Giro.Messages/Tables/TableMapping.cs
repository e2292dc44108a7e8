using System.Text.Json;
using System.Text.RegularExpressions;

namespace Giro.Messages.Tables;

/// <summary>
/// What the cells of one kind of table mean, as its JSON says it; docs/csv-mapping.md is the reference. It knows no file: <see cref="TableHead"/> finds the
/// header of one and binds the columns. Immutable, for any number of threads.
/// </summary>
public sealed record TableMapping
{
    /// <summary>What reports call the format.</summary>
    public required string Name { get; init; }

    /// <summary>Tried in order; a byte order mark wins over all.</summary>
    public IReadOnlyList<string> Encodings { get; init; } = ["utf-8"];

    public CsvDialect Dialect { get; init; } = CsvDialect.Comma;

    /// <summary>Lines that start with it hold no cells; empty for none.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Characters that are removed from both ends of cells, where a field does not say otherwise.</summary>
    public string Trim { get; init; } = " \t";

    /// <summary>ISO 4217 code of lines that do not say theirs; empty when every line does.</summary>
    public string Currency { get; init; } = "";

    public HeaderMapping Header { get; init; } = new();

    /// <summary>What the lines before the header tell: name, and a pattern whose first group is the value.</summary>
    public IReadOnlyList<KeyValuePair<string, Regex>> Preamble { get; init; } = [];

    public IReadOnlyList<FieldMapping> Fields { get; init; } = [];

    /// <summary>Lines of a kind of their own; the first that holds is the line's.</summary>
    public IReadOnlyList<CaseMapping> Cases { get; init; } = [];

    public IReadOnlyList<TrailerMapping> Trailers { get; init; } = [];

    public BalanceOrder Balances { get; init; }

    /// <summary>Reads a mapping; comments and trailing commas are allowed.</summary>
    /// <param name="fileName">what errors call it</param>
    /// <exception cref="MessageFormatException">It is no mapping: the error names the file, the path of the property and the reason.</exception>
    public static TableMapping Parse(string json, string fileName)
    {
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(json, options);
            return Read(document.RootElement, fileName);
        }
        catch (JsonException e)
        {
            throw new MessageFormatException(fileName, (int)(e.LineNumber ?? -1) + 1, (int)(e.BytePositionInLine ?? -1) + 1, e.Path ?? "$", "is not JSON: " + e.Message, e);
        }
    }

    /// <summary>Reads a mapping that stands within another document.</summary>
    /// <param name="path">of the element in its document, e.g. <c>$.left.mapping</c></param>
    /// <exception cref="MessageFormatException">As <see cref="Parse"/>.</exception>
    public static TableMapping Read(JsonElement element, string fileName, string path = "$") => TableMappingReader.Read(new MappingNode(fileName, path, element));
}

/// <summary>A column of a table by one of the names that its header may give it, or by its number.</summary>
/// <param name="Names">the first that the header has is taken</param>
/// <param name="Number">from 1; 0 for a column by name</param>
public sealed record ColumnReference(IReadOnlyList<string> Names, int Number)
{
    public override string ToString() => Number > 0 ? $"column {Number}" : $"'{string.Join("' or '", Names)}'";
}

/// <summary>How the header is found.</summary>
public sealed record HeaderMapping
{
    /// <summary>The table has none: columns go by number.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Physical line, from 1; 0 when it is looked for.</summary>
    public int Line { get; init; }

    /// <summary>Its first cells. Empty: it is the first record that holds every column that the fields need.</summary>
    public IReadOnlyList<string> StartsWith { get; init; } = [];

    /// <summary>So many lines are looked at.</summary>
    public int Search { get; init; } = 100;
}

public enum FieldType : byte
{
    Text = 0,

    /// <summary>Minor units of the line's currency, or of the field's own digits.</summary>
    Money = 1,

    /// <summary>A day, with a time where the pattern has one.</summary>
    Date = 2,

    /// <summary>A time alone.</summary>
    Time = 3,

    /// <summary>Digits only, at most 18.</summary>
    Count = 4,
}

/// <summary>One field of a line: where its text comes from, and how it is read.</summary>
public sealed record FieldMapping
{
    public required string Name { get; init; }

    /// <summary>Of the document, for errors, e.g. <c>$.fields.amount</c>.</summary>
    public string Path { get; init; } = "";

    public FieldType Type { get; init; }

    public ColumnReference? Column { get; init; }

    /// <summary>With <see cref="Debit"/> in place of <see cref="Column"/>: exactly one of the two has a figure.</summary>
    public ColumnReference? Credit { get; init; }

    public ColumnReference? Debit { get; init; }

    /// <summary>Says by its value whether the amount in <see cref="Column"/>, which then bears no sign, goes in or out.</summary>
    public ColumnReference? Direction { get; init; }

    public IReadOnlyList<string> CreditValues { get; init; } = [];

    public IReadOnlyList<string> DebitValues { get; init; } = [];

    /// <summary>The same for every line; read as a cell is.</summary>
    public string? Constant { get; init; }

    /// <summary>Name of what <see cref="TableMapping.Preamble"/> found.</summary>
    public string? Preamble { get; init; }

    /// <summary>Characters that are removed from both ends.</summary>
    public string Trim { get; init; } = " \t";

    /// <summary>Cells, after trimming, that mean nothing is told.</summary>
    public IReadOnlyList<string> Empty { get; init; } = [];

    /// <summary>A cell of nothing but these characters tells nothing, e.g. <c>-</c> for any number of them.</summary>
    public string EmptyOf { get; init; } = "";

    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>A value that <see cref="Map"/> does not hold makes the line unreadable.</summary>
    public bool RefusesUnmapped { get; init; }

    /// <summary>A line without it is unreadable.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The header may lack its column.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The sign is turned round.</summary>
    public bool Inverts { get; init; }

    public MoneyFormat Money { get; init; } = MoneyFormat.Plain;

    /// <summary>Decimals of the unit it is counted in; -1 for the currency's. 0 for cells that are in minor units.</summary>
    public int Digits { get; init; } = -1;

    /// <summary>More decimals than the currency has leave it empty, with a finding, instead of making the line unreadable.</summary>
    public bool DropsExcess { get; init; }

    /// <summary>Tried in order.</summary>
    public IReadOnlyList<DatePattern> Patterns { get; init; } = [];
}

/// <summary>Lines whose cell in a column has one of the values read some of their fields in another way, or are no lines at all.</summary>
public sealed record CaseMapping(string Name, ColumnReference Column, IReadOnlyList<string> Values, bool Skips, IReadOnlyList<FieldMapping> Fields);

/// <summary>A line behind the table that sums it up. Exactly one of the two ways to know it is used.</summary>
public sealed record TrailerMapping
{
    public string Path { get; init; } = "";

    /// <summary>Names of its own columns: a line of them, and one line of values behind it.</summary>
    public IReadOnlyList<string> Header { get; init; } = [];

    /// <summary>What its line starts with, in the first cell.</summary>
    public string StartsWith { get; init; } = "";

    /// <summary>With <see cref="StartsWith"/>: named groups of the whole line are its values. Null: its cells are, by the table's columns.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>A table without it was cut off.</summary>
    public bool IsRequired { get; init; }

    public IReadOnlyList<TotalMapping> Totals { get; init; } = [];
}

public enum TotalSide : byte
{
    /// <summary>Credits less debits; all lines.</summary>
    Net = 0,

    /// <summary>Positive amounts.</summary>
    Credits = 1,

    /// <summary>Negative amounts, their sum without its sign.</summary>
    Debits = 2,
}

/// <summary>One figure of a trailer, and what it must equal.</summary>
/// <param name="At">column of the trailer, or a group of its pattern</param>
/// <param name="Field">that is summed; empty for a count of lines</param>
/// <param name="Case">lines of that case only; <c>none</c> for lines of no case; empty for all</param>
/// <param name="Inverts">the trailer writes it with the other sign</param>
public sealed record TotalMapping(ColumnReference At, string Field, string Case, TotalSide Side, bool Inverts);

/// <summary>In which order lines stand, so that each balance is the one before it plus the amount between.</summary>
public enum BalanceOrder : byte
{
    Unchecked = 0,
    OldestFirst = 1,
    NewestFirst = 2,

    /// <summary>The one of the two in which fewer lines do not chain.</summary>
    Detect = 3,
}

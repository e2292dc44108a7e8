namespace Giro.Messages.Tables;

/// <summary>How the bytes of a table are divided into cells. Records end with LF, CRLF or CR outside quotes.</summary>
/// <param name="Delimiter">between cells; ASCII</param>
/// <param name="Quote">
/// around a cell that holds delimiters, ends of line or quotes (these doubled); ASCII, 0 where the format has none. It opens a quoted cell only as its first
/// byte: in the middle of a cell it is an ordinary byte.
/// </param>
/// <param name="CellMark">
/// what every cell of a record begins with, in records that begin with it, as WeChat Pay's do with a back-tick; ASCII, 0 for none. A delimiter without the mark
/// behind it is then a part of its cell: names of goods hold commas.
/// </param>
public readonly record struct CsvDialect(byte Delimiter = (byte)',', byte Quote = (byte)'"', byte CellMark = 0)
{
    /// <summary>Comma and doubled quotes, as RFC 4180 has them.</summary>
    public static CsvDialect Comma => new((byte)',', (byte)'"');

    /// <summary>None is another, an end of line, or part of a longer character; the delimiter is not NUL.</summary>
    public bool IsUsable => Delimiter != Quote && Delimiter != CellMark && (Quote != CellMark || Quote == 0)
        && IsOrdinary(Delimiter) && (Quote == 0 || IsOrdinary(Quote)) && (CellMark == 0 || IsOrdinary(CellMark));

    private static bool IsOrdinary(byte value) => value is > 0 and < 128 and not ((byte)'\n' or (byte)'\r');
}

/// <summary>Why the cells of a record cannot be trusted. In order of precedence.</summary>
public enum CsvProblem : byte
{
    None = 0,

    /// <summary>The data ended within a quoted cell: everything since its opening quote lies in it.</summary>
    UnclosedQuote = 1,

    /// <summary>A NUL, which is no text.</summary>
    Nul = 2,

    /// <summary>Something other than blanks and tabs between a closing quote and the end of its cell.</summary>
    TextAfterQuote = 3,

    /// <summary>More than <see cref="CsvScratch.MaxFields"/>; those beyond are not kept.</summary>
    TooManyFields = 4,
}

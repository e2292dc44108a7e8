namespace Giro.Operations.Intake.Berka;

/// <summary>Why a row was not handed on. Declared in order of precedence: a row has the first that applies.</summary>
public enum BerkaRowErrorKind : byte
{
    Invalid = 0,

    /// <summary>The line is not a row of this file: wrong number of fields, unbalanced quotes, or too long.</summary>
    MalformedRow = 1,

    /// <summary>One field cannot be read as what its column holds.</summary>
    MalformedField = 2,

    /// <summary>The row's id was on an earlier row; the earlier one stands.</summary>
    DuplicateId = 3,

    /// <summary>The account is not in account.asc.</summary>
    UnknownAccount = 4,

    /// <summary>The transaction is dated before its account was opened.</summary>
    BeforeOpening = 5,

    /// <summary>The file is not sorted by date: this row is earlier than a row above it.</summary>
    OutOfDateOrder = 6,

    /// <summary>The row is well-formed, but its printed balance follows from no order of the account's day.</summary>
    DoesNotChain = 7,
}

/// <summary>One row of a Berka file that was refused. The reader goes on after it; the caller decides whether to.</summary>
/// <param name="Kind">Why, in a word.</param>
/// <param name="File">The file's name, without its directory.</param>
/// <param name="Line">The line in the file, from 1; the header is line 1.</param>
/// <param name="Field">The column's name, or <c>row</c> when the line could not be split.</param>
/// <param name="Value">The text that was refused, cut after 80 characters.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record BerkaRowError(BerkaRowErrorKind Kind, string File, int Line, string Field, string Value, string Reason)
{
    private const int MaxValueChars = 80;

    public override string ToString() => $"{File}:{Line}: {Field} '{Value}': {Reason}";

    internal static string Excerpt(ReadOnlySpan<char> text)
        => text.Length <= MaxValueChars ? text.ToString() : string.Concat(text[..MaxValueChars], "...");
}

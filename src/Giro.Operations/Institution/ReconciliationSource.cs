using Giro.Ledger.Currencies;
using Giro.Operations.Institution.Calendars;

namespace Giro.Operations.Institution;

/// <summary>Numbers are stored and never reused.</summary>
public enum SourceKind : byte
{
    None = 0,

    /// <summary>Statements of one of our accounts: what they book is entered in the ledger.</summary>
    BankStatement = 1,

    /// <summary>What a channel says it took in and kept: compared with what clearing recorded of the channel, and nothing is entered.</summary>
    ChannelBill = 2,
}

/// <summary>How long a break may stay before its amount goes to suspense.</summary>
/// <param name="Days">0 or more, counted from the day after it was opened.</param>
/// <param name="CountsBusinessDays">Of the institution's calendar; else calendar days.</param>
public readonly record struct BreakDeadline(int Days, bool CountsBusinessDays)
{
    public static readonly BreakDeadline Usual = new(5, CountsBusinessDays: true);

    /// <summary>The last day on which the break is in time.</summary>
    public DateOnly LastDay(DateOnly openedOn, BusinessCalendar calendar)
    {
        if (!CountsBusinessDays) return openedOn.AddDays(Days);
        return Days == 0 ? openedOn : calendar.Add(openedOn, Days);
    }
}

/// <summary>What is done with the breaks of one type of a source.</summary>
/// <param name="Owner">Null for who has such breaks by default.</param>
public readonly record struct BreakTerms(BreakDeadline Deadline, string? Owner);

/// <summary>Matching passes as they are written. Reconciliation, a later stage, says what they mean and whether they can be used.</summary>
/// <param name="Json">A list.</param>
/// <param name="Path">Of the list in its file, for faults.</param>
/// <param name="Line">Of its first byte there, from 1.</param>
public sealed record PassesText(string Json, string Path = "passes", int Line = 1);

/// <summary>Somebody outside who reports what moved, and what we do with what differs.</summary>
public sealed record ReconciliationSource
{
    /// <summary>Part of references; letters, digits, '.', '_', '-', at most 64.</summary>
    public required string Name { get; init; }

    public required SourceKind Kind { get; init; }

    /// <summary>Of the account, or of the channel's payments.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Of a channel's bill; else empty.</summary>
    public string ChannelCode { get; init; } = "";

    /// <summary>As <c>giro messages check</c> names formats; empty: it is found out from the file.</summary>
    public string Format { get; init; } = "";

    /// <summary>Name of a day's file with <c>{date}</c> (yyyy-MM-dd) or <c>{yyyymmdd}</c> in it, from the folder of the book; empty where no file is looked for.</summary>
    public string FilePattern { get; init; } = "";

    public BreakDeadline Deadline { get; init; } = BreakDeadline.Usual;

    /// <summary>By the number of the break type; types that are not in it have <see cref="Deadline"/> and their usual owner.</summary>
    public IReadOnlyDictionary<byte, BreakTerms> Terms { get; init; } = new Dictionary<byte, BreakTerms>();

    /// <summary>The largest break that two persons may give up, in minor units; 0 for none.</summary>
    public long WriteOffLimitMinor { get; init; }

    /// <summary>How its lines are matched with our records; null for the usual passes of its kind.</summary>
    public PassesText? Passes { get; init; }

    public BreakTerms TermsOf(byte breakType) => Terms.TryGetValue(breakType, out var terms) ? terms : new BreakTerms(Deadline, null);

    /// <summary>The file's name for a date.</summary>
    public string FileOf(DateOnly date) => FilePattern
        .Replace("{date}", date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{yyyymmdd}", date.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
}

using System.Globalization;

namespace Giro.Storage.Backup;

/// <summary>Up to where a book is restored.</summary>
public abstract record RestoreTarget
{
    /// <summary>As far as the newest backup goes; on PostgreSQL as far as the archive of its log goes.</summary>
    public sealed record Newest : RestoreTarget;

    /// <summary>The journal ends with this row.</summary>
    public sealed record Row(ulong Sequence) : RestoreTarget;

    /// <summary>Nothing that was written after this time.</summary>
    public sealed record Moment(DateTimeOffset Time) : RestoreTarget;

    /// <summary>A row's sequence, or a time in UTC where it names no other zone. Null when it is neither.</summary>
    public static RestoreTarget? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return new Newest();
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) return sequence is > 0 and <= long.MaxValue ? new Row(sequence) : null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? new Moment(time) : null;
    }
}

/// <summary>What came back.</summary>
/// <param name="Generation">The generation that it came from.</param>
/// <param name="Figures">Of the restored book, worked out from its journal.</param>
/// <param name="RecordsSequence">The restored records know of no row after this one; null where there are none.</param>
/// <param name="Checks">What was compared, each of which holds.</param>
/// <param name="NextSteps">What a person does now, a line each.</param>
public sealed record RestoreResult(int Generation, BookFigures Figures, ulong? RecordsSequence, IReadOnlyList<VerifiedCheck> Checks, IReadOnlyList<string> NextSteps)
{
    public bool Holds => Checks.All(check => check.Holds);
}

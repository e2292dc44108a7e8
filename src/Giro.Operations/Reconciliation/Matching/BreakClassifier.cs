namespace Giro.Operations.Reconciliation.Matching;

/// <summary>What type of break becomes of what the passes left over or paired with differences.</summary>
public static class BreakClassifier
{
    /// <summary>Of a pair: the first that differs of currency, amount, fee, status and date, as what comes first makes the others pointless to ask about.</summary>
    /// <returns><see cref="BreakType.None"/> for a pair without differences, a match.</returns>
    public static BreakType Of(Differences differences)
    {
        if ((differences & Differences.Currency) != 0) return BreakType.Currency;
        if ((differences & Differences.Amount) != 0) return BreakType.Amount;
        if ((differences & Differences.Fee) != 0) return BreakType.Fee;
        if ((differences & Differences.Status) != 0) return BreakType.Status;
        return (differences & Differences.Date) != 0 ? BreakType.Date : BreakType.None;
    }

    /// <summary>Of a line that stays over after the last round.</summary>
    /// <param name="isSuggested">whether it stands in one of the suggestions that are open at the end: see <see cref="OpenSuggestions"/></param>
    public static BreakType Of(Side side, LineFlags flags, bool isSuggested) => (side, (flags & LineFlags.HasMatchedTwin) != 0, isSuggested) switch
    {
        (Side.Left, true, _) => BreakType.DuplicateWithUs,
        (_, true, _) => BreakType.DuplicateAtBank,
        (_, _, true) => BreakType.Ambiguous,
        (Side.Left, _, _) => BreakType.MissingAtBank,
        _ => BreakType.MissingWithUs,
    };
}

/// <summary>A break as matching finds it, by line numbers.</summary>
/// <param name="Left">0 for none</param>
/// <param name="Right">0 for none</param>
/// <param name="Differences">of a pair; else none</param>
public readonly record struct FoundBreak(BreakType Type, int Left, int Right, Differences Differences);

using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>
/// Proves that nothing was lost: what is matched and what is in breaks is added up again line by line, from the amounts as they were read and the outcome that each line
/// has, and compared with what was counted while the files were read.
/// </summary>
internal static class Conservation
{
    /// <exception cref="InvalidOperationException">Lines were lost or made up.</exception>
    public static MatchTally Prove(IRunStore store, SideSegments left, SideSegments right, LineOutcomes outcomes)
    {
        var tally = new MatchTally();
        AddUp(tally, store, left, outcomes);
        AddUp(tally, store, right, outcomes);
        return tally.IsConserved ? tally : throw new InvalidOperationException("lines were lost or made up: " + string.Join("; ", tally.Proof()));
    }

    private static void AddUp(MatchTally tally, IRunStore store, SideSegments side, LineOutcomes outcomes)
    {
        tally.Add(side.Input);
        var bytes = new byte[1];
        var line = 0;
        foreach (var segment in side.Segments)
        {
            var amounts = segment.ReadAmounts(store, ref bytes);
            for (var i = 0; i < segment.Lines; i++)
            {
                line++;
                var (amountMinor, currency) = Segment.AmountOf(amounts, i);
                var type = outcomes.BreakOf(side.Side, line);
                if ((currency == Segment.NoAmount) != (type == BreakType.UnreadableLine)) throw new InvalidOperationException($"line {line} of the {side.Side} side is unreadable in one place and not in another");
                if (type == BreakType.None) tally.AddMatched(side.Side, currency, amountMinor);
                else tally.AddBreak(side.Side, type == BreakType.UnreadableLine ? (ushort)0 : currency, amountMinor, type);
            }
        }
    }
}

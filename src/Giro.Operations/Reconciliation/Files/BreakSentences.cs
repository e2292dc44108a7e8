using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>Says in words why a line is a break, with the names that the config gives the sides.</summary>
internal sealed class BreakSentences(string left, string right, RunParts parts)
{
    public string Of(BreakType type, Differences differences, ShownLine? ours, ShownLine? theirs, byte pass) => type switch
    {
        BreakType.MissingAtBank => $"in {left}, not in {right}",
        BreakType.MissingWithUs => $"in {right}, not in {left}",
        BreakType.DuplicateAtBank => $"once more in {right} than in {left}: another line with this key is matched",
        BreakType.DuplicateWithUs => $"once more in {left} than in {right}: another line with this key is matched",
        BreakType.Ambiguous => "more than one line could be it; suggestions.csv has them",
        _ => string.Join("; ", Differing(differences, ours!, theirs!, parts.Plan.Passes[pass])),
    };

    public string OfUnreadable(UnreadableLine line) => $"{line.Reason}: {line.Text}";

    private IEnumerable<string> Differing(Differences differences, ShownLine ours, ShownLine theirs, MatchPass pass)
    {
        if (differences.HasFlag(Differences.Currency)) yield return Say("currency", MoneyShown.CodeOf(ours.Currency), MoneyShown.CodeOf(theirs.Currency));
        if (differences.HasFlag(Differences.Amount)) yield return Say("amount", ours.Amount + Net(pass.LeftIsNetOfFee, ours), theirs.Amount + Net(pass.RightIsNetOfFee, theirs));
        if (differences.HasFlag(Differences.Fee)) yield return Say("fee", MoneyShown.Format(ours.Currency, ours.FeeMinor), MoneyShown.Format(theirs.Currency, theirs.FeeMinor));
        if (differences.HasFlag(Differences.Status)) yield return Say("status", ours.Texts[pass.LeftStatus], theirs.Texts[pass.RightStatus]);
        if (differences.HasFlag(Differences.Date)) yield return Say("date", ours.Date, theirs.Date);
    }

    private static string Net(bool isNet, ShownLine line) => isNet ? $" less the fee of {MoneyShown.Format(line.Currency, line.FeeMinor)}" : "";

    private string Say(string what, string ours, string theirs) => $"{what} {ours} in {left}, {theirs} in {right}";
}

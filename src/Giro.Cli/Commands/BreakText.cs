using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;

namespace Giro.Cli.Commands;

/// <summary>Breaks for people and for machines.</summary>
internal static class BreakText
{
    /// <summary>A break as a row of CSV and an object of JSON. Part of the interface: names stay.</summary>
    internal sealed record Row(
        long Number, string Source, string Type, string State, string Reference, string Expected, string Actual, string Open, string Currency, string OpenedOn, string DueOn, string Owner,
        string Reason, string OnSuspense, string ChaseOn, long Parent);

    public static Row Fields(Break @break) => new(
        @break.Number, @break.Source, @break.Type.Name(), StateOf(@break), @break.Reference, Money(@break, @break.ExpectedMinor), Money(@break, @break.ActualMinor), Money(@break, @break.OpenMinor),
        @break.Currency.Code, $"{@break.OpenedOn:yyyy-MM-dd}", $"{@break.DueOn:yyyy-MM-dd}", @break.Owner, @break.Reason, Money(@break, @break.SuspenseMinor),
        @break.ChaseOn is { } next ? $"{next:yyyy-MM-dd}" : "", @break.Parent);

    public static string List(IReadOnlyList<Break> breaks, DateOnly on) => PlainTable.Of(
        [">no", "source", "type", "state", "reference", ">open", "", ">days", "due", "owner"],
        breaks.Select(@break => (IReadOnlyList<string>)
        [
            $"{@break.Number}", @break.Source, @break.Type.Name(), StateOf(@break), @break.Reference, Money(@break, @break.OpenMinor), @break.Currency.Code, $"{@break.AgeDays(on)}",
            @break.IsLiving && @break.DueOn < on ? $"{@break.DueOn:yyyy-MM-dd} LATE" : $"{@break.DueOn:yyyy-MM-dd}", @break.Owner,
        ]));

    public static void Show(TextWriter output, Break @break, IReadOnlyList<PastEvent> history, DateOnly on)
    {
        output.WriteLine($"Break {@break.Number}: {@break.Type.Name()}, {StateOf(@break)}, {BookTerms.Count(@break.AgeDays(on), "day")} old");
        (string Name, string Value)[] facts =
        [
            ("source", $"{@break.Source}, found in {@break.Part}{(@break.Line > 0 ? $", line {@break.Line}" : "")}"), ("reference", @break.Reference),
            ("expected", Money(@break, @break.ExpectedMinor)), ("actual", Money(@break, @break.ActualMinor)), ("open", $"{Money(@break, @break.OpenMinor)} {@break.Currency.Code}"),
            ("on suspense", @break.SuspenseMinor == 0 ? "" : Money(@break, @break.SuspenseMinor)), ("opened", $"{@break.OpenedOn:yyyy-MM-dd}"), ("due", $"{@break.DueOn:yyyy-MM-dd}"),
            ("ask again", @break.ChaseOn is { } next ? $"{next:yyyy-MM-dd}" : ""), ("owner", @break.Owner), ("reason", @break.Reason), ("part of", @break.Parent == 0 ? "" : $"break {@break.Parent}"),
        ];
        foreach (var (name, value) in facts.Where(fact => fact.Value.Length > 0)) output.WriteLine($"  {name,-12} {value}");
        output.WriteLine();
        output.Write(PlainTable.Of(["on", "by", "what", ""], history.Select(past => (IReadOnlyList<string>)
            [$"{past.Event.On:yyyy-MM-dd}", past.Event.By, past.Event.Type.ToString().ToLowerInvariant(), past.Event.Text])));
    }

    public static string Proposals(IReadOnlyList<BreakProposal> proposals) => PlainTable.Of(
        [">proposal", "what", "breaks", "to", "by", "why"],
        proposals.Select(proposal => (IReadOnlyList<string>)
            [$"{proposal.Number}", proposal.Kind == ResolutionKind.WriteOff ? "write off" : proposal.Kind.ToString().ToLowerInvariant(), string.Join(' ', proposal.Breaks), proposal.Account, proposal.Maker, proposal.Why]));

    public static string StateOf(Break @break) => @break.State switch
    {
        BreakState.CarriedForward => "carried forward",
        BreakState.InSuspense => "in suspense",
        var state => state.ToString().ToLowerInvariant(),
    };

    private static string Money(Break @break, long minor) => @break.Currency.Format(minor);
}

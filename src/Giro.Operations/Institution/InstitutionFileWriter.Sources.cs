namespace Giro.Operations.Institution;

internal sealed partial class InstitutionFileWriter
{
    private string SourceLine(ReconciliationSource source)
    {
        var terms = source.Terms.OrderBy(pair => pair.Key).Select(pair => Line(
            ("type", Quoted(InstitutionFileWords.BreakTypes[pair.Key])), ("days", DaysOf(pair.Value.Deadline, source.Deadline)), ("counts", CountsOf(pair.Value.Deadline, source.Deadline)),
            ("owner", pair.Value.Owner is { } owner ? Quoted(owner) : null)));
        return Line(
            ("name", Quoted(source.Name)),
            ("kind", Quoted(InstitutionFileWords.SourceKinds[(int)source.Kind])),
            ("channel", source.ChannelCode.Length == 0 ? null : Quoted(source.ChannelCode)),
            ("currency", source.Currency == institution.Currency ? null : Quoted(source.Currency.Code)),
            ("format", source.Format.Length == 0 ? null : Quoted(source.Format)),
            ("file", source.FilePattern.Length == 0 ? null : Quoted(source.FilePattern)),
            ("days", DaysOf(source.Deadline, BreakDeadline.Usual)),
            ("counts", CountsOf(source.Deadline, BreakDeadline.Usual)),
            ("writeOffLimit", source.WriteOffLimitMinor == 0 ? null : Amount(source.WriteOffLimitMinor)),
            ("breaks", source.Terms.Count == 0 ? null : $"[{string.Join(", ", terms)}]"),
            ("passes", source.Passes?.Json));
    }

    private static string? DaysOf(BreakDeadline deadline, BreakDeadline usual) => deadline.Days == usual.Days ? null : deadline.Days.ToString();

    private static string? CountsOf(BreakDeadline deadline, BreakDeadline usual) =>
        deadline.CountsBusinessDays == usual.CountsBusinessDays ? null : Quoted(InstitutionFileWords.DayCounts[deadline.CountsBusinessDays ? 1 : 2]);
}

using Giro.Operations.Reconciliation.Matching;
using Giro.Operations.Reconciliation.Sources;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>Lines of the side in the middle, and what they sum to.</summary>
/// <param name="Currency">ISO 4217 numeric code; 0 for none</param>
public readonly record struct MiddleTotal(ushort Currency, CountAndSum Lines);

/// <summary>What two legs came to together: each line of the side in the middle is matched with both others, with one, or with neither.</summary>
public sealed record ThreeSidesSummary
{
    public required RunSummary First { get; init; }

    public required RunSummary Second { get; init; }

    public required IReadOnlyList<MiddleTotal> WithBoth { get; init; }

    public required IReadOnlyList<MiddleTotal> WithLeftOnly { get; init; }

    public required IReadOnlyList<MiddleTotal> WithThirdOnly { get; init; }

    public required IReadOnlyList<MiddleTotal> WithNeither { get; init; }

    public bool HasBreaks => First.HasBreaks || Second.HasBreaks;
}

/// <summary>
/// Our records against the channel's, the channel's against the bank's: two legs, each reconciled as two sides with passes of its own, in folders of their own; then joined
/// on the lines of the side in the middle, which both have read alike.
/// </summary>
public sealed class ThreeSides(ReconcileConfig config, RunOptions options, IRunProgress progress)
{
    public const string FirstFolder = "left-right";
    public const string SecondFolder = "right-third";
    public const string LinesFile = "right-lines.csv";

    /// <summary>Codes of a middle line in a leg.</summary>
    private BreakType[] _inFirst = [];

    public ThreeSidesSummary Run(string leftPath, string rightPath, string thirdPath)
    {
        if (config.Third is not { } secondLeg) throw new InvalidOperationException("the config has no third side");
        foreach (var path in new[] { leftPath, rightPath, thirdPath }) RunInput.Of(path);
        var first = new FileReconciliation(config.Leg, $"{config.Name}: {config.Leg.Left.Name}, {config.Leg.Right.Name}", In(FirstFolder), progress).Run(leftPath, rightPath, KeepFirst);
        var totals = new MatchTally[4];
        var second = new FileReconciliation(secondLeg, $"{config.Name}: {secondLeg.Left.Name}, {secondLeg.Right.Name}", In(SecondFolder), progress)
            .Run(rightPath, thirdPath, (middle, _, result) => totals = Join(middle, result));
        var summary = new ThreeSidesSummary { First = first, Second = second, WithBoth = Totals(totals[0]), WithLeftOnly = Totals(totals[1]), WithThirdOnly = Totals(totals[2]), WithNeither = Totals(totals[3]) };
        SummaryFile.Write(options.ResultFolder, writer => Write(writer, config.Name, summary));
        return summary;
    }

    private void KeepFirst(SideSegments left, SideSegments middle, RunResult result)
    {
        _inFirst = new BreakType[middle.Lines + 1];
        for (var line = 1; line <= middle.Lines; line++) _inFirst[line] = result.Outcomes.BreakOf(Side.Right, line);
    }

    /// <returns>of lines with both, with the left only, with the third only, with neither</returns>
    private MatchTally[] Join(SideSegments middle, RunResult result)
    {
        if (middle.Lines + 1 != _inFirst.Length) throw new RunStoreException($"{config.Leg.Right.Name} has {middle.Lines} lines now and had {_inFirst.Length - 1} in the first leg: it was changed meanwhile");
        MatchTally[] totals = [new(), new(), new(), new()];
        using var file = new ResultFile(options.ResultFolder, LinesFile);
        file.Row("line", "text_line", "currency", "amount", "with_left", "with_third");
        var bytes = new byte[1];
        var line = 0;
        foreach (var segment in middle.Segments)
        {
            var amounts = segment.ReadAmounts(result.Store, ref bytes);
            for (var i = 0; i < segment.Lines; i++)
            {
                line++;
                var (withLeft, withThird) = (_inFirst[line], result.Outcomes.BreakOf(Side.Left, line));
                var (amountMinor, currency) = Segment.AmountOf(amounts, i);
                if (currency == Segment.NoAmount) currency = 0;
                var kind = (withLeft == BreakType.None ? 0 : 2) + (withThird == BreakType.None ? 0 : 1);
                totals[kind].AddInput(Side.Right, currency, amountMinor);
                if (kind == 0) continue;
                file.Cell(line).Cell(middle.TextLineOf(line)).Cell(MoneyShown.CodeOf(currency)).Cell(MoneyShown.Format(currency, amountMinor)).Cell(Word(withLeft)).Cell(Word(withThird)).EndRow();
            }
        }

        file.Finish();
        return totals;
    }

    private static string Word(BreakType type) => type == BreakType.None ? "matched" : BreakWords.NameOf(type);

    private static IReadOnlyList<MiddleTotal> Totals(MatchTally tally) => [.. tally.All.Select(one => new MiddleTotal(one.Currency, one.Input))];

    private RunOptions In(string folder) => options with
    {
        ResultFolder = Path.Combine(options.ResultFolder, folder), WorkFolder = options.WorkFolder is null ? null : Path.Combine(options.WorkFolder, folder),
    };

    private static void Write(System.Text.Json.Utf8JsonWriter writer, string name, ThreeSidesSummary summary)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("outcome", summary.HasBreaks ? "breaks" : "matched");
        writer.WriteStartArray("legs");
        SummaryFile.Write(writer, summary.First);
        SummaryFile.Write(writer, summary.Second);
        writer.WriteEndArray();
        writer.WriteStartObject("rightLines");
        WriteTotals("withBoth", summary.WithBoth);
        WriteTotals("withLeftOnly", summary.WithLeftOnly);
        WriteTotals("withThirdOnly", summary.WithThirdOnly);
        WriteTotals("withNeither", summary.WithNeither);
        writer.WriteEndObject();
        writer.WriteEndObject();

        void WriteTotals(string what, IReadOnlyList<MiddleTotal> totals)
        {
            writer.WriteStartArray(what);
            foreach (var (currency, lines) in totals)
            {
                writer.WriteStartObject();
                writer.WriteString("currency", MoneyShown.CodeOf(currency));
                writer.WriteNumber("lines", lines.Count);
                writer.WriteString("sum", MoneyShown.Format(currency, lines.SumMinor));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }
}

using Giro.Ledger.Currencies;
using Giro.Rules.Strategies;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>
/// Binds a strategy to the lines of two sides. Inputs are what a line has: <c>amount: money</c>, <c>fee: money</c>, <c>date: date</c>, <c>currency: text</c>, <c>side: text</c> ("left" or
/// "right"), and any text column by its name. Outputs are <c>key: text</c>, one more part of the key; <c>compared: money</c>, compared instead of the amount; <c>below</c> and <c>above:
/// money</c>; <c>days-before</c> and <c>days-after: count</c>. What the algorithm that is used does not assign, the pass says. A line that no use takes, and one in another currency than the
/// strategy's, is out of the pass's scope.
/// </summary>
public static class PassTermsBinder
{
    private static readonly Dictionary<string, ValueType> OfLine = new()
    {
        [TermsNames.Amount] = ValueType.Money, [TermsNames.Fee] = ValueType.Money, [TermsNames.Date] = ValueType.Date, [TermsNames.Currency] = ValueType.Text, [TermsNames.Side] = ValueType.Text,
    };

    private static readonly Dictionary<string, ValueType> Outputs = new()
    {
        [TermsNames.Key] = ValueType.Text, [TermsNames.Compared] = ValueType.Money, [TermsNames.Below] = ValueType.Money, [TermsNames.Above] = ValueType.Money,
        [TermsNames.DaysBefore] = ValueType.Count, [TermsNames.DaysAfter] = ValueType.Count,
    };

    /// <param name="leftColumns">names of the text columns, in their order</param>
    /// <param name="rightColumns"><inheritdoc cref="leftColumns" path="/summary"/></param>
    /// <exception cref="ArgumentException">The strategy asks for what no line has, or gives what no pass takes; the message says what and what there is.</exception>
    public static PassTerms Bind(Strategy strategy, IReadOnlyList<string> leftColumns, IReadOnlyList<string> rightColumns)
    {
        if (!Currency.TryFromCode(strategy.Currency, out _)) throw new ArgumentException($"{strategy.Name}: the currency {strategy.Currency} is unknown", nameof(strategy));
        if (strategy.Totals.Count > 0) throw new ArgumentException($"{strategy.Name}: the total {strategy.Totals[0].Name} cannot be told; each line is looked at alone", nameof(strategy));
        if (strategy.PeriodEnds.Count > 0) throw new ArgumentException($"{strategy.Name}: lines have no ends of periods; remove `at end of`", nameof(strategy));
        foreach (var output in strategy.Outputs)
        {
            if (!Outputs.TryGetValue(output.Name, out var type))
            {
                var known = string.Join(", ", Outputs.Select(one => $"{one.Key}: {Word(one.Value)}"));
                throw new ArgumentException($"{strategy.Name}: the output {output.Name} means nothing to a pass; the outputs are {known}", nameof(strategy));
            }

            if (output.Type != type) throw new ArgumentException($"{strategy.Name}: the output {output.Name} is {Word(output.Type)}, not {Word(type)}", nameof(strategy));
        }

        return new PassTerms(strategy, Columns(strategy, leftColumns, "left"), Columns(strategy, rightColumns, "right"));
    }

    private static int[] Columns(Strategy strategy, IReadOnlyList<string> columns, string side)
    {
        var places = new int[strategy.Inputs.Count];
        foreach (var (i, input) in strategy.Inputs.Index())
        {
            places[i] = columns.Index().Where(column => column.Item == input.Name).Select(column => column.Index).FirstOrDefault(-1);
            if (OfLine.TryGetValue(input.Name, out var type))
            {
                if (input.Type != type) throw new ArgumentException($"{strategy.Name}: the input {input.Name} is {Word(input.Type)}, not {Word(type)}", nameof(strategy));
                places[i] = -1;
                continue;
            }

            if (input.Type != ValueType.Text)
                throw new ArgumentException($"{strategy.Name}: the input {input.Name} is {Word(input.Type)}; besides {string.Join(", ", OfLine.Keys)}, lines tell texts", nameof(strategy));
            if (places[i] < 0 && input.Default is null)
            {
                var known = string.Join(", ", columns);
                throw new ArgumentException($"{strategy.Name}: the input {input.Name} is no column of the {side} side, whose columns are {known}; or give it a default", nameof(strategy));
            }
        }

        return places;
    }

    private static string Word(ValueType type) => type.ToString().ToLowerInvariant();
}

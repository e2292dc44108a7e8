using Giro.Ledger.Currencies;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;

namespace Giro.Operations.Institution.Terms;

/// <summary>A text of rules and what it is called in errors.</summary>
public readonly record struct RuleText(string Source, string Text);

/// <summary>What became of some texts of rules: a rule book, or what is wrong with them, in words that name file, line and column.</summary>
public sealed record RuleCompilation(RuleBook? Book, IReadOnlyList<string> Errors);

/// <summary>From texts to a rule book that payments can be decided with.</summary>
public static class RuleCompiler
{
    /// <param name="numberOfTotal">Gives a total its number for ever, by strategy and name.</param>
    public static RuleCompilation Compile(uint number, IEnumerable<RuleText> texts, PaymentInstitution institution, SymbolTable symbols, Func<string, string, int> numberOfTotal)
    {
        var errors = new List<string>();
        var strategies = new Dictionary<string, FeeStrategy>();
        AccountingProgram? accounting = null;
        foreach (var text in texts)
        {
            var load = StrategyFile.Load(text.Text, text.Source, symbols, DigitsOf);
            errors.AddRange(load.Errors.Select(error => error.ToString()));
            try
            {
                if (load.Strategy is { } strategy && !strategies.TryAdd(strategy.Name, FeeStrategy.Bind(strategy, institution, numberOfTotal)))
                    errors.Add($"{text.Source}: there is a second strategy {strategy.Name}; a rule book has one of each name");
                if (load.Accounting is not { } rules) continue;
                if (accounting is not null) errors.Add($"{text.Source}: there are second accounting rules, {rules.Name}; a rule book has one");
                accounting = AccountingProgram.Bind(rules, institution);
            }
            catch (ArgumentException e)
            {
                errors.Add($"{text.Source}: {Message(e)}");
            }
        }

        if (accounting is null && errors.Count == 0) errors.Add("there are no accounting rules; a rule book needs them");
        foreach (var merchant in institution.Merchants)
        {
            foreach (var contract in merchant.Contracts)
            {
                if (errors.Count == 0 && !strategies.ContainsKey(contract.FeeStrategy))
                    errors.Add($"contract {contract.Version} of merchant {merchant.Id} names the strategy {contract.FeeStrategy}, which is not among the rules");
            }
        }

        return errors.Count > 0 ? new RuleCompilation(null, errors) : new RuleCompilation(new RuleBook(number, strategies.Values, accounting!), errors);
    }

    /// <summary>Minor units of a currency of ISO 4217; null for another text.</summary>
    public static int? DigitsOf(string currency) => Currency.TryFromCode(currency, out var found) ? found.MinorUnits : null;

    /// <summary>Without the name of the parameter, which says nothing to who wrote the rules.</summary>
    private static string Message(ArgumentException e) => e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);
}

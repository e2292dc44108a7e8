using Giro.Rules.Programs;

namespace Giro.Operations.Institution.Terms;

/// <summary>
/// The rules in force together: fee strategies by name and the accounting rules. A change makes a new rule book with the next number; the number stands on each
/// entry, so that what made it can be found for ever. Immutable.
/// </summary>
public sealed class RuleBook
{
    private readonly Dictionary<string, FeeStrategy> _strategies;

    public RuleBook(uint number, SymbolTable symbols, IEnumerable<FeeStrategy> strategies, AccountingProgram accounting)
    {
        Number = number;
        Symbols = symbols;
        Accounting = accounting;
        _strategies = strategies.ToDictionary(strategy => strategy.Name);
    }

    /// <summary>From 1; recorded on each entry as its rule version.</summary>
    public uint Number { get; }

    public SymbolTable Symbols { get; }

    public AccountingProgram Accounting { get; }

    public IReadOnlyCollection<FeeStrategy> Strategies => _strategies.Values;

    public FeeStrategy? Find(string name) => _strategies.GetValueOrDefault(name);
}

/// <summary>The rule books of an institution: every one that an entry may name, and the one in force. They share one table of symbols.</summary>
public interface IRuleBooks
{
    SymbolTable Symbols { get; }

    /// <summary>What payments are decided with now.</summary>
    RuleBook Current { get; }

    /// <summary>The rule book of a number, or null.</summary>
    RuleBook? Find(uint number);
}

using Giro.Rules.Programs;

namespace Giro.Operations.Institution.Terms;

/// <summary>
/// The rules in force together: fee strategies by name and the accounting rules. A change makes a new rule book with the next number; the number stands on each
/// entry, so that what made it can be found for ever. Immutable.
/// </summary>
public sealed class RuleBook
{
    private readonly Dictionary<string, FeeStrategy> _strategies;

    /// <param name="number">From 1.</param>
    public RuleBook(uint number, IEnumerable<FeeStrategy> strategies, AccountingProgram accounting)
    {
        Number = number;
        Accounting = accounting;
        _strategies = strategies.ToDictionary(strategy => strategy.Name);
    }

    /// <summary>From 1; recorded on each entry as its rule version.</summary>
    public uint Number { get; }

    public AccountingProgram Accounting { get; }

    public IReadOnlyCollection<FeeStrategy> Strategies => _strategies.Values;

    public FeeStrategy? Find(string name) => _strategies.GetValueOrDefault(name);
}

/// <summary>Every rule book that an entry may name, and the one in force. They share one table of symbols. Reading is thread-safe while one is added.</summary>
public sealed class RuleBooks
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<uint, RuleBook> _books = new();
    private volatile RuleBook? _current;

    public SymbolTable Symbols { get; } = new();

    /// <summary>What payments are decided with now: the one of the highest number.</summary>
    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    public RuleBook Current => _current ?? throw new InvalidOperationException("there is no rule book");

    /// <summary>The rule book of a number, or null.</summary>
    public RuleBook? Find(uint number) => _books.GetValueOrDefault(number);

    /// <exception cref="ArgumentException">The number is taken.</exception>
    public void Add(RuleBook book)
    {
        if (!_books.TryAdd(book.Number, book)) throw new ArgumentException($"there is a rule book {book.Number} already", nameof(book));
        if (_current is null || book.Number > _current.Number) _current = book;
    }
}

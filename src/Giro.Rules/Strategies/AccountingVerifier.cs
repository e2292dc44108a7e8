using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>A syntax tree to an accounting.</summary>
internal sealed class AccountingVerifier
{
    private const int MaxPathBytes = 128;
    private readonly RuleFile _file;
    private readonly Diagnostics _errors;
    private readonly Literals _literals;
    private readonly Names _names = new();
    private readonly Declarations _declarations;
    private readonly ClauseReader _clauses;
    private readonly List<AccountingEvent> _events = [];
    private readonly Dictionary<string, List<(Candidate, Position)>> _candidates = new(StringComparer.Ordinal);

    public AccountingVerifier(RuleFile file, SymbolTable symbols, Diagnostics errors)
    {
        (_file, _errors, _literals) = (file, errors, new Literals(symbols, errors));
        _declarations = new Declarations(file, _literals, _names, errors);
        _clauses = new ClauseReader(new ConditionReader(_names, _literals, errors), _literals, errors);
    }

    public AccountingRules? Verify(HeaderSyntax header, string text, Func<string, int?> digitsOfCurrency)
    {
        _declarations.ReadHead(header, digitsOfCurrency);
        _declarations.ReadFields();
        _declarations.ReadTables();
        foreach (var declaration in _file.Declarations.Where(item => item is TotalSyntax or OutputSyntax or AlgorithmSyntax or UseSyntax))
            _errors.Add(declaration.At, "syntax", "this belongs into a strategy", "an accounting has inputs, tables, tiers and events: `on EVENT`");
        foreach (var on in _declarations.All<OnSyntax>())
        {
            if (_events.Count >= StrategyVerifier.MaxUses)
            {
                _errors.Add(on.At, "too-many", $"the accounting has more than {StrategyVerifier.MaxUses} events", "divide it");
                break;
            }

            Event(on);
        }

        if (_errors.IsWhole) _declarations.CheckUnused();
        if (_errors.IsWhole && !_declarations.All<OnSyntax>().Any()) _errors.Add(header.At, "missing", "the accounting has no event", "write `on EVENT` with its legs");
        foreach (var candidates in _candidates.Values) new OverlapCheck(_literals.Symbols, _literals, _errors, _declarations.Inputs, "event").Run(candidates);
        if (_errors.Count > 0) return null;
        return new AccountingRules(_file, _literals.Symbols, _events)
        {
            Name = header.Name,
            Version = _declarations.Version,
            Currency = _literals.Currency,
            Digits = _literals.Digits,
            Text = text,
            Hash = StrategyFile.HashOf(_file),
            Inputs = _declarations.Inputs,
        };
    }

    private void Event(OnSyntax on)
    {
        var candidate = _clauses.Read(on.Clauses, out _);
        if (on.Clauses.OfType<DatesClause>().FirstOrDefault() is { } dates) _errors.Add(dates.At, "dates", "an event has no dates", "write a new version of the accounting for later days");
        var lowering = new Lowering(_names, _literals, _errors, _declarations.Slots, Pass.Both);
        if (candidate is not null)
        {
            lowering.Assume(candidate.Conditions);
            (_candidates.TryGetValue(on.Event, out var list) ? list : _candidates[on.Event] = []).Add((candidate, on.At));
        }

        lowering.Steps(on.Steps);
        var legs = new List<AccountingLeg>();
        foreach (var leg in on.Steps.OfType<LegStep>())
        {
            var slot = lowering.Amount(leg.Amount, $"{(leg.Debit ? "debit" : "credit")} {leg.Path}");
            legs.Add(new AccountingLeg(leg.Debit, Path(leg), legs.Count, slot));
        }

        if (legs.Count == 0 && _errors.IsWhole) _errors.Add(on.At, "missing", "the event has no legs", "write `debit ACCOUNT AMOUNT` and `credit ACCOUNT AMOUNT` below it");
        var program = lowering.Build([.. legs.Select(leg => Math.Max(leg.Slot, 0))]);
        if (lowering.HasFailed) return;
        if (legs.Count > 0) new BalanceProof(_literals).Check(on, _errors);
        if (candidate is not null) _events.Add(new AccountingEvent(_events.Count, on.Event, candidate.Conditions, candidate.Priority, legs, program, on.At));
    }

    /// <summary>Pieces of a path such as <c>merchant/{merchant}/pending</c>.</summary>
    private List<PathPiece> Path(LegStep leg)
    {
        var pieces = new List<PathPiece>();
        var path = leg.Path;
        var start = 0;
        while (start < path.Length)
        {
            if (path[start] != '{')
            {
                var end = path.IndexOf('{', start);
                if (end < 0) end = path.Length;
                pieces.Add(new PathPiece(path[start..end], -1));
                start = end;
                continue;
            }

            var close = path.IndexOf('}', start);
            if (close < 0)
            {
                _errors.Add(leg.PathAt, "path", $"a bracket of `{path}` is not closed", "write `}` after the name of the input");
                return pieces;
            }

            pieces.Add(new PathPiece("", FieldOf(leg, path[(start + 1)..close])));
            start = close + 1;
        }

        var literal = string.Concat(pieces.Select(piece => piece.Input < 0 ? piece.Text : "x"));
        if (literal.Length > MaxPathBytes || literal.Split('/').Any(segment => segment.Length == 0) || literal.Any(c => c != '/' && !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-' or ':')))
            _errors.Add(leg.PathAt, "path", $"`{path}` is no account", "write parts of letters, digits and . _ - : with / between them, and inputs as {name}");
        return pieces;
    }

    private int FieldOf(LegStep leg, string name)
    {
        if (!_names.Fields.TryGetValue(name, out var field))
        {
            if (!_errors.UnreadWords.Contains(name)) _errors.Add(leg.PathAt, "unknown-name", $"there is no input `{name}`", Near.Mend(name, _names.Fields.Keys, $"declare it: `input {name}: text`"));
            return 0;
        }

        field.IsUsed = true;
        if (field.Type is not (ValueType.Text or ValueType.None)) _errors.Add(leg.PathAt, "type", $"`{name}` is {Literals.A(field.Type)} and cannot be part of an account", "use an input of type text");
        return field.Slot;
    }
}

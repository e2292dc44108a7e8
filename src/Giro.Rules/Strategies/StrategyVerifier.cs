using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>A syntax tree to a strategy: every check that the loading of a strategy makes, in the order in which one needs the results of another.</summary>
internal sealed class StrategyVerifier
{
    public const int MaxUses = 10_000;

    private readonly RuleFile _file;
    private readonly Diagnostics _errors;
    private readonly Literals _literals;
    private readonly Names _names = new();
    private readonly Declarations _declarations;
    private readonly ClauseReader _clauses;
    private readonly Dictionary<string, Algorithm> _algorithms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuleProgram?> _programs = new(StringComparer.Ordinal);
    private readonly List<StrategyUse> _uses = [];
    private readonly List<PeriodEnd> _periodEnds = [];
    private readonly List<(Candidate, Position)> _candidates = [];

    public StrategyVerifier(RuleFile file, SymbolTable symbols, Diagnostics errors)
    {
        (_file, _errors, _literals) = (file, errors, new Literals(symbols, errors));
        _declarations = new Declarations(file, _literals, _names, errors);
        _clauses = new ClauseReader(new ConditionReader(_names, _literals, errors), _literals, errors);
    }

    private sealed class Algorithm(AlgorithmSyntax syntax, IReadOnlyDictionary<string, ValueType> parameters)
    {
        public AlgorithmSyntax Syntax => syntax;

        public IReadOnlyDictionary<string, ValueType> Parameters => parameters;

        public HashSet<Field> FieldsRead { get; set; } = [];

        public bool HasFailed { get; set; }

        public bool IsUsed { get; set; }
    }

    public Strategy? Verify(HeaderSyntax header, string text, Func<string, int?> digitsOfCurrency)
    {
        _declarations.ReadHead(header, digitsOfCurrency);
        _declarations.ReadFields();
        _declarations.ReadOutputs();
        _declarations.ReadTotals();
        _declarations.ReadTables();
        foreach (var on in _declarations.All<OnSyntax>()) _errors.Add(on.At, "syntax", "`on` belongs into an accounting", "write it in a file that begins with `accounting`");
        foreach (var algorithm in _declarations.All<AlgorithmSyntax>()) Check(algorithm);
        Uses();
        if (_errors.IsWhole) Missing(header);
        new OverlapCheck(_literals.Symbols, _literals, _errors, [.. _names.FieldList.Select(field => new StrategyInput(field.Name, field.Type, null))], "use").Run(_candidates);
        if (_errors.Count > 0) return null;
        return new Strategy(_file, _literals, _uses)
        {
            Name = header.Name,
            Version = _declarations.Version,
            Currency = _literals.Currency,
            Digits = _literals.Digits,
            Text = text,
            Hash = StrategyFile.HashOf(_file),
            Inputs = _declarations.Inputs,
            Totals = _declarations.Totals,
            Outputs = _declarations.Outputs,
            PeriodEnds = _periodEnds,
        };
    }

    private void Check(AlgorithmSyntax syntax)
    {
        var parameters = new Dictionary<string, ValueType>(StringComparer.Ordinal);
        var lowering = new Lowering(_names, _literals, _errors, _declarations.Slots, Pass.Check);
        foreach (var parameter in syntax.Parameters)
        {
            var type = _declarations.TypeOf(parameter.Type);
            if (_names.IsClaimed(parameter.Name)) _errors.Add(parameter.At, "duplicate", $"the parameter `{parameter.Name}` has the name of something that is declared above", "choose another name");
            else if (!parameters.TryAdd(parameter.Name, type)) _errors.Add(parameter.At, "duplicate", $"the parameter `{parameter.Name}` stands twice", "choose another name");
            else lowering.Parameter(parameter.Name, type, null, parameter.At);
        }

        lowering.Steps(syntax.Steps);
        if (syntax.Steps.OfType<LegStep>().FirstOrDefault() is { } leg) _errors.Add(leg.At, "syntax", "legs belong into an accounting", "write them in a file that begins with `accounting`");
        if (syntax.Steps.Count == 0 && _errors.IsWhole) _errors.Add(syntax.At, "unused", $"the algorithm `{syntax.Name}` has no steps", "write steps such as `fee = ...` below it");
        lowering.Build(_declarations.Outputs);
        var algorithm = new Algorithm(syntax, parameters) { FieldsRead = lowering.FieldsRead, HasFailed = lowering.HasFailed };
        if (!_algorithms.TryAdd(syntax.Name, algorithm)) _errors.Add(syntax.At, "duplicate", $"a second algorithm is called `{syntax.Name}`; the first is in line {_algorithms[syntax.Name].Syntax.At.Line}", "choose another name");
    }

    private void Uses()
    {
        var count = 0;
        foreach (var use in _declarations.All<UseSyntax>())
        {
            if (++count > MaxUses)
            {
                _errors.Add(use.At, "too-many", $"the strategy has more than {MaxUses} uses", "divide it into several strategies, or put what differs into a table");
                return;
            }

            Use(use);
        }
    }

    private void Use(UseSyntax use)
    {
        var candidate = use.AtEndOf is null ? WhenOf(use) : PeriodEndOf(use);
        if (!_algorithms.TryGetValue(use.Algorithm.Name, out var algorithm))
        {
            if (!_errors.UnreadWords.Contains(use.Algorithm.Name)) _errors.Add(use.Algorithm.At, "unknown-name", $"there is no algorithm `{use.Algorithm.Name}`", Near.Mend(use.Algorithm.Name, _algorithms.Keys, $"write `algorithm {use.Algorithm.Name}` above"));
            return;
        }

        algorithm.IsUsed = true;
        var arguments = Arguments(use, algorithm);
        if (candidate is not null && use.AtEndOf is null) _candidates.Add((candidate, use.At));
        if (use.AtEndOf is { } period) CheckPeriod(use, algorithm, Declarations.PeriodOf(period));
        if (candidate is null || arguments is null || algorithm.HasFailed || Program(use, algorithm, arguments, candidate) is not { } program) return;
        var index = use.AtEndOf is null ? _uses.Count : _periodEnds.Count;
        var result = new StrategyUse(index, use.Algorithm.Name, arguments, candidate.Conditions, candidate.Priority, candidate.From, candidate.Until, program, use.At);
        if (use.AtEndOf is { } end) _periodEnds.Add(new PeriodEnd(Declarations.PeriodOf(end), result));
        else _uses.Add(result);
    }

    private Candidate? WhenOf(UseSyntax use)
    {
        var candidate = _clauses.Read(use.Clauses, out var saysWhen);
        if (saysWhen) return candidate;
        if (_errors.IsWhole) _errors.Add(use.At, "condition", "the use does not say which payments it is for", "write `when ...` below it, or `otherwise` for all that no other use takes");
        return null;
    }

    private Candidate? PeriodEndOf(UseSyntax use)
    {
        if (use.Clauses.Count == 0) return new Candidate([], StrategyUse.Otherwise, null, null);
        _errors.Add(use.Clauses[0].At, "condition", "a use at the end of a period is for every merchant and has no conditions", "remove this line; write conditions into the algorithm: `... if month-volume > 0.00 else 0.00`");
        return null;
    }

    private void CheckPeriod(UseSyntax use, Algorithm algorithm, TotalPeriod period)
    {
        if (_periodEnds.Exists(end => end.Period == period && end.Use.Algorithm == use.Algorithm.Name)) _errors.Add(use.At, "duplicate", $"`{use.Algorithm.Name}` is used twice at the end of a {use.AtEndOf}", "remove one of the lines");
        foreach (var field in algorithm.FieldsRead.Where(field => field.Period != period))
            _errors.Add(use.Algorithm.At, "period", $"`{use.Algorithm.Name}` uses `{field.Name}`, which is {(field.Period == TotalPeriod.None ? "an input of one payment" : $"a total per {field.Period.ToString().ToLowerInvariant()}")}", $"at the end of a {use.AtEndOf} there are only totals per {use.AtEndOf}: use these");
    }

    /// <summary>In the order of the parameters. Null when something is wrong.</summary>
    private List<StrategyArgument>? Arguments(UseSyntax use, Algorithm algorithm)
    {
        var before = _errors.Count;
        var given = new Dictionary<string, ArgumentSyntax>(StringComparer.Ordinal);
        foreach (var argument in use.Arguments)
        {
            if (!algorithm.Parameters.ContainsKey(argument.Name)) _errors.Add(argument.At, "unknown-name", $"`{use.Algorithm.Name}` has no parameter `{argument.Name}`", Near.Mend(argument.Name, algorithm.Parameters.Keys, "remove it, or declare it at the algorithm"));
            else if (!given.TryAdd(argument.Name, argument)) _errors.Add(argument.At, "duplicate", $"the parameter `{argument.Name}` is given twice", "write it once");
        }

        var arguments = new List<StrategyArgument>();
        foreach (var (name, type) in algorithm.Parameters)
        {
            if (!given.TryGetValue(name, out var argument)) _errors.Add(use.Algorithm.At, "arguments", $"the parameter `{name}` of `{use.Algorithm.Name}` is not given", $"write `{use.Algorithm.Name}({name}: ...)`");
            else if (type != ValueType.None && _literals.Value(argument.Value, type) is { } value) arguments.Add(new StrategyArgument(name, type, value, argument.Value.Text));
        }

        return _errors.Count > before || arguments.Count < algorithm.Parameters.Count ? null : arguments;
    }

    /// <summary>Uses with the same arguments share a program, unless it is right only under the conditions of one of them.</summary>
    private RuleProgram? Program(UseSyntax use, Algorithm algorithm, List<StrategyArgument> arguments, Candidate candidate)
    {
        var key = $"{use.Algorithm.Name}({string.Join(',', arguments.Select(argument => argument.Value))})";
        if (!_programs.TryGetValue(key, out var program)) _programs[key] = program = Specialise(new Diagnostics(""), algorithm, arguments, [], "");
        return program ?? Specialise(_errors, algorithm, arguments, candidate.Conditions, $" in the use in line {use.At.Line}");
    }

    private RuleProgram? Specialise(Diagnostics errors, Algorithm algorithm, List<StrategyArgument> arguments, IReadOnlyList<Condition> conditions, string inUse)
    {
        var lowering = new Lowering(_names, _literals, errors, _declarations.Slots, Pass.Specialise, inUse);
        lowering.Assume(conditions);
        foreach (var argument in arguments) lowering.Parameter(argument.Name, argument.Type, argument.Value, algorithm.Syntax.At);
        lowering.Steps(algorithm.Syntax.Steps);
        var program = lowering.Build(_declarations.Outputs);
        return lowering.HasFailed ? null : program;
    }

    private void Missing(HeaderSyntax header)
    {
        _declarations.CheckUnused();
        foreach (var algorithm in _algorithms.Values.Where(algorithm => !algorithm.IsUsed)) _errors.Add(algorithm.Syntax.At, "unused", $"the algorithm `{algorithm.Syntax.Name}` is not used", $"write `use {algorithm.Syntax.Name}(...)`, or remove it");
        foreach (var output in _declarations.All<OutputSyntax>().Where(output => !_names.Assigned.Contains(output.Name)))
            _errors.Add(output.At, "unused", $"no algorithm assigns the output `{output.Name}`", "assign it in an algorithm, or remove it");
        if (_declarations.Outputs.Count == 0) _errors.Add(header.At, "missing", "the strategy has no output", "declare what it works out: `output fee: money as merchant-fee charged`");
        if (!_declarations.All<UseSyntax>().Any(use => use.AtEndOf is null)) _errors.Add(header.At, "missing", "the strategy has no use", "write `use ALGORITHM(...)` with `when ...` or `otherwise`");
    }
}

using System.Text;
using Giro.Ledger.Currencies;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>What the rules of a pass say of one line; valid until the next line is asked for. What they leave open, the pass says.</summary>
internal readonly ref struct TermsOfLine
{
    /// <summary>False where no use of the strategy holds, or it failed.</summary>
    public bool IsInScope { get; init; }

    /// <summary>Why the strategy failed; null where it did not.</summary>
    public string? Fault { get; init; }

    public ReadOnlySpan<byte> Key { get; init; }

    public long? ComparedMinor { get; init; }

    public long? BelowMinor { get; init; }

    public long? AboveMinor { get; init; }

    public int? DaysBefore { get; init; }

    public int? DaysAfter { get; init; }
}

/// <summary>
/// Evaluates the strategy of a pass for lines of one side. It has a copy of the strategy with symbols of its own, so that the texts of millions of lines can be forgotten again: no
/// other thread and no other line knows their numbers. One thread each.
/// </summary>
internal sealed class LineTerms
{
    /// <summary>Texts of lines that are kept before they are forgotten: some megabytes.</summary>
    private const int MaxLineSymbols = 50_000;

    private static readonly string[] Outputs = [TermsNames.Key, TermsNames.Compared, TermsNames.Below, TermsNames.Above, TermsNames.DaysBefore, TermsNames.DaysAfter];
    private readonly Strategy _strategy;
    private readonly IReadOnlyList<int> _columns;
    private readonly SymbolTable _symbols = new();
    private readonly int _ownSymbols;
    private readonly long[] _inputs;
    private readonly BoundUse?[] _uses;
    private readonly ushort _currency;
    private readonly long _side;
    private byte[] _key = new byte[64];

    private LineTerms(PassTerms terms, Side side)
    {
        var loaded = StrategyFile.Load(terms.Strategy.Text, terms.Strategy.Name, _symbols, _ => terms.Strategy.Digits);
        _strategy = loaded.Strategy ?? throw new ArgumentException($"the strategy {terms.Strategy.Name} cannot be loaded again: {loaded.Errors[0].Message}", nameof(terms));
        _columns = side == Side.Left ? terms.LeftColumns : terms.RightColumns;
        _currency = Currency.FromCode(_strategy.Currency).Number;
        _side = _symbols.Intern(side == Side.Left ? "left" : "right");
        _inputs = new long[_strategy.Inputs.Count];
        _uses = new BoundUse?[_strategy.Uses.Count];
        HasKey = terms.HasKey;
        _ownSymbols = _symbols.Count;
    }

    /// <summary>Whether the strategy chooses a part of the key.</summary>
    public bool HasKey { get; }

    /// <summary>Texts of lines that have numbers now.</summary>
    public int KeptTexts => _symbols.Count - _ownSymbols;

    /// <returns>Null for a round whose passes have no rules.</returns>
    public static LineTerms? Of(MatchRound round, Side side) => round.Passes[0].Terms is { } terms ? new LineTerms(terms, side) : null;

    public TermsOfLine Of(LineBlock block, int row)
    {
        if (block.Currency[row] != 0 && block.Currency[row] != _currency) return default;
        if (KeptTexts > MaxLineSymbols) _symbols.Forget(_ownSymbols);
        for (var i = 0; i < _inputs.Length; i++) _inputs[i] = Input(i, block, row);
        var chosen = _strategy.Select(_inputs, block.Day[row]);
        if (chosen < 0) return default;
        var use = _uses[chosen] ??= new BoundUse(_strategy, chosen);
        _inputs.CopyTo(use.Frame, 0);
        var outcome = use.Run(use.Frame);
        if (!outcome.IsDone) return new TermsOfLine { Fault = $"the strategy {_strategy.Name} fails: {FaultText(outcome.Fault)}" };
        var terms = new TermsOfLine
        {
            IsInScope = true,
            Key = KeyOf(use, block, row),
            ComparedMinor = use.Value(1),
            BelowMinor = use.Value(2),
            AboveMinor = use.Value(3),
            DaysBefore = Days(use.Value(4)),
            DaysAfter = Days(use.Value(5)),
        };
        if (terms.BelowMinor < 0 || terms.AboveMinor < 0) return new TermsOfLine { Fault = $"the strategy {_strategy.Name} gives a tolerance below zero" };
        if (terms.DaysBefore < 0 || terms.DaysAfter < 0) return new TermsOfLine { Fault = $"the strategy {_strategy.Name} gives days that are not 0 to {MatchPlan.MaxDays}" };
        return terms;
    }

    private static int? Days(long? days) => days switch { null => null, >= 0 and <= MatchPlan.MaxDays => (int)days, _ => -1 };

    private long Input(int input, LineBlock block, int row)
    {
        var declared = _strategy.Inputs[input];
        if (_columns[input] >= 0)
        {
            var text = block.Texts[_columns[input]][row];
            return text.IsEmpty ? declared.Default ?? 0 : Symbol(text);
        }

        return declared.Name switch
        {
            TermsNames.Amount => block.AmountMinor[row],
            TermsNames.Fee => block.FeeMinor[row],
            TermsNames.Date => block.Day[row] == 0 ? declared.Default ?? 0 : block.Day[row],
            TermsNames.Currency => block.Currency[row] == 0 ? declared.Default ?? 0 : _symbols.Intern(_strategy.Currency),
            TermsNames.Side => _side,
            _ => declared.Default ?? 0,
        };
    }

    private long Symbol(ReadOnlySpan<byte> text)
    {
        Span<char> chars = stackalloc char[256];
        return text.Length > chars.Length ? _symbols.Intern(Encoding.UTF8.GetString(text)) : _symbols.Intern(chars[..Encoding.UTF8.GetChars(text, chars)]);
    }

    /// <summary>The bytes of the line's own text where the rules chose one, so that keys are those of the file.</summary>
    private ReadOnlySpan<byte> KeyOf(BoundUse use, LineBlock block, int row)
    {
        if (use.Value(0) is not { } symbol || symbol == 0) return default;
        for (var i = 0; i < _inputs.Length; i++)
        {
            if (_columns[i] >= 0 && _inputs[i] == symbol && !block.Texts[_columns[i]][row].IsEmpty) return block.Texts[_columns[i]][row];
        }

        var text = _symbols.Text(symbol);
        if (_key.Length < text.Length * 3) _key = new byte[text.Length * 3];
        return _key.AsSpan(0, Encoding.UTF8.GetBytes(text, _key));
    }

    private static string FaultText(Fault fault) => fault switch
    {
        Fault.Overflow => "a result does not fit 64 bits",
        Fault.DivisionByZero => "a division by zero",
        Fault.NotInTable => "a value is in no row of a table",
        _ => "weights that cannot be shared by",
    };

    /// <summary>A use, compiled, and where its program has the outputs.</summary>
    private sealed class BoundUse
    {
        private readonly int[] _slots;

        public BoundUse(Strategy strategy, int use)
        {
            var program = strategy.Uses[use].Program;
            Run = ProgramCompiler.Compile(program);
            Frame = program.NewFrame();
            _slots = [.. Outputs.Select(name => SlotOf(strategy, program, name))];
        }

        public CompiledProgram Run { get; }

        public long[] Frame { get; }

        /// <returns>Null for an output that the strategy does not have or the algorithm does not assign.</returns>
        public long? Value(int output) => _slots[output] < 0 ? null : Frame[_slots[output]];

        private static int SlotOf(Strategy strategy, RuleProgram program, string name)
        {
            for (var i = 0; i < strategy.Outputs.Count; i++)
            {
                // What an algorithm does not assign stands in the program as a constant of the output's name.
                if (strategy.Outputs[i].Name == name) return program.Slots[program.Outputs[i]].IsConstant ? -1 : program.Outputs[i];
            }

            return -1;
        }
    }
}

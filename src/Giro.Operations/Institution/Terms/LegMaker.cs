using System.Text;
using Giro.Ledger.Entries;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;

namespace Giro.Operations.Institution.Terms;

/// <summary>Why the legs of an event could not be made. Numbers are reported and never reused.</summary>
public enum LegStatus : byte
{
    None = 0,

    /// <summary>No rule is for the event.</summary>
    NoRule = 1,

    /// <summary>The rules ask for something that the event does not have.</summary>
    FieldMissing = 2,

    /// <summary>An amount does not fit 64 bits, or its program stopped otherwise.</summary>
    Faulted = 3,

    /// <summary>A leg is on an account that the chart has no place for, or that the book refuses to open.</summary>
    AccountUnknown = 4,
}

/// <summary>What accounting rules are told of an event.</summary>
public readonly ref struct EventFacts
{
    /// <summary>Empty texts and zeros for what the event does not have.</summary>
    public PartFacts Part { get; init; }

    /// <summary>The fee lines of the event.</summary>
    public ReadOnlySpan<FeeLine> Lines { get; init; }

    /// <summary>The merchant that gets a share, or null.</summary>
    public Merchant? Receiver { get; init; }

    /// <summary>What a channel kept of its settlement.</summary>
    public long CostMinor { get; init; }
}

/// <summary>From events to the legs of an entry, by the accounting rules. Legs on one account are one leg. One for each thread; not thread-safe.</summary>
public sealed class LegMaker
{
    private readonly AccountDirectory _accounts;
    private readonly PartInputs _inputs;
    private readonly SymbolTable _symbols;
    private readonly Dictionary<AccountingProgram, Bound> _bound = [];
    private Leg[] _legs = new Leg[16];
    private int _count;

    public LegMaker(AccountDirectory accounts, PaymentInstitution institution, SymbolTable symbols)
    {
        _accounts = accounts;
        _symbols = symbols;
        _inputs = new PartInputs(institution, symbols);
    }

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<Leg> Legs => _legs.AsSpan(0, _count);

    /// <summary>The input or account that the last status other than none is about.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Starts a new entry.</summary>
    public void Begin() => _count = 0;

    /// <summary>Adds the legs of an event to the entry. A leg of zero is left out, one below zero goes to the other side.</summary>
    public LegStatus Add(AccountingProgram program, string eventName, scoped in EventFacts facts)
    {
        try
        {
            return AddLegs(program, eventName, facts);
        }
        catch (OverflowException)
        {
            // Sums of lines or of legs on one account that do not fit 64 bits.
            Subject = eventName;
            return LegStatus.Faulted;
        }
    }

    private LegStatus AddLegs(AccountingProgram program, string eventName, scoped in EventFacts facts)
    {
        if (!_bound.TryGetValue(program, out var bound)) bound = _bound[program] = new Bound(program);
        var inputs = bound.Inputs;
        for (var i = 0; i < program.Inputs.Count; i++)
        {
            if (TryFill(program.Inputs[i], facts, program.Rules.Digits, out inputs[i])) continue;
            Subject = program.Rules.Inputs[i].Name;
            return LegStatus.FieldMissing;
        }

        var index = program.Rules.Select(eventName, inputs);
        if (index < 0)
        {
            Subject = eventName;
            return LegStatus.NoRule;
        }

        var frame = bound.FrameOf(index);
        inputs.CopyTo(frame, 0);
        if (!program.Program(index)(frame).IsDone)
        {
            Subject = eventName;
            return LegStatus.Faulted;
        }

        var legs = program.Rules.Events[index].Legs;
        for (var i = 0; i < legs.Count; i++)
        {
            var amountMinor = frame[legs[i].Slot];
            if (amountMinor == 0) continue;
            var account = AccountOf(bound, index, i, legs[i], inputs);
            if (account == 0) return LegStatus.AccountUnknown;
            Add(account, legs[i].IsDebit ? amountMinor : -amountMinor);
        }

        return LegStatus.None;
    }

    /// <summary>Adds a signed amount: a debit is positive.</summary>
    public void Add(ulong account, long amountMinor)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_legs[i].Account != account) continue;
            amountMinor += _legs[i].AmountMinor;
            if (amountMinor != 0)
            {
                _legs[i] = new Leg(account, amountMinor);
                return;
            }

            _legs.AsSpan(i + 1, --_count - i).CopyTo(_legs.AsSpan(i));
            return;
        }

        if (_count == _legs.Length) Array.Resize(ref _legs, _count * 2);
        _legs[_count++] = new Leg(account, amountMinor);
    }

    private bool TryFill(in AccountingInput input, scoped in EventFacts facts, int digits, out long value)
    {
        value = 0;
        if (input.Line != LineKind.None)
        {
            foreach (var line in facts.Lines)
            {
                if (line.Kind == input.Line) value += line.Effect == Against(line.Kind) ? -line.AmountMinor : line.AmountMinor;
            }

            return true;
        }

        switch (input.Figure)
        {
            case AccountingFigure.Charges:
                foreach (var line in facts.Lines) value += line.FeeMinor;
                return true;
            case AccountingFigure.Receiver:
                value = facts.Receiver is null ? 0 : _inputs.SymbolOf(facts.Receiver);
                return true;
            case AccountingFigure.Cost:
                value = facts.CostMinor;
                return true;
            case AccountingFigure.Shared:
                foreach (var line in facts.Lines)
                {
                    if (line.Kind == LineKind.Share) value += line.AmountMinor;
                }

                return true;
            default:
                return _inputs.Fill(input.Source, facts.Part, digits, out value) == FeeStatus.None;
        }
    }

    /// <summary>What turns the sign of a kind: a discount is positive when it is credited, a fee when it is charged.</summary>
    private static FeeEffect Against(LineKind kind) => kind is LineKind.Discount or LineKind.Surcharge or LineKind.FeeReturned ? FeeEffect.Charged : FeeEffect.Credited;

    private ulong AccountOf(Bound bound, int @event, int leg, AccountingLeg template, long[] inputs)
    {
        ref var known = ref bound.Handle(@event, leg, template.Path, inputs);
        if (known != 0) return known;
        var path = new StringBuilder();
        foreach (var piece in template.Path) path.Append(piece.Input < 0 ? piece.Text : _symbols.Text(inputs[piece.Input]));
        Subject = path.ToString();
        return known = _accounts.HandleOf(Subject);
    }

    /// <summary>A program's frames, and the handles that its path templates have led to.</summary>
    private sealed class Bound(AccountingProgram program)
    {
        private readonly long[]?[] _frames = new long[program.Rules.Events.Count][];
        private readonly Dictionary<(int Event, int Leg, long First, long Second, long Third), ulong> _handles = [];

        public long[] Inputs { get; } = new long[program.Inputs.Count];

        public long[] FrameOf(int @event) => _frames[@event] ??= program.Rules.Events[@event].Program.NewFrame();

        public ref ulong Handle(int @event, int leg, IReadOnlyList<PathPiece> path, long[] inputs)
        {
            Span<long> symbols = stackalloc long[AccountingProgram.MaxPathInputs];
            var count = 0;
            foreach (var piece in path)
            {
                if (piece.Input >= 0) symbols[count++] = inputs[piece.Input];
            }

            return ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_handles, (@event, leg, symbols[0], symbols[1], symbols[2]), out _);
        }
    }
}

using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Operations.Institution.Terms;

/// <summary>What an output of a strategy becomes.</summary>
/// <param name="Receiver">Ordinal of a merchant; -1 for none.</param>
public readonly record struct FeeOutput(LineKind Kind, FeeEffect Effect, int Receiver);

/// <summary>A total of a strategy, bound.</summary>
/// <param name="Number">In the rule book: the same for the same strategy and total name in every version.</param>
/// <param name="Source">Index of the input that is summed, or of the output when <paramref name="IsOutput"/>; -1 to count.</param>
/// <param name="Slot">Of the programs.</param>
public readonly record struct BoundTotal(int Number, int Source, bool IsOutput, TotalPeriod Period, bool IsOverAll, int Slot)
{
    /// <summary>Where the payments of a merchant and date are summed.</summary>
    public TotalKey KeyOf(Merchant merchant, DateOnly date) => KeyOf(merchant, PeriodTotals.PeriodOf(Period, date));

    /// <param name="period">As in <see cref="TotalKey"/>.</param>
    public TotalKey KeyOf(Merchant merchant, int period) => new(Number, IsOverAll ? -1 : merchant.Ordinal, period);
}

/// <summary>A fee strategy bound to the facts of payments. Programs are compiled when first used. Thread-safe.</summary>
public sealed class FeeStrategy
{
    private readonly CompiledProgram?[] _programs;
    private readonly CompiledProgram?[] _endPrograms;

    private FeeStrategy(Strategy strategy, InputSource[] inputs, FeeOutput[] outputs, BoundTotal[] totals)
    {
        Strategy = strategy;
        Inputs = inputs;
        Outputs = outputs;
        Totals = totals;
        _programs = new CompiledProgram?[strategy.Uses.Count];
        _endPrograms = new CompiledProgram?[strategy.PeriodEnds.Count];
    }

    public Strategy Strategy { get; }

    public string Name => Strategy.Name;

    /// <summary>By slot; the totals stand after them.</summary>
    public IReadOnlyList<InputSource> Inputs { get; }

    /// <summary>In the order of the strategy.</summary>
    public IReadOnlyList<FeeOutput> Outputs { get; }

    public IReadOnlyList<BoundTotal> Totals { get; }

    /// <summary>Inputs and totals: what the caller fills of a frame.</summary>
    public int InputCount => Inputs.Count + Totals.Count;

    /// <param name="numberOfTotal">Gives a total its number, by strategy and name.</param>
    /// <exception cref="ArgumentException">An input or output is none that Giro can fill or book; the message says which and why.</exception>
    public static FeeStrategy Bind(Strategy strategy, PaymentInstitution institution, Func<string, string, int> numberOfTotal)
    {
        if (strategy.Currency != institution.Currency.Code) throw new ArgumentException($"{strategy.Name} is in {strategy.Currency}, the book in {institution.Currency.Code}", nameof(strategy));
        var inputs = strategy.Inputs.Select(input => InputSource.Of(input.Name, input.Type, input.Default)).ToArray();
        var outputs = strategy.Outputs.Select(output => OutputOf(strategy, output, institution)).ToArray();
        var totals = strategy.Totals.Select((total, i) => TotalOf(strategy, total, inputs.Length + i, numberOfTotal)).ToArray();
        return new FeeStrategy(strategy, inputs, outputs, totals);
    }

    public CompiledProgram Program(int use) => _programs[use] ??= ProgramCompiler.Compile(Strategy.Uses[use].Program);

    public CompiledProgram EndProgram(int end) => _endPrograms[end] ??= ProgramCompiler.Compile(Strategy.PeriodEnds[end].Use.Program);

    private static FeeOutput OutputOf(Strategy strategy, StrategyOutput output, PaymentInstitution institution)
    {
        if (output.Type != ValueType.Money) throw new ArgumentException($"{strategy.Name}: the output {output.Name} is {InputSource.Word(output.Type)}; only money can be booked", nameof(output));
        var kind = LineKinds.FromName(output.Kind ?? "");
        if (kind < LineKind.MerchantFee || kind is LineKind.Refund or LineKind.Chargeback)
        {
            var known = string.Join(", ", LineKinds.All.Where(one => one >= LineKind.MerchantFee && one is not (LineKind.Refund or LineKind.Chargeback)).Select(one => one.Name()));
            throw new ArgumentException($"{strategy.Name}: the output {output.Name} is booked as '{output.Kind}', which is no kind of fee; the kinds are {known}", nameof(output));
        }

        var effect = output.Effect switch
        {
            OutputEffect.Charged => FeeEffect.Charged,
            OutputEffect.Credited => FeeEffect.Credited,
            OutputEffect.Borne => FeeEffect.Borne,
            _ => throw new ArgumentException($"{strategy.Name}: the output {output.Name} must say charged, credited or borne", nameof(output)),
        };
        if (output.Receiver is null && kind != LineKind.Share) return new FeeOutput(kind, effect, -1);
        if (output.Receiver is null || effect != FeeEffect.Charged)
            throw new ArgumentException($"{strategy.Name}: the output {output.Name} is a share, which is charged to the merchant for a receiver: write `as share charged to \"MERCHANT\"`", nameof(output));
        if (kind != LineKind.Share) throw new ArgumentException($"{strategy.Name}: the output {output.Name} has a receiver, so it must be a share", nameof(output));
        var receiver = institution.FindMerchant(output.Receiver) ?? throw new ArgumentException($"{strategy.Name}: the output {output.Name} goes to {output.Receiver}, which is no merchant", nameof(output));
        return new FeeOutput(kind, effect, receiver.Ordinal);
    }

    private static BoundTotal TotalOf(Strategy strategy, StrategyTotal total, int slot, Func<string, string, int> numberOfTotal)
    {
        var input = IndexOf(strategy.Inputs, one => one.Name == total.Source);
        var output = IndexOf(strategy.Outputs, one => one.Name == total.Source);
        return new BoundTotal(
            numberOfTotal(strategy.Name, total.Name), input >= 0 ? input : output, input < 0 && output >= 0, total.Period, total.Scope == TotalScope.All, slot);
    }

    private static int IndexOf<T>(IReadOnlyList<T> list, Func<T, bool> matches)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (matches(list[i])) return i;
        }

        return -1;
    }
}

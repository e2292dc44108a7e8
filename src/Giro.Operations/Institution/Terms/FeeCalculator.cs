using Giro.Rules.Programs;

namespace Giro.Operations.Institution.Terms;

/// <summary>
/// Works out the fee lines of a part of a payment with a compiled strategy: for an estimate, for the booking, and for clearing alike. One for each thread; makes
/// no garbage once every use has been seen.
/// </summary>
public sealed class FeeCalculator
{
    private readonly PartInputs _inputs;
    private readonly Dictionary<FeeStrategy, Frames> _frames = [];
    private FeeLine[] _lines = new FeeLine[16];
    private int _lineCount;

    public FeeCalculator(PaymentInstitution institution, SymbolTable symbols) => _inputs = new PartInputs(institution, symbols);

    /// <summary>What came out last: lines that are not zero, in the order of the strategy's outputs. Valid until the next call.</summary>
    public ReadOnlySpan<FeeLine> Lines => _lines.AsSpan(0, _lineCount);

    /// <summary>What the merchant is charged less what it is credited, by <see cref="Lines"/>. Shares are not fees and do not count.</summary>
    public long FeeMinor
    {
        get
        {
            var sum = 0L;
            foreach (var line in Lines) sum += line.FeeMinor;
            return sum;
        }
    }

    /// <summary>What comes back to the merchant of the original's fee, by <see cref="Lines"/>.</summary>
    public long FeeReturnedMinor
    {
        get
        {
            var sum = 0L;
            foreach (var line in Lines)
            {
                if (line.Kind == LineKind.FeeReturned) sum += line.MerchantMinor;
            }

            return sum;
        }
    }

    /// <summary>Works out the lines of a part.</summary>
    /// <param name="totals">The strategy's totals as they stood before this part, in its order.</param>
    public FeeOutcome Work(FeeStrategy strategy, scoped in PartFacts part, scoped ReadOnlySpan<long> totals)
    {
        _lineCount = 0;
        var frames = FramesOf(strategy);
        var inputs = frames.Inputs;
        for (var i = 0; i < strategy.Inputs.Count; i++)
        {
            var status = _inputs.Fill(strategy.Inputs[i], part, strategy.Strategy.Digits, out inputs[i]);
            if (status != FeeStatus.None) return new FeeOutcome(status, strategy.Inputs[i].Name, -1, default);
        }

        totals.CopyTo(inputs.AsSpan(strategy.Inputs.Count));
        var use = strategy.Strategy.Select(inputs, part.Date.DayNumber);
        if (use < 0) return new FeeOutcome(FeeStatus.NoUse, "", -1, default);
        var frame = frames.Of(use);
        inputs.CopyTo(frame, 0);
        var run = strategy.Program(use)(frame);
        if (!run.IsDone) return new FeeOutcome(FeeStatus.Faulted, "", use, run);
        Take(strategy, frames, use, frame);
        return new FeeOutcome(FeeStatus.None, "", use, run);
    }

    /// <summary>What the last part adds to a total of its strategy; call it after <see cref="Work"/>, for the same part.</summary>
    public long AddedTo(FeeStrategy strategy, in BoundTotal total, in FeeOutcome outcome)
    {
        if (total.Source < 0) return 1;
        var frames = FramesOf(strategy);
        if (!total.IsOutput) return frames.Inputs[total.Source];
        return frames.Of(outcome.Use)[strategy.Strategy.Uses[outcome.Use].Program.Outputs[total.Source]];
    }

    /// <summary>The inputs and totals of the last part, as its program got them; for explanations.</summary>
    public ReadOnlySpan<long> InputsOf(FeeStrategy strategy) => FramesOf(strategy).Inputs;

    private void Take(FeeStrategy strategy, Frames frames, int use, long[] frame)
    {
        var outputs = frames.Outputs[use]!;
        if (_lines.Length < outputs.Length) _lines = new FeeLine[outputs.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            var amountMinor = frame[outputs[i]];
            if (amountMinor == 0) continue;
            var output = strategy.Outputs[i];
            _lines[_lineCount++] = new FeeLine(output.Kind, output.Effect, output.Receiver, amountMinor);
        }
    }

    private Frames FramesOf(FeeStrategy strategy)
    {
        if (_frames.TryGetValue(strategy, out var frames)) return frames;
        return _frames[strategy] = new Frames(strategy);
    }

    private sealed class Frames(FeeStrategy strategy)
    {
        private readonly long[]?[] _frames = new long[strategy.Strategy.Uses.Count][];

        public long[] Inputs { get; } = new long[strategy.InputCount];

        public int[]?[] Outputs { get; } = new int[strategy.Strategy.Uses.Count][];

        public long[] Of(int use)
        {
            if (_frames[use] is { } frame) return frame;
            var program = strategy.Strategy.Uses[use].Program;
            Outputs[use] = [.. program.Outputs];
            return _frames[use] = program.NewFrame();
        }
    }
}

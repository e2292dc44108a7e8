namespace Giro.Operations.Reconciliation.Matching;

/// <summary>What the rules say of every line of a block.</summary>
internal sealed class TermsColumns(LineTerms rules)
{
    private readonly TextColumn _keys = new(16);
    private Row[] _rows = [];

    public bool HasKey => rules.HasKey;

    /// <summary>Lines for which the strategy fails are out of scope, and told.</summary>
    public void Fill(LineBlock block, byte pass, Side side, BlockOutcome outcome)
    {
        if (_rows.Length < block.Count) _rows = new Row[block.Number.Length];
        _keys.Clear();
        for (var row = 0; row < block.Count; row++)
        {
            var terms = rules.Of(block, row);
            if (terms.Fault is not null) outcome.Skipped.Add(new SkippedBlock(pass, $"{(side == Side.Left ? "left" : "right")} line {block.Number[row]}", 1, terms.Fault));
            _keys.Add(terms.Key);
            _rows[row] = new Row(terms.IsInScope, terms.ComparedMinor, terms.BelowMinor, terms.AboveMinor, terms.DaysBefore, terms.DaysAfter);
        }
    }

    public bool IsInScope(int row) => _rows[row].IsInScope;

    public ReadOnlySpan<byte> Key(int row) => _keys[row];

    public bool TryCompared(int row, out long compared)
    {
        compared = _rows[row].ComparedMinor ?? 0;
        return _rows[row].ComparedMinor is not null;
    }

    public Reach ReachOf(int row, in Reach otherwise)
    {
        ref readonly var terms = ref _rows[row];
        return new Reach(
            terms.BelowMinor ?? otherwise.BelowMinor, terms.AboveMinor ?? otherwise.AboveMinor, terms.DaysBefore ?? otherwise.DaysBefore, terms.DaysAfter ?? otherwise.DaysAfter);
    }

    private readonly record struct Row(bool IsInScope, long? ComparedMinor, long? BelowMinor, long? AboveMinor, int? DaysBefore, int? DaysAfter);
}

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>One side of a block while the passes of a round go over it: its lines, which of them are claimed, and what the rules of the round say of each.</summary>
internal sealed class SideRows(MatchRound round, Side side)
{
    private static readonly LineBlock Nothing = new(0);
    private readonly LineTerms? _rules = LineTerms.Of(round, side);

    public KeyPart[] Key { get; } = [.. side == Side.Left ? round.LeftKey : round.RightKey];

    public LineBlock Block { get; private set; } = Nothing;

    public bool[] IsClaimed { get; private set; } = [];

    /// <summary>The next row with the same key; -1 after the last.</summary>
    public int[] Next { get; private set; } = [];

    /// <summary>Null where the passes of the round have no rules.</summary>
    public TermsColumns? Terms { get; private set; }

    /// <summary>Takes the lines of a block, and reckons what the rules say of them.</summary>
    public void Load(LineBlock block, BlockOutcome outcome)
    {
        Block = block;
        if (Next.Length < block.Count)
        {
            IsClaimed = new bool[block.Number.Length];
            Next = new int[block.Number.Length];
        }

        IsClaimed.AsSpan(0, block.Count).Clear();
        if (_rules is null) return;
        Terms ??= new TermsColumns(_rules);
        Terms.Fill(block, (byte)round.FirstPass, side, outcome);
    }

    /// <returns>False for a row that takes no part: it has no key, or is out of the scope of the rules.</returns>
    public bool TryHash(int row, out ulong hash)
    {
        hash = 0;
        return (Terms is null || Terms.IsInScope(row)) && RowKey.TryHash(Key, Block, row, Terms?.HasKey == true, Terms is null ? default : Terms.Key(row), out hash);
    }

    public bool HasKeyOf(int row, SideRows other, int otherRow) =>
        RowKey.AreEqual(Key, Block, row, other.Key, other.Block, otherRow) && (Terms is null || !Terms.HasKey || Terms.Key(row).SequenceEqual(other.Terms!.Key(otherRow)));

    public string ShowKey(int row) => RowKey.Show(Key, Block, row, Terms?.HasKey == true, Terms is null ? default : Terms.Key(row));

    /// <summary>The amount to compare, minor units. Net of a fee it may not fit 64 bits.</summary>
    public Int128 Value(int row, bool isNetOfFee)
    {
        if (Terms is not null && Terms.TryCompared(row, out var compared)) return compared;
        return isNetOfFee ? (Int128)Block.AmountMinor[row] - Block.FeeMinor[row] : Block.AmountMinor[row];
    }

    /// <summary>Rows of the chain from <paramref name="head"/> that are not claimed, ascending.</summary>
    public void Unclaimed(int head, List<int> rows)
    {
        rows.Clear();
        for (var row = head; row >= 0; row = Next[row])
        {
            if (!IsClaimed[row]) rows.Add(row);
        }
    }

    public void Flag(int row, LineFlags flag) => Block.Flags[row] |= flag;

    public int[] Numbers(List<int> rows)
    {
        var numbers = new int[rows.Count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = Block.Number[rows[i]];
        Array.Sort(numbers);
        return numbers;
    }
}

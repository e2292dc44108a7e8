namespace Giro.Operations.Reconciliation.Matching;

/// <summary>Which of two compared sides.</summary>
public enum Side : byte
{
    None = 0,

    /// <summary>Ours, by convention.</summary>
    Left = 1,

    /// <summary>The bank's or channel's.</summary>
    Right = 2,
}

/// <summary>What earlier passes learned of a line.</summary>
[Flags]
public enum LineFlags : byte
{
    None = 0,

    /// <summary>A line of the same side was matched that is the same in key and in all that the pass compared: when this one stays over, it is a duplicate.</summary>
    HasMatchedTwin = 1,

    /// <summary>A pass found more than one possible partner.</summary>
    IsSuggested = 2,
}

/// <summary>
/// Lines of one side in columns: row i of every column belongs to line <c>Number[i]</c>. Texts are UTF-8 and lie one after the other in a heap a column. Rows are in
/// ascending order of their numbers.
/// </summary>
public sealed class LineBlock
{
    /// <param name="textColumns">how many text columns each row has</param>
    /// <param name="capacity">in rows; grows as needed</param>
    public LineBlock(int textColumns, int capacity = 16)
    {
        capacity = Math.Max(capacity, 4);
        Number = new int[capacity];
        AmountMinor = new long[capacity];
        FeeMinor = new long[capacity];
        Day = new int[capacity];
        Currency = new ushort[capacity];
        Flags = new LineFlags[capacity];
        Texts = new TextColumn[textColumns];
        for (var i = 0; i < textColumns; i++) Texts[i] = new TextColumn(capacity);
    }

    public int Count { get; private set; }

    /// <summary>Of the line on its side, from 1.</summary>
    public int[] Number { get; private set; }

    public long[] AmountMinor { get; private set; }

    /// <summary>0 where the side tells none.</summary>
    public long[] FeeMinor { get; private set; }

    /// <summary><see cref="DateOnly.DayNumber"/>; 0 where the side tells none.</summary>
    public int[] Day { get; private set; }

    /// <summary>ISO 4217 numeric code; 0 where the side tells none.</summary>
    public ushort[] Currency { get; private set; }

    public LineFlags[] Flags { get; private set; }

    public TextColumn[] Texts { get; }

    /// <summary>Adds a row; its texts are added to each of <see cref="Texts"/> by the caller, in the same order.</summary>
    public void Add(int number, long amountMinor, long feeMinor, int day, ushort currency, LineFlags flags)
    {
        if (Count == Number.Length) Grow();
        var row = Count++;
        Number[row] = number;
        AmountMinor[row] = amountMinor;
        FeeMinor[row] = feeMinor;
        Day[row] = day;
        Currency[row] = currency;
        Flags[row] = flags;
    }

    /// <summary>Adds a row of another block with the same columns.</summary>
    public void AddFrom(LineBlock other, int row)
    {
        Add(other.Number[row], other.AmountMinor[row], other.FeeMinor[row], other.Day[row], other.Currency[row], other.Flags[row]);
        for (var i = 0; i < Texts.Length; i++) Texts[i].Add(other.Texts[i][row]);
    }

    /// <summary>Keeps the memory for the next lines.</summary>
    public void Clear()
    {
        Count = 0;
        foreach (var column in Texts) column.Clear();
    }

    private void Grow()
    {
        var capacity = checked(Number.Length * 2);
        Number = Grown(Number, capacity);
        AmountMinor = Grown(AmountMinor, capacity);
        FeeMinor = Grown(FeeMinor, capacity);
        Day = Grown(Day, capacity);
        Currency = Grown(Currency, capacity);
        Flags = Grown(Flags, capacity);
    }

    private static T[] Grown<T>(T[] column, int capacity)
    {
        Array.Resize(ref column, capacity);
        return column;
    }
}

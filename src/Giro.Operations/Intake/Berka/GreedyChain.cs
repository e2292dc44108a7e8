using System.Runtime.InteropServices;

namespace Giro.Operations.Intake.Berka;

/// <summary>
/// An order for a day that exceeds the bound of <see cref="ChainSearch"/>: from each balance take the first row in the file that follows
/// exactly, else the first that follows rounded, else break at the first row left. Time is proportional to the rows; the order is
/// deterministic, but another may have fewer breaks.
/// </summary>
internal static class GreedyChain
{
    /// <param name="order">Gets the rows' positions in the order taken; as long as <paramref name="rows"/>.</param>
    public static void Find(long startHaler, ReadOnlySpan<BerkaTransaction> rows, Span<int> order)
    {
        var waiting = new Dictionary<long, Queue<int>>();
        for (var i = 0; i < rows.Length; i++)
        {
            ref var queue = ref CollectionsMarshal.GetValueRefOrAddDefault(waiting, ChainLink.ExactBefore(rows[i]), out _);
            (queue ??= new Queue<int>()).Enqueue(i);
        }

        var used = new bool[rows.Length];
        var firstLeft = 0;
        var balance = startHaler;
        for (var depth = 0; depth < rows.Length; depth++)
        {
            var next = Take(waiting, balance) ?? TakeRounded(waiting, balance);
            if (next is null)
            {
                while (used[firstLeft])
                    firstLeft++;
                // Every row ahead of it with the same balance before is used, so it heads its queue.
                next = Take(waiting, ChainLink.ExactBefore(rows[firstLeft]));
            }

            var row = next!.Value;
            order[depth] = row;
            used[row] = true;
            balance = rows[row].BalanceHaler;
        }
    }

    private static int? Take(Dictionary<long, Queue<int>> waiting, long before)
        => waiting.TryGetValue(before, out var queue) && queue.TryDequeue(out var row) ? row : null;

    private static int? TakeRounded(Dictionary<long, Queue<int>> waiting, long balance)
    {
        var up = Peek(waiting, balance + ChainLink.RoundingStepHaler);
        var down = Peek(waiting, balance - ChainLink.RoundingStepHaler);
        return Take(waiting, balance + (up < down ? ChainLink.RoundingStepHaler : -ChainLink.RoundingStepHaler));
    }

    private static int Peek(Dictionary<long, Queue<int>> waiting, long before)
        => waiting.TryGetValue(before, out var queue) && queue.TryPeek(out var row) ? row : int.MaxValue;
}

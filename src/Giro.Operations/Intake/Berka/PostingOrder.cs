namespace Giro.Operations.Intake.Berka;

/// <summary>A row to post, and what its printed balance is off by.</summary>
internal readonly record struct RowToPost(BerkaTransaction Row, long OffHaler, bool IsUnchained, long BalanceBeforeHaler);

/// <summary>
/// Brings a day's chained and unchained rows together in the order of each account's balance: the next row is the one whose balance before it
/// is the balance reached. So an account also meets the printed balances after a row that does not chain.
/// </summary>
internal static class PostingOrder
{
    public static IEnumerable<RowToPost> Of(BerkaDay day)
    {
        var chained = day.Chained.Select(row => new RowToPost(row.Transaction, row.RoundingHaler, IsUnchained: false, row.BalanceBeforeHaler));
        if (day.Unchained.Count == 0) return chained;
        var unchained = day.Unchained.Select(row => new RowToPost(row.Transaction, row.DifferenceHaler, IsUnchained: true, row.BalanceBeforeHaler));
        return chained.Concat(unchained).GroupBy(row => row.Row.AccountId).SelectMany(OfAccount);
    }

    /// <summary>Both kinds come in chain order; where both could be next, or neither, the chained one goes first.</summary>
    private static IEnumerable<RowToPost> OfAccount(IEnumerable<RowToPost> rows)
    {
        var all = rows.ToList();
        var chained = new Queue<RowToPost>(all.Where(row => !row.IsUnchained));
        var unchained = new Queue<RowToPost>(all.Where(row => row.IsUnchained));
        long? balance = null;
        while (chained.Count + unchained.Count > 0)
        {
            var next = unchained.Count == 0 || (chained.Count > 0 && (balance is null ? IsFirst(chained.Peek(), unchained) : chained.Peek().BalanceBeforeHaler == balance))
                ? chained.Dequeue()
                : unchained.Dequeue();
            balance = next.Row.BalanceHaler;
            yield return next;
        }
    }

    /// <summary>At the day's start the balance is not known here; the first row is the one that none of the others leads to.</summary>
    private static bool IsFirst(in RowToPost chained, Queue<RowToPost> unchained)
    {
        var before = chained.BalanceBeforeHaler;
        return !unchained.Any(row => row.Row.BalanceHaler == before) || unchained.Peek().BalanceBeforeHaler == before;
    }
}

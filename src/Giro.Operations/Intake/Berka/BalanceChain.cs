namespace Giro.Operations.Intake.Berka;

/// <summary>
/// The chains of printed balances, account by account and day by day. It holds one balance per account, zero until its first row, and the
/// day in hand. Each account's rows of a day are put in the order in which their balances follow from each other, starting from the balance
/// the account had the day before; see <see cref="ChainSearch"/> for which order, and for the bound.
/// <para>
/// A day's order is chosen by that day alone. Where two orders with equally few roundings end 10 haler apart, which takes rounded rows on a
/// cycle of balances, the choice may show as one rounding more on a later day.
/// </para>
/// </summary>
internal sealed class BalanceChain
{
    private readonly Dictionary<int, AccountDay> _accounts = [];
    private readonly List<AccountDay> _today = [];
    private readonly ChainSearch _search = new();
    private int[] _order = new int[ChainSearch.MaxRows];

    /// <summary>Orders one day.</summary>
    /// <param name="rows">All rows of one day, in file order; days must come in order of date.</param>
    /// <param name="chained">Gets the rows that chain: accounts by their first row in the file, each account's rows in posting order.</param>
    /// <param name="unchained">Gets the rows that do not, in the same order.</param>
    public void ChainDay(IReadOnlyList<BerkaTransaction> rows, ICollection<ChainedTransaction> chained, ICollection<UnchainedTransaction> unchained)
    {
        foreach (var row in rows)
        {
            if (!_accounts.TryGetValue(row.AccountId, out var account))
                _accounts.Add(row.AccountId, account = new AccountDay());
            if (account.Rows.Count == 0)
                _today.Add(account);
            account.Rows.Add(row);
        }

        foreach (var account in _today)
        {
            ChainAccount(account, chained, unchained);
            account.Rows.Clear();
        }

        _today.Clear();
    }

    private void ChainAccount(AccountDay account, ICollection<ChainedTransaction> chained, ICollection<UnchainedTransaction> unchained)
    {
        var rows = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(account.Rows);
        if (_order.Length < rows.Length)
            Array.Resize(ref _order, rows.Length);
        var order = _order.AsSpan(0, rows.Length);
        var reason = UnchainedReason.NoOrderFits;
        if (rows.Length == 1)
        {
            order[0] = 0;
        }
        else if (!_search.TryFind(account.BalanceHaler, rows, order))
        {
            GreedyChain.Find(account.BalanceHaler, rows, order);
            reason = UnchainedReason.SearchBoundExceeded;
        }

        foreach (var i in order)
        {
            var gap = ChainLink.Gap(rows[i], account.BalanceHaler);
            if (ChainLink.Holds(gap))
                chained.Add(new ChainedTransaction(rows[i], gap));
            else
                unchained.Add(new UnchainedTransaction(rows[i], account.BalanceHaler, reason));
            account.BalanceHaler = rows[i].BalanceHaler;
        }
    }

    private sealed class AccountDay
    {
        public long BalanceHaler { get; set; }

        public List<BerkaTransaction> Rows { get; } = [];
    }
}

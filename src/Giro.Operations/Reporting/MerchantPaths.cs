using Giro.Operations.Institution;

namespace Giro.Operations.Reporting;

/// <summary>The accounts of a merchant, and what is posted to them in its favour.</summary>
internal sealed class MerchantPaths(string merchantId)
{
    private readonly string _pending = ChartOfAccounts.Pending(merchantId);
    private readonly string _payable = ChartOfAccounts.Payable(merchantId);
    private readonly string _rolling = ChartOfAccounts.RollingReserve(merchantId);
    private readonly string _fixed = ChartOfAccounts.FixedReserve(merchantId);
    private readonly string _receivable = ChartOfAccounts.MerchantReceivable(merchantId);
    private readonly string _feesDue = ChartOfAccounts.FeesDue(merchantId);

    public IReadOnlyCollection<string> All => [_pending, _payable, _rolling, _fixed, _receivable, _feesDue];

    public MerchantPosition At(IAccountHistory history, DateOnly atCloseOf)
    {
        return new MerchantPosition(Balance(_pending), Balance(_payable), Balance(_rolling) + Balance(_fixed), -Balance(_receivable) - Balance(_feesDue));

        Int128 Balance(string path) => history.BalanceMinor(path, atCloseOf);
    }

    /// <summary>A debit takes from the merchant, whichever account it is on.</summary>
    public MerchantPosition ChangeOf(HistoryEntry entry)
    {
        var change = default(MerchantPosition);
        foreach (var (path, amountMinor) in entry.Legs)
        {
            if (path == _pending) change += new MerchantPosition(-amountMinor, 0, 0, 0);
            else if (path == _payable) change += new MerchantPosition(0, -amountMinor, 0, 0);
            else if (path == _rolling || path == _fixed) change += new MerchantPosition(0, 0, -amountMinor, 0);
            else if (path == _receivable || path == _feesDue) change += new MerchantPosition(0, 0, 0, -amountMinor);
        }

        return change;
    }

    /// <summary>Whether the fees of an entry are collected later: they are no charge on pending then, but something that the merchant owes.</summary>
    public bool AreFeesDueLater(HistoryEntry entry) => entry.Legs.Any(leg => leg.Path == _feesDue);

    /// <summary>Whether other merchants have legs in the entry, so that its fees are not this one's alone.</summary>
    public bool IsShared(HistoryEntry entry) =>
        entry.Legs.Any(leg => leg.Path.StartsWith("merchant/", StringComparison.Ordinal) && !All.Contains(leg.Path));
}

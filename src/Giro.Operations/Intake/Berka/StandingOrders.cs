using System.Diagnostics.CodeAnalysis;

namespace Giro.Operations.Intake.Berka;

/// <summary>
/// The standing orders, by what identifies one on a transaction: paying account, bank and account paid, and the exact amount. The symbol has
/// to agree too where the transaction prints one; some transactions of an order do not. order.asc shows the orders of a later time than the
/// transactions, so a transfer without a match is no error.
/// </summary>
public sealed class StandingOrders
{
    private readonly Dictionary<(int AccountId, string Bank, string Account, long AmountHaler), List<BerkaOrder>> _orders = [];

    internal StandingOrders(IEnumerable<BerkaOrder> orders)
    {
        foreach (var order in orders)
        {
            var key = (order.AccountId, order.BankTo, order.AccountTo, order.AmountHaler);
            if (!_orders.TryGetValue(key, out var alike))
                _orders.Add(key, alike = []);
            alike.Add(order);
            Count++;
        }
    }

    /// <summary>How many orders there are.</summary>
    public int Count { get; }

    /// <summary>Outgoing transfers asked for so far that an order explains.</summary>
    public int Matched { get; private set; }

    /// <summary>Outgoing transfers asked for so far that no order explains.</summary>
    public int Unmatched { get; private set; }

    /// <summary>
    /// Recognises a transfer to another bank as the execution of a standing order. Of several orders that fit, one with the same symbol
    /// comes first, then the one first in the file. Other kinds of transactions never match and are not counted.
    /// </summary>
    public bool TryMatch(in BerkaTransaction transaction, out int orderId)
    {
        orderId = 0;
        if (transaction.Operation != BerkaOperation.PrevodNaUcet)
            return false;
        if (!TryFind(transaction, out var order))
        {
            Unmatched++;
            return false;
        }

        Matched++;
        orderId = order.Value.OrderId;
        return true;
    }

    private bool TryFind(in BerkaTransaction transaction, [NotNullWhen(true)] out BerkaOrder? found)
    {
        found = null;
        var key = (transaction.AccountId, transaction.PartnerBank, transaction.PartnerAccount, transaction.AmountHaler);
        if (!_orders.TryGetValue(key, out var alike))
            return false;
        foreach (var order in alike)
        {
            if (order.Symbol == transaction.Symbol)
            {
                found = order;
                return true;
            }

            if (transaction.Symbol == BerkaSymbol.None)
                found ??= order;
        }

        return found is not null;
    }
}

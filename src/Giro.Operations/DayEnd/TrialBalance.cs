using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Writer;

namespace Giro.Operations.DayEnd;

/// <param name="Accounts">How many of the class are open.</param>
/// <param name="DebitMinor">Sum of the balances that are debits.</param>
/// <param name="CreditMinor">Sum of the balances that are credits, positive.</param>
public sealed record TrialBalanceRow(Currency Currency, AccountClass Class, int Accounts, Int128 DebitMinor, Int128 CreditMinor);

/// <summary>The balances of all accounts by currency and class. Debits equal credits in each currency, or the ledger is wrong.</summary>
public sealed record TrialBalance(DateOnly BusinessDate, IReadOnlyList<TrialBalanceRow> Rows)
{
    public static TrialBalance Of(DateOnly businessDate, IEnumerable<AccountView> accounts)
    {
        var rows =
            from account in accounts
            group account by (account.Currency, account.Class) into grouped
            orderby grouped.Key.Currency.Code, grouped.Key.Class
            select new TrialBalanceRow(
                grouped.Key.Currency,
                grouped.Key.Class,
                grouped.Count(),
                Sum(grouped, account => Int128.Max(0, account.DebitBalanceMinor)),
                Sum(grouped, account => Int128.Max(0, -account.DebitBalanceMinor)));
        return new TrialBalance(businessDate, [.. rows]);
    }

    public IEnumerable<Currency> Currencies => Rows.Select(row => row.Currency).Distinct();

    public Int128 DebitMinor(Currency currency) => Sum(Rows.Where(row => row.Currency == currency), row => row.DebitMinor);

    public Int128 CreditMinor(Currency currency) => Sum(Rows.Where(row => row.Currency == currency), row => row.CreditMinor);

    private static Int128 Sum<T>(IEnumerable<T> items, Func<T, Int128> amount) => items.Aggregate((Int128)0, (sum, item) => sum + amount(item));
}

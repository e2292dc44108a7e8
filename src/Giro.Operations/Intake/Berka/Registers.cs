namespace Giro.Operations.Intake.Berka;

/// <summary>The two files that fit in memory, which trans.asc is read against. The first of two rows with the same id stands.</summary>
internal static class Registers
{
    /// <summary>All accounts, in file order.</summary>
    public static List<BerkaAccount> ReadAccounts(string path, ErrorList errors)
    {
        using var table = BerkaTable<BerkaAccount>.Open(path, BerkaAccount.Header, BerkaAccount.Parse);
        var accounts = new List<BerkaAccount>();
        var seen = new SeenIds();
        while (table.Read(out var account, out var error))
        {
            if (error is null && !seen.Add(account.AccountId))
                error = Duplicate(BerkaAccount.FileName, account.Line, "account_id", account.AccountId);
            if (error is null)
                accounts.Add(account);
            else
                errors.Add(error);
        }

        return accounts;
    }

    /// <summary>All standing orders of known accounts, in file order.</summary>
    public static List<BerkaOrder> ReadOrders(string path, Predicate<int> isAccount, ErrorList errors)
    {
        using var table = BerkaTable<BerkaOrder>.Open(path, BerkaOrder.Header, BerkaOrder.Parse);
        var orders = new List<BerkaOrder>();
        var seen = new SeenIds();
        while (table.Read(out var order, out var error))
        {
            if (error is null && !seen.Add(order.OrderId))
                error = Duplicate(BerkaOrder.FileName, order.Line, "order_id", order.OrderId);
            if (error is null && !isAccount(order.AccountId))
                error = UnknownAccount(BerkaOrder.FileName, order.Line, order.AccountId);
            if (error is null)
                orders.Add(order);
            else
                errors.Add(error);
        }

        return orders;
    }

    public static BerkaRowError Duplicate(string file, int line, string field, int id)
        => new(BerkaRowErrorKind.DuplicateId, file, line, field, $"{id}", "this id was on an earlier row");

    public static BerkaRowError UnknownAccount(string file, int line, int accountId)
        => new(BerkaRowErrorKind.UnknownAccount, file, line, "account_id", $"{accountId}", "the account is not in account.asc");
}

using System.Collections;

namespace Giro.Operations.Intake.Berka;

/// <summary>
/// The days of a Berka directory in order of date, from the first opening of an account to the last transaction. Accounts and standing
/// orders are read when it is opened; trans.asc streams, with one day and one balance per account in memory. Every enumeration reads the
/// file anew and gives the same days.
/// </summary>
public sealed class BerkaDays : IEnumerable<BerkaDay>
{
    /// <summary>More refused rows than this on one day, or in one of the small files, mean that the file is not what it should be.</summary>
    public const int MaxErrors = 10_000;

    private readonly BerkaFiles _files;
    private readonly Dictionary<int, BerkaAccount> _accountsById;

    private BerkaDays(BerkaFiles files)
    {
        _files = files;
        var accountErrors = new ErrorList();
        var orderErrors = new ErrorList();
        Accounts = Registers.ReadAccounts(files.Accounts, accountErrors);
        _accountsById = Accounts.ToDictionary(account => account.AccountId);
        StandingOrders = new StandingOrders(Registers.ReadOrders(files.Orders, _accountsById.ContainsKey, orderErrors));
        FileErrors = [.. accountErrors.Items, .. orderErrors.Items];
    }

    /// <summary>All accounts of account.asc in file order, also those opened after the last transaction.</summary>
    public IReadOnlyList<BerkaAccount> Accounts { get; }

    public StandingOrders StandingOrders { get; }

    /// <summary>Rows of account.asc and order.asc that were refused.</summary>
    public IReadOnlyList<BerkaRowError> FileErrors { get; }

    /// <summary>Reads account.asc and order.asc.</summary>
    /// <exception cref="BerkaFileException">One of the files as a whole cannot be used.</exception>
    public static BerkaDays Open(BerkaFiles files) => new(files);

    /// <summary>Reads trans.asc.</summary>
    /// <exception cref="BerkaFileException">
    /// While enumerating: the header is not that of trans.asc, a day has more than <see cref="MaxErrors"/> refused rows, or no row can be used.
    /// </exception>
    public IEnumerator<BerkaDay> GetEnumerator()
    {
        using var table = BerkaTable<BerkaTransaction>.Open(_files.Transactions, BerkaTransaction.Header, BerkaTransaction.Parse);
        var openings = new Queue<BerkaAccount>(Accounts.OrderBy(account => account.Opened));
        var seen = new SeenIds();
        var chain = new BalanceChain();
        var rows = new List<BerkaTransaction>();
        var errors = new ErrorList();
        var today = DateOnly.MinValue;
        while (table.Read(out var row, out var error))
        {
            error ??= Check(row, today, seen);
            if (error is not null)
            {
                errors.Add(error);
                continue;
            }

            if (row.Date != today)
            {
                if (rows.Count > 0)
                {
                    yield return Close(today, openings, chain, rows, errors);
                    rows.Clear();
                    errors = new ErrorList();
                }

                while (openings.TryPeek(out var next) && next.Opened < row.Date)
                    yield return new BerkaDay(next.Opened, TakeOpened(openings, next.Opened), [], [], []);
                today = row.Date;
            }

            rows.Add(row);
        }

        if (rows.Count > 0)
            yield return Close(today, openings, chain, rows, errors);
        else if (errors.Items.Count > 0)
            throw new BerkaFileException(BerkaTransaction.FileName, $"no row can be used; the first is refused: {errors.Items[0]}");
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private BerkaRowError? Check(in BerkaTransaction row, DateOnly today, SeenIds seen)
    {
        if (!seen.Add(row.TransId))
            return Registers.Duplicate(BerkaTransaction.FileName, row.Line, "trans_id", row.TransId);
        if (!_accountsById.TryGetValue(row.AccountId, out var account))
            return Registers.UnknownAccount(BerkaTransaction.FileName, row.Line, row.AccountId);
        if (row.Date < account.Opened)
            return RefuseDate(BerkaRowErrorKind.BeforeOpening, row, $"the account opens on {account.Opened:yyMMdd}");
        if (row.Date < today)
            return RefuseDate(BerkaRowErrorKind.OutOfDateOrder, row, $"the file is not sorted by date: a row above it has {today:yyMMdd}");
        return null;
    }

    private static BerkaRowError RefuseDate(BerkaRowErrorKind kind, in BerkaTransaction row, string reason)
        => new(kind, BerkaTransaction.FileName, row.Line, "date", $"{row.Date:yyMMdd}", reason);

    private static BerkaDay Close(
        DateOnly date, Queue<BerkaAccount> openings, BalanceChain chain, List<BerkaTransaction> rows, ErrorList errors)
    {
        var chained = new List<ChainedTransaction>(rows.Count);
        var unchained = new List<UnchainedTransaction>();
        chain.ChainDay(rows, chained, unchained);
        return new BerkaDay(date, TakeOpened(openings, date), chained, unchained, errors.Items);
    }

    private static List<BerkaAccount> TakeOpened(Queue<BerkaAccount> openings, DateOnly date)
    {
        var opened = new List<BerkaAccount>();
        while (openings.TryPeek(out var next) && next.Opened == date)
            opened.Add(openings.Dequeue());
        return opened;
    }
}

using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Writer;

namespace Giro.Operations.Intake.Berka;

/// <summary>What kind of entry a row became; in the journal as the entry's kind.</summary>
public enum BerkaEntryKind : ushort
{
    Invalid = 0,
    CashDeposit = 1001,
    CashWithdrawal = 1002,
    TransferFromBank = 1003,
    TransferToBank = 1004,

    /// <summary>A transfer to another bank that order.asc explains.</summary>
    StandingOrder = 1005,

    InterestCredited = 1006,
    StatementFee = 1007,
    PenaltyInterest = 1008,

    /// <summary>A row whose printed balance does not follow; the difference is in suspense.</summary>
    Unchained = 1009,
}

/// <summary>The chart of accounts of the imported bank, in Czech koruna. Customers' accounts are liabilities without limits: some go below zero.</summary>
internal sealed class BerkaChart(Book book)
{
    public const string CustomerPrefix = "customer/";

    public static readonly Currency Currency = Currency.FromCode("CZK");

    private readonly Dictionary<int, ulong> _customers = [];

    public ulong Cash { get; private set; }

    public ulong Nostro { get; private set; }

    public ulong InterestPaid { get; private set; }

    public ulong StatementFees { get; private set; }

    public ulong PenaltyInterest { get; private set; }

    /// <summary>What the bank rounded without a word: an expense, so what customers lost stands as a negative balance.</summary>
    public ulong Rounding { get; private set; }

    public ulong Suspense { get; private set; }

    public ulong Customer(int accountId) => _customers[accountId];

    public IReadOnlyDictionary<int, ulong> Customers => _customers;

    public void OpenBankAccounts()
    {
        var submission = new Submission();
        submission.OpenAccount("bank/cash", AccountClass.Asset, Currency, AccountLimits.None);
        submission.OpenAccount("bank/nostro", AccountClass.Asset, Currency, AccountLimits.None);
        submission.OpenAccount("expense/interest-paid", AccountClass.Expense, Currency, AccountLimits.None);
        submission.OpenAccount("income/statement-fees", AccountClass.Income, Currency, AccountLimits.None);
        submission.OpenAccount("income/penalty-interest", AccountClass.Income, Currency, AccountLimits.None);
        submission.OpenAccount("expense/rounding", AccountClass.Expense, Currency, AccountLimits.None);
        submission.OpenAccount("suspense/unchained", AccountClass.Asset, Currency, AccountLimits.None);
        var handles = Opened(submission);
        (Cash, Nostro, InterestPaid, StatementFees, PenaltyInterest, Rounding, Suspense) =
            (handles[0], handles[1], handles[2], handles[3], handles[4], handles[5], handles[6]);
    }

    /// <summary>Opens customers' accounts on the current business date. Their metadata is what account.asc says.</summary>
    public void OpenCustomers(IReadOnlyList<BerkaAccount> accounts)
    {
        var submission = new Submission();
        for (var i = 0; i < accounts.Count;)
        {
            submission.Clear();
            var first = i;
            for (; i < accounts.Count && submission.HasRoom(0, 256); i++)
            {
                var metadata = $$"""{"district":{{accounts[i].DistrictId}},"statement":"{{accounts[i].Frequency}}","opened":"{{accounts[i].Opened:yyyy-MM-dd}}"}""";
                submission.OpenAccount($"{CustomerPrefix}{accounts[i].AccountId}", AccountClass.Liability, Currency, AccountLimits.None, System.Text.Encoding.UTF8.GetBytes(metadata));
            }

            var handles = Opened(submission);
            for (var opened = 0; opened < handles.Length; opened++) _customers[accounts[first + opened].AccountId] = handles[opened];
        }
    }

    private ulong[] Opened(Submission submission)
    {
        book.Execute(submission);
        var handles = new ulong[submission.Count];
        for (var i = 0; i < handles.Length; i++)
        {
            var result = submission.Results[i];
            if (!result.IsAccepted) throw new BerkaImportException($"an account could not be opened: {result.Status}; the book holds something else under its path");
            handles[i] = result.Account;
        }

        return handles;
    }
}

/// <summary>The book does not take the import: it holds other data, or is in a later business date than the files.</summary>
public sealed class BerkaImportException(string message) : Exception(message);

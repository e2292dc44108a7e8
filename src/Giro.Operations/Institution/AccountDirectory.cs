using System.Collections.Concurrent;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;

namespace Giro.Operations.Institution;

/// <summary>
/// Finds accounts by path, and opens those that the chart of accounts has a place for when they are first needed, such as a wallet or a tax account. Thread-safe.
/// </summary>
public sealed class AccountDirectory
{
    private readonly Book _book;
    private readonly PaymentInstitution _institution;
    private readonly ConcurrentDictionary<string, ulong> _handles = new();

    /// <summary>Asks the book once for the accounts that payments of the institution's merchants need; a question each would wait for a commit each.</summary>
    public AccountDirectory(Book book, PaymentInstitution institution)
    {
        _book = book;
        _institution = institution;
        string[] paths =
        [
            .. institution.Channels.Select(channel => ChartOfAccounts.Receivable(channel.Code)),
            .. institution.Merchants.Select(merchant => ChartOfAccounts.Pending(merchant.Id)), .. institution.Merchants.Select(merchant => ChartOfAccounts.FeesDue(merchant.Id)),
        ];
        var handles = book.Query(reader => Array.ConvertAll(paths, reader.HandleOf));
        for (var i = 0; i < paths.Length; i++)
        {
            if (handles[i] != 0) _handles[paths[i]] = handles[i];
        }
    }

    /// <summary>The handle of an account; 0 when the chart has no place for such a path or the book refuses it.</summary>
    public ulong HandleOf(string path)
    {
        if (_handles.TryGetValue(path, out var handle)) return handle;
        handle = _book.Query(reader => reader.HandleOf(path));
        if (handle == 0) handle = Open(path);
        if (handle != 0) _handles[path] = handle;
        return handle;
    }

    private ulong Open(string path)
    {
        if (!ChartPatterns.TryFind(path, out var pattern)) return 0;
        var submission = new Submission(4096, 1);
        submission.OpenAccount(path, pattern.Class, _institution.Currency, pattern.Limits);
        var result = _book.Execute(submission)[0];
        return result.IsAccepted ? result.Account : 0;
    }
}

/// <summary>Where a path stands in the chart of accounts, for accounts that rules name.</summary>
/// <param name="Path">With <c>*</c> for one piece of any text.</param>
public readonly record struct ChartPattern(string Path, AccountClass Class, AccountLimits Limits);

/// <summary>The places that the chart of accounts has for accounts beside <see cref="ChartOfAccounts"/>.</summary>
public static class ChartPatterns
{
    public static IReadOnlyList<ChartPattern> All { get; } =
    [
        new("wallet/*", AccountClass.Liability, AccountLimits.NotNegative),
        new("channel/*/receivable", AccountClass.Asset, AccountLimits.None),
        new("channel/*/payable", AccountClass.Liability, AccountLimits.None),
        new("merchant/*/pending", AccountClass.Liability, AccountLimits.None),
        new("merchant/*/fees-due", AccountClass.Asset, AccountLimits.None),
        new("scheme/*/payable", AccountClass.Liability, AccountLimits.None),
        new("tax/*", AccountClass.Liability, AccountLimits.None),
        new("income/*", AccountClass.Income, AccountLimits.None),
        new("expense/*", AccountClass.Expense, AccountLimits.None),
        new("accrual/*", AccountClass.Liability, AccountLimits.None),
    ];

    public static bool TryFind(string path, out ChartPattern pattern)
    {
        foreach (var one in All)
        {
            if (!Matches(one.Path, path)) continue;
            pattern = one;
            return true;
        }

        pattern = default;
        return false;
    }

    private static bool Matches(string pattern, string path)
    {
        var (expected, actual) = (pattern.Split('/'), path.Split('/'));
        return expected.Length == actual.Length && expected.Zip(actual).All(pair => pair.First == pair.Second || (pair.First == "*" && pair.Second.Length > 0));
    }
}

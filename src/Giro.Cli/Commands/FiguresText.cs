using Giro.Ledger.Currencies;
using Giro.Storage;
using Giro.Storage.Backup;

namespace Giro.Cli.Commands;

/// <summary>What a book comes to and what was compared, on a page and as JSON.</summary>
internal static class FiguresText
{
    public static void Print(BookFigures figures)
    {
        Console.WriteLine($"journal row {figures.Sequence:N0} of {figures.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, head {figures.Hash}");
        Console.WriteLine($"{figures.LastNumber:N0} records, business date {figures.BusinessDate:yyyy-MM-dd}, state {figures.StateHash}");
        Console.Write(PlainTable.Of(
            ["currency", ">accounts", ">debit", ">credit"],
            figures.Totals.Select(total => (IReadOnlyList<string>)[total.Currency, $"{total.Accounts:N0}", Money(total.DebitMinor, total.Currency), Money(total.CreditMinor, total.Currency)])));
    }

    public static void Print(IEnumerable<VerifiedCheck> checks)
    {
        foreach (var check in checks) Console.WriteLine($"{(check.Holds ? "ok    " : "FAILED")} {check.Name}: {check.Detail} ({check.Elapsed.TotalSeconds:0.00} s)");
    }

    public static object Json(BookFigures figures) => new
    {
        sequence = figures.Sequence, hash = figures.Hash, time = figures.Time, lastNumber = figures.LastNumber, stateHash = figures.StateHash, businessDate = $"{figures.BusinessDate:yyyy-MM-dd}",
        trialBalance = figures.Totals.Select(total => new { total.Currency, total.Accounts, debitMinor = $"{total.DebitMinor}", creditMinor = $"{total.CreditMinor}" }),
    };

    public static object Json(IEnumerable<VerifiedCheck> checks) => checks.Select(check => new { check.Name, check.Holds, check.Detail, seconds = check.Elapsed.TotalSeconds });

    private static string Money(Int128 minor, string currency) => Currency.FromCode(currency).Format(minor);
}

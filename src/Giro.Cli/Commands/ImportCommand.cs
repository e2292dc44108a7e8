using System.CommandLine;
using System.Diagnostics;
using Giro.Ledger.Currencies;
using Giro.Ledger.Writer;
using Giro.Operations.Intake.Berka;
using Giro.Storage;
using Giro.Storage.Views;
using Spectre.Console;

namespace Giro.Cli.Commands;

/// <summary>`giro import`: posts the books of others.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var command = new Command("import", "Posts data of other systems into a book.");
        command.Subcommands.Add(Berka());
        return command;
    }

    private static Command Berka()
    {
        var directory = new Argument<DirectoryInfo>("directory") { Description = "The folder with account.asc, trans.asc and order.asc." };
        var data = BookFiles.DataOption();
        var strict = new Option<bool>("--strict") { Description = "Stop before the first day with a row that is refused or does not chain." };
        var output = OutputFormat.Option();
        var command = new Command("berka", """
            Imports a Czech bank of 1993 to 1998 (the PKDD'99 Financial data set) day by day, each day closed, every printed balance met to
            the haler. A row that does not chain is reported with its line, and its difference goes to suspense. Importing again changes nothing.
            Exit code 1 when a row was reported or a printed balance is not met.

            Examples:
              giro import berka ../shared/data/berka-1993 --data berka
              giro import berka ../shared/data/berka-1993 --data berka --strict --output json
            """) { directory, data, strict, output };
        command.SetAction(parsed => Run(
            parsed.GetValue(directory)!, parsed.GetValue(data)!, parsed.GetValue(strict), parsed.GetValue(output) == OutputFormat.Json));
        return command;
    }

    private static int Run(DirectoryInfo directory, DirectoryInfo data, bool strict, bool json)
    {
        var clock = Stopwatch.StartNew();
        BerkaDays days;
        BerkaImportSummary summary;
        try
        {
            var files = BerkaFiles.Locate(directory.FullName);
            days = BerkaDays.Open(files);
            var options = new BookOptions { Name = "berka", FirstBusinessDate = BerkaImport.FirstDay(days) };
            using var book = StoredBook.Open(data.FullName, options);
            summary = WithProgress(json, new BerkaImport(book.Book, days, strict), files);
            using var views = book.ReadViews();
            return Report(BerkaFigures.Of(summary, book.Book, views, clock.Elapsed), summary, json);
        }
        catch (BerkaFileException e)
        {
            throw CliException.BadInput(e.Message);
        }
        catch (BerkaImportException e)
        {
            throw CliException.BadInput($"{data.FullName}: {e.Message}");
        }
    }

    private static BerkaImportSummary WithProgress(bool json, BerkaImport import, BerkaFiles files)
    {
        if (json || Console.IsOutputRedirected) return import.Run();
        BerkaImportSummary? summary = null;
        // A row has some 64 bytes; the bar is drawn to its end in any case.
        var rows = new FileInfo(files.Transactions).Length / 64;
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).Start(context =>
        {
            var task = context.AddTask("posting", maxValue: Math.Max(1, rows));
            summary = import.Run(day =>
            {
                task.Description = $"posting {day.Date:yyyy-MM-dd}";
                task.Increment(day.Chained.Count + day.Unchained.Count + day.Errors.Count);
            });
            task.Value = task.MaxValue;
        });
        return summary!;
    }

    private static int Report(BerkaFigures figures, BerkaImportSummary summary, bool json)
    {
        if (json)
        {
            JsonOutput.Print(new { figures, reported = summary.Reported });
            return figures.Holds ? ExitCode.Ok : ExitCode.CheckFailed;
        }

        foreach (var error in summary.Reported.Take(50)) Console.Error.WriteLine($"giro: {error}");
        if (summary.Reported.Count > 50) Console.Error.WriteLine($"giro: and {summary.Reported.Count - 50:N0} more rows; --output json lists all");
        var grid = new Grid().AddColumn().AddColumn(new GridColumn().RightAligned());
        foreach (var (name, value) in figures.Lines()) grid.AddRow(Markup.Escape(name), Markup.Escape(value));
        AnsiConsole.Write(grid);
        if (summary.Stopped) Console.WriteLine("Stopped at the first reported row (--strict); the days before it are posted.");
        Console.WriteLine(figures.Holds ? "Every printed balance is met." : "Not everything holds; see the figures above.");
        return figures.Holds ? ExitCode.Ok : ExitCode.CheckFailed;
    }
}

/// <summary>The figures of an import, each from the ledger or its views rather than from the importer's own counting where there is a choice.</summary>
internal sealed record BerkaFigures(
    int Days, long Rows, long Posted, long Repeated, long WithoutMoney, long ChainExactly, long RoundedDown, long RoundedUp, int Reported,
    long PrintedBalances, long PrintedBalancesMet, int StandingOrders, int TransfersToBanks, IReadOnlyDictionary<string, long> EntriesByKind,
    int Accounts, string CustomersTotal, string Rounding, string Suspense, bool ZeroSum, DateOnly BusinessDate, double Seconds)
{
    public bool Holds => PrintedBalancesMet == PrintedBalances && Reported == 0 && ZeroSum;

    public static BerkaFigures Of(BerkaImportSummary summary, Book book, ViewReader views, TimeSpan elapsed)
    {
        var currency = Currency.FromCode("CZK");
        long met = 0, printed = 0;
        foreach (var (account, balances) in summary.Printed)
        {
            // A rounded row has two legs on the account; the balance after the last is the one that was printed.
            var after = views.History(account, balances[0].Number, balances[^1].Number).GroupBy(leg => leg.Number).ToDictionary(legs => legs.Key, legs => legs.Last().BalanceMinor);
            printed += balances.Count;
            met += balances.Count(row => after.TryGetValue(row.Number, out var balance) && balance == row.BalanceHaler);
        }

        return book.Query(reader =>
        {
            Int128 total = 0;
            foreach (var handle in summary.Customers.Values) total += reader.Account(handle).BalanceMinor;
            return new BerkaFigures(
                summary.Days, summary.Rows, summary.Posted, summary.Repeated, summary.WithoutMoney, summary.ChainExactly, summary.RoundedDown,
                summary.RoundedUp, summary.Reported.Count, printed, met, summary.StandingOrdersRecognised, summary.TransfersToBanks,
                summary.ByKind.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value), summary.Customers.Count, currency.Format(total),
                currency.Format(reader.Account("expense/rounding")?.BalanceMinor ?? 0), currency.Format(reader.Account("suspense/unchained")?.BalanceMinor ?? 0),
                reader.CurrencyOutOfBalance() is null, reader.BusinessDate, elapsed.TotalSeconds);
        });
    }

    public IEnumerable<(string Name, string Value)> Lines()
    {
        yield return ("days", $"{Days:N0}");
        yield return ("rows", $"{Rows:N0}");
        yield return ("  posted now", $"{Posted:N0}");
        yield return ("  posted before", $"{Repeated:N0}");
        if (WithoutMoney > 0) yield return ("  without money", $"{WithoutMoney:N0}");
        yield return ("balances that chain exactly", $"{ChainExactly:N0}");
        yield return ("  off by -0.10", $"{RoundedDown:N0}");
        yield return ("  off by +0.10", $"{RoundedUp:N0}");
        yield return ("rows reported", $"{Reported:N0}");
        yield return ("printed balances met", $"{PrintedBalancesMet:N0} of {PrintedBalances:N0}");
        yield return ("transfers to other banks", $"{TransfersToBanks:N0}");
        yield return ("  recognised as standing orders", $"{StandingOrders:N0}");
        foreach (var (kind, count) in EntriesByKind) yield return ($"entries: {kind}", $"{count:N0}");
        yield return ("customers' accounts", $"{Accounts:N0}");
        yield return ("  their total", $"{CustomersTotal} CZK");
        yield return ("rounding account", $"{Rounding} CZK");
        yield return ("suspense", $"{Suspense} CZK");
        yield return ("debits equal credits", ZeroSum ? "yes" : "NO");
        yield return ("business date now", $"{BusinessDate:yyyy-MM-dd}");
        yield return ("time", $"{Seconds:0.0} s, {(Posted + Repeated) / Math.Max(Seconds, 0.001):N0} rows/s");
    }
}

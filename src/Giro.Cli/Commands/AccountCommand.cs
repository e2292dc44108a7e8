using System.CommandLine;
using Giro.Ledger.Accounts;
using Giro.Storage.Views;
using Spectre.Console;

namespace Giro.Cli.Commands;

/// <summary>`giro account`: what an account is and what it holds, now or at a point in the past.</summary>
internal static class AccountCommand
{
    public static Command Create()
    {
        var path = new Argument<string?>("path") { Description = "The account, such as merchant/M000123/pending.", Arity = ArgumentArity.ZeroOrOne };
        var list = new Option<string?>("--list") { Description = "List the accounts whose path starts with this; '' for all.", Arity = ArgumentArity.ZeroOrOne };
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option(OutputFormat.Csv);
        var asOf = new AsOfOptions();
        var command = new Command("account", """
            Shows an account and its balance, now, as of a journal row, a time or a business date, or by value date.

            Examples:
              giro account merchant/M000123/pending
              giro account bank/nostro --business-date 2026-11-11
              giro account bank/nostro --value-date 2026-11-10 --output json
              giro account --list merchant/M0001
            """) { path, list, data, output };
        asOf.AddTo(command);
        command.SetAction(parsed =>
        {
            using var views = BookFiles.OpenViews(BookFiles.Existing(parsed.GetValue(data)!));
            var point = asOf.Point(parsed);
            var valueDate = asOf.ValueDate(parsed);
            var format = parsed.GetValue(output)!;
            if (parsed.GetValue(path) is { } one)
            {
                ShowOne(views, BookFiles.Account(views, one), point, valueDate, format);
            }
            else if (parsed.GetResult(list) is not null)
            {
                ShowMany(views, views.Accounts(parsed.GetValue(list) ?? ""), point, valueDate, format);
            }
            else
            {
                throw CliException.BadInput("name an account, or list some with --list PREFIX");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Int128 Balance(ViewReader views, ViewedAccount account, AsOf point, DateOnly? valueDate)
    {
        var number = views.NumberAt(point);
        return valueDate is { } date ? views.BalanceByValueDate(account, date, number) : views.BalanceAt(account.Handle, number);
    }

    private static void ShowOne(ViewReader views, ViewedAccount account, AsOf point, DateOnly? valueDate, string format)
    {
        var balance = Balance(views, account, point, valueDate);
        if (format != OutputFormat.Table)
        {
            Print([Row(account, balance)], format, views);
            return;
        }

        var grid = new Grid().AddColumn().AddColumn();
        grid.AddRow("account", Markup.Escape(account.Path));
        grid.AddRow("handle", account.Handle.ToString());
        grid.AddRow("class", $"{account.Class} ({(account.Class.NormalSign() > 0 ? "debit" : "credit")} normal)");
        grid.AddRow("currency", account.Currency.Code);
        grid.AddRow("state", account.State.ToString());
        grid.AddRow("lowest", Limit(account, account.Limits.LowestMinor, long.MinValue));
        grid.AddRow("highest", Limit(account, account.Limits.HighestMinor, long.MaxValue));
        if (account.Metadata.Length > 0) grid.AddRow("metadata", Markup.Escape(account.Metadata));
        grid.AddRow("opened", $"record {account.OpenedNumber}, {views.BusinessDateOf(account.OpenedNumber):yyyy-MM-dd}");
        grid.AddRow("balance", $"[bold]{account.Currency.Format(balance)}[/]{(valueDate is { } date ? $" by value date {date:yyyy-MM-dd}" : "")}");
        grid.AddRow("as of", $"record {views.NumberAt(point)}; the views hold journal row {views.AsOfSequence}");
        AnsiConsole.Write(grid);
    }

    private static string Limit(ViewedAccount account, long limit, long none) => limit == none ? "none" : account.Currency.Format(limit);

    private static void ShowMany(ViewReader views, IEnumerable<ViewedAccount> accounts, AsOf point, DateOnly? valueDate, string format)
    {
        var rows = accounts.ToList().ConvertAll(account => Row(account, Balance(views, account, point, valueDate)));
        if (format != OutputFormat.Table)
        {
            Print(rows, format, views);
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumn("account").AddColumn("class").AddColumn("state").AddColumn(new TableColumn("balance").RightAligned()).AddColumn("");
        foreach (var row in rows) table.AddRow(Markup.Escape(row.Path), row.Class, row.State, row.Balance, row.Currency);
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{rows.Count:N0} accounts; the views hold journal row {views.AsOfSequence}");
    }

    private static void Print(List<AccountRow> rows, string format, ViewReader views)
    {
        if (format == OutputFormat.Json) JsonOutput.Print(new { asOfSequence = views.AsOfSequence, accounts = rows });
        else CsvOutput.Print(rows);
    }

    private static AccountRow Row(ViewedAccount account, Int128 balance) => new(
        account.Path, account.Handle, account.Class.ToString(), account.Currency.Code, account.State.ToString(), balance, account.Currency.Format(balance));

    private sealed record AccountRow(string Path, ulong Handle, string Class, string Currency, string State, Int128 BalanceMinor, string Balance);
}

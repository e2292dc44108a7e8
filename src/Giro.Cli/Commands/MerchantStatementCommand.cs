using System.CommandLine;
using Giro.Operations.Institution;
using Giro.Operations.Reporting;
using Giro.Storage.Views;
using Spectre.Console;

namespace Giro.Cli.Commands;

/// <summary>`giro statement merchant`: what happened on a merchant's accounts in a day, a month or a quarter, by kind, tied to the ledger.</summary>
internal static class MerchantStatementCommand
{
    /// <summary>Room for seven columns with sums of a quarter; on a narrower terminal lines are folded by the terminal, and no figure is cut.</summary>
    private const int Width = 120;

    public static Command Create()
    {
        var merchant = new Argument<string>("merchant") { Description = "The merchant's id." };
        var period = new Option<string>("--period") { Description = "A day 2026-11-11, a month 2026-11, or a quarter 2026-Q4.", Required = true };
        var data = BookFiles.DataOption();
        var format = new Option<string>("--format") { Description = "text, csv or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "csv", "json");
        var command = new Command("merchant", """
            Prints a merchant's statement: opening, movements by kind, closing, and what the ledger says. Exit code 1 when they do not agree.

            Examples:
              giro statement merchant M000123 --period 2026-11
              giro statement merchant M000123 --period 2026-Q4 --format csv > M000123.csv
            """) { merchant, period, data, format };
        command.SetAction(parsed =>
        {
            var text = parsed.GetValue(period)!;
            if (!StatementPeriod.TryParse(text, out var dates)) throw CliException.BadInput($"--period {text} is no day, month or quarter such as 2026-11-11, 2026-11 or 2026-Q4");
            var files = BookFiles.Existing(parsed.GetValue(data)!);
            using var views = BookFiles.OpenViews(files);
            using var journal = files.OpenJournalReadOnly();
            var currency = BookFiles.Account(views, ChartOfAccounts.Pending(parsed.GetValue(merchant)!)).Currency;
            var statement = MerchantStatement.Of(new ViewAccountHistory(views, journal), parsed.GetValue(merchant)!, dates);
            switch (parsed.GetValue(format))
            {
                case "csv":
                    Console.Out.Write(MerchantStatementText.Csv(statement, currency));
                    break;
                case "json":
                    Console.Out.WriteLine(MerchantStatementText.Json(statement, currency, views.AsOfSequence));
                    break;
                default:
                    Print(statement, currency);
                    AnsiConsole.WriteLine($"the views hold journal row {views.AsOfSequence}");
                    break;
            }

            return statement.TiesToLedger ? ExitCode.Ok : ExitCode.CheckFailed;
        });
        return command;
    }

    private static void Print(MerchantStatement statement, Giro.Ledger.Currencies.Currency currency)
    {
        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape($"merchant {statement.MerchantId}, {statement.Period.Name}, {currency.Code}")).AddColumn(new TableColumn("").NoWrap());
        foreach (var name in (string[])["count", "pending", "payable", "reserve", "receivable", "total"]) table.AddColumn(new TableColumn(name).NoWrap().RightAligned());
        Row("opening", "", statement.Opening);
        foreach (var movement in statement.Movements) Row(movement.Kind, $"{movement.Count:N0}", movement.Change);
        Row("closing", "", statement.Closing);
        Row("in the ledger", "", statement.InLedger);
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, Width);
        AnsiConsole.Write(table);

        void Row(string name, string count, MerchantPosition position) => table.AddRow(
            Markup.Escape(name), count, currency.Format(position.PendingMinor), currency.Format(position.PayableMinor), currency.Format(position.ReserveMinor),
            currency.Format(position.ReceivableMinor), currency.Format(position.TotalMinor));
    }
}

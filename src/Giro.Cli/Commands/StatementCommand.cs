using System.CommandLine;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Storage;
using Giro.Storage.Views;
using Spectre.Console;

namespace Giro.Cli.Commands;

/// <summary>`giro statement`: the movements of an account with the balance after each, opening and closing.</summary>
internal static class StatementCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "The account." };
        var from = new Option<string?>("--from") { Description = "First business date; default: the first of the book." };
        var to = new Option<string?>("--to") { Description = "Last business date; default: the current one." };
        var days = new Option<bool>("--days") { Description = "One line a business date: opening, debits, credits, closing." };
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option(OutputFormat.Csv);
        var command = new Command("statement", """
            Prints an account's movements with the balance after each, or its business days.

            Examples:
              giro statement merchant/M000001/pending --from 2026-11-11 --to 2026-11-11
              giro statement bank/nostro --days
              giro statement bank/nostro --output csv > nostro.csv
              giro statement merchant M000123 --period 2026-11
            """) { path, from, to, days, data, output };
        command.Subcommands.Add(MerchantStatementCommand.Create());
        command.SetAction(parsed =>
        {
            var files = BookFiles.Existing(parsed.GetValue(data)!);
            using var views = BookFiles.OpenViews(files);
            var account = BookFiles.Account(views, parsed.GetValue(path)!);
            var dates = views.BusinessDates();
            var first = parsed.GetValue(from) is { } text ? AsOfOptions.ParseDate("--from", text) : dates[0];
            var last = parsed.GetValue(to) is { } toText ? AsOfOptions.ParseDate("--to", toText) : dates[^1];
            if (first > last) throw CliException.BadInput($"--from {first:yyyy-MM-dd} is after --to {last:yyyy-MM-dd}");
            var inRange = dates.Where(date => date >= first && date <= last).ToList();
            if (parsed.GetValue(days)) PrintDays(views, account, inRange, parsed.GetValue(output)!);
            else PrintLines(views, files, account, first, last, inRange, parsed.GetValue(output)!);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void PrintDays(ViewReader views, ViewedAccount account, List<DateOnly> dates, string format)
    {
        var rows = dates.ConvertAll(date => views.Day(account, date)).ConvertAll(day => new DayRow(
            day.Date.ToString("yyyy-MM-dd"), account.Currency.Format(day.OpeningMinor), account.Currency.Format(day.DebitsMinor),
            account.Currency.Format(day.CreditsMinor), account.Currency.Format(day.ClosingMinor), account.Currency.Code));
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(new { account = account.Path, asOfSequence = views.AsOfSequence, days = rows });
        }
        else if (format == OutputFormat.Csv)
        {
            CsvOutput.Print(rows);
        }
        else
        {
            var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape($"{account.Path}, {account.Currency.Code}")).AddColumn("business date");
            foreach (var name in (string[])["opening", "debits", "credits", "closing"]) table.AddColumn(new TableColumn(name).RightAligned());
            foreach (var row in rows) table.AddRow(row.Date, row.Opening, row.Debits, row.Credits, row.Closing);
            AnsiConsole.Write(table);
            AnsiConsole.WriteLine($"the views hold journal row {views.AsOfSequence}");
        }
    }

    private static void PrintLines(ViewReader views, BookStore files, ViewedAccount account, DateOnly first, DateOnly last, List<DateOnly> dates, string format)
    {
        var before = views.NumberAt(new AsOf.BusinessDate(first.AddDays(-1)));
        var end = views.NumberAt(new AsOf.BusinessDate(last));
        var opening = views.BalanceAt(account.Handle, before);
        using var journal = files.OpenJournalReadOnly();
        var lines = Lines(views, journal, account, before + 1, end);
        if (format == OutputFormat.Csv)
        {
            CsvOutput.Print(lines);
            return;
        }

        var closing = views.BalanceAt(account.Handle, end);
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(new
            {
                account = account.Path,
                currency = account.Currency.Code,
                from = first,
                to = last,
                asOfSequence = views.AsOfSequence,
                opening = account.Currency.Format(opening),
                closing = account.Currency.Format(closing),
                lines,
            });
            return;
        }

        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape($"{account.Path}, {account.Currency.Code}, {first:yyyy-MM-dd} to {last:yyyy-MM-dd}"))
            .AddColumn("record").AddColumn("booked").AddColumn("value").AddColumn("reference or id");
        foreach (var name in (string[])["debit", "credit", "balance"]) table.AddColumn(new TableColumn(name).RightAligned());
        table.AddRow("", first.ToString("yyyy-MM-dd"), "", "opening", "", "", account.Currency.Format(opening));
        var count = 0;
        foreach (var line in lines)
        {
            table.AddRow(line.Record.ToString(), line.BookingDate, line.ValueDate, Markup.Escape(line.Reference), line.Debit, line.Credit, line.Balance);
            count++;
        }

        table.AddRow("", (dates.Count == 0 ? last : dates[^1]).ToString("yyyy-MM-dd"), "", $"closing, {count:N0} movements", "", "", account.Currency.Format(closing));
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"the views hold journal row {views.AsOfSequence}");
    }

    private static IEnumerable<Line> Lines(ViewReader views, IJournal journal, ViewedAccount account, ulong from, ulong to)
    {
        var legs = views.History(account.Handle, from, to).ToList();
        var records = new SequentialRecords(journal, legs.ConvertAll(leg => leg.Number));
        foreach (var leg in legs)
        {
            var amount = account.Currency.Format(Int128.Abs(leg.AmountMinor));
            yield return new Line(
                leg.Number, views.BusinessDateOf(leg.Number).ToString("yyyy-MM-dd"), DateOnly.FromDayNumber(leg.ValueDate).ToString("yyyy-MM-dd"), leg.Kind,
                records.ReferenceOf(leg.Number), leg.AmountMinor > 0 ? amount : "", leg.AmountMinor < 0 ? amount : "", account.Currency.Format(leg.BalanceMinor));
        }
    }

    private sealed record Line(ulong Record, string BookingDate, string ValueDate, int Kind, string Reference, string Debit, string Credit, string Balance);

    private sealed record DayRow(string Date, string Opening, string Debits, string Credits, string Closing, string Currency);

    /// <summary>Looks up records whose numbers ascend, reading each journal row once and of it only the records that are wanted.</summary>
    private sealed class SequentialRecords(IJournal journal, List<ulong> wanted)
    {
        private readonly Dictionary<ulong, string> _row = [];

        public string ReferenceOf(ulong number)
        {
            if (!_row.ContainsKey(number)) Load(number);
            return _row[number];
        }

        private void Load(ulong number)
        {
            _row.Clear();
            using var reader = journal.Read(journal.FindRow(number) ?? throw new JournalCorruptException(1, $"does not lead to record {number}"));
            reader.TryRead(out var row);
            var records = JournalRecords.Of(row.Payload.Span);
            while (records.MoveNext())
            {
                if (wanted.BinarySearch(records.Number) >= 0) _row[records.Number] = EntryText.Reference(records.Current);
            }
        }
    }
}

using System.CommandLine;
using System.Globalization;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.Views;
using Spectre.Console;

namespace Giro.Cli.Commands;

/// <summary>`giro entry`: one record of the journal, its legs, and what happened to it later.</summary>
internal static class EntryCommand
{
    public static Command Create()
    {
        var reference = new Argument<string?>("reference") { Description = "The business reference, or whatever a statement prints for the entry.", Arity = ArgumentArity.ZeroOrOne };
        var id = new Option<string?>("--id") { Description = "The id itself, 32 hexadecimal digits." };
        var number = new Option<ulong?>("--number") { Description = "The record's number in the book." };
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option();
        var command = new Command("entry", """
            Shows an entry, hold or other record: dates, legs, attributes, its row in the journal, and what happened to it later.

            Examples:
              giro entry P-20261111-c00000019
              giro entry --id 0123456789abcdef0123456789abcdef
              giro entry --number 4711 --output json
            """) { reference, id, number, data, output };
        command.SetAction(parsed =>
        {
            var files = BookFiles.Existing(parsed.GetValue(data)!);
            using var views = BookFiles.OpenViews(files);
            using var journal = files.OpenJournalReadOnly();
            var found = Find(views, journal, parsed.GetValue(reference), parsed.GetValue(id), parsed.GetValue(number));
            if (parsed.GetValue(output) == OutputFormat.Json) JsonOutput.Print(Describe(views, found));
            else Show(Describe(views, found));
            return ExitCode.Ok;
        });
        return command;
    }

    private static FoundRecord Find(ViewReader views, IJournal journal, string? reference, string? id, ulong? number)
    {
        if ((reference, id, number) is (null, null, null)) throw CliException.BadInput("name an entry by its reference, --id or --number");
        if (number is null)
        {
            number = Candidates(reference, id).Select(views.NumberOf).FirstOrDefault(found => found != 0);
            if (number == 0) throw CliException.NotFound($"no record has the {(reference is not null ? $"reference '{reference}'" : $"id {id}")}");
        }

        return (number == 0 || number > views.LastNumber ? null : JournalLookup.Find(journal, number.Value))
            ?? throw CliException.NotFound($"there is no record {number}; the last is {views.LastNumber}");
    }

    /// <summary>What a person may mean by what a statement prints: the reference itself, a payment's, refund's or chargeback's own reference, or an id.</summary>
    private static IEnumerable<EntryId> Candidates(string? reference, string? id)
    {
        if (reference is null) return [ParseId(id!)];
        var byReference = ((string[])["", "payment/", "refund/", "chargeback/"]).Select(prefix => EntryId.FromReference(prefix + reference));
        return IsId(reference, out var value) ? byReference.Append(value) : byReference;
    }

    private static bool IsId(string text, out EntryId id)
    {
        var isId = UInt128.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value) && text.Length == 32;
        id = new EntryId(value);
        return isId;
    }

    private static EntryId ParseId(string text) => IsId(text, out var id) ? id : throw CliException.BadInput($"--id: '{text}' is not 32 hexadecimal digits");

    private static EntryView Describe(ViewReader views, FoundRecord found)
    {
        var body = found.Body;
        var header = body.Header;
        var legs = new List<LegView>();
        foreach (var leg in body.Legs)
        {
            var account = views.Account(leg.Account)!;
            var amount = account.Currency.Format(Int128.Abs(leg.AmountMinor));
            legs.Add(new LegView(account.Path, leg.AmountMinor > 0 ? amount : "", leg.AmountMinor < 0 ? amount : "", account.Currency.Code));
        }

        var later = views.LinksOf(new EntryId(header.Id)).ConvertAll(link => new LaterView(link.Number, link.Type.ToString(), views.BusinessDateOf(link.Number).ToString("yyyy-MM-dd")));
        return new EntryView(
            found.Number, header.Type.ToString(), EntryText.Reference(body), new EntryId(header.Id).ToString(), header.Kind, header.RuleVersion,
            DateOnly.FromDayNumber(header.BusinessDate).ToString("yyyy-MM-dd"), DateOnly.FromDayNumber(header.ValueDate).ToString("yyyy-MM-dd"),
            found.Sequence, MicrosecondTime.ToTime(found.TimeUs), EntryText.Attributes(body.Attributes), legs, later, views.AsOfSequence);
    }

    private static void Show(EntryView entry)
    {
        var grid = new Grid().AddColumn().AddColumn();
        grid.AddRow("record", $"{entry.Number}, {entry.Type}");
        grid.AddRow("reference", Markup.Escape(entry.Reference));
        grid.AddRow("id", entry.Id);
        grid.AddRow("kind, rule version", $"{entry.Kind}, {entry.RuleVersion}");
        grid.AddRow("business / value date", $"{entry.BusinessDate} / {entry.ValueDate}");
        grid.AddRow("journal row", $"{entry.Sequence}, written {entry.Time:yyyy-MM-dd HH:mm:ss.ffffff} UTC");
        if (entry.Attributes.Length > 0) grid.AddRow("attributes", Markup.Escape(entry.Attributes));
        AnsiConsole.Write(grid);
        if (entry.Legs.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumn("account").AddColumn(new TableColumn("debit").RightAligned()).AddColumn(new TableColumn("credit").RightAligned()).AddColumn("");
            foreach (var leg in entry.Legs) table.AddRow(Markup.Escape(leg.Account), leg.Debit, leg.Credit, leg.Currency);
            AnsiConsole.Write(table);
        }

        foreach (var later in entry.Later) AnsiConsole.WriteLine($"later: {later.Type} by record {later.Number} on {later.BusinessDate}");
        AnsiConsole.WriteLine($"the views hold journal row {entry.AsOfSequence}");
    }

    private sealed record EntryView(
        ulong Number, string Type, string Reference, string Id, int Kind, uint RuleVersion, string BusinessDate, string ValueDate, ulong Sequence,
        DateTimeOffset Time, string Attributes, List<LegView> Legs, List<LaterView> Later, ulong AsOfSequence);

    private sealed record LegView(string Account, string Debit, string Credit, string Currency);

    private sealed record LaterView(ulong Number, string Type, string BusinessDate);
}

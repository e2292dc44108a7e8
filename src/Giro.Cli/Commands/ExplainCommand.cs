using System.CommandLine;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Storage;
using Giro.Storage.Records;
using Giro.Storage.Views;

namespace Giro.Cli.Commands;

/// <summary><c>giro explain</c>: why a figure is what it is.</summary>
internal static class ExplainCommand
{
    private const string Text = "text";

    public static Command Create() => new("explain", "Says why a figure is what it is.") { Payment() };

    private static Command Payment()
    {
        var reference = new Argument<string>("reference") { Description = "The sender's reference; with refund/ or chargeback/ before it where a payment has the same." };
        var data = BookFiles.DataOption();
        var format = new Option<string>("--format", "--output", "-o") { Description = "text, json. JSON is for machines and stays stable.", DefaultValueFactory = _ => Text };
        format.AcceptOnlyFromAmong(Text, OutputFormat.Json);
        var command = new Command("payment", """
            Says why a payment, refund or chargeback was charged what it was: the facts, the rules and why this use of them, each step of the calculation with its
            rounding, the clearing lines with their cycle and settlement date, the legs of the entry, and whether lines and legs agree.
            Exit code 0 when they do, 1 when they do not.

            Examples:
              giro explain payment P-20261111-c00000019 --data giro-data
              giro explain payment refund/R-17 --data giro-data
              giro explain payment P-20261111-c00000019 --format json --data giro-data
            """) { reference, data, format };
        command.SetAction(parsed =>
        {
            var page = Explain(BookFiles.Existing(parsed.GetValue(data)!), parsed.GetValue(reference)!);
            if (parsed.GetValue(format) == OutputFormat.Json) JsonOutput.Print(page);
            else Console.Write(PaymentPageText.Of(page));
            return page.Holds ? ExitCode.Ok : ExitCode.CheckFailed;
        });
        return command;
    }

    private static PaymentPage Explain(BookStore files, string reference)
    {
        using var views = BookFiles.OpenViews(files);
        using var journal = files.OpenJournalReadOnly();
        var (found, others) = Find(views, journal, reference);
        var institution = BookTerms.Institution(files);
        var rules = BookTerms.Rules(files, institution);
        using var cleared = new ClearedLines(files.Records);
        try
        {
            var explanation = new PaymentExplanationRun(institution, rules).Explain(found.Body, found.Number, MicrosecondTime.ToTime(found.TimeUs));
            var legs = new List<NamedLeg>();
            foreach (var leg in found.Body.Legs) legs.Add(new NamedLeg(views.Account(leg.Account)!.Path, leg.AmountMinor));
            return PaymentPage.Of(explanation, found, legs, institution, cleared, others) with { AsOfSequence = views.AsOfSequence };
        }
        catch (InvalidDataException e)
        {
            throw CliException.BadInput($"{e.Message}. Does {InstitutionFile.Name} still say what it said when the payment was booked?");
        }
    }

    /// <summary>The record of a reference, and what else has the same reference.</summary>
    private static (FoundRecord Found, IReadOnlyList<string> Others) Find(ViewReader views, IJournal journal, string reference)
    {
        string[] candidates = [.. ((string[])["payment/", "refund/", "chargeback/"]).Select(prefix => prefix + reference), reference];
        var numbers = candidates.Select(candidate => (Name: candidate, Number: views.NumberOf(EntryId.FromReference(candidate)))).Where(one => one.Number != 0).ToList();
        if (numbers.Count == 0)
        {
            var hint = PaymentKinds.All.FirstOrDefault(kind => !kind.IsCleared() && views.NumberOf(EntryId.FromReference($"{kind.Name()}/{reference}")) != 0) is var wallet && wallet != PaymentKind.None
                ? $"it is a {wallet.Name()}, which has no fees; giro entry {wallet.Name()}/{reference} shows its legs"
                : "references are as the sender wrote them, capitals and all; a payment that was refused is not in the book";
            throw CliException.NotFound($"no payment, refund or chargeback has the reference '{reference}'; {hint}");
        }

        var found = JournalLookup.Find(journal, numbers[0].Number) ?? throw CliException.NotFound($"the journal does not hold record {numbers[0].Number}");
        if (found.Body.Header.Type == RecordType.Entry && PaymentKinds.Of((EntryKind)found.Body.Header.Kind).IsCleared()) return (found, [.. numbers.Skip(1).Select(one => one.Name)]);
        throw CliException.NotFound($"'{reference}' is no payment, refund or chargeback; giro entry {reference} shows it");
    }
}

using System.CommandLine;
using Giro.Ledger.Currencies;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Storage;

namespace Giro.Cli.Commands;

/// <summary><c>giro rules try</c>: what a changed strategy would have made of a past day.</summary>
internal static class RulesTryCommand
{
    private const string Text = "text";
    private const int MostShown = 25;

    public static Command Create()
    {
        var path = new Argument<string>("file") { Description = "The changed strategy." };
        var day = new Option<string>("--day") { Description = "The local date of the payments: 2026-11-11.", Required = true };
        var merchants = new Option<string?>("--for") { Description = "Try it on these merchants' payments, whatever their strategy: M000001,M000002." };
        var insteadOf = new Option<string?>("--instead-of") { Description = "Try it on the payments of contracts that name this strategy. Default: the strategy's own name." };
        var data = BookFiles.DataOption();
        var format = new Option<string>("--format", "--output", "-o") { Description = "text, json, csv. JSON and CSV have every merchant.", DefaultValueFactory = _ => Text };
        format.AcceptOnlyFromAmong(Text, OutputFormat.Json, OutputFormat.Csv);
        var command = new Command("try", """
            Runs a changed strategy over the payments, refunds and chargebacks of a past day in the journal, and shows the fees beside what was booked: per merchant, per
            kind and in total, and the payments that it has no answer for. Totals such as a month's volume are those that it would have had since the start of their period.
            What happens at the end of a period (true-up) is not part of a day. Changes nothing.

            Examples:
              giro rules try card-fees.rules --day 2026-11-11 --data giro-data
              giro rules try new-terms.rules --day 2026-11-11 --for M000001,M000007 --data giro-data
              giro rules try new-terms.rules --day 2026-11-11 --instead-of card-fees --format csv --data giro-data
            """) { path, day, merchants, insteadOf, data, format };
        command.SetAction(parsed =>
        {
            var date = AsOfOptions.ParseDate("--day", parsed.GetValue(day)!);
            var files = BookFiles.Existing(parsed.GetValue(data)!);
            var institution = BookTerms.Institution(files);
            var rules = BookTerms.Rules(files, institution);
            var tried = Bind(RuleFiles.Load(parsed.GetValue(path)!, rules.Symbols), institution);
            var scope = ScopeOf(tried.Name, parsed.GetValue(merchants), parsed.GetValue(insteadOf), institution);
            var result = Run(files, new RuleTrial(institution, rules, tried, scope, date));
            Print(result, tried, scope, institution.Currency, parsed.GetValue(format)!);
            return ExitCode.Ok;
        });
        return command;
    }

    private static FeeStrategy Bind(RuleFiles.Loaded file, PaymentInstitution institution)
    {
        if (file.Strategy is null) throw CliException.BadInput($"{file.Path}: it is {file}; only strategies can be tried");
        var totals = 0;
        try
        {
            return FeeStrategy.Bind(file.Strategy, institution, (_, _) => ++totals);
        }
        catch (ArgumentException e)
        {
            throw CliException.BadInput($"{file.Path}: {e.Message.Split(" (Parameter ")[0]}");
        }
    }

    private static RuleTrialScope ScopeOf(string strategy, string? merchants, string? insteadOf, PaymentInstitution institution)
    {
        if (merchants is not null && insteadOf is not null) throw CliException.BadInput("give only one of --for and --instead-of");
        if (merchants is not null)
        {
            var ids = merchants.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (ids.Length == 0) throw CliException.BadInput("--for: name a merchant, or several with commas between them");
            if (Array.Find(ids, id => institution.FindMerchant(id) is null) is { } unknown) throw CliException.NotFound($"--for: there is no merchant {unknown}");
            return new RuleTrialScope(null, ids.ToHashSet());
        }

        var name = insteadOf ?? strategy;
        var named = institution.Merchants.SelectMany(merchant => merchant.Contracts).Select(contract => contract.FeeStrategy).Distinct().Order().ToList();
        if (named.Contains(name)) return new RuleTrialScope(name, null);
        var hint = $"contracts name {string.Join(", ", named)}";
        throw insteadOf is not null ? CliException.NotFound($"--instead-of: no contract names '{name}'; {hint}") : CliException.BadInput($"no contract names the strategy '{name}': say whose payments it is for with --for MERCHANT,... or --instead-of STRATEGY; {hint}");
    }

    private static RuleTrialResult Run(BookStore files, RuleTrial trial)
    {
        using var journal = files.OpenJournalReadOnly();
        try
        {
            return trial.Run(journal);
        }
        catch (InvalidDataException e)
        {
            throw CliException.BadInput($"{e.Message}. Does {InstitutionFile.Name} still say what it said when the payments were booked?");
        }
    }

    private static void Print(RuleTrialResult result, FeeStrategy tried, RuleTrialScope scope, Currency currency, string format)
    {
        if (format == OutputFormat.Csv)
        {
            CsvOutput.Print(result.Merchants.Select(merchant => RowOf(merchant, currency)));
        }
        else if (format == OutputFormat.Json)
        {
            JsonOutput.Print(new
            {
                day = result.Day,
                strategy = tried.Name,
                version = tried.Strategy.Version,
                insteadOf = scope.InsteadOf,
                bookedWith = result.BookedWith,
                currency = currency.Code,
                total = FeesOf(result.Total, currency),
                kinds = result.Kinds.Select(kind => new { kind = kind.Kind.Name(), effect = Word(kind.Effect), booked = currency.Format(kind.BookedMinor), tried = currency.Format(kind.NewMinor), difference = currency.Format(kind.DifferenceMinor) }),
                withoutAnswer = new { payments = result.Unanswered, booked = currency.Format(result.UnansweredMinor), first = result.FirstUnanswered },
                merchants = result.Merchants.Select(merchant => RowOf(merchant, currency)),
            });
        }
        else
        {
            PrintText(result, tried, scope, currency);
        }
    }

    private static void PrintText(RuleTrialResult result, FeeStrategy tried, RuleTrialScope scope, Currency currency)
    {
        var whose = scope.InsteadOf == tried.Name ? "" : scope.InsteadOf is { } name ? $", instead of {name}" : $", for {string.Join(", ", scope.Merchants!.Order())}";
        Console.WriteLine($"{tried.Name} version {tried.Strategy.Version} on the payments of {result.Day:yyyy-MM-dd}{whose}, amounts in {currency.Code}");
        if (result.BookedWith.Count == 0)
        {
            Console.WriteLine("There were no such payments on that day.");
            return;
        }

        Console.WriteLine($"Booked with {string.Join(", ", result.BookedWith.Select(booked => $"{booked.Strategy} version {booked.Version} ({booked.Payments:N0})"))}");
        Console.WriteLine();
        Console.WriteLine(
            $"{BookTerms.Count(result.Total.Payments, "payment")}: fees {currency.Format(result.Total.BookedMinor)} booked, {currency.Format(result.Total.NewMinor)} now, difference {Signed(result.Total.DifferenceMinor, currency)}");
        if (result.Unanswered > 0) PrintUnanswered(result, currency);
        PrintKinds(result, currency);
        PrintMerchants(result, currency);
    }

    private static void PrintUnanswered(RuleTrialResult result, Currency currency)
    {
        Console.WriteLine($"{BookTerms.Count(result.Unanswered, "payment")} without an answer, which would have been refused (booked fees {currency.Format(result.UnansweredMinor)}):");
        foreach (var payment in result.FirstUnanswered) Console.WriteLine($"  {payment.Reference} of {payment.MerchantId}: {payment.Why}");
        if (result.Unanswered > result.FirstUnanswered.Count) Console.WriteLine($"  and {result.Unanswered - result.FirstUnanswered.Count:N0} more");
    }

    private static void PrintKinds(RuleTrialResult result, Currency currency)
    {
        Console.WriteLine();
        Console.Write(PlainTable.Of(
            ["line", "", ">booked", ">now", ">difference"],
            result.Kinds.Select(kind => (string[])[kind.Kind.Name(), Word(kind.Effect), currency.Format(kind.BookedMinor), currency.Format(kind.NewMinor), Signed(kind.DifferenceMinor, currency)])));
    }

    private static void PrintMerchants(RuleTrialResult result, Currency currency)
    {
        var differing = result.Merchants.Where(merchant => merchant.Fees.DifferenceMinor != 0 || merchant.Unanswered > 0).ToList();
        if (differing.Count == 0)
        {
            Console.WriteLine();
            Console.WriteLine($"No difference for any of {BookTerms.Count(result.Merchants.Count, "merchant")}.");
            return;
        }

        var shown = differing.OrderByDescending(merchant => Int128.Abs(merchant.Fees.DifferenceMinor)).ThenBy(merchant => merchant.Merchant.Ordinal).Take(MostShown);
        Console.WriteLine();
        Console.Write(PlainTable.Of(
            ["merchant", ">payments", ">booked", ">now", ">difference", ">without answer"],
            shown.Select(merchant => (string[])[
                merchant.Merchant.Id, $"{merchant.Fees.Payments:N0}", currency.Format(merchant.Fees.BookedMinor), currency.Format(merchant.Fees.NewMinor),
                Signed(merchant.Fees.DifferenceMinor, currency), merchant.Unanswered == 0 ? "" : $"{merchant.Unanswered:N0}"])));
        if (differing.Count > MostShown) Console.WriteLine($"The {MostShown} largest differences of {differing.Count:N0}; --format csv has all.");
        if (result.Merchants.Count > differing.Count) Console.WriteLine($"No difference for {BookTerms.Count(result.Merchants.Count - differing.Count, "other merchant")}.");
    }

    private static string Signed(Int128 minor, Currency currency) => (minor > 0 ? "+" : "") + currency.Format(minor);

    private static string Word(FeeEffect effect) => effect switch { FeeEffect.Charged => "charged", FeeEffect.Credited => "credited", _ => "borne by us" };

    private static object FeesOf(in TriedFees fees, Currency currency) => new
    {
        payments = fees.Payments, booked = currency.Format(fees.BookedMinor), tried = currency.Format(fees.NewMinor), difference = currency.Format(fees.DifferenceMinor),
        differenceMinor = fees.DifferenceMinor,
    };

    private static MerchantRow RowOf(TriedMerchant merchant, Currency currency) => new(
        merchant.Merchant.Id, merchant.Fees.Payments, currency.Format(merchant.Fees.BookedMinor), currency.Format(merchant.Fees.NewMinor), currency.Format(merchant.Fees.DifferenceMinor),
        merchant.Fees.DifferenceMinor, merchant.Unanswered);

    private sealed record MerchantRow(string Merchant, long Payments, string Booked, string Tried, string Difference, Int128 DifferenceMinor, long WithoutAnswer);
}

using Giro.Ledger.Currencies;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Strategies;
using Giro.Storage.Records;

namespace Giro.Cli.Commands;

/// <summary>All that <c>giro explain payment</c> says, as it is printed as JSON. Amounts are texts in major units.</summary>
/// <param name="Others">Other records of the same reference.</param>
internal sealed record PaymentPage(
    string Kind, string Reference, string Original, string Amount, string Currency, string PaidAt, string Date, ulong Record, ulong JournalRow, string BookedAt, IReadOnlyList<NamedValue> Fields,
    uint RuleBook, string AccountingRules, IReadOnlyList<PartPage> Parts, bool IsCleared, IReadOnlyList<LinePage> Lines, IReadOnlyList<LegPage> Legs, IReadOnlyList<TiePage> Ties,
    IReadOnlyList<string> Others)
{
    /// <summary>The journal row that the views hold, which say what the payment's record is.</summary>
    public ulong AsOfSequence { get; init; }

    public bool Holds => Ties.All(tie => tie.Holds) && Parts.All(part => part.Fault.Length == 0);

    public static PaymentPage Of(PaymentExplanation why, FoundRecord found, IReadOnlyList<NamedLeg> legs, PaymentInstitution institution, ClearedLines cleared, IReadOnlyList<string> others)
    {
        var currency = institution.Currency;
        var isCleared = cleared.ClearedNumber >= found.Number;
        var merchants = why.Lines.Select(line => line.Merchant).Distinct().ToList();
        var kept = merchants.ToDictionary(merchant => merchant.Id, merchant => cleared.LinesOf(found.Number, merchant.Id));
        var lines = isCleared ? merchants.SelectMany(merchant => kept[merchant.Id].Select(line => LineOf(line.Part, line.Kind, line.Account, merchant, line.Cycle, line.AmountMinor))).OrderBy(line => line.Part).ToList()
            : [.. why.Lines.Select(line => LineOf(line.Part, line.Kind, line.Account, line.Merchant, line.Cycle, line.AmountMinor))];
        var ties = why.Ties(legs).Select(tie => new TiePage($"{tie.Path}: lines and legs", currency.Format(tie.LinesMinor), currency.Format(tie.LegsMinor), tie.Holds)).ToList();
        if (isCleared) ties.Add(KeptTie(why, kept, currency));
        return new PaymentPage(
            why.Kind.Name(), why.Reference, why.Original, currency.Format(why.AmountMinor), currency.Code, why.At.ToString("yyyy-MM-dd HH:mm:ss zzz"), why.Date.ToString("yyyy-MM-dd"), found.Number, found.Sequence,
            TimeZoneInfo.ConvertTime(MicrosecondTime.ToTime(found.TimeUs), institution.TimeZone).ToString("yyyy-MM-dd HH:mm:ss zzz"), [.. why.Fields.Select(field => new NamedValue(field.Name, field.Value))],
            why.Rules.Number, $"{why.Rules.Accounting.Rules.Name} version {why.Rules.Accounting.Rules.Version}", [.. why.Parts.Select(part => PartPage.Of(part, why, currency))],
            isCleared, lines, [.. legs.Select(leg => LegOf(leg, currency))], ties, others);

        LinePage LineOf(int part, LineKind kind, LineAccount account, Merchant merchant, CycleId cycle, long amountMinor)
        {
            var closed = cleared.SettlementDateOf(cycle, merchant.Id);
            var schedule = institution.ScheduleOf(cycle);
            var settles = account != LineAccount.Pending ? ""
                : closed is { } date ? date.ToString("yyyy-MM-dd")
                : schedule.ClosesPerMerchant ? "" : ExpectedDate(schedule, cycle);
            return new LinePage(
                part, merchant.Id, kind.Name(), Effect(account, amountMinor), currency.Format(amountMinor), Words(account), cycle.ToString(), schedule.Code, closed is not null, settles);
        }
    }

    /// <summary>When an open cycle will settle if it is closed on time; empty when the calendar does not know the year yet.</summary>
    private static string ExpectedDate(CycleSchedule schedule, CycleId cycle)
    {
        try
        {
            return schedule.SettlementDate(cycle, cycle.Date).ToString("yyyy-MM-dd");
        }
        catch (CalendarRangeException)
        {
            return "";
        }
    }

    private static TiePage KeptTie(PaymentExplanation why, Dictionary<string, IReadOnlyList<PackedLines.Line>> kept, Currency currency)
    {
        // Compared line by line; cycles are left out, as a late payment goes to the cycle that was open when it was cleared.
        var expected = why.Lines.Select(line => (line.Merchant.Id, line.Part, line.Kind, line.Account, line.AmountMinor)).Order().ToList();
        var actual = kept.SelectMany(pair => pair.Value.Select(line => (pair.Key, line.Part, line.Kind, line.Account, line.AmountMinor))).Order().ToList();
        return new TiePage(
            "lines as they are kept and worked out again", $"{BookTerms.Count(actual.Count, "line")}, {currency.Format(actual.Sum(line => line.AmountMinor))}",
            $"{BookTerms.Count(expected.Count, "line")}, {currency.Format(expected.Sum(line => line.AmountMinor))}", expected.SequenceEqual(actual));
    }

    private static LegPage LegOf(NamedLeg leg, Currency currency)
    {
        var amount = currency.Format(Int128.Abs(leg.AmountMinor));
        return new LegPage(leg.Path, leg.AmountMinor > 0 ? amount : "", leg.AmountMinor < 0 ? amount : "");
    }

    private static string Effect(LineAccount account, long amountMinor) => account == LineAccount.House ? "borne by us" : amountMinor < 0 ? "charged" : "credited";

    private static string Words(LineAccount account) => account switch { LineAccount.Pending => "pending", LineAccount.FeesDue => "fees due", _ => "our cost" };
}

internal sealed record NamedValue(string Name, string Value);

/// <summary>Why a part has its fees.</summary>
/// <param name="Summary">For the phone: one sentence.</param>
/// <param name="Was">Of a return, what was known of its payment.</param>
/// <param name="Use">The algorithm with its arguments and its line in the text.</param>
/// <param name="Fault">Why there is no answer any more; empty for one.</param>
internal sealed record PartPage(
    int Part, string Summary, string Merchant, string MerchantName, string Channel, string Order, string Amount, IReadOnlyList<NamedValue> Was, uint Contract, string ContractFrom, string Deduction, string Schedule,
    string Strategy, int Version, string Hash, string Use, string Because, IReadOnlyList<NamedValue> NotUsed, IReadOnlyList<NamedValue> Totals, IReadOnlyList<NamedValue> Inputs,
    IReadOnlyList<StepPage> Steps, IReadOnlyList<NamedValue> Outputs, string Fee, string Fault)
{
    public static PartPage Of(ExplainedPayment part, PaymentExplanation why, Currency currency)
    {
        var strategy = part.Strategy;
        var feeMinor = part.Lines.Sum(line => line.FeeMinor);
        var index = why.Parts.ToList().IndexOf(part);
        return new PartPage(
            index, SummaryOf(part, why, index, feeMinor, currency), part.Merchant.Id, part.Merchant.Name, part.Channel.Code, part.Order, currency.Format(part.AmountMinor), WasOf(part, why.Kind, currency),
            part.Contract.Version, part.Contract.From.ToString("yyyy-MM-dd"), part.Contract.Deduction == FeeDeduction.Gross ? "gross" : "net", part.Contract.Schedule.Code,
            strategy.Name, strategy.Version, strategy.Hash, part.Use is { } use ? Words(use) : "", part.Selection?.Reason ?? "",
            [.. (part.Selection?.Others ?? []).Select(other => new NamedValue(Words(strategy.Uses[other.Use]), other.Reason))],
            [.. part.Totals.Select(total => new NamedValue($"{total.Total.Name} {PeriodOf(total.Total, why.Date)}", total.Text))],
            [.. (part.Run?.Inputs ?? []).Take(strategy.Inputs.Count).Select(input => new NamedValue(input.Name, input.Text))],
            [.. (part.Run?.Steps ?? []).Select(step => new StepPage(step.At.Line, step.At.Column, step.Taken, step.Text))],
            [.. (part.Run?.Outputs ?? []).Where(output => output.Value != 0).Select(output => new NamedValue(output.Name, output.Text))],
            currency.Format(feeMinor), part.Outcome.IsDone ? "" : part.Outcome.ToString());
    }

    private static string SummaryOf(ExplainedPayment part, PaymentExplanation why, int index, long feeMinor, Currency currency)
    {
        var (id, amount) = (part.Merchant.Id, currency.Format(part.AmountMinor));
        if (!part.Outcome.IsDone) return $"the rules it was booked with have no answer any more: {part.Outcome}";
        var netMinor = why.Lines.Where(line => line.Part == index && line.Merchant == part.Merchant && line.Account == LineAccount.Pending).Sum(line => line.AmountMinor);
        var fee = currency.Format(Int128.Abs(feeMinor));
        var shares = part.Lines.Where(line => line.Kind == LineKind.Share && line.Effect != FeeEffect.Borne).Sum(line => -line.MerchantMinor);
        var rest = shares != 0 ? $" and {currency.Format(shares)} of shares" : "";
        var fees = feeMinor == 0 ? " without fees" : feeMinor > 0 ? $" less {fee} of fees" : $" plus {fee} credited";
        if (part.Contract.Deduction == FeeDeduction.Gross) fees = feeMinor == 0 ? " without fees" : feeMinor > 0 ? $" in full, and owes {fee} of fees, collected at the end of the period" : $" in full, and {fee} less fees are due";
        if (why.Kind == PaymentKind.Payment) return part.Contract.Deduction == FeeDeduction.Gross ? $"{id} gets {currency.Format(netMinor)}{fees}{rest}" : $"{id} gets {currency.Format(netMinor)}: {amount}{fees}{rest}";
        var taken = why.Kind == PaymentKind.Refund ? "gives back" : "loses";
        return $"{id} {taken} {amount}{(feeMinor == 0 ? ", with no fee charged and none returned" : feeMinor > 0 ? $", and is charged {fee}" : $", and gets {fee} of fees back")}";
    }

    private static List<NamedValue> WasOf(ExplainedPayment part, PaymentKind kind, Currency currency) => !kind.IsReturn() ? [] :
    [
        new("paid", currency.Format(part.Was.AmountMinor)), new("fee", currency.Format(part.Was.FeeMinor)), new("returned before", currency.Format(part.Was.ReturnedMinor)),
        new("fee returned before", currency.Format(part.Was.FeeReturnedMinor)),
    ];

    private static string Words(StrategyUse use)
    {
        var arguments = use.Arguments.Count == 0 ? "" : $"({string.Join(", ", use.Arguments.Select(argument => $"{argument.Name}: {argument.Text}"))})";
        return $"{use.Algorithm}{arguments}, line {use.At.Line}";
    }

    private static string PeriodOf(StrategyTotal total, DateOnly date)
    {
        var whose = total.Scope == TotalScope.All ? ", all merchants" : "";
        return total.Period switch
        {
            TotalPeriod.Day => $"({date:yyyy-MM-dd}{whose})",
            TotalPeriod.Month => $"({date:yyyy-MM}{whose})",
            TotalPeriod.Quarter => $"({date:yyyy} quarter {(date.Month + 2) / 3}{whose})",
            _ => $"(ever{whose})",
        };
    }
}

/// <param name="Taken">False for one that was jumped over.</param>
internal sealed record StepPage(int Line, int Column, bool Taken, string Text);

/// <param name="Amount">As the merchant sees it: what is added to its side is positive.</param>
/// <param name="SettlesOn">Empty where nothing is paid, or the day is not known before somebody closes the cycle.</param>
internal sealed record LinePage(int Part, string Merchant, string Kind, string Effect, string Amount, string Account, string Cycle, string Schedule, bool IsClosed, string SettlesOn);

internal sealed record LegPage(string Account, string Debit, string Credit);

internal sealed record TiePage(string Name, string Left, string Right, bool Holds);

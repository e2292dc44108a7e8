using System.Globalization;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Strategies;

namespace Giro.Operations.Clearing;

/// <summary>An adjustment or collection that was posted, or that the ledger refused.</summary>
/// <param name="AmountMinor">What the merchant is charged; below zero it is given back.</param>
public sealed record PeriodEndPosting(string Reference, EntryKind Kind, string MerchantId, string Strategy, int Period, long AmountMinor, Status Status);

/// <summary>
/// At the end of a day, month or quarter, works out what the payments of the period owe in fees by the strategies that say so, and posts the difference to what
/// they were charged; then collects the fees of merchants with gross deduction. The figures are clearing's totals, which count each payment once and in the order
/// of the journal. Run again, it posts only what has changed since: payments that came late.
/// </summary>
/// <param name="totals">Of clearing, which has caught up with the journal.</param>
public sealed class PeriodEndRun(Book book, PaymentInstitution institution, RuleBooks rules, AccountDirectory accounts, PeriodTotals totals)
{
    private static readonly TotalPeriod[] Periods = [TotalPeriod.Day, TotalPeriod.Month, TotalPeriod.Quarter];

    private readonly EntryPosting _posting = new(book);
    private readonly LegMaker _legs = new(accounts, institution, rules.Symbols);

    /// <summary>Runs what ends with the days from one to another, both included: a business date takes in the closed days before it.</summary>
    /// <exception cref="InvalidOperationException">An algorithm or accounting rule has no answer; the message names strategy and merchant.</exception>
    public IReadOnlyList<PeriodEndPosting> Run(DateOnly from, DateOnly until)
    {
        var postings = new List<PeriodEndPosting>();
        for (var date = from; date <= until; date = date.AddDays(1))
        {
            foreach (var period in Periods)
            {
                if (PeriodTotals.EndOf(period, date) == date) Adjust(period, date, postings);
            }

            if (PeriodTotals.EndOf(TotalPeriod.Month, date) == date) Collect(date, postings);
        }

        return postings;
    }

    private void Adjust(TotalPeriod period, DateOnly date, List<PeriodEndPosting> postings)
    {
        var waiting = new List<PeriodEndPosting>();
        foreach (var strategy in rules.Current.Strategies)
        {
            if (strategy.Strategy.PeriodEnds.All(end => end.Period != period)) continue;
            foreach (var merchant in institution.Merchants)
            {
                var contract = merchant.ContractOn(date);
                if (contract.FeeStrategy == strategy.Name) Adjust(strategy, period, date, merchant, contract, waiting);
            }
        }

        Finish(waiting, postings);
    }

    private void Adjust(FeeStrategy strategy, TotalPeriod period, DateOnly date, Merchant merchant, Contract contract, List<PeriodEndPosting> waiting)
    {
        var number = PeriodTotals.PeriodOf(period, date);
        if (strategy.Totals.All(total => total.Period != period || total.IsOverAll || totals[total.KeyOf(merchant, number)] == 0)) return;
        var owedMinor = 0L;
        for (var end = 0; end < strategy.Strategy.PeriodEnds.Count; end++)
        {
            if (strategy.Strategy.PeriodEnds[end].Period == period) owedMinor += OwedMinor(strategy, end, merchant, number);
        }

        // What was posted for this period before stays; only the difference is posted, under the next number.
        var reference = $"TU-{number}-{strategy.Name}-{merchant.Id}";
        var postedMinor = 0L;
        var times = 1;
        for (; book.Find(IdOf(reference, times)) is { } found; times++) postedMinor += AdjustmentFacts.Parse(found.Body.Attributes).AmountMinor;
        if (owedMinor != postedMinor) Post(EntryKind.FeeAdjustment, "fee-adjustment", $"{reference}-{times}", strategy.Name, number, date, merchant, contract, owedMinor - postedMinor, waiting);
    }

    /// <summary>What one algorithm at the end of a period says that the merchant owes beside what it was charged.</summary>
    private long OwedMinor(FeeStrategy strategy, int end, Merchant merchant, int number)
    {
        var program = strategy.Strategy.PeriodEnds[end].Use.Program;
        var frame = program.NewFrame();
        foreach (var total in strategy.Totals)
        {
            if (total.Period == strategy.Strategy.PeriodEnds[end].Period) frame[total.Slot] = totals[total.KeyOf(merchant, number)];
        }

        var outcome = strategy.EndProgram(end)(frame);
        if (!outcome.IsDone) throw new InvalidOperationException($"{strategy.Name} has no answer for {merchant.Id} at the end of {number}: {outcome.Fault} at instruction {outcome.Instruction}");
        var owedMinor = 0L;
        for (var i = 0; i < strategy.Outputs.Count; i++)
        {
            var amountMinor = frame[program.Outputs[i]];
            owedMinor += strategy.Outputs[i].Effect switch { FeeEffect.Charged => amountMinor, FeeEffect.Credited => -amountMinor, _ => 0 };
        }

        return owedMinor;
    }

    private void Collect(DateOnly date, List<PeriodEndPosting> postings)
    {
        var waiting = new List<PeriodEndPosting>();
        var number = PeriodTotals.PeriodOf(TotalPeriod.Month, date);
        Merchant[] owing = [.. institution.Merchants.Where(merchant => merchant.ContractOn(date).Deduction == FeeDeduction.Gross)];
        if (owing.Length == 0) return;
        var balances = book.Query(reader => Array.ConvertAll(owing, merchant => reader.Account(ChartOfAccounts.FeesDue(merchant.Id))?.BalanceMinor ?? 0));
        foreach (var (merchant, due) in owing.Zip(balances).Where(pair => pair.Second != 0))
        {
            var contract = merchant.ContractOn(date);
            var reference = $"FC-{number}-{merchant.Id}";
            var times = 1;
            while (book.Find(IdOf(reference, times)) is not null) times++;
            Post(EntryKind.FeeCollection, "fee-collection", $"{reference}-{times}", contract.FeeStrategy, number, date, merchant, contract, (long)due, waiting);
        }

        Finish(waiting, postings);
    }

    private void Post(
        EntryKind kind, string eventName, string reference, string strategy, int period, DateOnly date, Merchant merchant, Contract contract, long amountMinor, List<PeriodEndPosting> waiting)
    {
        _legs.Begin();
        var part = new PartFacts { Merchant = merchant, Contract = contract, AmountMinor = amountMinor, Date = date };
        var status = _legs.Add(rules.Current.Accounting, eventName, new EventFacts { Part = part });
        if (status != LegStatus.None) throw new InvalidOperationException($"the accounting rules have no legs for {eventName} of {merchant.Id}: {status} {_legs.Subject}");
        var local = date.ToDateTime(new TimeOnly(23, 59, 59));
        var facts = new AdjustmentFacts(reference, merchant.Id, strategy, period, amountMinor, new DateTimeOffset(local, institution.TimeZone.GetUtcOffset(local)));
        _posting.Post(EntryId.FromReference(IdText(reference)), kind, _legs.Legs, facts.ToUtf8(), rules.Current.Number);
        waiting.Add(new PeriodEndPosting(reference, kind, merchant.Id, strategy, period, amountMinor, default));
    }

    private void Finish(List<PeriodEndPosting> waiting, List<PeriodEndPosting> postings)
    {
        var results = _posting.Finish();
        for (var i = 0; i < waiting.Count; i++) postings.Add(waiting[i] with { Status = results[i].Status });
    }

    private static string IdText(string reference) => "period-end/" + reference;

    private static EntryId IdOf(string reference, int times) => EntryId.FromReference(IdText(reference + "-" + times.ToString(CultureInfo.InvariantCulture)));
}

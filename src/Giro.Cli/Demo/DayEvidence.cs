using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.DayEnd;
using Giro.Operations.Institution;
using Giro.Operations.Reporting;
using Giro.Operations.Settlement;
using Giro.Storage.Records;
using Giro.Storage.Views;

namespace Giro.Cli.Demo;

/// <summary>What the day's records say once all is done, and the proofs that need them all: contracts, true-ups, payouts by state, merchants' statements, payments worked out again.</summary>
internal sealed class DayEvidence
{
    private const int SampledPayments = 500;

    private static readonly LineKind[] FeeKinds =
    [
        LineKind.MerchantFee, LineKind.Interchange, LineKind.SchemeFee, LineKind.Markup, LineKind.Discount, LineKind.FeeReturned, LineKind.RefundFee, LineKind.ChargebackFee,
        LineKind.FeeAdjustment,
    ];

    /// <summary>From which volume of a day which rate of it all, as the price list says: minor units and 10^-4.</summary>
    private static readonly (long FromMinor, int Rate)[] WholeVolumeRates = [(50_000_00, 70), (5_000_00, 100), (500_00, 130), (0, 150)];

    private readonly DayContext _day;
    private readonly DayPlan _plan;
    private readonly List<TieOut> _proofs;
    private readonly IReadOnlyList<MerchantFigure> _figures;

    /// <param name="proofs">Where proofs are added.</param>
    public DayEvidence(DayContext day, DayPlan plan, List<TieOut> proofs)
    {
        (_day, _plan, _proofs) = (day, plan, proofs);
        _figures = day.Stores.DayEnd.ByMerchant();
        Contracts = ContractsOf();
        PayoutStates = [.. Enum.GetValues<PayoutState>().Where(state => state != PayoutState.None).Select(state =>
        {
            var payouts = day.Stores.Payouts.InState(state);
            return new PayoutStateSummary(state, payouts.Count, payouts.Sum(payout => payout.AmountMinor));
        })];
    }

    public IReadOnlyList<ContractSummary> Contracts { get; }

    public IReadOnlyList<PayoutStateSummary> PayoutStates { get; }

    public void Prove(DayEndResult end, IReadOnlyList<PeriodEndPosting> adjustments, IReadOnlyList<DueCycle> due, BankSimulator bank)
    {
        ProveContracts(end);
        ProveTrueUps(adjustments);
        _proofs.Add(TieOut.OfCount("cycles", "due when all are closed", due.Count, "allowed", 0));
        _proofs.Add(TieOut.OfCount("alerts", "open", _day.Stores.Alerts.Open().Count, "allowed", 0));
        ProvePayouts(end, bank);
        ProveStatements();
        ProveSample(end);
    }

    private List<ContractSummary> ContractsOf()
    {
        var strategyOf = _day.Institution.Merchants.ToDictionary(merchant => merchant.Id, merchant => merchant.Contract.FeeStrategy);
        var figures = _figures.ToLookup(figure => strategyOf[figure.MerchantId]);
        return [.. strategyOf.CountBy(pair => pair.Value).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
        {
            var gross = figures[pair.Key].Where(figure => figure.Group.Kind == LineKind.Gross).Select(figure => figure.Figure).ToList();
            var fees = figures[pair.Key].Where(figure => figure.Group.Account != LineAccount.House && FeeKinds.Contains(figure.Group.Kind)).Select(figure => figure.Figure);
            return new ContractSummary(pair.Key, pair.Value, gross.Sum(figure => figure.Count), Sum(gross), -Sum(fees));
        })];
    }

    private static Int128 Sum(IEnumerable<Figure> figures) => figures.Aggregate((Int128)0, (sum, figure) => sum + figure.SumMinor);

    private void ProveContracts(DayEndResult end)
    {
        _proofs.Add(TieOut.OfCount(
            "every strategy was used", "strategies with payments", Contracts.Count(contract => contract.Payments > 0), "strategies in the rule book", _day.Rules.Current.Strategies.Count));
        var differing = Contracts.Where(contract => contract.Payments != _plan.Strategies.GetValueOrDefault(contract.Strategy)).Select(contract => contract.Strategy).ToList();
        _proofs.Add(new TieOut("payments by strategy", "strategies that differ from the generator", differing.Count == 0 ? "none" : string.Join(' ', differing), "allowed", "none"));
        _proofs.Add(TieOut.OfMoney(
            "surcharges", "clearing lines", end.Records.Lines.GetValueOrDefault(new LineGroup(LineKind.Surcharge, LineAccount.Pending)).SumMinor,
            "as the tills said", _plan.Channels.Aggregate((Int128)0, (sum, channel) => sum + channel.Surcharges.SumMinor), _day.Currency));
    }

    /// <summary>What each merchant with whole-volume tiers owes for each day, worked out from what the generator made, is what it was charged with the adjustment.</summary>
    private void ProveTrueUps(IReadOnlyList<PeriodEndPosting> adjustments)
    {
        var owed = _plan.WholeVolumes.GroupBy(pair => pair.Key.MerchantId).ToDictionary(group => group.Key, group => group.Sum(pair => WholeVolumeFeeMinor(pair.Value)));
        var charged = _figures.Where(figure => figure.Group.Kind is LineKind.MerchantFee or LineKind.FeeAdjustment).GroupBy(figure => figure.MerchantId)
            .ToDictionary(group => group.Key, group => -group.Sum(figure => (long)figure.Figure.SumMinor));
        _proofs.Add(TieOut.OfCount(
            "true-ups, merchant by merchant", "whole-volume merchants that differ", owed.Count(pair => charged.GetValueOrDefault(pair.Key) != pair.Value), "allowed", 0));
        _proofs.Add(TieOut.OfMoney(
            "true-ups, sum", $"charged to {owed.Count} merchants, {adjustments.Count} adjusted", owed.Keys.Sum(merchant => charged.GetValueOrDefault(merchant)),
            "owed for their days' volumes", owed.Values.Sum(), _day.Currency));
    }

    private static long WholeVolumeFeeMinor(long volumeMinor)
    {
        var rate = WholeVolumeRates.First(tier => volumeMinor >= tier.FromMinor).Rate;
        return ((volumeMinor * rate) + 5_000) / 10_000;
    }

    private void ProvePayouts(DayEndResult end, BankSimulator bank)
    {
        (PayoutState State, long Count)[] expected =
        [
            (PayoutState.Accepted, bank.NotMade), (PayoutState.Settled, bank.Made - bank.Returned.Count), (PayoutState.Rejected, bank.Rejected), (PayoutState.Reissued, bank.Returned.Count),
        ];
        _proofs.Add(new TieOut(
            "payouts by state", "in the records", Text(PayoutStates.Where(state => state.Count > 0).Select(state => (state.State, (long)state.Count))),
            "as the bank knows", Text(expected.Where(state => state.Count > 0))));
        // Payable is credited once when the money comes back, and debited once for the payout that takes its place; the statement shows the money once.
        EntryKind[] kinds = [EntryKind.PayoutReturned, EntryKind.ReturnBooked, EntryKind.PayoutReissued];
        var sentBack = $"{bank.Returned.Count} for {_day.Currency.Format(bank.Returned.Sum(instruction => instruction.AmountMinor))}";
        _proofs.Add(new TieOut(
            "returned payouts", "credited again, booked, reissued",
            string.Join(", ", kinds.Select(kind => $"{end.Journal.CountOf(kind)} for {_day.Currency.Format(end.Journal.DebitMinorOf(kind))}")),
            "sent back by the bank", string.Join(", ", kinds.Select(_ => sentBack))));

        static string Text(IEnumerable<(PayoutState State, long Count)> states) => string.Join(", ", states.Select(state => $"{state.State} {state.Count}"));
    }

    /// <summary>Writes the day's statement of some merchants, as CSV and JSON; opening and movements lead to the ledger's balances.</summary>
    private void ProveStatements()
    {
        int[] ordinals = [SampleInstitution.Hot, SampleInstitution.ByHand, SampleInstitution.Guaranteed, .. Enumerable.Range(2 * SampleContracts.All.Count, SampleContracts.All.Count)];
        var period = new StatementPeriod(_day.Date.ToString("yyyy-MM-dd"), _day.Date, _day.Date);
        Directory.CreateDirectory(_day.PathOf("out", "statements"));
        using var views = _day.Opened.ReadViews();
        var history = new ViewAccountHistory(views, _day.Opened.Journal);
        Int128 closingMinor = 0, ledgerMinor = 0;
        foreach (var ordinal in ordinals)
        {
            var merchant = _day.Institution.Merchants[ordinal];
            var statement = MerchantStatement.Of(history, merchant.Id, period);
            closingMinor += statement.Closing.TotalMinor;
            ledgerMinor += OwedMinor(merchant.Id);
            var path = _day.PathOf("out", "statements", $"{merchant.Id}-{_day.Date:yyyyMMdd}");
            File.WriteAllText(path + ".csv", MerchantStatementText.Csv(statement, _day.Currency));
            File.WriteAllText(path + ".json", MerchantStatementText.Json(statement, _day.Currency));
        }

        _proofs.Add(TieOut.OfMoney($"statements of {ordinals.Length} merchants", "opening and movements", closingMinor, "in the ledger", ledgerMinor, _day.Currency));
    }

    /// <summary>What all accounts of a merchant come to in the live ledger, in its favour.</summary>
    private Int128 OwedMinor(string merchantId) => _day.Book.Query(reader => reader.Accounts()
        .Where(account => account.Path.StartsWith($"merchant/{merchantId}/", StringComparison.Ordinal)).Aggregate((Int128)0, (sum, account) => sum - account.DebitBalanceMinor));

    /// <summary>Works some payments out again from their journaled facts: lines as they are kept, and legs as they were posted.</summary>
    private void ProveSample(DayEndResult end)
    {
        var kinds = (EntryKind[])[EntryKind.Payment, EntryKind.Refund, EntryKind.Chargeback];
        var stride = Math.Max(1, kinds.Sum(end.Journal.CountOf) / SampledPayments);
        var again = new PaymentExplanationRun(_day.Institution, _day.Rules);
        using var cleared = new ClearedLines(_day.Records);
        var paths = _day.Book.Query(reader => reader.Accounts().ToDictionary(account => account.Handle, account => account.Path));
        var (seen, sampled, same) = (0L, 0, 0);
        using var journal = _day.Opened.Journal.Read(1);
        while (journal.TryRead(out var row))
        {
            var records = JournalRecords.Of(row.Payload.Span);
            while (records.MoveNext())
            {
                var record = records.Current;
                if (record.Header.Type != RecordType.Entry || !PaymentKinds.Of((EntryKind)record.Header.Kind).IsCleared() || seen++ % stride != 0) continue;
                sampled++;
                if (IsSame(again.Explain(record, records.Number, MicrosecondTime.ToTime(row.TimeUs)), record, records.Number, cleared, paths)) same++;
            }
        }

        _proofs.Add(TieOut.OfCount("payments worked out again", "the same lines and legs", same, "sampled from the journal", sampled));
    }

    private static bool IsSame(PaymentExplanation why, in RecordBody record, ulong number, ClearedLines cleared, Dictionary<ulong, string> paths)
    {
        var legs = new List<NamedLeg>();
        foreach (var leg in record.Legs) legs.Add(new NamedLeg(paths[leg.Account], leg.AmountMinor));
        if (!why.Ties(legs).All(tie => tie.Holds)) return false;
        var expected = why.Lines.Select(line => (line.Merchant.Id, line.Part, line.Kind, line.Account, line.AmountMinor)).Order();
        var kept = why.Lines.Select(line => line.Merchant.Id).Distinct()
            .SelectMany(merchant => cleared.LinesOf(number, merchant).Select(line => (merchant, line.Part, line.Kind, line.Account, line.AmountMinor))).Order();
        return expected.SequenceEqual(kept);
    }
}

using Giro.Ledger.Journal;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;

namespace Giro.Operations.Clearing;

/// <summary>
/// From the facts of a payment to its clearing lines, with the rule book that the entry names. The legs of the entry are not read: they are the other path. One for each
/// thread.
/// </summary>
public sealed class PaymentClearer(PaymentInstitution institution, RuleBooks rules) : IPartFees
{
    private readonly PaymentFees _fees = new(institution, rules.Symbols);
    private IClearingChunk _chunk = null!;
    private ulong _number;
    private int _part;
    private uint _ruleVersion;
    private DateTimeOffset _at;
    private DateTimeOffset _bookedAt;

    /// <summary>Adds the lines of a record to a chunk; a record that is about no fees or payments has none.</summary>
    /// <param name="bookedAt">The time of the journal row.</param>
    /// <returns>Whether it was a payment, refund or chargeback.</returns>
    /// <exception cref="InvalidDataException">The facts cannot be read, name something that there is not, or have no fees by the rules they were booked with.</exception>
    public bool Clear(in RecordBody record, ulong number, DateTimeOffset bookedAt, IClearingChunk chunk)
    {
        if (record.Header.Type != RecordType.Entry) return false;
        (_chunk, _number, _part, _ruleVersion, _bookedAt) = (chunk, number, 0, record.Header.RuleVersion, bookedAt);
        var entry = (EntryKind)record.Header.Kind;
        if (entry is EntryKind.FeeAdjustment or EntryKind.FeeCollection)
        {
            ClearAdjustment(AdjustmentFacts.Parse(record.Attributes), entry);
            return false;
        }

        var kind = PaymentKinds.Of(entry);
        if (!kind.IsCleared()) return false;
        var book = rules.Find(_ruleVersion) ?? throw new InvalidDataException($"record {number} names rule book {_ruleVersion}, which there is not");
        var facts = PaymentFacts.Parse(record.Attributes);
        _at = facts.At;
        _fees.Work(facts, kind, book, this);
        return true;
    }

    void IPartFees.Take(scoped in PartFacts part, FeeStrategy strategy, FeeCalculator calculator, in FeeOutcome outcome, scoped ReadOnlySpan<long> totals)
    {
        if (!outcome.IsDone) throw new InvalidDataException($"record {_number} has no fees by {strategy.Name} of rule book {_ruleVersion}: {outcome}");
        var merchant = part.Merchant!;
        var cycle = CycleOf(merchant);
        switch (part.Kind)
        {
            case PaymentKind.Payment:
                Add(LineKind.Gross, LineAccount.Pending, merchant, cycle, part.AmountMinor);
                Count(strategy, calculator, merchant, part.Date, outcome);
                break;
            case PaymentKind.Refund:
                Add(LineKind.Refund, LineAccount.Pending, merchant, cycle, -part.AmountMinor);
                break;
            default:
                Add(LineKind.Chargeback, LineAccount.Pending, merchant, cycle, -part.AmountMinor);
                break;
        }

        foreach (var line in calculator.Lines)
        {
            if (line.Effect == FeeEffect.Borne)
            {
                Add(line.Kind, LineAccount.House, merchant, cycle, -line.AmountMinor);
                continue;
            }

            var account = part.Contract!.Deduction == FeeDeduction.Gross && line.Kind is not (LineKind.Share or LineKind.Surcharge) ? LineAccount.FeesDue : LineAccount.Pending;
            Add(line.Kind, account, merchant, cycle, line.MerchantMinor);
            if (line.Receiver < 0) continue;
            var receiver = institution.Merchants[line.Receiver];
            Add(line.Kind, LineAccount.Pending, receiver, CycleOf(receiver), line.AmountMinor);
        }

        _part++;
    }

    private void ClearAdjustment(AdjustmentFacts facts, EntryKind entry)
    {
        var merchant = institution.FindMerchant(facts.MerchantId) ?? throw new InvalidDataException($"record {_number} names the merchant {facts.MerchantId}, which there is not");
        _at = facts.At;
        var cycle = CycleOf(merchant);
        if (entry == EntryKind.FeeCollection)
        {
            Add(LineKind.FeeCollection, LineAccount.Pending, merchant, cycle, -facts.AmountMinor);
            Add(LineKind.FeeCollection, LineAccount.FeesDue, merchant, cycle, facts.AmountMinor);
            return;
        }

        var isGross = merchant.ContractOn(_fees.DateOf(facts.At)).Deduction == FeeDeduction.Gross;
        Add(LineKind.FeeAdjustment, isGross ? LineAccount.FeesDue : LineAccount.Pending, merchant, cycle, -facts.AmountMinor);
    }

    private void Count(FeeStrategy strategy, FeeCalculator calculator, Merchant merchant, DateOnly date, in FeeOutcome outcome)
    {
        foreach (var total in strategy.Totals)
        {
            var amount = calculator.AddedTo(strategy, total, outcome);
            if (amount == 0) continue;
            _chunk.AddTotal(total.KeyOf(merchant, date), total.IsOverAll ? null : merchant, amount);
        }
    }

    private void Add(LineKind kind, LineAccount account, Merchant merchant, CycleId cycle, long amountMinor) =>
        _chunk.Add(new ClearingLine(_number, _part, kind, account, merchant, cycle, amountMinor, _ruleVersion));

    private CycleId CycleOf(Merchant merchant) =>
        merchant.ContractOn(_fees.DateOf(_at)).Schedule.For(_at, _bookedAt, (_chunk, merchant.Id), static (of, cycle) => of._chunk.IsClosed(cycle, of.Id));
}

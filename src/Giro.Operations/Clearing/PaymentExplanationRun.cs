using System.Text;
using Giro.Ledger.Journal;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Programs;

namespace Giro.Operations.Clearing;

/// <summary>Explains payments from their records, by the way that clearing takes: the same facts, the same rule book, the same calculation. Not thread-safe.</summary>
public sealed class PaymentExplanationRun(PaymentInstitution institution, RuleBooks rules) : IPartFees
{
    private readonly PaymentFees _fees = new(institution, rules.Symbols);
    private readonly PaymentClearer _clearer = new(institution, rules);
    private readonly List<ExplainedPayment> _parts = [];

    /// <param name="number">Of the record in the book.</param>
    /// <param name="bookedAt">The time of its journal row.</param>
    /// <exception cref="InvalidDataException">The record is none of a payment, refund or chargeback, or names something that there is not.</exception>
    public PaymentExplanation Explain(in RecordBody record, ulong number, DateTimeOffset bookedAt)
    {
        var kind = PaymentKinds.Of((EntryKind)record.Header.Kind);
        if (record.Header.Type != RecordType.Entry || !kind.IsCleared()) throw new InvalidDataException($"record {number} is no payment, refund or chargeback");
        var version = record.Header.RuleVersion;
        var book = rules.Find(version) ?? throw new InvalidDataException($"record {number} names rule book {version}, which there is not");
        var facts = PaymentFacts.Parse(record.Attributes);
        _parts.Clear();
        _fees.Work(facts, kind, book, this);
        var lines = new GatheredLines();
        if (_parts.TrueForAll(part => part.Outcome.IsDone)) _clearer.Clear(record, number, bookedAt, lines);
        return new PaymentExplanation(
            kind, Encoding.UTF8.GetString(facts.Reference), Encoding.UTF8.GetString(facts.Original), facts.AmountMinor, facts.At, _fees.DateOf(facts.At), FieldsOf(facts),
            book, [.. _parts], lines.Lines);
    }

    void IPartFees.Take(scoped in PartFacts part, FeeStrategy strategy, FeeCalculator calculator, in FeeOutcome outcome, scoped ReadOnlySpan<long> totals)
    {
        var said = strategy.Strategy;
        var inputs = calculator.InputsOf(strategy).ToArray();
        var isFilled = outcome.Status is not (FeeStatus.FieldMissing or FeeStatus.FieldUnreadable);
        var read = new List<ExplainedTotal>();
        for (var i = 0; i < totals.Length; i++) read.Add(new ExplainedTotal(said.Totals[i], totals[i], ValueText.Of(totals[i], said.Totals[i].Type, said.Digits, rules.Symbols)));
        _parts.Add(new ExplainedPayment(
            part.Merchant!, part.Channel!, part.Contract!, Encoding.UTF8.GetString(part.Order), part.AmountMinor, part.Was, said, outcome, read,
            isFilled ? said.ExplainSelection(inputs, part.Date.DayNumber) : null,
            outcome.Use < 0 ? null : Explanation.Of(said.Uses[outcome.Use].Program, inputs),
            [.. calculator.Lines]));
    }

    private static List<(string, string)> FieldsOf(in PaymentFacts facts)
    {
        var fields = new List<(string, string)>();
        var rest = facts.Fields.Json;
        while (PaymentFields.TryNext(ref rest, out var name, out var value)) fields.Add((Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(value)));
        return fields;
    }

    /// <summary>Takes lines without keeping them; no cycle is closed.</summary>
    private sealed class GatheredLines : IClearingChunk
    {
        public List<ClearingLine> Lines { get; } = [];

        public int LineCount => Lines.Count;

        public bool IsClosed(CycleId cycle, string merchantId) => false;

        public void Add(in ClearingLine line) => Lines.Add(line);

        public void AddTotal(TotalKey key, Merchant? merchant, long amount)
        {
            // An explanation counts into nothing.
        }

        public void Commit(ulong lastSequence, ulong lastNumber, DateOnly businessDate) => throw new InvalidOperationException("an explanation keeps nothing");

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}

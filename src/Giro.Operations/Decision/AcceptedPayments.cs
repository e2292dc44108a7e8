using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;

namespace Giro.Operations.Decision;

/// <summary>A part of an accepted payment and how much of it was returned. Minor units.</summary>
/// <param name="Merchant">Ordinal.</param>
/// <param name="Channel">Ordinal.</param>
/// <param name="Order">Empty for none.</param>
public record struct AcceptedPart(int Merchant, int Channel, string Order, long AmountMinor, long FeeMinor, long ReturnedMinor = 0, long FeeReturnedMinor = 0)
{
    public readonly long LeftMinor => AmountMinor - ReturnedMinor;

    /// <summary>Whether the payment had several parts, or one that is an order's.</summary>
    public static bool AreCombined(ReadOnlySpan<AcceptedPart> parts) => parts.Length > 1 || parts[0].Order.Length > 0;

    public readonly OriginalFigures Figures => new(AmountMinor, FeeMinor, ReturnedMinor, FeeReturnedMinor);
}

/// <summary>
/// The payments that the book has accepted and how much of each was returned, so that no more is refunded than was paid. A projection of the
/// journal in memory, some 100 bytes a payment; <see cref="Load"/> brings it back. Not thread-safe.
/// </summary>
public sealed class AcceptedPayments
{
    private readonly Dictionary<EntryId, AcceptedPart> _payments = [];
    private readonly Dictionary<EntryId, AcceptedPart[]> _combined = [];
    private readonly HashSet<EntryId> _returns = [];

    public void Add(EntryId payment, in AcceptedPart part) => _payments[payment] = part;

    public void Add(EntryId payment, AcceptedPart[] parts) => _combined[payment] = parts;

    public bool Contains(EntryId payment) => _payments.ContainsKey(payment) || _combined.ContainsKey(payment);

    /// <summary>Whether this refund or chargeback was counted already: a repeat, which the ledger will answer as it did before.</summary>
    public bool IsReturnKnown(EntryId @return) => _returns.Contains(@return);

    /// <summary>The parts of a payment, to be changed in place; empty when the book has not accepted it.</summary>
    public Span<AcceptedPart> Parts(EntryId payment)
    {
        ref var part = ref CollectionsMarshal.GetValueRefOrNullRef(_payments, payment);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref part)) return new Span<AcceptedPart>(ref part);
        return _combined.TryGetValue(payment, out var parts) ? parts : default;
    }

    /// <summary>Counts a return that is on its way, so that two in flight cannot exceed their payment together.</summary>
    public void Reserve(EntryId @return) => _returns.Add(@return);

    /// <summary>The ledger has refused the return.</summary>
    public void Release(EntryId @return) => _returns.Remove(@return);

    /// <summary>Reads a whole journal.</summary>
    /// <param name="rules">Those that entries name; the fees of the payments are worked out again with them.</param>
    /// <exception cref="InvalidDataException">An entry names a merchant, channel, strategy or rule book that there is not.</exception>
    public static AcceptedPayments Load(IJournal journal, PaymentInstitution institution, RuleBooks rules)
    {
        var loader = new Loader(institution, rules);
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row))
        {
            foreach (var record in JournalRecords.Of(row.Payload.Span)) loader.Take(record);
        }

        return loader.Accepted;
    }

    private sealed class Loader(PaymentInstitution institution, RuleBooks rules) : IPartFees
    {
        private readonly PaymentFees _fees = new(institution, rules.Symbols);
        private readonly List<AcceptedPart> _parts = [];
        private int _part;
        private EntryId _original;

        public AcceptedPayments Accepted { get; } = new();

        public void Take(in RecordBody record)
        {
            if (record.Header.Type != RecordType.Entry) return;
            var kind = PaymentKinds.Of((EntryKind)record.Header.Kind);
            if (!kind.IsCleared()) return;
            var facts = PaymentFacts.Parse(record.Attributes);
            _parts.Clear();
            _part = 0;
            _original = kind.IsReturn() ? PaymentIds.Of(PaymentKind.Payment, facts.Original) : default;
            _fees.Work(facts, kind, rules.Find(record.Header.RuleVersion) ?? throw new InvalidDataException($"there is no rule book {record.Header.RuleVersion}, which an entry names"), this);
            var id = new EntryId(record.Header.Id);
            if (kind.IsReturn()) Accepted.Reserve(id);
            else if (_parts.Count == 1 && facts.Parts.IsEmpty) Accepted.Add(id, _parts[0]);
            else Accepted.Add(id, [.. _parts]);
        }

        void IPartFees.Take(scoped in PartFacts part, FeeStrategy strategy, FeeCalculator calculator, in FeeOutcome outcome, scoped ReadOnlySpan<long> totals)
        {
            if (!part.Kind.IsReturn())
            {
                _parts.Add(new AcceptedPart(part.Merchant!.Ordinal, part.Channel!.Ordinal, System.Text.Encoding.ASCII.GetString(part.Order), part.AmountMinor, calculator.FeeMinor));
                return;
            }

            // The parts of a return are in the order of those of its payment; one of nothing was left out.
            var parts = Accepted.Parts(_original);
            while (_part < parts.Length && !IsOf(parts[_part], part)) _part++;
            if (_part == parts.Length) return;
            ref var original = ref parts[_part++];
            original.ReturnedMinor += part.AmountMinor;
            original.FeeReturnedMinor += calculator.FeeReturnedMinor;
        }

        private static bool IsOf(in AcceptedPart original, scoped in PartFacts part) =>
            original.Merchant == part.Merchant!.Ordinal && original.Channel == part.Channel!.Ordinal && (part.Order.IsEmpty || System.Text.Ascii.Equals(part.Order, original.Order));
    }
}

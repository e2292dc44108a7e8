using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;

namespace Giro.Operations.Decision;

/// <summary>A part of an accepted payment and how much of it was returned. Minor units.</summary>
/// <param name="Merchant">Ordinal.</param>
/// <param name="Channel">Ordinal.</param>
/// <param name="Order">Empty for none.</param>
public record struct AcceptedPart(int Merchant, int Channel, string Order, long AmountMinor, long FeeMinor, long ReturnedMinor = 0, long FeeReturnedMinor = 0)
{
    /// <summary>Of the message that the payment came with; 0 when it was read from the journal.</summary>
    public long Fingerprint { get; init; }

    public readonly long LeftMinor => AmountMinor - ReturnedMinor;

    /// <summary>Whether the payment had several parts, or one that is an order's.</summary>
    public static bool AreCombined(ReadOnlySpan<AcceptedPart> parts) => parts.Length > 1 || parts[0].Order.Length > 0;

    public readonly OriginalFigures Figures => new(AmountMinor, FeeMinor, ReturnedMinor, FeeReturnedMinor);
}

/// <summary>
/// The payments that the book has accepted and how much of each was returned, so that no more is refunded than was paid. In memory are the last one or two
/// million payments, some 80 bytes each, and for ever those of which something was returned; an older one is found in the journal. <see cref="Load"/> brings
/// the returns back. Not thread-safe.
/// </summary>
public sealed class AcceptedPayments
{
    /// <summary>Payments that are remembered, twice over: when so many are new, the older half is forgotten.</summary>
    public const int RecentPayments = 1 << 20;

    private readonly int _recentPayments;
    private readonly Func<EntryId, FoundRecord?> _find;
    private readonly PartReader _reader;
    private readonly Dictionary<EntryId, AcceptedPart[]> _kept = [];
    private readonly HashSet<EntryId> _returns = [];
    private Dictionary<EntryId, AcceptedPart> _recent = [];
    private Dictionary<EntryId, AcceptedPart> _older = [];

    /// <param name="rules">Those that entries name; the fees of payments found in the journal are worked out again with them.</param>
    public AcceptedPayments(Book book, PaymentInstitution institution, RuleBooks rules, int recentPayments = RecentPayments)
        : this(book.Find, institution, rules, recentPayments)
    {
    }

    private AcceptedPayments(Func<EntryId, FoundRecord?> find, PaymentInstitution institution, RuleBooks rules, int recentPayments)
    {
        _find = find;
        _recentPayments = recentPayments;
        _reader = new PartReader(institution, rules);
    }

    public void Add(EntryId payment, in AcceptedPart part)
    {
        if (_recent.Count >= _recentPayments) Forget();
        _recent[payment] = part;
    }

    /// <summary>A combined payment.</summary>
    public void Add(EntryId payment, AcceptedPart[] parts) => _kept[payment] = parts;

    /// <summary>Whether the payment is among those in memory: certainly accepted then, and if not, perhaps all the same.</summary>
    public bool Remembers(EntryId payment) => _recent.ContainsKey(payment) || _older.ContainsKey(payment) || _kept.ContainsKey(payment);

    /// <summary>The fingerprint of the message that a payment came with; 0 when it is not in memory.</summary>
    public long FingerprintOf(EntryId payment) =>
        _recent.TryGetValue(payment, out var part) || _older.TryGetValue(payment, out part) ? part.Fingerprint : _kept.TryGetValue(payment, out var parts) ? parts[0].Fingerprint : 0;

    /// <summary>Whether this refund or chargeback was counted already: a repeat, which the ledger will answer as it did before.</summary>
    public bool IsReturnKnown(EntryId @return) => _returns.Contains(@return);

    /// <summary>The parts of a payment, to be changed in place before anything is added; empty when the book has not accepted it.</summary>
    public Span<AcceptedPart> Parts(EntryId payment)
    {
        if (_kept.TryGetValue(payment, out var kept)) return kept;
        ref var part = ref CollectionsMarshal.GetValueRefOrNullRef(_recent, payment);
        if (Unsafe.IsNullRef(ref part)) part = ref CollectionsMarshal.GetValueRefOrNullRef(_older, payment);
        if (!Unsafe.IsNullRef(ref part)) return _kept[payment] = [part];
        if (_find(payment) is not { } found || PaymentKinds.Of((EntryKind)found.Body.Header.Kind) != PaymentKind.Payment) return default;
        return _kept[payment] = _reader.Parts(found.Body);
    }

    /// <summary>Counts a return that is on its way, so that two in flight cannot exceed their payment together.</summary>
    public void Reserve(EntryId @return) => _returns.Add(@return);

    /// <summary>The ledger has refused the return.</summary>
    public void Release(EntryId @return) => _returns.Remove(@return);

    /// <summary>Reads a whole journal.</summary>
    /// <exception cref="InvalidDataException">An entry names a merchant, channel, strategy or rule book that there is not.</exception>
    public static AcceptedPayments Load(Book book, IJournal journal, PaymentInstitution institution, RuleBooks rules)
    {
        var accepted = new AcceptedPayments(book, institution, rules);
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row))
        {
            foreach (var record in JournalRecords.Of(row.Payload.Span))
            {
                if (record.Header.Type != RecordType.Entry) continue;
                var kind = PaymentKinds.Of((EntryKind)record.Header.Kind);
                if (kind == PaymentKind.Payment) accepted.TakePayment(record);
                else if (kind.IsReturn()) accepted.TakeReturn(record);
            }
        }

        return accepted;
    }

    private void TakePayment(in RecordBody record)
    {
        var parts = _reader.Parts(record);
        var id = new EntryId(record.Header.Id);
        if (AcceptedPart.AreCombined(parts)) Add(id, parts);
        else Add(id, parts[0]);
    }

    private void TakeReturn(in RecordBody record)
    {
        var facts = PaymentFacts.Parse(record.Attributes);
        Reserve(new EntryId(record.Header.Id));
        var parts = Parts(PaymentIds.Of(PaymentKind.Payment, facts.Original));
        var at = 0;
        foreach (var returned in _reader.Returned(record))
        {
            // The parts of a return are in the order of those of its payment; one of nothing was left out.
            while (at < parts.Length && !IsOf(parts[at], returned)) at++;
            if (at == parts.Length) throw new InvalidDataException($"the return {System.Text.Encoding.UTF8.GetString(facts.Reference)} gives back what its payment does not have");
            parts[at].ReturnedMinor += returned.AmountMinor;
            parts[at++].FeeReturnedMinor += returned.FeeReturnedMinor;
        }
    }

    private static bool IsOf(in AcceptedPart original, in AcceptedPart returned) =>
        original.Merchant == returned.Merchant && original.Channel == returned.Channel && (original.Order == returned.Order || original.Order.Length == 0);

    private void Forget()
    {
        (_older, _recent) = (_recent, _older);
        _recent.Clear();
    }

    /// <summary>From journaled payments and returns to their parts.</summary>
    private sealed class PartReader(PaymentInstitution institution, RuleBooks rules) : IPartFees
    {
        private readonly PaymentFees _fees = new(institution, rules.Symbols);
        private readonly List<AcceptedPart> _parts = [];

        public AcceptedPart[] Parts(in RecordBody record)
        {
            Work(record);
            return [.. _parts.Select(part => part with { FeeReturnedMinor = 0 })];
        }

        public IReadOnlyList<AcceptedPart> Returned(in RecordBody record)
        {
            Work(record);
            return _parts;
        }

        private void Work(in RecordBody record)
        {
            _parts.Clear();
            var book = rules.Find(record.Header.RuleVersion) ?? throw new InvalidDataException($"there is no rule book {record.Header.RuleVersion}, which an entry names");
            _fees.Work(PaymentFacts.Parse(record.Attributes), PaymentKinds.Of((EntryKind)record.Header.Kind), book, this);
        }

        void IPartFees.Take(scoped in PartFacts part, FeeStrategy strategy, FeeCalculator calculator, in FeeOutcome outcome, scoped ReadOnlySpan<long> totals) => _parts.Add(new AcceptedPart(
            part.Merchant!.Ordinal, part.Channel!.Ordinal, part.IsOfOrder ? System.Text.Encoding.ASCII.GetString(part.Order) : "", part.AmountMinor, calculator.FeeMinor, 0, calculator.FeeReturnedMinor));
    }
}

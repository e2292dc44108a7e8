using System.Text;
using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Intake;

namespace Giro.Operations.Decision;

/// <summary>Why a message is not posted.</summary>
/// <param name="Field">Of the message; empty where it is about no single one.</param>
/// <param name="Detail">What else there is to say; mostly empty.</param>
public readonly record struct Verdict(DecisionReason Reason, string Field = "", string Detail = "")
{
    public bool IsPosted => Reason == DecisionReason.None;
}

/// <summary>
/// Decides on messages: refuses, or proposes the entry to post, with fees and legs by the rule book in force. Not thread-safe.
/// </summary>
public sealed class PaymentDecider : IDisposable
{
    private readonly PaymentInstitution _institution;
    private readonly RuleBooks _rules;
    private readonly AcceptedPayments _accepted;
    private readonly PeriodTotals _totals;
    private readonly LegMaker _legs;
    private readonly FeeCalculator _fees;
    private readonly LocalDates _dates;
    private readonly PartPlan _plan;
    private readonly PaymentFactsWriter _facts = new();
    private readonly List<long> _read = [];
    private readonly List<TotalDelta> _deltas = [];
    private readonly List<ReturnedPart> _returned = [];
    private readonly byte[][] _merchantIds;
    private readonly byte[][] _channelCodes;
    private RuleBook _book;
    private OriginalFigures _was;
    private List<FeeLine>? _estimate;

    /// <param name="totals">What the period came to so far; kept up to date by this.</param>
    public PaymentDecider(AccountDirectory accounts, PaymentInstitution institution, RuleBooks rules, AcceptedPayments accepted, PeriodTotals totals)
    {
        _institution = institution;
        _rules = rules;
        _accepted = accepted;
        _totals = totals;
        _book = rules.Current;
        _plan = new PartPlan(institution);
        _legs = new LegMaker(accounts, institution, rules.Symbols);
        _fees = new FeeCalculator(institution, rules.Symbols);
        _dates = new LocalDates(institution.TimeZone);
        _merchantIds = [.. institution.Merchants.Select(merchant => Encoding.UTF8.GetBytes(merchant.Id))];
        _channelCodes = [.. institution.Channels.Select(channel => Encoding.UTF8.GetBytes(channel.Code))];
    }

    /// <summary>Legs of the proposed entry; valid until the next decision.</summary>
    public ReadOnlySpan<Leg> Legs => _legs.Legs;

    /// <summary>The number of the rule book of the last decision.</summary>
    public uint RuleVersion => _book.Number;

    /// <summary>Decides; when it is posted, <see cref="Legs"/>, <see cref="FactsOf"/> and <paramref name="entry"/> say what to post.</summary>
    public Verdict Decide(PaymentMessage message, Channel channel, Origin origin, out InFlight entry)
    {
        _book = _rules.Current;
        _legs.Begin();
        _read.Clear();
        _deltas.Clear();
        _returned.Clear();
        _was = default;
        var id = PaymentIds.Of(message.Kind, message.Reference);
        entry = new InFlight(origin, message.Kind, id, default, channel, message.AmountMinor) { Fingerprint = message.Fingerprint(channel) };
        var decision = message.Kind switch
        {
            PaymentKind.Payment => DecidePayment(message, channel, ref entry),
            PaymentKind.Refund or PaymentKind.Chargeback => DecideReturn(message, channel, ref entry),
            _ => DecideWallet(message, channel),
        };
        if (_deltas.Count > 0) entry = entry with { Totals = [.. _deltas] };
        if (!decision.IsPosted) TakeBack(entry);
        return decision;
    }

    /// <summary>What a payment would be charged, as <see cref="Decide"/> would book it now; nothing is kept of it.</summary>
    /// <returns>The lines of each part, in order.</returns>
    public (Verdict Verdict, IReadOnlyList<FeeLine> Lines) Estimate(PaymentMessage message, Channel channel)
    {
        var lines = new List<FeeLine>();
        _estimate = lines;
        try
        {
            var decision = Decide(message, channel, default, out var entry);
            if (decision.IsPosted) TakeBack(entry);
            return (decision, lines);
        }
        finally
        {
            _estimate = null;
        }
    }

    /// <summary>Takes back what a decision has counted: the ledger refused the entry, or it was an estimate.</summary>
    public void TakeBack(in InFlight entry)
    {
        foreach (var delta in entry.Totals ?? []) _totals.Add(delta.Key, -delta.Amount);
        if (entry.Returned is not { } returned) return;
        var parts = _accepted.Parts(entry.Original);
        foreach (var part in returned)
        {
            parts[part.Part].ReturnedMinor -= part.AmountMinor;
            parts[part.Part].FeeReturnedMinor -= part.FeeMinor;
        }

        _accepted.Release(entry.Id);
    }

    /// <summary>The attributes of the entry for the message that was decided last; valid until the next call. Once for each decision.</summary>
    public ReadOnlySpan<byte> FactsOf(PaymentMessage message, Channel channel) => _facts.Write(
        new PaymentFacts
        {
            Reference = message.Reference,
            Merchant = message.Merchant is null ? default : _merchantIds[message.Merchant.Ordinal],
            Channel = _channelCodes[channel.Ordinal],
            Original = message.Original,
            AmountMinor = message.AmountMinor,
            At = message.At,
            Fields = message.Fields,
            Parts = _plan.Json,
            Was = _was,
        },
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_read));

    private Verdict DecidePayment(PaymentMessage message, Channel channel, ref InFlight entry)
    {
        if (!message.IsCombined)
        {
            if (message.AmountMinor > channel.HighestPaymentMinor) return new Verdict(DecisionReason.AboveChannelLimit, "amount");
            _plan.Clear();
            var decision = Add(message, new PlannedPart(message.Merchant!, channel, "", message.AmountMinor), default, out var feeMinor, out _);
            entry = entry with { Part = new AcceptedPart(message.Merchant!.Ordinal, channel.Ordinal, "", message.AmountMinor, feeMinor) { Fingerprint = entry.Fingerprint } };
            return decision;
        }

        foreach (var instrument in message.Instruments)
        {
            if (instrument.AmountMinor > instrument.Channel.HighestPaymentMinor) return new Verdict(DecisionReason.AboveChannelLimit, "instruments");
        }

        _plan.Pair(message, channel);
        var parts = new AcceptedPart[_plan.Parts.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var part = _plan.Parts[i];
            var decision = Add(message, part, default, out var feeMinor, out _);
            if (!decision.IsPosted) return decision;
            parts[i] = new AcceptedPart(part.Merchant.Ordinal, part.Channel.Ordinal, part.Order, part.AmountMinor, feeMinor) { Fingerprint = entry.Fingerprint };
        }

        entry = entry with { Parts = parts };
        return default;
    }

    private Verdict DecideReturn(PaymentMessage message, Channel channel, ref InFlight entry)
    {
        entry = entry with { Original = PaymentIds.Of(PaymentKind.Payment, message.Original) };
        var parts = _accepted.Parts(entry.Original);
        if (parts.IsEmpty) return new Verdict(DecisionReason.OriginalUnknown, "original");
        var reason = _plan.Return(message, channel, parts);
        if (reason != DecisionReason.None)
            return new Verdict(reason, reason switch { DecisionReason.OriginalDiffers => "original", DecisionReason.OrderUnknown => "order", _ => "amount" });
        _accepted.Reserve(entry.Id);
        entry = entry with { Returned = [] };
        var isCombined = AcceptedPart.AreCombined(parts);
        for (var i = 0; i < parts.Length; i++)
        {
            var amountMinor = _plan.ReturnedMinor[i];
            if (amountMinor == 0) continue;
            var was = parts[i].Figures;
            var part = new PlannedPart(_institution.Merchants[parts[i].Merchant], _institution.Channels[parts[i].Channel], parts[i].Order, amountMinor);
            var decision = Add(message, part, was, out _, out var feeReturnedMinor);
            if (!decision.IsPosted) return decision;
            parts[i].ReturnedMinor += amountMinor;
            parts[i].FeeReturnedMinor += feeReturnedMinor;
            _returned.Add(new ReturnedPart(i, amountMinor, feeReturnedMinor));
            entry = entry with { Returned = [.. _returned] };
            if (isCombined) _plan.Write(part, was);
            else _was = was;
        }

        return default;
    }

    private Verdict DecideWallet(PaymentMessage message, Channel channel)
    {
        _plan.Clear();
        if (message.AmountMinor > channel.HighestPaymentMinor) return new Verdict(DecisionReason.AboveChannelLimit, "amount");
        var facts = new PartFacts
        {
            Kind = message.Kind, Merchant = message.Merchant, Channel = channel, AmountMinor = message.AmountMinor, Date = _dates.Of(message.At), Fields = message.Fields,
        };
        return Legged(_legs.Add(_book.Accounting, message.Kind.Name(), new EventFacts { Part = facts }));
    }

    /// <summary>Works out the fees of a part and adds its legs and totals.</summary>
    private Verdict Add(PaymentMessage message, in PlannedPart planned, OriginalFigures was, out long feeMinor, out long feeReturnedMinor)
    {
        feeMinor = feeReturnedMinor = 0;
        var date = _dates.Of(message.At);
        var contract = planned.Merchant.ContractOn(date);
        if (_book.Find(contract.FeeStrategy) is not { } strategy) return new Verdict(DecisionReason.FeesNotWorkedOut, "", $"{FeeStatus.NoTerms}: {contract.FeeStrategy}");
        Span<byte> orderBytes = stackalloc byte[PaymentMessage.MaxReferenceBytes];
        var order = (ReadOnlySpan<byte>)orderBytes[..Encoding.ASCII.GetBytes(planned.Order, orderBytes)];
        if (order.IsEmpty) _ = message.Fields.TryGet("order"u8, out order);
        var facts = new PartFacts
        {
            Kind = message.Kind, Merchant = planned.Merchant, Channel = planned.Channel, Contract = contract, Order = order, AmountMinor = planned.AmountMinor,
            Date = date, Fields = message.Fields, Was = was,
        };
        var first = _read.Count;
        foreach (var total in strategy.Totals) _read.Add(_totals[total.KeyOf(planned.Merchant, date)]);
        var outcome = _fees.Work(strategy, facts, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_read)[first..]);
        if (!outcome.IsDone) return new Verdict(DecisionReason.FeesNotWorkedOut, outcome.Field, $"{strategy.Name} {outcome}");
        if (message.Kind == PaymentKind.Payment) Count(strategy, planned.Merchant, date, outcome);
        feeMinor = _fees.FeeMinor;
        feeReturnedMinor = _fees.FeeReturnedMinor;
        _estimate?.AddRange(_fees.Lines);
        var status = _legs.Add(_book.Accounting, message.Kind.Name(), new EventFacts { Part = facts, Lines = _fees.Lines });
        for (var i = 0; i < _fees.Lines.Length && status == LegStatus.None; i++)
        {
            if (_fees.Lines[i].Receiver is >= 0 and var receiver)
                status = _legs.Add(_book.Accounting, "profit-share", new EventFacts { Part = facts, Lines = _fees.Lines.Slice(i, 1), Receiver = _institution.Merchants[receiver] });
        }

        return Legged(status);
    }

    private Verdict Legged(LegStatus status) =>
        status == LegStatus.None ? default : new Verdict(DecisionReason.NoAccountingRule, status == LegStatus.FieldMissing ? _legs.Subject : "", $"{status}: {_legs.Subject}");

    private void Count(FeeStrategy strategy, Merchant merchant, DateOnly date, in FeeOutcome outcome)
    {
        foreach (var total in strategy.Totals)
        {
            var amount = _fees.AddedTo(strategy, total, outcome);
            if (amount == 0) continue;
            var key = total.KeyOf(merchant, date);
            _totals.Add(key, amount);
            _deltas.Add(new TotalDelta(key, amount));
        }
    }

    public void Dispose()
    {
        _facts.Dispose();
        _plan.Dispose();
    }
}

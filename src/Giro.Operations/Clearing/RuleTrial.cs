using System.Runtime.InteropServices;
using System.Text;
using Giro.Ledger.Journal;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Programs;

namespace Giro.Operations.Clearing;

/// <summary>Whose payments a strategy is tried on: those of contracts that name a strategy, or those of some merchants.</summary>
public sealed record RuleTrialScope(string? InsteadOf, IReadOnlySet<string>? Merchants)
{
    internal bool Contains(scoped in PartFacts part) => Merchants is not null ? Merchants.Contains(part.Merchant!.Id) : part.Contract!.FeeStrategy == InsteadOf;
}

/// <summary>
/// Tries a strategy on the payments of a past day, beside what was booked. Reads the journal from its beginning, for the totals of the periods that the day lies in; memory
/// grows with merchants, not with payments. A payment one of whose parts has no answer would have been refused, so it is counted apart and into no total. Returns keep
/// the figures of their payment that were booked. Changes nothing. Not thread-safe.
/// </summary>
public sealed class RuleTrial : IPartFees
{
    private const int MostUnanswered = 10;
    private readonly PaymentInstitution _institution;
    private readonly RuleBooks _rules;
    private readonly FeeStrategy _tried;
    private readonly RuleTrialScope _scope;
    private readonly DateOnly _day;
    private readonly PaymentFees _fees;
    private readonly FeeCalculator _calculator;
    private readonly RuleTrialTotals _totals;
    private readonly Dictionary<int, (TriedFees Fees, long Unanswered)> _merchants = [];
    private readonly Dictionary<(LineKind, FeeEffect), (Int128 Booked, Int128 New)> _kinds = [];
    private readonly Dictionary<(string, int), long> _bookedWith = [];
    private readonly List<UnansweredPayment> _unanswered = [];
    private readonly List<TriedPart> _parts = [];
    private readonly List<FeeLine> _bookedLines = [];
    private readonly List<FeeLine> _newLines = [];
    private long _payments;
    private Int128 _unansweredMinor;
    private long _unansweredCount;
    private ulong _number;
    private string _why = "";
    private int _failedMerchant;

    /// <param name="rules">Every rule book that the journal names.</param>
    /// <param name="tried">Bound with the symbols of <paramref name="rules"/>; the numbers of its totals need only differ from each other.</param>
    public RuleTrial(PaymentInstitution institution, RuleBooks rules, FeeStrategy tried, RuleTrialScope scope, DateOnly day)
    {
        (_institution, _rules, _tried, _scope, _day) = (institution, rules, tried, scope, day);
        _fees = new PaymentFees(institution, rules.Symbols);
        _calculator = new FeeCalculator(institution, rules.Symbols);
        _totals = new RuleTrialTotals(tried, day);
    }

    /// <summary>Tries the strategy on a whole journal.</summary>
    /// <exception cref="InvalidDataException">An entry names a merchant, channel, strategy or rule book that there is not, or has no fees by the rules it was booked with.</exception>
    public RuleTrialResult Run(IJournal journal)
    {
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row))
        {
            var records = JournalRecords.Of(row.Payload.Span);
            while (records.MoveNext()) Take(records.Current, records.Number);
        }

        return Result();
    }

    private void Take(in RecordBody record, ulong number)
    {
        if (record.Header.Type != RecordType.Entry) return;
        var kind = PaymentKinds.Of((EntryKind)record.Header.Kind);
        if (!kind.IsCleared()) return;
        var facts = PaymentFacts.Parse(record.Attributes);
        var date = _fees.DateOf(facts.At);
        if (date != _day && (kind != PaymentKind.Payment || !_totals.IsOfPeriod(date))) return;
        var book = _rules.Find(record.Header.RuleVersion) ?? throw new InvalidDataException($"record {number} names rule book {record.Header.RuleVersion}, which there is not");
        _number = number;
        _why = "";
        _parts.Clear();
        _bookedLines.Clear();
        _newLines.Clear();
        _totals.BeginPayment();
        _fees.Work(facts, kind, book, this);
        if (_why.Length > 0) _totals.TakeBack();
        if (date != _day || _parts.Count == 0) return;
        if (_why.Length > 0) CountUnanswered($"{kind.Name()}/{Encoding.UTF8.GetString(facts.Reference)}");
        else Count();
    }

    void IPartFees.Take(scoped in PartFacts part, FeeStrategy strategy, FeeCalculator calculator, in FeeOutcome outcome, scoped ReadOnlySpan<long> totals)
    {
        if (!outcome.IsDone) throw new InvalidDataException($"record {_number} has no fees by {strategy.Name}, with which it was booked: {outcome}");
        var isPayment = part.Kind == PaymentKind.Payment;
        if (_scope.Contains(part))
        {
            var answer = _calculator.Work(_tried, part, _totals.Read(part, strategy, totals));
            if (answer.IsDone && isPayment) _totals.AddTried(part, _calculator, answer);
            if (!answer.IsDone && _why.Length == 0) (_why, _failedMerchant) = (Words(answer), part.Merchant!.Ordinal);
            _parts.Add(new TriedPart(part.Merchant!.Ordinal, strategy, calculator.FeeMinor, answer.IsDone ? _calculator.FeeMinor : 0));
            _bookedLines.AddRange(calculator.Lines);
            if (answer.IsDone) _newLines.AddRange(_calculator.Lines);
        }

        if (isPayment) _totals.AddBooked(part, strategy, calculator, outcome);
    }

    private void Count()
    {
        _payments++;
        for (var i = 0; i < _parts.Count; i++)
        {
            var part = _parts[i];
            ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_merchants, part.Merchant, out _);
            var isFirst = _parts.FindIndex(other => other.Merchant == part.Merchant) == i;
            sums.Fees = sums.Fees.Plus(new TriedFees(isFirst ? 1 : 0, part.BookedMinor, part.NewMinor));
        }

        CountBooked();
        foreach (var line in _bookedLines) CollectionsMarshal.GetValueRefOrAddDefault(_kinds, (line.Kind, line.Effect), out _).Booked += line.AmountMinor;
        foreach (var line in _newLines) CollectionsMarshal.GetValueRefOrAddDefault(_kinds, (line.Kind, line.Effect), out _).New += line.AmountMinor;
    }

    private void CountUnanswered(string reference)
    {
        var bookedMinor = _parts.Sum(part => part.BookedMinor);
        foreach (var merchant in _parts.Select(part => part.Merchant).Distinct()) CollectionsMarshal.GetValueRefOrAddDefault(_merchants, merchant, out _).Unanswered++;
        CountBooked();
        _unansweredCount++;
        _unansweredMinor += bookedMinor;
        if (_unanswered.Count < MostUnanswered) _unanswered.Add(new UnansweredPayment(reference, _institution.Merchants[_failedMerchant].Id, _why, bookedMinor));
    }

    private void CountBooked()
    {
        foreach (var strategy in _parts.Select(part => part.Booked.Strategy).Distinct()) CollectionsMarshal.GetValueRefOrAddDefault(_bookedWith, (strategy.Name, strategy.Version), out _)++;
    }

    private RuleTrialResult Result()
    {
        var merchants = _merchants.OrderBy(pair => pair.Key).Select(pair => new TriedMerchant(_institution.Merchants[pair.Key], pair.Value.Fees, pair.Value.Unanswered)).ToList();
        var total = merchants.Aggregate(default(TriedFees), (sum, merchant) => sum.Plus(merchant.Fees));
        return new RuleTrialResult(
            _day, total with { Payments = _payments }, merchants,
            [.. _kinds.OrderBy(pair => pair.Key).Select(pair => new TriedKind(pair.Key.Item1, pair.Key.Item2, pair.Value.Booked, pair.Value.New))],
            [.. _bookedWith.OrderBy(pair => pair.Key).Select(pair => new BookedWith(pair.Key.Item1, pair.Key.Item2, pair.Value))],
            _unansweredCount, _unansweredMinor, _unanswered);
    }

    private string Words(in FeeOutcome outcome) => outcome.Status switch
    {
        FeeStatus.FieldMissing => $"'{outcome.Field}' is neither in the payment nor with the merchant, and has no default",
        FeeStatus.FieldUnreadable => $"'{outcome.Field}' is not of the type that the strategy says",
        FeeStatus.NoUse => "no use of the strategy is for it",
        FeeStatus.Faulted => $"it stops at line {_tried.Strategy.Uses[outcome.Use].Program.Instructions[outcome.Run.Instruction].At.Line}: {FaultWords(outcome.Run.Fault)}",
        _ => outcome.ToString(),
    };

    private static string FaultWords(Fault fault) => fault switch
    {
        Fault.Overflow => "a result does not fit 64 bits",
        Fault.DivisionByZero => "a division by zero",
        Fault.NotInTable => "a value is in no row of a table",
        _ => "weights that cannot share an amount",
    };

    private readonly record struct TriedPart(int Merchant, FeeStrategy Booked, long BookedMinor, long NewMinor);
}

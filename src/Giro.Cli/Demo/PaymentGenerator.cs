using System.Globalization;
using System.Text;
using Giro.Ledger.Entries;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Intake;

namespace Giro.Cli.Demo;

/// <summary>
/// Writes the intake files of a day, one per channel, and returns how each line should end. Beside the payments: partial and whole refunds, a chargeback,
/// duplicates, conflicting duplicates, malformed lines, payments above the limit of the channel or of the merchant's account, payments dated back, combined payments, and
/// messages of wallets.
/// </summary>
internal sealed partial class PaymentGenerator(PaymentInstitution institution, DateOnly date, ulong seed)
{
    /// <summary>Lines between a message and its repetition: a sender that has lost the answer tries again soon.</summary>
    private const int RetryLines = 700;

    /// <summary>Lines between a payment and its refund, which comes hours later.</summary>
    private const int RefundLines = 20_000;

    private static readonly int[] SharePercent = [60, 25, 15];

    private readonly SeededRandom _random = new(seed ^ 0x5EED);
    private readonly PriorityQueue<Action, (long DueLine, int Order)> _later = new();
    private DayPlan _plan = null!;
    private ChannelPlan _channel = null!;
    private Action<string> _write = null!;
    private string _at = "";
    private DateOnly _paidOn;
    private int _ids;
    private int _writtenLater;
    private int _malformed;

    /// <param name="payments">How many payments should be accepted.</param>
    public (DayPlan Plan, IReadOnlyList<IntakeFile> Files) Write(string folder, int payments, Action<long> progress)
    {
        Directory.CreateDirectory(folder);
        _plan = new DayPlan([.. institution.Channels.Select(channel => new ChannelPlan(channel))]);
        var files = new List<IntakeFile>();
        var left = payments;
        foreach (var channel in institution.Channels)
        {
            var count = channel.Ordinal == institution.Channels.Count - 1 ? left : (int)((long)payments * SharePercent[channel.Ordinal] / 100);
            left -= count;
            var path = Path.Combine(folder, channel.Code + ".ndjson");
            _channel = _plan.Channels[channel.Ordinal];
            using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
            _write = writer.WriteLine;
            WriteChannel(count, progress);
            files.Add(new IntakeFile(path, channel));
        }

        return (_plan, files);
    }

    private void WriteChannel(int count, Action<long> progress)
    {
        var isFirst = _channel.Channel.Ordinal == 0;
        var done = 0;
        if (isFirst)
        {
            At(1, 4);
            foreach (var ordinal in SampleInstitution.BelowZero) WriteBelowZero(institution.Merchants[ordinal]);
            done = SampleInstitution.BelowZero.Length;
        }

        for (; done < count; done++)
        {
            At(done, count);
            if (Every(4000, 1, count, done)) AtDayBefore();
            var isOneOfKind = isFirst && done < SampleContracts.All.Count + SampleInstitution.BelowZero.Length;
            var merchant = isOneOfKind ? OneOfKind(done - SampleInstitution.BelowZero.Length) : PickMerchant();
            var amountMinor = PickAmount();
            if (isFirst && !isOneOfKind && Every(1000, 5, count, done)) Combined();
            else
            {
                var (id, line) = Payment(merchant, amountMinor);
                if (Every(100, 0, count, done)) WriteLater(RefundLines, () => Refunds(id, merchant, amountMinor));
                if (Every(200, 1, count, done)) Duplicate(line);
                if (Every(1000, 2, count, done)) Conflict(id, merchant);
                if (Every(10_000, 6, count, done)) WriteLater(RefundLines, () => WrongRefunds(id, merchant, amountMinor));
                if (isFirst && Every(20_000, 7, count, done) && !Every(100, 0, count, done)) WriteLater(RefundLines, () => Chargeback(id, merchant, amountMinor));
            }

            if (_channel.Channel.Ordinal == 1 && _walletMessages < WalletMessages && done % Math.Max(1, count / WalletMessages) == 0) WalletMessage();
            if (Every(500, 3, count, done)) Malformed();
            if (Every(1500, 4, count, done)) AboveChannelLimit(merchant);
            if (Every(2000, 5, count, done)) AboveAccountLimit();
            while (_later.TryPeek(out var later, out var due) && due.DueLine <= _channel.Lines)
            {
                _later.Dequeue();
                later();
            }

            if (done % 4096 == 0) progress(Math.Min(4096, count - done));
        }

        while (_later.TryDequeue(out var later, out _)) later();
        while (_channel.Channel.Ordinal == 1 && _walletMessages < WalletMessages) WalletMessage();
    }

    /// <summary>Once in so many payments; in a small run more often, so that each thing happens in it.</summary>
    /// <param name="offset">Keeps things of different kinds off the same payments where periods are equal.</param>
    private static bool Every(int period, int offset, int count, int done)
    {
        period = Math.Clamp(count / MalformedLines.Count, 8, period);
        return done % period == offset;
    }

    private void WriteLater(int lines, Action write) => _later.Enqueue(write, (_channel.Lines + lines, _writtenLater++));

    /// <summary>Spreads the payments from 06:00 to 23:30.</summary>
    private void At(int done, int count)
    {
        SetTime(date, date.ToDateTime(new TimeOnly(6, 0)).AddSeconds((long)done * 63_000 / count));
    }

    /// <summary>A payment that its shop was late to send.</summary>
    private void AtDayBefore() => SetTime(date.AddDays(-1), date.AddDays(-1).ToDateTime(new TimeOnly(17, 30)));

    private void SetTime(DateOnly paidOn, DateTime time)
    {
        _paidOn = paidOn;
        _at = time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + "+01:00";
    }

    /// <summary>So that a small day has each kind of contract too. Twice the number of kinds is beyond the large merchants and before the special ones.</summary>
    private Merchant OneOfKind(int kind) => institution.Merchants[(2 * SampleContracts.All.Count) + kind];

    private Merchant PickMerchant()
    {
        var draw = _random.Below(100);
        if (draw < 30) return institution.Merchants[SampleInstitution.Hot];
        if (draw < 60) return institution.Merchants[1 + _random.Below(SampleInstitution.LastLarge)];
        int ordinal;
        do ordinal = SampleInstitution.LastLarge + 1 + _random.Below(institution.Merchants.Count - SampleInstitution.LastLarge - 1);
        while (ordinal == SampleInstitution.Limited || SampleInstitution.BelowZero.Contains(ordinal));
        return institution.Merchants[ordinal];
    }

    private long PickAmount() => _random.Below(100) switch
    {
        < 60 => _random.Between(50, 40_00),
        < 90 => _random.Between(40_00, 150_00),
        _ => _random.Between(150_00, 1_500_00),
    };

    private string NewId(char kind) => $"{kind}-{date:yyyyMMdd}-{_channel.Channel.Code[0]}{++_ids:D8}";

    private (string Id, string Line) Payment(Merchant merchant, long amountMinor)
    {
        var id = NewId('P');
        var strategy = merchant.Contract.FeeStrategy;
        var cardType = _channel.Channel.Ordinal == 0 ? PickCardType() : "";
        var line = Line(id, "payment", merchant, amountMinor, cardType.Length == 0 ? "" : FieldsOf(strategy, cardType));
        _channel.Payments = _channel.Payments.Plus(amountMinor);
        var surchargeMinor = strategy == "surcharge" && cardType == "commercial" ? SurchargeMinor(amountMinor) : 0;
        if (surchargeMinor > 0) _channel.Surcharges = _channel.Surcharges.Plus(surchargeMinor);
        Bill(_channel, id, amountMinor + surchargeMinor);
        CountPart(merchant);
        if (strategy == "daily-tiers-whole-volume") _plan.WholeVolumes[(merchant.Id, _paidOn)] = _plan.WholeVolumes.GetValueOrDefault((merchant.Id, _paidOn)) + amountMinor;
        return (id, line);
    }

    /// <summary>What the channel has in its own books.</summary>
    private void Bill(ChannelPlan channel, string id, long amountMinor) => channel.Billed.Add(new BilledLine(id, amountMinor, _paidOn));

    private void CountPart(Merchant merchant) =>
        _plan.Strategies[merchant.Contract.FeeStrategy] = _plan.Strategies.GetValueOrDefault(merchant.Contract.FeeStrategy) + 1;

    private void Refunds(string original, Merchant merchant, long amountMinor)
    {
        var first = Math.Max(1, amountMinor * _random.Between(10, 60) / 100);
        Refund(original, merchant, first);
        if (_random.Below(10) == 0 && amountMinor - first > 0) Refund(original, merchant, amountMinor - first);
    }

    private void Refund(string original, Merchant merchant, long amountMinor)
    {
        var id = NewId('R');
        Line(id, "refund", merchant, amountMinor, Original(original));
        _channel.Refunds = _channel.Refunds.Plus(amountMinor);
        Bill(_channel, id, -amountMinor);
    }

    private void Chargeback(string original, Merchant merchant, long amountMinor)
    {
        var id = NewId('C');
        Line(id, "chargeback", merchant, amountMinor, Original(original));
        _channel.Chargebacks = _channel.Chargebacks.Plus(amountMinor);
        Bill(_channel, id, -amountMinor);
    }

    private void Duplicate(string line)
    {
        WriteLater(RetryLines, () =>
        {
            Raw(line);
            _channel.Repeats++;
        });
    }

    private void Conflict(string id, Merchant merchant)
    {
        WriteLater(RetryLines, () =>
        {
            Line(id, "payment", merchant, 1_600_00);
            _plan.Refuse(RejectionStage.Ledger, nameof(Status.IdConflict));
        });
    }

    private void Malformed()
    {
        var (reason, line) = MalformedLines.Make(_malformed++, NewId('X'), _at);
        Raw(line);
        _plan.Refuse(RejectionStage.Intake, reason.ToString());
    }

    private void AboveChannelLimit(Merchant merchant)
    {
        Line(NewId('P'), "payment", merchant, _channel.Channel.HighestPaymentMinor + _random.Between(1, 1_000_00));
        _plan.Refuse(RejectionStage.Decision, nameof(DecisionReason.AboveChannelLimit));
    }

    private void AboveAccountLimit()
    {
        Line(NewId('P'), "payment", institution.Merchants[SampleInstitution.Limited], SampleInstitution.LimitedHighestMinor + _random.Between(500_00, 2_000_00));
        _plan.Refuse(RejectionStage.Ledger, nameof(Status.AboveHighest));
    }

    private void WrongRefunds(string original, Merchant merchant, long amountMinor)
    {
        Line(NewId('R'), "refund", merchant, 1_00, Original(NewId('P')));
        _plan.Refuse(RejectionStage.Decision, nameof(DecisionReason.OriginalUnknown));
        Line(NewId('R'), "refund", merchant, amountMinor + 1, Original(original));
        _plan.Refuse(RejectionStage.Decision, nameof(DecisionReason.ReturnsMoreThanPaid));
    }

    private void WriteBelowZero(Merchant merchant) => Refund(Payment(merchant, 80_00).Id, merchant, 80_00);

    private string Line(string id, string type, Merchant merchant, long amountMinor, string tail = "")
    {
        var line = $$"""{"id":"{{id}}","type":"{{type}}","merchant":"{{merchant.Id}}","amount":"{{Text(amountMinor)}}","currency":"{{institution.Currency.Code}}","at":"{{_at}}"{{tail}}}""";
        Raw(line);
        return line;
    }

    private string Text(long amountMinor) => institution.Currency.Format(amountMinor);

    private static string Original(string id) => $",\"original\":\"{id}\"";

    private void Raw(string line)
    {
        _write(line);
        _channel.Lines++;
    }
}

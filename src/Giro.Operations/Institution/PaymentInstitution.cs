using System.Text;
using Giro.Ledger.Currencies;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Institution;

/// <summary>Our account at the bank.</summary>
/// <param name="Bic">8 or 11 characters, ISO 9362.</param>
public sealed record NostroAccount(string Iban, string Bic);

/// <summary>The institution that runs the book: its channels, merchants and terms. Does not change while it is used.</summary>
public sealed class PaymentInstitution
{
    private const int LongestCode = 64;
    private readonly Dictionary<string, Merchant>.AlternateLookup<ReadOnlySpan<char>> _merchants;
    private readonly Dictionary<int, CycleSchedule> _schedules = [];

    public PaymentInstitution(IReadOnlyList<Channel> channels, IReadOnlyList<Merchant> merchants)
    {
        for (var i = 0; i < channels.Count; i++)
        {
            if (channels[i].Ordinal != i) throw new ArgumentException($"channel {channels[i].Code} says that it is number {channels[i].Ordinal}, it is {i}", nameof(channels));
        }

        for (var i = 0; i < merchants.Count; i++)
        {
            if (merchants[i].Ordinal != i) throw new ArgumentException($"merchant {merchants[i].Id} says that it is number {merchants[i].Ordinal}, it is {i}", nameof(merchants));
        }

        Channels = channels;
        Merchants = merchants;
        _merchants = merchants.ToDictionary(merchant => merchant.Id).GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var merchant in merchants)
        {
            var terms = merchant.Contract.Settlement;
            if (terms.Fault() is { } fault) throw new ArgumentException($"merchant {merchant.Id}: {fault}", nameof(merchants));
            if (terms.GuarantorId is { } guarantor && (guarantor == merchant.Id || FindMerchant(guarantor) is null))
                throw new ArgumentException($"merchant {merchant.Id}: the guarantor {guarantor} is the merchant itself or unknown", nameof(merchants));
        }
    }

    public required string Name { get; init; }

    public required Currency Currency { get; init; }

    /// <summary>The institution's own; a schedule may have another.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>Of its business dates; a schedule may have another.</summary>
    public required BusinessCalendar Calendar { get; init; }

    /// <summary>Those that contracts name, and any others that had cycles once. Ordinals and codes are each used once.</summary>
    /// <exception cref="ArgumentException">One is used twice, or a contract names a schedule that is not among them.</exception>
    public required IReadOnlyList<CycleSchedule> Schedules
    {
        get;
        init
        {
            foreach (var schedule in value)
            {
                if (!_schedules.TryAdd(schedule.Ordinal, schedule)) throw new ArgumentException($"two schedules have the ordinal {schedule.Ordinal}", nameof(value));
            }

            if (value.CountBy(schedule => schedule.Code).FirstOrDefault(pair => pair.Value > 1) is { Key: { } code }) throw new ArgumentException($"two schedules have the code {code}", nameof(value));
            foreach (var merchant in Merchants)
            {
                if (merchant.Contracts.FirstOrDefault(contract => _schedules.GetValueOrDefault(contract.Schedule.Ordinal) != contract.Schedule) is { } stray)
                    throw new ArgumentException($"contract {stray.Version} of merchant {merchant.Id} names the schedule {stray.Schedule.Code}, which the institution does not have", nameof(value));
            }

            field = value;
        }
    }

    public required NostroAccount Nostro { get; init; }

    /// <summary>Our accounts in other currencies, from which payouts in them are made.</summary>
    public IReadOnlyDictionary<Currency, NostroAccount> ForeignNostros { get; init; } = new Dictionary<Currency, NostroAccount>();

    public PayoutApprovalPolicy PayoutApproval { get; init; } = PayoutApprovalPolicy.Automatic;

    /// <summary>Those that the institution file names. An account of ours that none of them is about has one of its own: <c>bank</c>, <c>bank-USD</c>.</summary>
    public IReadOnlyList<ReconciliationSource> Sources { get; init; } = [];

    public IReadOnlyList<Channel> Channels { get; }

    public IReadOnlyList<Merchant> Merchants { get; }

    /// <summary>The source of the statements of our account in a currency.</summary>
    public ReconciliationSource StatementSource(Currency currency) =>
        Sources.FirstOrDefault(source => source.Kind == SourceKind.BankStatement && source.Currency == currency) ?? new ReconciliationSource
        {
            Name = currency == Currency ? "bank" : $"bank-{currency.Code}", Kind = SourceKind.BankStatement, Currency = currency,
        };

    /// <summary>Every source that can have breaks, those of our accounts first.</summary>
    public IEnumerable<ReconciliationSource> AllSources() =>
        ForeignNostros.Keys.OrderBy(currency => currency.Number).Prepend(Currency).Select(StatementSource).Concat(Sources.Where(source => source.Kind == SourceKind.ChannelBill));

    public ReconciliationSource? FindSource(string name) => AllSources().FirstOrDefault(source => source.Name == name);

    /// <summary>Our account in a currency, or null.</summary>
    public NostroAccount? NostroIn(Currency currency) => currency == Currency ? Nostro : ForeignNostros.GetValueOrDefault(currency);

    /// <exception cref="InvalidDataException">There is no such schedule.</exception>
    public CycleSchedule ScheduleOf(CycleId cycle) =>
        _schedules.GetValueOrDefault(cycle.Schedule) ?? throw new InvalidDataException($"cycle {cycle} is of schedule {cycle.Schedule}, which there is not");

    /// <summary>
    /// The cycles of all schedules that are due for closing when a business date is over: those that end with it or with the closed days since the business date
    /// before. Cycles that close by merchant are not among them.
    /// </summary>
    public IEnumerable<CycleId> CyclesEndingOn(DateOnly businessDate) =>
        Schedules.SelectMany(schedule => schedule.EndingIn(Calendar.Previous(businessDate), businessDate));

    public Merchant? FindMerchant(ReadOnlySpan<char> id) => _merchants.TryGetValue(id, out var merchant) ? merchant : null;

    /// <param name="id">ASCII.</param>
    public Merchant? FindMerchant(ReadOnlySpan<byte> id)
    {
        if (id.Length > LongestCode) return null;
        Span<char> text = stackalloc char[LongestCode];
        return FindMerchant(text[..Encoding.Latin1.GetChars(id, text)]);
    }

    /// <param name="code">ASCII.</param>
    public Channel? FindChannel(ReadOnlySpan<byte> code)
    {
        foreach (var channel in Channels)
        {
            if (Ascii.Equals(code, channel.Code)) return channel;
        }

        return null;
    }
}

using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Writer;
using Giro.Operations.Institution.Terms;

namespace Giro.Operations.Institution;

/// <summary>The handles of the accounts that payouts and reconciliation in one currency need.</summary>
/// <param name="ExchangePosition">0 where the institution has but one currency.</param>
public sealed record CurrencyAccounts(
    Currency Currency, ulong Nostro, ulong Created, ulong Approved, ulong Instructed, ulong Accepted, ulong InTransit, ulong Returns, ulong BankSuspense, ulong SuspendedItems,
    ulong ReconciliationWriteOffs, ulong ReconciliationGains, ulong ExchangePosition);

/// <summary>The handles of the institution's accounts in a book, by what they are for.</summary>
public sealed class InstitutionAccounts
{
    private readonly ulong[] _receivable;
    private readonly ulong[] _channelSuspense;
    private readonly ulong[] _pending;
    private readonly ulong[] _payable;
    private readonly ulong[] _rollingReserve;
    private readonly ulong[] _fixedReserve;
    private readonly ulong[] _merchantReceivable;
    private readonly Dictionary<Currency, CurrencyAccounts> _currencies;

    /// <summary>Legs by the accounting rules, for events of settlement that they name; null where there are no rules.</summary>
    public EventLegs? Legs { get; private init; }

    private InstitutionAccounts(PaymentInstitution institution, Dictionary<string, ulong> handles)
    {
        _receivable = [.. institution.Channels.Select(channel => handles[ChartOfAccounts.Receivable(channel.Code)])];
        _channelSuspense = [.. institution.Channels.Select(channel => handles[ChartOfAccounts.ChannelSuspense(channel.Code)])];
        _pending = [.. institution.Merchants.Select(merchant => handles[ChartOfAccounts.Pending(merchant.Id)])];
        _payable = [.. institution.Merchants.Select(merchant => handles[ChartOfAccounts.Payable(merchant.Id)])];
        _rollingReserve = [.. institution.Merchants.Select(merchant => handles[ChartOfAccounts.RollingReserve(merchant.Id)])];
        _fixedReserve = [.. institution.Merchants.Select(merchant => handles[ChartOfAccounts.FixedReserve(merchant.Id)])];
        _merchantReceivable = [.. institution.Merchants.Select(merchant => handles[ChartOfAccounts.MerchantReceivable(merchant.Id)])];
        _currencies = CurrenciesOf(institution).ToDictionary(currency => currency, currency =>
        {
            return new CurrencyAccounts(
                currency, Handle(ChartOfAccounts.Nostro), Handle(ChartOfAccounts.PayoutsCreated), Handle(ChartOfAccounts.PayoutsApproved), Handle(ChartOfAccounts.PayoutsInstructed),
                Handle(ChartOfAccounts.PayoutsAccepted), Handle(ChartOfAccounts.InTransit), Handle(ChartOfAccounts.Returns), Handle(ChartOfAccounts.BankSuspense),
                Handle(ChartOfAccounts.SuspendedItems), Handle(ChartOfAccounts.ReconciliationWriteOffs), Handle(ChartOfAccounts.ReconciliationGains),
                handles.GetValueOrDefault(ChartOfAccounts.ExchangePosition(currency)));

            ulong Handle(string path) => handles[ChartOfAccounts.In(path, currency, institution.Currency)];
        });
        Home = _currencies[institution.Currency];
        WriteOffs = handles[ChartOfAccounts.WriteOffs];
        PayoutsReissued = handles[ChartOfAccounts.PayoutsReissued];
        FeeIncome = handles[ChartOfAccounts.FeeIncome];
        ChannelCosts = handles[ChartOfAccounts.ChannelCosts];
        Capital = handles[ChartOfAccounts.Capital];
    }

    /// <summary>Those of the institution's own currency.</summary>
    public CurrencyAccounts Home { get; }

    public ulong Nostro => Home.Nostro;

    public ulong InTransit => Home.InTransit;

    public ulong WriteOffs { get; }

    public ulong PayoutsReissued { get; }

    public ulong FeeIncome { get; }

    public ulong ChannelCosts { get; }

    public ulong BankSuspense => Home.BankSuspense;

    public ulong Capital { get; }

    public ulong Receivable(Channel channel) => _receivable[channel.Ordinal];

    public ulong Suspense(Channel channel) => _channelSuspense[channel.Ordinal];

    public ulong Pending(Merchant merchant) => _pending[merchant.Ordinal];

    public ulong Payable(Merchant merchant) => _payable[merchant.Ordinal];

    public ulong RollingReserve(Merchant merchant) => _rollingReserve[merchant.Ordinal];

    public ulong FixedReserve(Merchant merchant) => _fixedReserve[merchant.Ordinal];

    public ulong MerchantReceivable(Merchant merchant) => _merchantReceivable[merchant.Ordinal];

    /// <exception cref="KeyNotFoundException">The institution has no account in the currency.</exception>
    public CurrencyAccounts In(Currency currency) => _currencies[currency];

    private static IEnumerable<Currency> CurrenciesOf(PaymentInstitution institution) =>
        institution.ForeignNostros.Keys.OrderBy(currency => currency.Number).Prepend(institution.Currency);

    /// <summary>Opens every account of the chart. Accounts that are open already keep their handles, so this is also how a book is taken up again.</summary>
    /// <exception cref="InvalidOperationException">The book refuses an account, such as a path that was opened otherwise.</exception>
    /// <param name="rules">Their accounting rules make the legs of settlement's events where they name them; null leaves all to the chart.</param>
    public static InstitutionAccounts Open(Book book, PaymentInstitution institution, RuleBooks? rules = null)
    {
        var home = institution.Currency;
        var wanted = new List<ChartAccount>(ChartOfAccounts.Fixed);
        var currencies = new Dictionary<string, Currency>();
        foreach (var currency in CurrenciesOf(institution))
        {
            foreach (var account in ChartOfAccounts.OfCurrency) Want(account with { Path = ChartOfAccounts.In(account.Path, currency, home) }, currency);
            if (institution.ForeignNostros.Count > 0) Want(new ChartAccount(ChartOfAccounts.ExchangePosition(currency), AccountClass.Asset, AccountLimits.None), currency);
        }

        foreach (var channel in institution.Channels)
        {
            wanted.Add(new ChartAccount(ChartOfAccounts.Receivable(channel.Code), AccountClass.Asset, AccountLimits.None));
            wanted.Add(new ChartAccount(ChartOfAccounts.ChannelSuspense(channel.Code), AccountClass.Asset, AccountLimits.None));
        }

        foreach (var merchant in institution.Merchants)
        {
            var limits = new AccountLimits(long.MinValue, merchant.Contract.HighestPendingMinor);
            wanted.Add(new ChartAccount(ChartOfAccounts.Pending(merchant.Id), AccountClass.Liability, limits));
            wanted.Add(new ChartAccount(ChartOfAccounts.Payable(merchant.Id), AccountClass.Liability, AccountLimits.NotNegative));
            wanted.Add(new ChartAccount(ChartOfAccounts.RollingReserve(merchant.Id), AccountClass.Liability, AccountLimits.NotNegative));
            wanted.Add(new ChartAccount(ChartOfAccounts.FixedReserve(merchant.Id), AccountClass.Liability, AccountLimits.NotNegative));
            wanted.Add(new ChartAccount(ChartOfAccounts.MerchantReceivable(merchant.Id), AccountClass.Asset, AccountLimits.NotNegative));
            if (merchant.Contracts.Any(contract => contract.Deduction == FeeDeduction.Gross)) wanted.Add(new ChartAccount(ChartOfAccounts.FeesDue(merchant.Id), AccountClass.Asset, AccountLimits.None));
        }

        var handles = new Dictionary<string, ulong>(wanted.Count);
        var submission = new Submission();
        foreach (var chunk in wanted.Chunk(EntryPosting.EntriesPerRow))
        {
            submission.Clear();
            foreach (var account in chunk) submission.OpenAccount(account.Path, account.Class, currencies.GetValueOrDefault(account.Path, home), account.Limits);
            var results = book.Execute(submission);
            for (var i = 0; i < chunk.Length; i++)
            {
                if (!results[i].IsAccepted) throw new InvalidOperationException($"account {chunk[i].Path} cannot be opened: {results[i].Status}");
                handles.Add(chunk[i].Path, results[i].Account);
            }
        }

        return new InstitutionAccounts(institution, handles) { Legs = rules is null ? null : new EventLegs(rules, new AccountDirectory(book, institution), institution) };

        void Want(ChartAccount account, Currency currency)
        {
            wanted.Add(account);
            currencies.Add(account.Path, currency);
        }
    }
}

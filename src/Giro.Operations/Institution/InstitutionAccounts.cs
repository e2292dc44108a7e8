using Giro.Ledger.Accounts;
using Giro.Ledger.Writer;

namespace Giro.Operations.Institution;

/// <summary>The handles of the institution's accounts in a book, by what they are for.</summary>
public sealed class InstitutionAccounts
{
    private readonly ulong[] _receivable;
    private readonly ulong[] _pending;
    private readonly ulong[] _payable;

    private InstitutionAccounts(PaymentInstitution institution, Dictionary<string, ulong> handles)
    {
        _receivable = [.. institution.Channels.Select(channel => handles[ChartOfAccounts.Receivable(channel.Code)])];
        _pending = [.. institution.Merchants.Select(merchant => handles[ChartOfAccounts.Pending(merchant.Id)])];
        _payable = [.. institution.Merchants.Select(merchant => handles[ChartOfAccounts.Payable(merchant.Id)])];
        Nostro = handles[ChartOfAccounts.Nostro];
        InTransit = handles[ChartOfAccounts.InTransit];
        FeeIncome = handles[ChartOfAccounts.FeeIncome];
        ChannelCosts = handles[ChartOfAccounts.ChannelCosts];
        BankSuspense = handles[ChartOfAccounts.BankSuspense];
        Capital = handles[ChartOfAccounts.Capital];
    }

    public ulong Nostro { get; }

    public ulong InTransit { get; }

    public ulong FeeIncome { get; }

    public ulong ChannelCosts { get; }

    public ulong BankSuspense { get; }

    public ulong Capital { get; }

    public ulong Receivable(Channel channel) => _receivable[channel.Ordinal];

    public ulong Pending(Merchant merchant) => _pending[merchant.Ordinal];

    public ulong Payable(Merchant merchant) => _payable[merchant.Ordinal];

    /// <summary>Opens every account of the chart. Accounts that are open already keep their handles, so this is also how a book is taken up again.</summary>
    /// <exception cref="InvalidOperationException">The book refuses an account, such as a path that was opened otherwise.</exception>
    public static InstitutionAccounts Open(Book book, PaymentInstitution institution)
    {
        var wanted = new List<ChartAccount>(ChartOfAccounts.Fixed);
        foreach (var channel in institution.Channels)
            wanted.Add(new ChartAccount(ChartOfAccounts.Receivable(channel.Code), AccountClass.Asset, AccountLimits.None));
        foreach (var merchant in institution.Merchants)
        {
            var limits = new AccountLimits(long.MinValue, merchant.Contract.HighestPendingMinor);
            wanted.Add(new ChartAccount(ChartOfAccounts.Pending(merchant.Id), AccountClass.Liability, limits));
            wanted.Add(new ChartAccount(ChartOfAccounts.Payable(merchant.Id), AccountClass.Liability, AccountLimits.NotNegative));
        }

        var handles = new Dictionary<string, ulong>(wanted.Count);
        var submission = new Submission();
        foreach (var chunk in wanted.Chunk(EntryPosting.EntriesPerRow))
        {
            submission.Clear();
            foreach (var account in chunk) submission.OpenAccount(account.Path, account.Class, institution.Currency, account.Limits);
            var results = book.Execute(submission);
            for (var i = 0; i < chunk.Length; i++)
            {
                if (!results[i].IsAccepted) throw new InvalidOperationException($"account {chunk[i].Path} cannot be opened: {results[i].Status}");
                handles.Add(chunk[i].Path, results[i].Account);
            }
        }

        return new InstitutionAccounts(institution, handles);
    }
}

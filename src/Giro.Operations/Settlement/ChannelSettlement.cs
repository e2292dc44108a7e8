using System.Globalization;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>What a channel will pay for what it collected.</summary>
/// <param name="Reference">The end-to-end id with which the channel pays, at most 35 characters.</param>
/// <param name="GrossMinor">The receivable that it discharges.</param>
/// <param name="CostMinor">What the channel keeps.</param>
public sealed record ChannelSettlement(string Reference, string ChannelCode, long GrossMinor, long CostMinor, DateOnly DueDate)
{
    public long NetMinor => GrossMinor - CostMinor;

    /// <summary>Of the entry Dr nostro, Dr channel costs, Cr receivable.</summary>
    public EntryId SettledEntryId => EntryId.FromReference("channel-settled/" + Reference);

    public static string ReferenceOf(string channelCode, DateOnly date) => $"CS-{date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{channelCode}";
}

/// <summary>Keeps what is expected of channels. One thread at a time.</summary>
public interface IChannelSettlementStore : IDisposable
{
    /// <summary>Keeps a new expectation; one that is there stays as it is.</summary>
    void Expect(ChannelSettlement settlement);
}

/// <summary>At the end of a day, writes down what each channel is expected to pay: its receivable less its cost, rounded half up.</summary>
public sealed class ChannelExpectations(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IChannelSettlementStore store)
{
    private const int Million = 1_000_000;

    /// <returns>By channel; a channel that owes nothing has none.</returns>
    public IReadOnlyList<ChannelSettlement> Run(DateOnly businessDate)
    {
        var receivables = book.Query(reader => institution.Channels.Select(channel => (long)reader.Account(accounts.Receivable(channel)).BalanceMinor).ToArray());
        var expected = new List<ChannelSettlement>();
        foreach (var channel in institution.Channels)
        {
            var grossMinor = receivables[channel.Ordinal];
            if (grossMinor <= 0) continue;
            var costMinor = (long)((((Int128)grossMinor * channel.CostPpm) + (Million / 2)) / Million);
            var settlement = new ChannelSettlement(ChannelSettlement.ReferenceOf(channel.Code, businessDate), channel.Code, grossMinor, costMinor, businessDate);
            store.Expect(settlement);
            expected.Add(settlement);
        }

        return expected;
    }
}

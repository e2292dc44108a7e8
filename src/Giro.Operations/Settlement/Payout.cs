using System.Globalization;
using Giro.Ledger.Entries;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Settlement;

/// <summary>Numbers are stored and never reused.</summary>
public enum PayoutState : byte
{
    None = 0,

    /// <summary>Written down, with its end-to-end id; the entry may be posted, the bank knows nothing.</summary>
    Created = 1,

    /// <summary>In a file for the bank.</summary>
    Instructed = 2,

    /// <summary>On a statement.</summary>
    Settled = 3,

    /// <summary>The ledger refused the entry; the bank was not told.</summary>
    Refused = 4,
}

/// <summary>An instruction to pay a merchant what a cycle owes.</summary>
/// <param name="EndToEndId">Comes back on the statement; the same for ever for one cycle and merchant.</param>
public sealed record Payout(string EndToEndId, CycleId Cycle, string MerchantId, long AmountMinor, DateOnly DueDate, PayoutState State)
{
    /// <summary>At most 35 characters: "PO-", a cycle of up to 17, "-", a merchant id of 14 or, where the cycle is shorter, more.</summary>
    public static string EndToEndIdOf(CycleId cycle, string merchantId)
    {
        var id = $"PO-{cycle}-{merchantId}";
        return id.Length <= 35 ? id : throw new ArgumentException($"the merchant id {merchantId} is too long for an end-to-end id with cycle {cycle}", nameof(merchantId));
    }

    /// <summary>Of the entry Dr payable, Cr in transit.</summary>
    public EntryId EntryId => EntryId.FromReference("payout/" + EndToEndId);

    /// <summary>Of the entry Dr in transit, Cr nostro.</summary>
    public EntryId SettledEntryId => EntryId.FromReference("payout-settled/" + EndToEndId);
}

/// <summary>A file of payouts for the bank.</summary>
/// <param name="MessageId">Unique; the bank refuses a second file with the same one, so sending it again pays nobody twice.</param>
/// <param name="CreatedAt">Part of the file, and kept so that writing it again gives the same bytes.</param>
public sealed record PayoutBatch(string MessageId, DateOnly ExecutionDate, DateTimeOffset CreatedAt)
{
    public static string MessageIdOf(DateOnly date, int number) => $"PO-{date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{number}";

    public string FileName => $"pain001-{MessageId}.xml";
}

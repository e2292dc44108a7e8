using System.Globalization;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>An instruction to pay a merchant what is payable, or a part of it where several bank accounts share it.</summary>
/// <param name="EndToEndId">Given once, when the payout is written down; comes back in every message of the bank. 18 characters.</param>
/// <param name="Disbursement">The end-to-end id of the first of the payouts that pay the same items.</param>
/// <param name="HomeMinor">What payable was debited, in the currency of the merchant's accounts.</param>
/// <param name="AmountMinor">What the bank is told to pay, in <paramref name="Currency"/>.</param>
/// <param name="Name">Of the creditor, as it stands in the file.</param>
public sealed record Payout(
    string EndToEndId, string MerchantId, string Disbursement, long HomeMinor, long AmountMinor, Currency Currency, string Name, string Iban, DateOnly DueDate, PayoutState State)
{
    /// <summary>All states that it has been in.</summary>
    public PayoutPast Past { get; init; } = default(PayoutPast).With(State);

    /// <summary>The file that it is in; empty for none.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>The payout that was rejected or returned and whose place it takes; empty for none.</summary>
    public string Replaces { get; init; } = "";

    /// <summary>Who proposed it, or reissued it; empty where the policy made it. Cannot be the one who approves.</summary>
    public string ProposedBy { get; init; } = "";

    /// <summary>Why it was rejected, returned or declined, or what could not be; else empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>At most 999,999 a day, then more digits: <c>PO-20261111-000123</c>.</summary>
    public static string EndToEndIdOf(DateOnly date, long number) => $"PO-{date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{number:D6}";

    /// <summary>Of the entry that leads to a state: <c>payout/PO-20261111-000123/accepted</c>.</summary>
    public string Reference(PayoutState state) => $"payout/{EndToEndId}/{state switch
    {
        PayoutState.Created => "created",
        PayoutState.Approved => "approved",
        PayoutState.Instructed => "instructed",
        PayoutState.Accepted => "accepted",
        PayoutState.Settled => "settled",
        PayoutState.Rejected => "rejected",
        PayoutState.Returned => "returned",
        PayoutState.Reissued => "reissued",
        PayoutState.Declined => "declined",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    }}";

    public static EntryKind KindOf(PayoutState state) => (EntryKind)((int)EntryKind.PayoutCreated - 1 + (int)state);

    /// <summary>Of the entry Dr in transit, Cr nostro.</summary>
    public EntryId BookedEntryId => EntryId.FromReference($"payout/{EndToEndId}/booked");

    /// <summary>Of the entry Dr nostro, Cr returns.</summary>
    public EntryId ReturnBookedEntryId => EntryId.FromReference($"payout/{EndToEndId}/return-booked");
}

/// <summary>A file of payouts for the bank, from one of our accounts. All that stands in its head is kept, so that writing it again gives the same bytes.</summary>
/// <param name="MessageId">Unique; the bank refuses a second file with the same one, so sending it again pays nobody twice.</param>
public sealed record PayoutBatch(string MessageId, DateOnly ExecutionDate, DateTimeOffset CreatedAt, Currency Currency, string DebtorName, NostroAccount Debtor)
{
    /// <summary>Known when the file has been written; else 0 and empty.</summary>
    public long PayoutCount { get; init; }

    public long SumMinor { get; init; }

    /// <summary>SHA-256 of the file, hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    public static string MessageIdOf(DateOnly date, long number) => $"PO-{date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{number}";

    public string FileName => $"pain001-{MessageId}.xml";
}

/// <summary>Operations keep a merchant's payouts back. What is payable stays payable.</summary>
/// <param name="From">First business date.</param>
/// <param name="Until">First business date on which it holds no more; null: until it is released.</param>
public sealed record PayoutHold(string MerchantId, string By, string Why, DateOnly From, DateOnly? Until)
{
    /// <summary>Given by the store.</summary>
    public long Number { get; init; }

    public string ReleasedBy { get; init; } = "";

    public bool Holds(DateOnly date) => ReleasedBy.Length == 0 && date >= From && (Until is not { } until || date < until);
}

namespace Giro.Operations.Institution;

/// <summary>
/// What an entry is about; the number stands in the journal (<see cref="Giro.Ledger.Journal.RecordHeader.Kind"/>) and is never reused. Hundreds are stages:
/// 100 payments, 200 settlement, 300 bank statement, 900 the institution itself.
/// </summary>
public enum EntryKind : ushort
{
    None = 0,

    /// <summary>A customer's payment was captured: what the channel owes us, the merchants' share of it, our fees.</summary>
    Payment = 100,

    /// <summary>A merchant gives a payment back, in part or whole. Names the original.</summary>
    Refund = 101,

    /// <summary>As a refund, but decided by the channel.</summary>
    Chargeback = 102,

    /// <summary>A customer puts money into its wallet with us.</summary>
    TopUp = 103,

    /// <summary>A customer takes money out of its wallet.</summary>
    Withdrawal = 104,

    /// <summary>A customer pays from one wallet to another.</summary>
    Transfer = 105,

    /// <summary>What the payments of a period owe in fees beside what they were charged, either way.</summary>
    FeeAdjustment = 110,

    /// <summary>Fees of a merchant with gross deduction are taken from its pending account.</summary>
    FeeCollection = 111,

    /// <summary>Dr merchant pending; Cr merchant receivable, reserves and payable: what a closed cycle owes the merchant, and where it goes.</summary>
    Obligation = 200,

    /// <summary>Dr merchant payable, reserves, guarantor's payable, receivable; Cr merchant pending: where the money for a shortfall comes from.</summary>
    Cover = 202,

    /// <summary>Dr rolling reserve, Cr merchant payable.</summary>
    ReserveRelease = 203,

    /// <summary>Dr write-offs, Cr merchant receivable.</summary>
    WriteOff = 204,

    /// <summary>Dr merchant payable, Cr payouts created. From here to 220: 210 and the number of the payout's new state.</summary>
    PayoutCreated = 211,

    /// <summary>Dr payouts created, Cr payouts approved.</summary>
    PayoutApproved = 212,

    /// <summary>Dr payouts approved, Cr payouts instructed: the bank is told to pay.</summary>
    PayoutInstructed = 213,

    /// <summary>Dr payouts instructed, Cr payouts accepted: the bank says that it will pay.</summary>
    PayoutAccepted = 214,

    /// <summary>Dr payouts instructed or accepted, Cr settlement in transit: the bank says that it paid.</summary>
    PayoutSettled = 215,

    /// <summary>Dr payouts instructed or accepted, Cr merchant payable: the bank says that it will not pay.</summary>
    PayoutRejected = 216,

    /// <summary>Dr settlement returns, Cr merchant payable: the money comes back.</summary>
    PayoutReturned = 217,

    /// <summary>Dr merchant payable, Cr payouts reissued: it leaves again as another payout.</summary>
    PayoutReissued = 218,

    /// <summary>Dr payouts created, Cr merchant payable: a person said no.</summary>
    PayoutDeclined = 219,

    /// <summary>Dr settlement in transit, Cr nostro: the statement has the payout.</summary>
    PayoutBooked = 300,

    /// <summary>Dr nostro net, Dr channel costs, Cr channel receivable: the channel paid what it had collected.</summary>
    ChannelSettled = 301,

    /// <summary>Nostro against suspense: the money moved and nothing of ours explains it.</summary>
    Unexplained = 302,

    /// <summary>Dr nostro, Cr settlement returns: the statement has the money that came back.</summary>
    ReturnBooked = 303,

    /// <summary>An entry of a statement run, turned round: a corrected statement no longer has the line, or has it otherwise.</summary>
    BookingReversed = 304,

    /// <summary>Suspended items against suspense, either way: a break is past its time.</summary>
    BreakSuspended = 305,

    /// <summary>The same turned round: the break is cleared up.</summary>
    BreakReleased = 306,

    /// <summary>Reconciliation write-offs or gains against suspense: two persons have given a break up.</summary>
    BreakWrittenOff = 307,

    /// <summary>An account that two persons have named against suspense.</summary>
    BreakAdjusted = 308,

    /// <summary>Items of ours against suspense: two persons say which lines they are.</summary>
    BreakMatched = 309,

    /// <summary>Dr nostro, Cr capital: what the institution starts with.</summary>
    OpeningCapital = 900,
}

/// <summary>What a channel or merchant sends us. Numbers are never reused.</summary>
public enum PaymentKind : byte
{
    None = 0,
    Payment = 1,
    Refund = 2,
    Chargeback = 3,
    TopUp = 4,
    Withdrawal = 5,
    Transfer = 6,
}

/// <summary>The names of payment kinds: the field <c>type</c> of messages, the field <c>event</c> of strategies, the start of references in the book.</summary>
public static class PaymentKinds
{
    private static readonly string[] Names = ["", "payment", "refund", "chargeback", "top-up", "withdrawal", "transfer"];

    public static IReadOnlyList<PaymentKind> All { get; } = [.. Enum.GetValues<PaymentKind>().Where(kind => kind != PaymentKind.None)];

    public static string Name(this PaymentKind kind) => Names[(int)kind];

    /// <summary>Whether it gives an earlier payment back.</summary>
    public static bool IsReturn(this PaymentKind kind) => kind is PaymentKind.Refund or PaymentKind.Chargeback;

    /// <summary>Whether it is about a merchant's money; the others are about wallets.</summary>
    public static bool IsCleared(this PaymentKind kind) => kind is PaymentKind.Payment or PaymentKind.Refund or PaymentKind.Chargeback;

    public static EntryKind EntryKind(this PaymentKind kind) => kind switch
    {
        PaymentKind.Payment => Institution.EntryKind.Payment,
        PaymentKind.Refund => Institution.EntryKind.Refund,
        PaymentKind.Chargeback => Institution.EntryKind.Chargeback,
        PaymentKind.TopUp => Institution.EntryKind.TopUp,
        PaymentKind.Withdrawal => Institution.EntryKind.Withdrawal,
        PaymentKind.Transfer => Institution.EntryKind.Transfer,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The kind of message that an entry came from; <see cref="PaymentKind.None"/> for entries of our own.</summary>
    public static PaymentKind Of(EntryKind kind) => kind is >= Institution.EntryKind.Payment and <= Institution.EntryKind.Transfer ? (PaymentKind)(kind - Institution.EntryKind.Payment + 1) : PaymentKind.None;
}

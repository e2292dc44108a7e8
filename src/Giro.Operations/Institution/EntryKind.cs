namespace Giro.Operations.Institution;

/// <summary>
/// What an entry is about; the number stands in the journal (<see cref="Giro.Ledger.Journal.RecordHeader.Kind"/>) and is never reused. Hundreds are stages:
/// 100 payments, 200 settlement, 300 bank statement, 900 the institution itself.
/// </summary>
public enum EntryKind : ushort
{
    None = 0,

    /// <summary>Dr channel receivable gross, Cr merchant pending net, Cr fee income fee.</summary>
    Payment = 100,

    /// <summary>Dr merchant pending, Cr channel receivable; the fee is kept.</summary>
    Refund = 101,

    /// <summary>As a refund, but decided by the channel. Names the original.</summary>
    Chargeback = 102,

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

    /// <summary>Dr nostro, Cr capital: what the institution starts with.</summary>
    OpeningCapital = 900,
}

/// <summary>What a channel or merchant sends us.</summary>
public enum PaymentKind : byte
{
    None = 0,
    Payment = 1,
    Refund = 2,
    Chargeback = 3,
}

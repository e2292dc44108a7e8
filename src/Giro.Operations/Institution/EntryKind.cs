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

    /// <summary>Dr merchant pending, Cr merchant payable: what a closed cycle owes the merchant.</summary>
    Obligation = 200,

    /// <summary>Dr merchant payable, Cr settlement in transit: the bank is told to pay.</summary>
    Payout = 201,

    /// <summary>Dr settlement in transit, Cr nostro: the bank says that it paid.</summary>
    PayoutSettled = 300,

    /// <summary>Dr nostro net, Dr channel costs, Cr channel receivable: the channel paid what it had collected.</summary>
    ChannelSettled = 301,

    /// <summary>Nostro against suspense: the money moved and nothing of ours explains it.</summary>
    Unexplained = 302,

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

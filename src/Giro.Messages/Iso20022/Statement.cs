namespace Giro.Messages.Iso20022;

/// <summary>What camt.052, .053 and .054 say about the message as a whole (GrpHdr).</summary>
/// <param name="MessageId">at most 35 characters</param>
public sealed record StatementMessage(string MessageId, DateTimeOffset CreatedAt)
{
    /// <summary>MsgPgntn. A message in several pages repeats its statements; null when it is whole.</summary>
    public StatementPage? Page { get; init; }
}

/// <param name="Number">from 1</param>
public sealed record StatementPage(int Number, bool Last);

/// <summary>A statement or notification to be written. The entries are enumerated once, while writing.</summary>
public sealed record Statement(StatementHeader Header, IEnumerable<StatementEntry> Entries);

/// <summary>
/// What stands before the entries of one statement (camt.053 Stmt), notification (camt.054 Ntfctn) or account report (camt.052 Rpt).
/// </summary>
public sealed record StatementHeader
{
    /// <summary>The currency of a report in which nothing says one, by ISO 4217; its sums then have five decimals.</summary>
    public const string NoCurrency = "XXX";

    /// <summary>Stmt/Id and the like, at most 35 characters.</summary>
    public required string Id { get; init; }

    public required BankAccount Account { get; init; }

    /// <summary>
    /// Acct/Ccy; where a bank leaves it out, the currency of the opening balance, or else of the first balance. A notification and a report may have
    /// none of these: then that of the first entry, or without entries <see cref="NoCurrency"/>.
    /// </summary>
    public required string Currency { get; init; }

    /// <summary>Decimals of <see cref="Currency"/>, 0 to 5.</summary>
    public required int MinorUnitDigits { get; init; }

    /// <summary>
    /// All balances in the order of the message; none in a notification. Adding up, which is asked of a statement only, needs the booked ones:
    /// <c>OPBD</c> (or <c>PRCD</c>) and <c>CLBD</c>.
    /// </summary>
    public required IReadOnlyList<StatementBalance> Balances { get; init; }

    public StatementPage? Page { get; init; }
    public long? ElectronicSequenceNumber { get; init; }
    public long? LegalSequenceNumber { get; init; }

    /// <summary>A time without an offset in the message is taken as UTC.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }

    /// <summary>Acct/Ownr/Nm, at most 140 characters.</summary>
    public string? OwnerName { get; init; }

    /// <summary>CpyDplctInd: <c>COPY</c> for another receiver, <c>DUPL</c> of one sent before, <c>CODU</c> for both; null for the first. It is read, not written.</summary>
    public string? CopyDuplicate { get; init; }

    /// <summary>TxsSummry, where the bank gives it. On writing it must agree with the entries.</summary>
    public StatementSummary? Summary { get; init; }

    /// <summary>OPBD; where it is missing PRCD, the closing balance of the statement before, which ISO 20022 defines to be the same figure.</summary>
    public StatementBalance? OpeningBooked => First("OPBD") ?? First("PRCD");

    /// <summary>CLBD.</summary>
    public StatementBalance? ClosingBooked => First("CLBD");

    private StatementBalance? First(string type) => Balances.FirstOrDefault(balance => balance.Type == type);
}

/// <summary>Bal: one balance of the account.</summary>
/// <param name="Type">ISO external balance type, e.g. <c>OPBD</c>, <c>CLBD</c>, <c>CLAV</c>, or a proprietary one</param>
/// <param name="Amount">never negative; <paramref name="Side"/> says whether the account is in credit or overdrawn</param>
/// <param name="Date">the date as the bank wrote it; the time and offset of a DtTm are dropped</param>
public sealed record StatementBalance(string Type, CurrencyAmount Amount, CreditDebit Side, DateOnly Date)
{
    /// <summary>Minor units; negative when overdrawn.</summary>
    public long SignedMinor => Side.Signed(Amount.AmountMinor);
}

/// <summary>TxsSummry: totals over all entries of the statement, as the bank states them. Sums are minor units of the statement's currency.</summary>
public sealed record StatementSummary
{
    public long? EntryCount { get; init; }

    /// <summary>TtlNtries/Sum: credits and debits added without regard to sign.</summary>
    public long? EntrySumMinor { get; init; }

    /// <summary>Credits less debits.</summary>
    public long? NetMinor { get; init; }

    public long? CreditCount { get; init; }
    public long? CreditSumMinor { get; init; }
    public long? DebitCount { get; init; }
    public long? DebitSumMinor { get; init; }
}

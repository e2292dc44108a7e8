namespace Giro.Messages.Iso20022;

/// <summary>Ntry: one line of a statement, a notification or a report, which may stand for a whole batch of payments.</summary>
public sealed record StatementEntry
{
    /// <summary>Never negative.</summary>
    public required CurrencyAmount Amount { get; init; }

    /// <summary>How the entry moves the balance. For a reversal this is already the direction of the reversal.</summary>
    public required CreditDebit Side { get; init; }

    /// <summary><c>BOOK</c>, <c>PDNG</c>, <c>INFO</c>, <c>FUTR</c> or a proprietary status. Only booked entries count towards the closing balance.</summary>
    public required string Status { get; init; }

    /// <summary>The entry takes back an earlier one: a credit reverses a debit.</summary>
    public bool IsReversal { get; init; }

    /// <summary>NtryRef, at most 35 characters.</summary>
    public string? EntryReference { get; init; }

    /// <summary>The date as the bank wrote it; the time and offset of a DtTm are dropped.</summary>
    public DateOnly? BookingDate { get; init; }

    /// <inheritdoc cref="BookingDate"/>
    public DateOnly? ValueDate { get; init; }

    /// <summary>AcctSvcrRef: the bank's own reference, at most 35 characters.</summary>
    public string? AccountServicerReference { get; init; }

    public BankTransactionCode? TransactionCode { get; init; }

    /// <summary>TxDtls in the order of the message, of all NtryDtls together. Empty when the bank gives none.</summary>
    public IReadOnlyList<EntryDetail> Details { get; init; } = [];

    /// <summary>Btch, one for each NtryDtls that has it. At most one can be written.</summary>
    public IReadOnlyList<EntryBatch> Batches { get; init; } = [];

    /// <summary>The payments that a batch of this entry lists, as they were read; empty when the bank books the batch without listing it.</summary>
    public IEnumerable<EntryDetail> DetailsOf(EntryBatch batch) => Details.Skip(batch.FirstDetail).Take(batch.DetailCount);

    /// <summary>AddtlNtryInf, at most 500 characters.</summary>
    public string? AdditionalInformation { get; init; }

    /// <summary>Charges may stand between the entry's amount and its details, so these are then not expected to add up.</summary>
    internal bool HasCharges { get; init; }

    public bool IsBooked => Status == "BOOK";

    /// <summary>Minor units; negative for a debit.</summary>
    public long SignedMinor => Side.Signed(Amount.AmountMinor);

    /// <summary>
    /// The other party of a payment in this entry: the debtor of money received, the creditor of money paid. The parties of a reversal keep the
    /// roles of the payment that it takes back.
    /// </summary>
    public StatementParty? CounterpartyOf(EntryDetail detail) => (Side == CreditDebit.Credit) != IsReversal ? detail.Debtor : detail.Creditor;
}

/// <summary>BkTxCd: what kind of transaction, by the ISO codes (e.g. PMNT/ICDT/ESCT), the bank's own, or both.</summary>
/// <param name="Domain">at most 4 characters, as Family and SubFamily; the three come together</param>
/// <param name="Proprietary">at most 35 characters, as its issuer</param>
public sealed record BankTransactionCode(
    string? Domain, string? Family, string? SubFamily, string? Proprietary = null, string? ProprietaryIssuer = null);

/// <summary>Btch: what the bank says about the batch behind an entry.</summary>
/// <param name="PaymentInformationId">PmtInfId of the pain.001 that was booked as one amount</param>
/// <param name="TransactionCount">NbOfTxs</param>
/// <param name="Total">TtlAmt</param>
public sealed record EntryBatch(string? PaymentInformationId, long? TransactionCount = null, CurrencyAmount? Total = null)
{
    /// <summary>MsgId of that pain.001, at most 35 characters.</summary>
    public string? MessageId { get; init; }

    /// <summary>Where in <see cref="StatementEntry.Details"/> its payments begin.</summary>
    internal int FirstDetail { get; init; }

    /// <summary>TxDtls read beside this batch; 0 when the bank books the batch without listing it.</summary>
    internal int DetailCount { get; init; }
}

/// <param name="Name">at most 140 characters</param>
public sealed record StatementParty(string? Name, BankAccount? Account = null);

/// <summary>TxDtls: one payment in an entry. References are at most 35 characters.</summary>
public sealed record EntryDetail
{
    public string? MessageId { get; init; }
    public string? AccountServicerReference { get; init; }
    public string? PaymentInformationId { get; init; }
    public string? InstructionId { get; init; }

    /// <summary>As the debtor gave it; <c>NOTPROVIDED</c> where it gave none.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>The same for all banks on the way of the payment, a UUID of version 4; from version 08 on.</summary>
    public string? Uetr { get; init; }

    public string? TransactionId { get; init; }

    /// <summary>TxDtls/Amt; in version 02, which has none, AmtDtls/TxAmt/Amt. Null when the bank gives the entry's amount only.</summary>
    public CurrencyAmount? Amount { get; init; }

    /// <summary>Null when the same as the entry's.</summary>
    public CreditDebit? Side { get; init; }

    public StatementParty? Debtor { get; init; }
    public StatementParty? Creditor { get; init; }

    /// <summary>RmtInf/Ustrd, each at most 140 characters.</summary>
    public IReadOnlyList<string> RemittanceLines { get; init; } = [];

    /// <summary>RmtInf/Strd/CdtrRefInf/Ref.</summary>
    public IReadOnlyList<string> CreditorReferences { get; init; } = [];

    /// <summary>BkTxCd of this payment; null when the same as the entry's.</summary>
    public BankTransactionCode? TransactionCode { get; init; }

    /// <summary>RtrInf: the payment came back. Null for one that did not.</summary>
    public ReturnInformation? Return { get; init; }

    /// <summary>AddtlTxInf, at most 500 characters.</summary>
    public string? AdditionalInformation { get; init; }
}

/// <summary>RtrInf: why a payment came back.</summary>
/// <param name="Reason">Rsn, an ISO external code such as <c>AC04</c>, or a proprietary text of at most 35 characters; null where the bank gives none</param>
/// <param name="OriginalTransactionCode">OrgnlBkTxCd: what kind of transaction the returned payment was</param>
public sealed record ReturnInformation(string? Reason, BankTransactionCode? OriginalTransactionCode = null)
{
    /// <summary>AddtlInf, each at most 105 characters.</summary>
    public IReadOnlyList<string> AdditionalInformation { get; init; } = [];
}

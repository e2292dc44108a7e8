namespace Giro.Messages.Swift;

/// <summary>Field 61, statement line, with the field 86 that belongs to it.</summary>
public sealed record StatementLine
{
    public required MessagePlace Place { get; init; }

    public required DateOnly ValueDate { get; init; }

    /// <summary>The day it was booked, when given. Written without a year: the one that brings it nearest to the value date is taken.</summary>
    public DateOnly? EntryDate { get; init; }

    public required DebitCreditMark Mark { get; init; }

    /// <summary>Third letter of the currency, when the bank gives it; empty otherwise.</summary>
    public string FundsCode { get; init; } = "";

    /// <summary>Never negative; minor units of the statement's currency.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>Money to the account's owner positive.</summary>
    public long SignedMinor => Mark is DebitCreditMark.Credit or DebitCreditMark.ReversalOfDebit or DebitCreditMark.ExpectedCredit ? AmountMinor : -AmountMinor;

    /// <summary>False for what is only expected, in an interim report.</summary>
    public bool IsBooked => Mark is not (DebitCreditMark.ExpectedCredit or DebitCreditMark.ExpectedDebit);

    /// <summary>How it came about and what it is: <c>N</c> (neither), <c>F</c> (advised first) or <c>S</c> (by a SWIFT message), and a code, e.g.
    /// <c>NTRF</c>.</summary>
    public required string TransactionType { get; init; }

    /// <summary>Of the account's owner; <c>NONREF</c> when there is none.</summary>
    public required string CustomerReference { get; init; }

    /// <summary>Of the account's servicer, behind <c>//</c>; empty when there is none.</summary>
    public string BankReference { get; init; } = "";

    public string SupplementaryDetails { get; init; } = "";

    public InformationToAccountOwner? Information { get; init; }

    /// <summary>Fields NS, which SWIFT does not define; as they stand.</summary>
    public string NonSwift { get; init; } = "";

    /// <summary>Fields that belong to no such message and stand behind this line; each is a finding, too.</summary>
    public IReadOnlyList<MtField> UnknownFields { get; init; } = [];
}

/// <summary>Field 61, subfield 3. Numbers are never reused.</summary>
public enum DebitCreditMark
{
    None = 0,
    Credit = 1,
    Debit = 2,

    /// <summary>RC: takes a credit back, and so debits the account.</summary>
    ReversalOfCredit = 3,

    /// <summary>RD: takes a debit back, and so credits the account.</summary>
    ReversalOfDebit = 4,

    /// <summary>EC: an interim report announces it.</summary>
    ExpectedCredit = 5,

    /// <summary>ED: an interim report announces it.</summary>
    ExpectedDebit = 6,
}

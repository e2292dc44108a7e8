namespace Giro.Messages.Bai2;

/// <summary>Record 01.</summary>
/// <param name="Time">null when it is not given, or the end of the day (2400, 9999)</param>
/// <param name="PhysicalRecordLength">in characters; null for variable length</param>
/// <param name="BlockSize">in physical records; null when not given</param>
/// <param name="Version">2 in this format</param>
public sealed record FileHeader(
    MessagePlace Place, string Sender, string Receiver, DateOnly CreationDate, TimeOnly? Time, string FileIdentification, int? PhysicalRecordLength,
    int? BlockSize, string Version);

/// <summary>Record 02: accounts of one originator as of one time.</summary>
/// <param name="Status">1 update, 2 deletion, 3 correction, 4 test only</param>
/// <param name="AsOfTime">null when it is not given, or the end of the day (2400, 9999)</param>
/// <param name="Currency">ISO 4217; of accounts that do not say their own</param>
/// <param name="AsOfDateModifier">1 interim previous day, 2 final previous day, 3 interim same day, 4 final same day; may be empty</param>
public sealed record GroupHeader(
    MessagePlace Place, string UltimateReceiver, string Originator, string Status, DateOnly AsOfDate, TimeOnly? AsOfTime, string Currency,
    string AsOfDateModifier);

/// <summary>Record 03 with what its records 88 continue.</summary>
/// <param name="Currency">ISO 4217, of the group when the account does not say it</param>
public sealed record AccountIdentifier(MessagePlace Place, string AccountNumber, string Currency, int MinorUnitDigits, IReadOnlyList<AccountSummary> Summaries)
{
    /// <summary>Opening ledger (010); null when not given. Signed minor units, as all balances.</summary>
    public long? OpeningLedgerMinor => Amount("010");

    /// <summary>Closing ledger (015).</summary>
    public long? ClosingLedgerMinor => Amount("015");

    /// <summary>Opening available (040).</summary>
    public long? OpeningAvailableMinor => Amount("040");

    /// <summary>Closing available (045).</summary>
    public long? ClosingAvailableMinor => Amount("045");

    public AccountSummary? Summary(string typeCode) => Summaries.FirstOrDefault(summary => summary.TypeCode == typeCode);

    private long? Amount(string typeCode) => Summary(typeCode)?.AmountMinor;
}

/// <summary>A status (a balance) or a summary (a total) of an account.</summary>
/// <param name="AmountMinor">signed; null when the field is empty, which says nothing of the figure</param>
public sealed record AccountSummary(string TypeCode, long? AmountMinor, int? ItemCount, FundsAvailability Funds);

/// <summary>When an amount is available.</summary>
/// <param name="FundsType"><c>0</c> at once, <c>1</c> in one day, <c>2</c> in two or more, <c>V</c> on a date, <c>S</c> and <c>D</c> spread, <c>Z</c> or empty
/// unknown</param>
/// <param name="ValueDate">of type V</param>
/// <param name="ValueTime">of type V; null also for the end of the day</param>
/// <param name="Distribution">of types S (0, 1 and 2 days, 2 standing for more) and D</param>
public sealed record FundsAvailability(string FundsType, DateOnly? ValueDate, TimeOnly? ValueTime, IReadOnlyList<FundsPortion> Distribution);

/// <param name="Days">until it is available</param>
public readonly record struct FundsPortion(int Days, long AmountMinor);

/// <summary>Record 16 with what its records 88 continue.</summary>
public sealed record TransactionDetail
{
    public required MessagePlace Place { get; init; }

    /// <summary>Three digits; see <see cref="Bai2TypeCodes"/>.</summary>
    public required string TypeCode { get; init; }

    public CreditOrDebit Side => Bai2TypeCodes.SideOf(TypeCode);

    /// <summary>As written, without a sign as a rule; null when the field is empty.</summary>
    public required long? AmountMinor { get; init; }

    /// <summary>Money to the account's owner positive; as written when the type code is neither credit nor debit.</summary>
    public long SignedMinor => Side == CreditOrDebit.Debit ? -(AmountMinor ?? 0) : AmountMinor ?? 0;

    public required FundsAvailability Funds { get; init; }

    public string BankReference { get; init; } = "";

    public string CustomerReference { get; init; } = "";

    /// <summary>Lines of records joined by <c>\n</c>, blanks at their ends left out.</summary>
    public string Text { get; init; } = "";
}

/// <summary>Record 49.</summary>
/// <param name="ControlTotalMinor">of all amount fields of the account, with their signs</param>
/// <param name="RecordCount">physical records of the account, this one and records 88 included</param>
public sealed record AccountTrailer(MessagePlace Place, long? ControlTotalMinor, int? RecordCount);

/// <summary>Record 98.</summary>
public sealed record GroupTrailer(MessagePlace Place, long? ControlTotalMinor, int? AccountCount, int? RecordCount);

/// <summary>Record 99.</summary>
public sealed record FileTrailer(MessagePlace Place, long? ControlTotalMinor, int? GroupCount, int? RecordCount);

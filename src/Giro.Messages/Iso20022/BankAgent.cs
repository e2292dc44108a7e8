namespace Giro.Messages.Iso20022;

/// <summary>FinancialInstitutionIdentification18, as far as Giro uses it: a bank is named by its BIC or by its number in a clearing system.</summary>
public abstract record BankAgent
{
    private BankAgent() { }

    /// <param name="Value">ISO 9362 code of 8 or 11 characters</param>
    public sealed record Bic(string Value) : BankAgent;

    /// <param name="MemberId">the bank's number in the clearing system, at most 35 characters</param>
    /// <param name="SystemCode">ISO external clearing system code (e.g. <c>GBDSC</c>), at most 5 characters; null where the bank needs none</param>
    public sealed record ClearingMember(string MemberId, string? SystemCode = null) : BankAgent;
}

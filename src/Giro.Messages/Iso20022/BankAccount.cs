namespace Giro.Messages.Iso20022;

/// <summary>AccountIdentification4Choice: an account at a bank is named by an IBAN or by any other identification, never both.</summary>
public abstract record BankAccount
{
    private BankAccount() { }

    /// <summary>The identification itself, whichever kind it is.</summary>
    public abstract string Identification { get; }

    /// <param name="Value">electronic form without spaces, e.g. <c>NL26VAYB8060476890</c>; the shape is checked on writing, the check digits are not</param>
    public sealed record Iban(string Value) : BankAccount
    {
        public override string Identification => Value;
    }

    /// <param name="Value">a domestic account number or the like, at most 34 characters</param>
    public sealed record Other(string Value) : BankAccount
    {
        public override string Identification => Value;
    }
}

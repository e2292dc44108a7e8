namespace Giro.Operations.Institution;

/// <summary>Who is paid through us.</summary>
/// <param name="Ordinal">Place in <see cref="PaymentInstitution.Merchants"/>.</param>
/// <param name="Id">Such as <c>M000123</c>; part of account paths.</param>
/// <param name="Iban">Where payouts go, unless the contract names other accounts.</param>
/// <param name="Contracts">At least one, in the order of their dates.</param>
public sealed record Merchant(int Ordinal, string Id, string Name, string Iban, IReadOnlyList<Contract> Contracts)
{
    /// <summary>What rules may ask of a merchant beside its id, such as <c>mcc</c> and <c>region</c>.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The newest.</summary>
    public Contract Contract => Contracts[^1];

    /// <summary>The contract that a payment of a date is under; for a date before the first contract, the first.</summary>
    public Contract ContractOn(DateOnly date)
    {
        for (var i = Contracts.Count - 1; i > 0; i--)
        {
            if (Contracts[i].From <= date) return Contracts[i];
        }

        return Contracts[0];
    }
}

using Giro.Ledger.Entries;
using Giro.Operations.Institution;

namespace Giro.Operations.Decision;

/// <summary>From a payment event to the legs of its entry. A leg of zero is left out: an entry has none.</summary>
public sealed class AccountingRules(InstitutionAccounts accounts)
{
    /// <summary>Recorded on each entry; raised whenever a rule below changes.</summary>
    public const uint Version = 1;

    public const int MaxLegs = 3;

    /// <summary>Dr channel receivable gross, Cr merchant pending net, Cr fee income fee.</summary>
    /// <returns>How many legs were written.</returns>
    public int Payment(Channel channel, Merchant merchant, long grossMinor, Span<Leg> legs)
    {
        var feeMinor = AccountingFee.Of(merchant.Contract.Fee, grossMinor);
        var count = 0;
        legs[count++] = Leg.Debit(accounts.Receivable(channel), grossMinor);
        if (grossMinor != feeMinor) legs[count++] = Leg.Credit(accounts.Pending(merchant), grossMinor - feeMinor);
        if (feeMinor != 0) legs[count++] = Leg.Credit(accounts.FeeIncome, feeMinor);
        return count;
    }

    /// <summary>A refund or chargeback, in part or whole. The fee is kept: Dr merchant pending, Cr channel receivable.</summary>
    /// <inheritdoc cref="Payment"/>
    public int Return(Channel channel, Merchant merchant, long amountMinor, Span<Leg> legs)
    {
        legs[0] = Leg.Debit(accounts.Pending(merchant), amountMinor);
        legs[1] = Leg.Credit(accounts.Receivable(channel), amountMinor);
        return 2;
    }
}

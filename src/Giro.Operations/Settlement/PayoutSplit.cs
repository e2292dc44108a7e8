using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>What one bank account gets of a payout, above zero, in minor units.</summary>
public readonly record struct PayoutPart(string Iban, long AmountMinor);

/// <summary>Splits what is paid over a merchant's bank accounts. The parts sum to the whole, always.</summary>
public static class PayoutSplit
{
    /// <param name="merchantIban">Takes all where the terms name no accounts.</param>
    /// <param name="amountMinor">Above zero.</param>
    public static IReadOnlyList<PayoutPart> Of(SettlementTerms terms, string merchantIban, long amountMinor)
    {
        var accounts = terms.PayoutAccounts;
        if (accounts.Count == 0) return [new PayoutPart(merchantIban, amountMinor)];
        var parts = new long[accounts.Count];
        var leftMinor = amountMinor;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Math.Min(leftMinor, accounts[i].FixedMinor);
            leftMinor -= parts[i];
        }

        var shares = accounts.Select(account => account.ShareBillionths).ToArray();
        if (shares.All(share => share == 0)) parts[0] += leftMinor;
        else Share(leftMinor, shares, terms.Remainder, parts);
        return [.. parts.Select((part, i) => new PayoutPart(accounts[i].Iban, part)).Where(part => part.AmountMinor > 0)];
    }

    /// <summary>Adds the shares of an amount: each rounded down, and what that leaves by the rule. The shares come to one.</summary>
    internal static void Share(long amountMinor, long[] shares, RemainderRule rule, long[] parts)
    {
        var leftMinor = amountMinor;
        var fractions = new long[shares.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            // Below 2^63 * 2^30, so far inside 128 bits.
            var (whole, fraction) = Int128.DivRem((Int128)amountMinor * shares[i], SettlementTerms.One);
            parts[i] += (long)whole;
            fractions[i] = (long)fraction;
            leftMinor -= (long)whole;
        }

        if (rule == RemainderRule.First)
        {
            parts[Array.FindIndex(shares, share => share > 0)] += leftMinor;
            return;
        }

        // Fewer than accounts are left, as each fraction is below one; the order is stable, so ties go to the earlier.
        foreach (var i in Enumerable.Range(0, shares.Length).OrderByDescending(i => fractions[i]).Take((int)leftMinor)) parts[i]++;
    }
}

using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Ledger.State;

internal sealed partial class LedgerState
{
    private CommandResult Post(in RecordBody command, BatchBuffer batch)
    {
        ref readonly var header = ref command.Header;
        var status = FormOf(header);
        if (status != Status.Accepted) return CommandResult.Refused(status);
        var legs = command.Legs;
        status = AmountsOf(legs, out var fault);
        if (status != Status.Accepted) return CommandResult.Refused(status, fault);
        var fingerprint = Hash.Fingerprint(command);
        if (Ids.TryFind(header.IdLow, header.IdHigh, out var known)) return Known(known, fingerprint);
        status = DatesOf(header);
        if (status != Status.Accepted) return CommandResult.Refused(status);
        status = PostLegs(legs, out fault);
        return status == Status.Accepted ? Accept(ref batch.Copy(command.Bytes), fingerprint) : CommandResult.Refused(status, fault);
    }

    /// <summary>Judges legs and posts them, or changes nothing.</summary>
    private Status PostLegs(ReadOnlySpan<Leg> legs, out int fault)
    {
        var status = JudgeLegs(legs, out fault);
        if (status != Status.Accepted) return status;
        SaveBalances(legs);
        foreach (ref readonly var leg in legs) Post(ref Accounts[leg.Account], leg.AmountMinor);
        status = JudgeLimits(legs, out fault);
        if (status == Status.Accepted) return status;
        foreach (ref readonly var leg in legs) Post(ref Accounts[leg.Account], -leg.AmountMinor);
        return status;
    }

    /// <summary>Adds a signed amount (debit positive) to an account.</summary>
    private void Post(ref AccountRecord account, long amountMinor)
    {
        var before = account.Balance;
        if (account.Class is AccountClass.Asset or AccountClass.Expense)
        {
            account.Balance = before + amountMinor;
            _totals[account.Currency] += account.Balance - before;
        }
        else
        {
            account.Balance = before - amountMinor;
            _totals[account.Currency] -= account.Balance - before;
        }
    }

    /// <summary>Accounts known, debits equal to credits in each currency, states; in this order of precedence.</summary>
    private Status JudgeLegs(ReadOnlySpan<Leg> legs, out int fault)
    {
        Int128 sum = 0;
        ushort currency = 0;
        var oneCurrency = true;
        var allOpen = true;
        for (var i = 0; i < legs.Length; i++)
        {
            var handle = legs[i].Account;
            if (!Accounts.Contains(handle))
            {
                fault = i;
                return Status.AccountUnknown;
            }

            ref readonly var account = ref Accounts[handle];
            if (i == 0) currency = account.Currency;
            oneCurrency &= account.Currency == currency;
            allOpen &= account.State == AccountState.Open;
            sum += legs[i].AmountMinor;
        }

        fault = -1;
        if (oneCurrency ? sum != 0 : !IsZeroSumInEachCurrency(legs)) return Status.NotZeroSum;
        return allOpen ? Status.Accepted : JudgeStates(legs, out fault);
    }

    private readonly Int128[] _legSums = new Int128[Currencies.Currency.NumberLimit];

    private bool IsZeroSumInEachCurrency(ReadOnlySpan<Leg> legs)
    {
        foreach (ref readonly var leg in legs) _legSums[Accounts[leg.Account].Currency] = 0;
        foreach (ref readonly var leg in legs) _legSums[Accounts[leg.Account].Currency] += leg.AmountMinor;
        foreach (ref readonly var leg in legs)
        {
            if (_legSums[Accounts[leg.Account].Currency] != 0) return false;
        }

        return true;
    }

    private Status JudgeStates(ReadOnlySpan<Leg> legs, out int fault)
    {
        var worst = Status.Accepted;
        fault = -1;
        for (var i = 0; i < legs.Length; i++)
        {
            var status = (Accounts[legs[i].Account].State, legs[i].AmountMinor > 0) switch
            {
                (AccountState.Closed, _) => Status.AccountClosed,
                (AccountState.Frozen, _) => Status.AccountFrozen,
                (AccountState.DebitsFrozen, true) => Status.DebitsFrozen,
                (AccountState.CreditsFrozen, false) => Status.CreditsFrozen,
                _ => Status.Accepted,
            };
            if (status == Status.Accepted || (worst != Status.Accepted && status >= worst)) continue;
            worst = status;
            fault = i;
        }

        return worst;
    }

    /// <summary>
    /// Judges the end state, holds counted. A limit binds only in the direction of a leg: an account that is below its lowest, because the
    /// lowest was raised, may still be paid into.
    /// </summary>
    private Status JudgeLimits(ReadOnlySpan<Leg> legs, out int fault)
    {
        var above = -1;
        for (var i = 0; i < legs.Length; i++)
        {
            ref readonly var account = ref Accounts[legs[i].Account];
            if (account.Lowers(legs[i].AmountMinor))
            {
                if (account.Lowest == long.MinValue || account.Balance - account.HeldLowering >= account.Lowest) continue;
                fault = i;
                return Status.BelowLowest;
            }

            if (above < 0 && account.Highest != long.MaxValue && account.Balance + account.HeldRaising > account.Highest) above = i;
        }

        fault = above;
        return above < 0 ? Status.Accepted : Status.AboveHighest;
    }
}

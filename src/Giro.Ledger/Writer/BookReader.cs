using System.Text;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Holds;
using Giro.Ledger.State;

namespace Giro.Ledger.Writer;

/// <summary>An account as it stands: balances in minor units on its normal side.</summary>
/// <param name="HeldLoweringMinor">What open holds would take from the balance.</param>
/// <param name="HeldRaisingMinor">What open holds would add to it.</param>
public sealed record AccountView(
    ulong Handle, string Path, AccountClass Class, Currency Currency, AccountState State, AccountLimits Limits,
    Int128 BalanceMinor, long HeldLoweringMinor, long HeldRaisingMinor, string Metadata)
{
    /// <summary>The balance less what is held of it.</summary>
    public Int128 AvailableMinor => BalanceMinor - HeldLoweringMinor;

    /// <summary>Debits less credits.</summary>
    public Int128 DebitBalanceMinor => Class.NormalSign() * BalanceMinor;
}

/// <summary>Reads the live state, inside <see cref="Book.Query"/> on the writer's thread or inside <see cref="WarmBook.Query"/>. Keep it short: nothing is posted meanwhile.</summary>
public readonly struct BookReader
{
    private readonly LedgerState _state;

    internal BookReader(LedgerState state, ulong sequence)
    {
        _state = state;
        Sequence = sequence;
    }

    /// <summary>The journal row after which the state stands: all that it says, and nothing later.</summary>
    public ulong Sequence { get; }

    public string BookName => _state.Name;

    public DateOnly BusinessDate => DateOnly.FromDayNumber(_state.BusinessDate);

    public int AccountCount => _state.Accounts.Count;

    public int OpenHoldCount => _state.Holds.Count;

    internal int ExpiryCount => _state.Holds.ExpiryCount;

    /// <summary>The number of the last accepted record; 0 for none.</summary>
    public ulong LastNumber => _state.NextNumber - 1;

    /// <summary>The handle at a path, or 0.</summary>
    public ulong HandleOf(string path) => _state.Cards.TryFind(Encoding.UTF8.GetBytes(path), out var handle) ? handle : 0;

    /// <summary>The number under which an id was accepted, or 0.</summary>
    public ulong NumberOf(EntryId id) => _state.Ids.TryFind(id.Value, out var record) ? record.Number : 0;

    /// <summary>What is left of an open hold: signed legs; null when it is not open.</summary>
    public Leg[]? RemainingOf(EntryId hold) => _state.Holds.TryFind(hold.Value, out var open) ? open.Legs.ToArray() : null;

    /// <exception cref="ArgumentOutOfRangeException">There is no such handle.</exception>
    public AccountView Account(ulong handle)
    {
        if (!_state.Accounts.Contains(handle)) throw new ArgumentOutOfRangeException(nameof(handle), $"no account has the handle {handle}");
        ref readonly var record = ref _state.Accounts[handle];
        return new AccountView(
            handle, Encoding.UTF8.GetString(_state.Cards.Path(handle)), record.Class, Currency.FromNumber(record.Currency), record.State,
            new AccountLimits(record.Lowest, record.Highest), record.Balance, record.HeldLowering, record.HeldRaising,
            Encoding.UTF8.GetString(_state.Cards.Metadata(handle)));
    }

    /// <summary>The balance of an account on its normal side, in minor units; for reading many of them at one moment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such handle.</exception>
    public Int128 BalanceMinor(ulong handle) =>
        _state.Accounts.Contains(handle) ? _state.Accounts[handle].Balance : throw new ArgumentOutOfRangeException(nameof(handle), $"no account has the handle {handle}");

    /// <summary>The account at a path, or null.</summary>
    public AccountView? Account(string path)
    {
        var handle = HandleOf(path);
        return handle == 0 ? null : Account(handle);
    }

    /// <summary>All accounts by handle. Copies them; for reports, not for payments.</summary>
    public List<AccountView> Accounts()
    {
        var accounts = new List<AccountView>(AccountCount);
        for (var handle = 1UL; handle <= (ulong)AccountCount; handle++) accounts.Add(Account(handle));
        return accounts;
    }

    /// <summary>The currency whose accounts do not sum to zero when every account is counted anew, or null.</summary>
    public Currency? CurrencyOutOfBalance()
    {
        var number = _state.CurrencyOutOfBalanceRecounted();
        return number == 0 ? null : Currency.FromNumber(number);
    }

    /// <summary>
    /// SHA-256 over every account (path, balance, holds, limits, state, class, currency), the open holds, the business date and the last number:
    /// equal for equal states, however they came about.
    /// </summary>
    public string StateHash() => Snapshots.StateHash.Of(_state);
}

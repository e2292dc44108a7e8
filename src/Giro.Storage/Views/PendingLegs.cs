using Giro.Ledger.Accounts;

namespace Giro.Storage.Views;

/// <summary>
/// Legs read from the journal and not yet written, chained by account: adding one costs a few nanoseconds, and walking the
/// touched accounts in order of handle gives the order in which rows are written.
/// </summary>
internal sealed class PendingLegs
{
    private Pending[] _legs = new Pending[1 << 16];
    private Account[] _accounts = new Account[1 << 10];
    private ulong[] _touched = new ulong[1 << 10];
    private int _touchedCount;

    public int Count { get; private set; }

    /// <summary>Touched accounts, ascending. Valid until the next <see cref="Add"/> or <see cref="Clear"/>.</summary>
    public ReadOnlySpan<ulong> TouchedSorted()
    {
        var touched = _touched.AsSpan(0, _touchedCount);
        touched.Sort();
        return touched;
    }

    public ref Account this[ulong account] => ref _accounts[account];

    public ref readonly Pending Leg(int index) => ref _legs[index];

    public void Open(ulong account, AccountClass accountClass, Int128 balance)
    {
        if (account >= (ulong)_accounts.Length) Array.Resize(ref _accounts, (int)Math.Max(account + 1, (ulong)_accounts.Length * 2));
        _accounts[account] = new Account { Sign = (sbyte)accountClass.NormalSign(), Balance = balance, First = -1, Last = -1 };
    }

    public bool Knows(ulong account) => account < (ulong)_accounts.Length && _accounts[account].Sign != 0;

    public void Add(ulong account, ulong number, long amount, int valueDate, ushort kind, ushort leg)
    {
        if (Count == _legs.Length) Array.Resize(ref _legs, Count * 2);
        var index = Count++;
        _legs[index] = new Pending { Number = number, Amount = amount, ValueDate = valueDate, Kind = kind, Leg = leg, Next = -1 };
        ref var chain = ref _accounts[account];
        if (chain.First < 0)
        {
            chain.First = index;
            if (_touchedCount == _touched.Length) Array.Resize(ref _touched, _touchedCount * 2);
            _touched[_touchedCount++] = account;
        }
        else
        {
            _legs[chain.Last].Next = index;
        }

        chain.Last = index;
    }

    public void Clear()
    {
        foreach (var account in _touched.AsSpan(0, _touchedCount)) _accounts[account].First = -1;
        _touchedCount = 0;
        Count = 0;
    }

    internal struct Account
    {
        /// <summary>Balance on the normal side after everything written.</summary>
        public Int128 Balance;

        public int First;
        public int Last;

        /// <summary>+1 debit normal, -1 credit normal, 0 not opened.</summary>
        public sbyte Sign;
    }

    internal struct Pending
    {
        public ulong Number;
        public long Amount;
        public int Next;
        public int ValueDate;
        public ushort Kind;
        public ushort Leg;
    }
}

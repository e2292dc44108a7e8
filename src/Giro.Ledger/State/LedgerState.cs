using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Holds;
using Giro.Ledger.Ids;
using Giro.Ledger.Journal;

namespace Giro.Ledger.State;

/// <summary>
/// Everything the ledger knows, in memory, changed by one thread only. A command is judged completely before it changes anything, or its
/// changes are taken back before its refusal is returned; so after each call the state is what the records accepted so far say.
/// The parts: this file holds the data and what several commands share; Entries, Holds, Reversals, Accounts and Dates judge commands; Chains
/// takes back; Replay applies records that were judged before.
/// </summary>
internal sealed partial class LedgerState : IDisposable
{
    public const int MinLegs = 2;
    public const int MaxLegs = 256;
    public const int MaxAttributes = 2048;

    /// <summary>How many commands ahead ids and accounts are fetched into the cache: more than a miss takes, less than the cache holds.</summary>
    public const int Lookahead = 12;

    private const int MaxPrefetchedLegs = 8;

    private readonly Int128[] _totals = new Int128[Currency.NumberLimit];
    private readonly List<ushort> _currencies = [];
    private readonly Leg[] _legs = new Leg[MaxLegs];
    private readonly int _maxAccounts;
    private readonly int _maxHolds;

    public LedgerState(string name, BookHash hash, IdIndex ids, int businessDate, int maxAccounts, int maxHolds)
    {
        Name = name;
        Hash = hash;
        Ids = ids;
        BusinessDate = businessDate;
        Cards = new AccountCards(hash);
        _maxAccounts = maxAccounts;
        _maxHolds = maxHolds;
    }

    public string Name { get; }

    public BookHash Hash { get; }

    public IdIndex Ids { get; }

    public AccountTable Accounts { get; } = new();

    public AccountCards Cards { get; private set; }

    public HoldTable Holds { get; } = new();

    /// <summary>The current business date, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int BusinessDate { get; internal set; }

    /// <summary>The number that the next accepted record gets.</summary>
    public ulong NextNumber { get; internal set; } = 1;

    /// <summary>The time of the batch that is being filled, microseconds since 1970 UTC.</summary>
    public long NowUs { get; set; }

    /// <summary>Judges one command and, when it is accepted, changes the state and appends its record to the batch.</summary>
    public CommandResult Execute(in RecordBody command, BatchBuffer batch) => command.Header.Type switch
    {
        RecordType.Entry => Post(command, batch),
        RecordType.Hold => PlaceHold(command, batch),
        RecordType.Capture => Capture(command, batch),
        RecordType.Release => Release(command, batch),
        RecordType.Extend => Extend(command, batch),
        RecordType.Reversal => Reverse(command, batch),
        RecordType.OpenAccount => OpenAccount(command, batch),
        RecordType.SetLimits or RecordType.SetState or RecordType.SetMetadata => ChangeAccount(command, batch),
        RecordType.AdvanceDate => AdvanceDate(command, batch),
        _ => CommandResult.Refused(Status.CommandUnknown),
    };

    /// <summary>The currency whose accounts do not sum to zero, or 0. Totals follow the stored balances, not the legs, so a lost update shows.</summary>
    public ushort CurrencyOutOfBalance()
    {
        foreach (var currency in _currencies)
        {
            if (_totals[currency] != 0) return currency;
        }

        return 0;
    }

    /// <summary>Sums every account anew and compares; for opening, snapshots and verify.</summary>
    public ushort CurrencyOutOfBalanceRecounted()
    {
        var totals = new Int128[Currency.NumberLimit];
        for (var handle = 1UL; handle <= (ulong)Accounts.Count; handle++)
        {
            ref readonly var account = ref Accounts[handle];
            totals[account.Currency] += account.Class.NormalSign() * account.Balance;
        }

        for (ushort i = 0; i < totals.Length; i++)
        {
            if (totals[i] != 0 || totals[i] != _totals[i]) return i;
        }

        return 0;
    }

    /// <summary>Fetches what a command or record will touch into the cache; how far ahead, see <see cref="Lookahead"/>. Judges nothing.</summary>
    public void Prefetch(in RecordBody record)
    {
        Ids.Prefetch(record.Header.IdLow, record.Header.IdHigh);
        var legs = record.Legs;
        for (var i = 0; i < Math.Min(legs.Length, MaxPrefetchedLegs); i++) Accounts.Prefetch(legs[i].Account);
    }

    private void UseCurrency(ushort currency)
    {
        if (!_currencies.Contains(currency)) _currencies.Add(currency);
    }

    /// <summary>
    /// What is judged of every command alike, in order of precedence: flags and reserved fields, id, count of legs, attribute length, and whether it may
    /// be part of a chain.
    /// </summary>
    /// <param name="header">The command's header.</param>
    /// <param name="reservedIsZero">Whether the fields of the body that this command does not use are zero.</param>
    /// <param name="allowed">Flags that this command has besides the chain's.</param>
    /// <param name="mayChain">Whether it may be part of a chain. None that may not has legs, so this does not overtake what is wrong with amounts.</param>
    private Status FormOf(in RecordHeader header, bool reservedIsZero = true, RecordFlags allowed = RecordFlags.None, bool mayChain = true)
    {
        if ((header.Flags & ~(allowed | RecordFlags.ChainNext)) != 0 || header.Reserved1 != 0 || header.Reserved2 != 0 || !reservedIsZero) return Status.ReservedNotZero;
        if ((header.IdLow | header.IdHigh) == 0 && header.Type != RecordType.OpenAccount) return Status.IdMissing;
        if (!HasLegsInRange(header)) return Status.LegCountOutOfRange;
        if (header.AttributeLength > MaxAttributes) return Status.AttributesTooLong;
        return !mayChain && (_inChain || (header.Flags & RecordFlags.ChainNext) != 0) ? Status.NotInChain : Status.Accepted;
    }

    private static bool HasLegsInRange(in RecordHeader header) => header.Type switch
    {
        RecordType.Entry or RecordType.Hold => header.LegCount is >= MinLegs and <= MaxLegs,
        RecordType.Capture => header.LegCount is 0 or (>= MinLegs and <= MaxLegs),
        _ => header.LegCount == 0,
    };

    private static Status AmountsOf(ReadOnlySpan<Leg> legs, out int fault)
    {
        var worst = Status.Accepted;
        fault = -1;
        for (var i = 0; i < legs.Length; i++)
        {
            var amount = legs[i].AmountMinor;
            if (amount != 0 && amount != long.MinValue) continue;
            var status = amount == 0 ? Status.AmountZero : Status.AmountOutOfRange;
            if (worst != Status.Accepted && status >= worst) continue;
            worst = status;
            fault = i;
        }

        return worst;
    }

    /// <summary>The answer for an id that was accepted before.</summary>
    private static CommandResult Known(in IdRecord known, ulong fingerprint) =>
        known.Fingerprint == fingerprint
            ? new CommandResult(Status.Accepted, known.Number, IsRepeat: true)
            : CommandResult.Refused(Status.IdConflict);

    /// <summary>Completes the record that was just copied into the batch, and remembers its id.</summary>
    private CommandResult Accept(ref RecordHeader record, ulong fingerprint)
    {
        record.Flags &= ~RecordFlags.ChainNext;
        if (record.BusinessDate == 0)
        {
            record.BusinessDate = BusinessDate;
            record.Flags |= RecordFlags.BusinessDateFilled;
        }

        if (record.ValueDate == 0)
        {
            record.ValueDate = record.BusinessDate;
            record.Flags |= RecordFlags.ValueDateFilled;
        }

        var number = NextNumber++;
        if ((record.IdLow | record.IdHigh) != 0) Remember(new IdRecord(record.Id, fingerprint, number, record.Type));
        return new CommandResult(Status.Accepted, number);
    }

    private void Remember(in IdRecord record)
    {
        Ids.Insert(record);
        if (_inChain) _undo.Push(UndoStep.IdInserted(new UInt128(record.IdHigh, record.IdLow)));
    }

    public void Dispose()
    {
        Ids.Dispose();
        Accounts.Dispose();
    }
}

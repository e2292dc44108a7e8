using System.Runtime.InteropServices;
using Giro.Ledger.Accounts;
using Giro.Ledger.Journal;

namespace Giro.Storage.Views;

/// <summary>
/// What a projector does whatever the database: reads records, gathers legs by account and ids by bucket, and gives rows to a sink in the order in which they are
/// written best. Legs of one pack are of one part and of one business date, so that a pack has one place however rows are spread.
/// </summary>
internal sealed class ViewFold(IViewSink sink)
{
    internal const int PartBits = 20;
    internal const int LegsPerRow = 64;

    /// <summary>So many legs are written at the latest: some 100 MiB of pending legs at most, a second of work.</summary>
    private const int LegsPerFlush = 1 << 19;

    private readonly PendingLegs _legs = new();
    private readonly PendingIds _ids = new();
    private readonly HistoryLeg[] _pack = new HistoryLeg[LegsPerRow];
    private IdEntry[] _idRow = new IdEntry[256];
    private ulong _part;
    private int _pendingIds;
    private JournalHead _applied;
    private ulong _nextNumber = 1;
    private int _businessDate;

    /// <summary>The last row that the sink has committed.</summary>
    public JournalHead Checkpoint { get; private set; }

    public int PendingCount => _legs.Count + _pendingIds;

    /// <summary>Goes on from what the views hold.</summary>
    public void Resume(JournalHead checkpoint, ulong nextNumber, int businessDate)
    {
        Checkpoint = _applied = checkpoint;
        _nextNumber = nextNumber;
        _part = nextNumber >> PartBits;
        _businessDate = businessDate;
    }

    /// <summary>Takes in an account that the views hold, with its balance on the normal side.</summary>
    public void Resume(ulong account, AccountClass accountClass, Int128 balanceMinor) => _legs.Open(account, accountClass, balanceMinor);

    public void Apply(in JournalRow row)
    {
        if (row.Sequence != _applied.Sequence + 1) throw new InvalidDataException($"the views stand at row {_applied.Sequence}, row {row.Sequence} does not follow it");
        ref readonly var header = ref MemoryMarshal.AsRef<BatchHeader>(row.Payload.Span);
        if (header.PreviousHash != _applied.Hash)
            throw new InvalidDataException($"the views were made from another journal: they stand at row {_applied.Sequence} with another hash; delete the views file, or run giro views rebuild");
        var records = JournalRecords.Of(row.Payload.Span);
        while (records.MoveNext())
        {
            var part = records.Number >> PartBits;
            if (part != _part)
            {
                WritePending();
                _part = part;
            }

            Apply(records.Current, records.Number);
        }

        sink.Batch(row.Sequence, header.FirstNumber, row.TimeUs);
        _nextNumber = header.FirstNumber + header.RecordCount;
        _applied = new JournalHead(row.Sequence, row.Hash);
        if (_legs.Count >= LegsPerFlush || _pendingIds >= LegsPerFlush) Flush();
    }

    /// <summary>Writes what is pending and commits it with the checkpoint. After an exception the projector is of no more use: what is written is not known to it.</summary>
    public void Flush()
    {
        if (_applied.Sequence == Checkpoint.Sequence) return;
        WritePending();
        sink.Commit(Checkpoint, _applied, _nextNumber);
        Checkpoint = _applied;
    }

    private void Apply(in RecordBody record, ulong number)
    {
        ref readonly var header = ref record.Header;
        if ((header.IdLow | header.IdHigh) != 0)
        {
            _ids.Add(header.IdLow, header.IdHigh, number);
            _pendingIds++;
        }

        switch (header.Type)
        {
            case RecordType.Entry:
                AddLegs(record, number);
                break;
            case RecordType.Capture or RecordType.Reversal:
                AddLegs(record, number);
                sink.Link(record.Fixed<TargetBody>().Target, number, header.Type);
                break;
            case RecordType.Release or RecordType.Extend or RecordType.Expire:
                sink.Link(record.Fixed<TargetBody>().Target, number, header.Type);
                break;
            case RecordType.OpenAccount:
                ref readonly var body = ref record.Fixed<OpenAccountBody>();
                _legs.Open(body.Account, (AccountClass)body.Class, 0);
                sink.OpenAccount(number, body, record.Path, record.Attributes);
                break;
            case RecordType.SetLimits or RecordType.SetState or RecordType.SetMetadata:
                sink.ChangeAccount(header.Type, record.Fixed<ChangeAccountBody>(), record.Attributes);
                break;
            case RecordType.OpenBook or RecordType.AdvanceDate:
                WriteLegs();
                _businessDate = header.BusinessDate;
                sink.Day(_businessDate, number);
                break;
        }
    }

    private void AddLegs(in RecordBody record, ulong number)
    {
        ref readonly var header = ref record.Header;
        var legs = record.Legs;
        for (var i = 0; i < legs.Length; i++)
        {
            if (!_legs.Knows(legs[i].Account)) throw new InvalidDataException($"record {number} posts to account {legs[i].Account}, which the views do not know");
            _legs.Add(legs[i].Account, number, legs[i].AmountMinor, header.ValueDate, header.Kind, (ushort)i);
            if (header.ValueDate != _businessDate) sink.ValueShift(legs[i].Account, number, i, _businessDate, header.ValueDate, legs[i].AmountMinor);
        }
    }

    /// <summary>Writes pending legs and ids, which also covers a part that ends in the middle of a batch.</summary>
    private void WritePending()
    {
        WriteLegs();
        if (_pendingIds == 0) return;
        for (var bucket = 0; bucket < PendingIds.Buckets; bucket++)
        {
            var count = _ids.Copy(bucket, ref _idRow);
            if (count > 0) sink.Ids(_part, bucket, _idRow.AsSpan(0, count));
        }

        _ids.Clear();
        _pendingIds = 0;
    }

    private void WriteLegs()
    {
        if (_legs.Count == 0) return;
        foreach (var account in _legs.TouchedSorted()) WriteAccount(account);
        _legs.Clear();
    }

    private void WriteAccount(ulong account)
    {
        ref var chain = ref _legs[account];
        var filled = 0;
        ulong last = 0;
        for (var i = chain.First; i >= 0;)
        {
            ref readonly var leg = ref _legs.Leg(i);
            chain.Balance += chain.Sign * leg.Amount;
            last = leg.Number;
            _pack[filled++] = new HistoryLeg(leg.Number, leg.Amount, chain.Balance, leg.ValueDate, leg.Kind, leg.Leg);
            i = leg.Next;
            if (filled < LegsPerRow && i >= 0) continue;
            sink.Pack(_part, _businessDate, account, _pack.AsSpan(0, filled));
            filled = 0;
        }

        sink.Balance(account, chain.Balance, last);
    }
}

/// <summary>
/// Where a fold's rows go. All calls until <see cref="Commit"/> are one transaction; it is taken back when the sink is disposed before. Packs come by account, ascending,
/// each with the legs of one account on one business date; ids by bucket. Spans are valid during the call.
/// </summary>
internal interface IViewSink
{
    void Batch(ulong sequence, ulong firstNumber, long timeUs);

    void Day(int businessDate, ulong firstNumber);

    void OpenAccount(ulong number, in OpenAccountBody body, ReadOnlySpan<byte> path, ReadOnlySpan<byte> metadata);

    /// <param name="type">Which of the account's fields changes.</param><param name="body">The account, its limits or its state.</param><param name="metadata">Or its metadata.</param>
    void ChangeAccount(RecordType type, in ChangeAccountBody body, ReadOnlySpan<byte> metadata);

    void Link(UInt128 target, ulong number, RecordType type);

    void ValueShift(ulong account, ulong number, int leg, int businessDate, int valueDate, long amountMinor);

    void Pack(ulong part, int businessDate, ulong account, ReadOnlySpan<HistoryLeg> legs);

    /// <summary>The balance after an account's packs, and the number of its last record.</summary>
    void Balance(ulong account, Int128 balanceMinor, ulong lastNumber);

    void Ids(ulong part, int bucket, ReadOnlySpan<IdEntry> entries);

    /// <summary>Moves the checkpoint and commits it with all that was written.</summary>
    void Commit(JournalHead from, JournalHead to, ulong nextNumber);
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Giro.Ledger.Accounts;
using Giro.Ledger.Journal;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Views;

/// <summary>The projector of <c>views.db</c>.</summary>
internal sealed class ViewProjector : IViewProjector
{
    internal const int BookId = 1;
    internal const int PartBits = 20;
    internal const int LegsPerRow = 64;
    internal const string Kind = "views";

    /// <summary>So many legs are written at the latest: some 100 MiB of pending legs at most, a second of work.</summary>
    private const int LegsPerFlush = 1 << 19;

    private readonly SqliteFile _file;
    private readonly ViewStatements _sql;
    private readonly PendingLegs _legs = new();
    private readonly PendingIds _ids = new();
    private readonly byte[] _row = new byte[LegsPerRow * HistoryLeg.Size];
    private IdEntry[] _idRow = new IdEntry[256];
    private bool _inTransaction;
    private ulong _part;
    private int _pendingIds;
    private JournalHead _applied;
    private ulong _nextNumber = 1;
    private int _businessDate;

    public ViewProjector(string path)
    {
        _file = new SqliteFile(path, readOnly: false);
        try
        {
            _file.Execute("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 4000");
            Migrations.Apply(_file, Kind);
            _sql = new ViewStatements(_file);
            Load();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public JournalHead Checkpoint { get; private set; }

    public int PendingCount => _legs.Count + _pendingIds;

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

        BeginTransaction();
        _sql.Batch.Bind(1, BookId).Bind(2, (long)row.Sequence).Bind(3, (long)header.FirstNumber).Bind(4, row.TimeUs).Run();
        _nextNumber = header.FirstNumber + header.RecordCount;
        _applied = new JournalHead(row.Sequence, row.Hash);
        if (_legs.Count >= LegsPerFlush || _pendingIds >= LegsPerFlush) Flush();
    }

    public void Flush()
    {
        if (_applied.Sequence == Checkpoint.Sequence) return;
        BeginTransaction();
        WritePending();
        var hash = _applied.Hash;
        _sql.Checkpoint.Bind(1, BookId).Bind(2, (long)_applied.Sequence).Bind(3, hash).Bind(4, (long)_nextNumber).Run();
        _file.Execute("COMMIT");
        _inTransaction = false;
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
                AddLink(record, number);
                break;
            case RecordType.Release or RecordType.Extend or RecordType.Expire:
                AddLink(record, number);
                break;
            case RecordType.OpenAccount:
                OpenAccount(record, number);
                break;
            case RecordType.SetLimits or RecordType.SetState or RecordType.SetMetadata:
                ChangeAccount(record);
                break;
            case RecordType.OpenBook or RecordType.AdvanceDate:
                BeginTransaction();
                _businessDate = header.BusinessDate;
                _sql.Day.Bind(1, BookId).Bind(2, header.BusinessDate).Bind(3, (long)number).Run();
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
            if (header.ValueDate == _businessDate) continue;
            BeginTransaction();
            _sql.ValueShift.Bind(1, BookId).Bind(2, (long)legs[i].Account).Bind(3, (long)number).Bind(4, i)
                .Bind(5, _businessDate).Bind(6, header.ValueDate).Bind(7, legs[i].AmountMinor).Run();
        }
    }

    private void AddLink(in RecordBody record, ulong number)
    {
        BeginTransaction();
        Span<byte> target = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(target, record.Fixed<TargetBody>().Target);
        _sql.Link.Bind(1, BookId).Bind(2, target).Bind(3, (long)number).Bind(4, (long)record.Header.Type).Run();
    }

    private void OpenAccount(in RecordBody record, ulong number)
    {
        BeginTransaction();
        ref readonly var body = ref record.Fixed<OpenAccountBody>();
        _legs.Open(body.Account, (AccountClass)body.Class, 0);
        _sql.Account.Bind(1, BookId).Bind(2, (long)body.Account).Bind(3, Encoding.UTF8.GetString(record.Path)).Bind(4, body.Class).Bind(5, body.Currency)
            .Bind(6, (long)AccountState.Open).Bind(7, body.LowestMinor).Bind(8, body.HighestMinor).Bind(9, (long)number).Bind(10, record.Attributes).Run();
    }

    private void ChangeAccount(in RecordBody record)
    {
        BeginTransaction();
        ref readonly var body = ref record.Fixed<ChangeAccountBody>();
        switch (record.Header.Type)
        {
            case RecordType.SetLimits:
                _sql.Limits.Bind(1, BookId).Bind(2, (long)body.Account).Bind(3, body.LowestMinor).Bind(4, body.HighestMinor).Run();
                break;
            case RecordType.SetState:
                _sql.State.Bind(1, BookId).Bind(2, (long)body.Account).Bind(3, body.State).Run();
                break;
            default:
                _sql.Metadata.Bind(1, BookId).Bind(2, (long)body.Account).Bind(3, record.Attributes).Run();
                break;
        }
    }

    /// <summary>Writes pending legs and ids into the open transaction, which also covers a part that ends in the middle of a batch.</summary>
    private void WritePending()
    {
        if (_legs.Count > 0)
        {
            BeginTransaction();
            foreach (var account in _legs.TouchedSorted()) WriteAccount(account);
            _legs.Clear();
        }

        if (_pendingIds == 0) return;
        BeginTransaction();
        for (var bucket = 0; bucket < PendingIds.Buckets; bucket++)
        {
            var count = _ids.Copy(bucket, ref _idRow);
            if (count == 0) continue;
            _sql.Ids.Bind(1, BookId).Bind(2, (long)_part).Bind(3, bucket).Bind(4, (long)_idRow[0].Number)
                .Bind(5, MemoryMarshal.AsBytes(_idRow.AsSpan(0, count))).Run();
        }

        _ids.Clear();
        _pendingIds = 0;
    }

    private void WriteAccount(ulong account)
    {
        ref var chain = ref _legs[account];
        var row = MemoryMarshal.Cast<byte, HistoryLeg>(_row.AsSpan());
        var filled = 0;
        for (var i = chain.First; i >= 0;)
        {
            ref readonly var leg = ref _legs.Leg(i);
            chain.Balance += chain.Sign * leg.Amount;
            row[filled++] = new HistoryLeg(leg.Number, leg.Amount, chain.Balance, leg.ValueDate, leg.Kind, leg.Leg);
            i = leg.Next;
            if (filled < LegsPerRow && i >= 0) continue;
            _sql.History.Bind(1, BookId).Bind(2, (long)_part).Bind(3, (long)account).Bind(4, (long)row[0].Number).Bind(5, row[0].Leg)
                .Bind(6, _row.AsSpan(0, filled * HistoryLeg.Size)).Run();
            filled = 0;
        }

        Int128Column.Bind(_sql.Balance.Bind(1, BookId).Bind(2, (long)account), 3, chain.Balance).Run();
    }

    private void BeginTransaction()
    {
        if (_inTransaction) return;
        _file.Execute("BEGIN IMMEDIATE");
        _inTransaction = true;
    }

    private void Load()
    {
        using (var statement = _file.Prepare("SELECT sequence, hash, next_number FROM checkpoint WHERE book = 1"))
        {
            if (statement.Step())
            {
                Checkpoint = _applied = new JournalHead((ulong)statement.Int64(0), Hash256.From(statement.Blob(1)));
                _nextNumber = (ulong)statement.Int64(2);
            }
        }

        _part = _nextNumber >> PartBits;
        _businessDate = (int)_file.Scalar("SELECT max(business_date) FROM days WHERE book = 1");
        using var accounts = _file.Prepare("SELECT a.account, a.class, b.balance FROM accounts a LEFT JOIN balances b ON b.book = a.book AND b.account = a.account WHERE a.book = 1 ORDER BY a.account");
        while (accounts.Step()) _legs.Open((ulong)accounts.Int64(0), (AccountClass)accounts.Int64(1), Int128Column.Read(accounts, 2));
    }

    public void Dispose()
    {
        _sql.Dispose();
        _file.Dispose();
    }
}

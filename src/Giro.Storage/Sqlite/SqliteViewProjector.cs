using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Giro.Ledger.Accounts;
using Giro.Ledger.Journal;
using Giro.Storage.Views;

namespace Giro.Storage.Sqlite;

/// <summary>The projector of <c>views.db</c>: rows go into the open transaction as they come.</summary>
internal sealed class SqliteViewProjector : IViewProjector, IViewSink
{
    internal const int BookId = 1;
    internal const string Kind = "views";

    private readonly SqliteFile _file;
    private readonly SqliteViewStatements _sql;
    private readonly ViewFold _fold;
    private bool _inTransaction;

    public SqliteViewProjector(string path)
    {
        _file = new SqliteFile(path, readOnly: false);
        try
        {
            _file.Execute("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 4000");
            Migrations.Apply(_file, Kind);
            _sql = new SqliteViewStatements(_file);
            _fold = new ViewFold(this);
            Load();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public JournalHead Checkpoint => _fold.Checkpoint;

    public int PendingCount => _fold.PendingCount;

    public void Apply(in JournalRow row) => _fold.Apply(row);

    public void Flush() => _fold.Flush();

    void IViewSink.Batch(ulong sequence, ulong firstNumber, long timeUs) =>
        In(_sql.Batch).Bind(2, (long)sequence).Bind(3, (long)firstNumber).Bind(4, timeUs).Run();

    void IViewSink.Day(int businessDate, ulong firstNumber) => In(_sql.Day).Bind(2, businessDate).Bind(3, (long)firstNumber).Run();

    void IViewSink.OpenAccount(ulong number, in OpenAccountBody body, ReadOnlySpan<byte> path, ReadOnlySpan<byte> metadata) =>
        In(_sql.Account).Bind(2, (long)body.Account).Bind(3, Encoding.UTF8.GetString(path)).Bind(4, body.Class).Bind(5, body.Currency)
            .Bind(6, (long)AccountState.Open).Bind(7, body.LowestMinor).Bind(8, body.HighestMinor).Bind(9, (long)number).Bind(10, metadata).Run();

    void IViewSink.ChangeAccount(RecordType type, in ChangeAccountBody body, ReadOnlySpan<byte> metadata)
    {
        switch (type)
        {
            case RecordType.SetLimits:
                In(_sql.Limits).Bind(2, (long)body.Account).Bind(3, body.LowestMinor).Bind(4, body.HighestMinor).Run();
                break;
            case RecordType.SetState:
                In(_sql.State).Bind(2, (long)body.Account).Bind(3, body.State).Run();
                break;
            default:
                In(_sql.Metadata).Bind(2, (long)body.Account).Bind(3, metadata).Run();
                break;
        }
    }

    void IViewSink.Link(UInt128 target, ulong number, RecordType type)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, target);
        In(_sql.Link).Bind(2, bytes).Bind(3, (long)number).Bind(4, (long)type).Run();
    }

    void IViewSink.ValueShift(ulong account, ulong number, int leg, int businessDate, int valueDate, long amountMinor) =>
        In(_sql.ValueShift).Bind(2, (long)account).Bind(3, (long)number).Bind(4, leg).Bind(5, businessDate).Bind(6, valueDate).Bind(7, amountMinor).Run();

    void IViewSink.Pack(ulong part, int businessDate, ulong account, ReadOnlySpan<HistoryLeg> legs) =>
        In(_sql.History).Bind(2, (long)part).Bind(3, (long)account).Bind(4, (long)legs[0].Number).Bind(5, legs[0].Leg).Bind(6, MemoryMarshal.AsBytes(legs)).Run();

    void IViewSink.Balance(ulong account, Int128 balanceMinor, ulong lastNumber) =>
        Int128Column.Bind(In(_sql.Balance).Bind(2, (long)account), 3, balanceMinor).Run();

    void IViewSink.Ids(ulong part, int bucket, ReadOnlySpan<IdEntry> entries) =>
        In(_sql.Ids).Bind(2, (long)part).Bind(3, bucket).Bind(4, (long)entries[0].Number).Bind(5, MemoryMarshal.AsBytes(entries)).Run();

    void IViewSink.Commit(JournalHead from, JournalHead to, ulong nextNumber)
    {
        var hash = to.Hash;
        In(_sql.Checkpoint).Bind(2, (long)to.Sequence).Bind(3, hash).Bind(4, (long)nextNumber).Run();
        _file.Commit();
        _inTransaction = false;
    }

    /// <summary>A statement in the open transaction, its first parameter bound to the book.</summary>
    private SqliteStatement In(SqliteStatement statement)
    {
        if (!_inTransaction)
        {
            _file.BeginWrite();
            _inTransaction = true;
        }

        return statement.Bind(1, BookId);
    }

    private void Load()
    {
        var checkpoint = default(JournalHead);
        ulong next = 1;
        using (var statement = _file.Prepare("SELECT sequence, hash, next_number FROM checkpoint WHERE book = 1"))
        {
            if (statement.Step())
            {
                checkpoint = new JournalHead((ulong)statement.Int64(0), Hash256.From(statement.Blob(1)));
                next = (ulong)statement.Int64(2);
            }
        }

        _fold.Resume(checkpoint, next, (int)_file.Scalar("SELECT max(business_date) FROM days WHERE book = 1"));
        using var accounts = _file.Prepare("SELECT a.account, a.class, b.balance FROM accounts a LEFT JOIN balances b ON b.book = a.book AND b.account = a.account WHERE a.book = 1 ORDER BY a.account");
        while (accounts.Step()) _fold.Resume((ulong)accounts.Int64(0), (AccountClass)accounts.Int64(1), Int128Column.Read(accounts, 2));
    }

    public void Dispose()
    {
        _sql.Dispose();
        _file.Dispose();
    }
}

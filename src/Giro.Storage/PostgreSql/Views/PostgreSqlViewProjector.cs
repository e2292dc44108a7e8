using System.Runtime.InteropServices;
using System.Text;
using Giro.Ledger.Accounts;
using Giro.Ledger.Journal;
using Giro.Storage.Views;
using Npgsql;

namespace Giro.Storage.PostgreSql.Views;

/// <summary>
/// The projector of views on PostgreSQL. Packs and ids, the bulk, stream straight into their tables by binary COPY, sorted by account and by bucket; what is
/// small waits in memory until the commit (<see cref="PendingViewRows"/>).
/// <para>Safe against a second one: a session has the book's lock of views (<see cref="ViewLock"/>), each transaction begins by locking the checkpoint where this projector
/// left it, and ends by moving it from there. A deposed process finds its session gone or the checkpoint elsewhere, and nothing of it is committed.</para>
/// <para>Commits do not wait for the disk (synchronous_commit = off): what a crash of the server loses it loses together with the checkpoint, and it is read from the
/// journal again.</para>
/// </summary>
internal sealed class PostgreSqlViewProjector : IViewProjector, IViewSink
{
    private readonly NpgsqlConnection _connection;
    private readonly string _name;
    private readonly long _book;
    private readonly long _generation;
    private readonly ViewFold _fold;
    private readonly HistorySlots _slots;
    private readonly IdPartitions _idPartitions;
    private readonly PendingViewRows _rows;
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly List<HistoryPlace?> _places = [];
    private (string Table, BinaryCopy Copy)? _copy;
    private DateOnly? _newDate;
    private bool _inTransaction;

    /// <param name="database">The database of the views.</param>
    /// <param name="connection">To its primary; it is the projector's and is disposed with it. Its session has the lock of the book's views.</param>
    /// <param name="generation">Which making of the views.</param>
    public PostgreSqlViewProjector(PostgreSqlDatabase database, NpgsqlConnection connection, long generation)
    {
        (_connection, _name, _book, _generation) = (connection, database.Name, database.Book, generation);
        try
        {
            _fold = new ViewFold(this);
            _rows = new PendingViewRows(connection, _book, generation, _buffer);
            Execute("SET synchronous_commit = off");
            Execute("INSERT INTO view_checkpoint VALUES ($1, $2, 0, $3, 1) ON CONFLICT (book, generation) DO NOTHING", _book, generation, new byte[BatchHeader.HashSize]);
            var businessDate = LoadCheckpoint();
            _slots = HistorySlots.ForWriting(database, connection, businessDate);
            _idPartitions = new IdPartitions(database);
            LoadAccounts();
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public JournalHead Checkpoint => _fold.Checkpoint;

    public int PendingCount => _fold.PendingCount;

    public void Apply(in JournalRow row)
    {
        try
        {
            _fold.Apply(row);
        }
        catch (NpgsqlException e)
        {
            throw ViewsInterruptedException.From(e, _name);
        }
    }

    public void Flush()
    {
        try
        {
            _fold.Flush();
        }
        catch (NpgsqlException e)
        {
            throw ViewsInterruptedException.From(e, _name);
        }
    }

    void IViewSink.Batch(ulong sequence, ulong firstNumber, long timeUs) => _rows.Batches.Add(((long)sequence, (long)firstNumber, timeUs));

    void IViewSink.Day(int businessDate, ulong firstNumber)
    {
        _rows.Days.Add((businessDate, (long)firstNumber));
        _newDate = DateOnly.FromDayNumber(businessDate);
    }

    void IViewSink.OpenAccount(ulong number, in OpenAccountBody body, ReadOnlySpan<byte> path, ReadOnlySpan<byte> metadata)
    {
        _rows.Accounts.Add(body.Account, new PendingAccount
        {
            Path = path.ToArray(), Class = body.Class, Currency = body.Currency, State = (long)AccountState.Open, Lowest = body.LowestMinor, Highest = body.HighestMinor,
            OpenedNumber = (long)number, Metadata = metadata.ToArray(),
        });
        SetPlace(body.Account, Encoding.UTF8.GetString(path));
    }

    void IViewSink.ChangeAccount(RecordType type, in ChangeAccountBody body, ReadOnlySpan<byte> metadata)
    {
        var account = _rows.ToChange(body.Account);
        switch (type)
        {
            case RecordType.SetLimits:
                (account.Lowest, account.Highest) = (body.LowestMinor, body.HighestMinor);
                break;
            case RecordType.SetState:
                account.State = body.State;
                break;
            default:
                account.Metadata = metadata.ToArray();
                break;
        }
    }

    void IViewSink.Link(UInt128 target, ulong number, RecordType type) => _rows.Links.Add((target, (long)number, (long)type));

    void IViewSink.ValueShift(ulong account, ulong number, int leg, int businessDate, int valueDate, long amountMinor) =>
        _rows.Shifts.Add(((long)account, (long)number, leg, businessDate, valueDate, amountMinor));

    void IViewSink.Pack(ulong part, int businessDate, ulong account, ReadOnlySpan<HistoryLeg> legs)
    {
        var slot = _slots.Of(_places[(int)account]!, businessDate, legs[0].Number);
        if (!_slots.IsMade(slot))
        {
            EndCopy();
            _slots.Make([slot]);
        }

        CopyInto("history (book, generation, slot, account, first_number, first_leg, legs)")
            .Row(7).Int64(_book).Int64(_generation).Int64(slot.Value).Int64((long)account).Int64((long)legs[0].Number).Int64(legs[0].Leg).Bytes(MemoryMarshal.AsBytes(legs));
    }

    void IViewSink.Balance(ulong account, Int128 balanceMinor, ulong lastNumber) => _rows.Balances[account] = (balanceMinor, (long)lastNumber);

    void IViewSink.Ids(ulong part, int bucket, ReadOnlySpan<IdEntry> entries)
    {
        if (!_idPartitions.IsMade(part))
        {
            EndCopy();
            _idPartitions.Make(part);
        }

        CopyInto("ids (book, generation, part, bucket, first_number, entries)")
            .Row(6).Int64(_book).Int64(_generation).Int64((long)part).Int64(bucket).Int64((long)entries[0].Number).Bytes(MemoryMarshal.AsBytes(entries));
    }

    void IViewSink.Commit(JournalHead from, JournalHead to, ulong nextNumber)
    {
        Begin();
        EndCopy();
        _rows.Write();
        var hash = to.Hash;
        var moved = Execute(
            "UPDATE view_checkpoint SET sequence = $4, hash = $5, next_number = $6 WHERE book = $1 AND generation = $2 AND sequence = $3",
            _book, _generation, (long)from.Sequence, (long)to.Sequence, ((ReadOnlySpan<byte>)hash).ToArray(), (long)nextNumber);
        if (moved != 1) throw ViewsInterruptedException.Elsewhere(_name, from.Sequence);
        Execute("COMMIT");
        _inTransaction = false;
        if (_newDate is { } date) _slots.MakeAhead(date);
        _newDate = null;
    }

    /// <summary>Begins the transaction where there is none, on the checkpoint as this projector knows it.</summary>
    private void Begin()
    {
        if (_inTransaction) return;
        Execute("BEGIN");
        _inTransaction = true;
        using var command = Command("SELECT sequence FROM view_checkpoint WHERE book = $1 AND generation = $2 FOR UPDATE", _book, _generation);
        if (command.ExecuteScalar() is not long sequence || sequence != (long)_fold.Checkpoint.Sequence) throw ViewsInterruptedException.Elsewhere(_name, _fold.Checkpoint.Sequence);
    }

    private BinaryCopy CopyInto(string table)
    {
        if (_copy is { } open && ReferenceEquals(open.Table, table)) return open.Copy;
        Begin();
        EndCopy();
        var copy = new BinaryCopy(_connection, table, _buffer);
        _copy = (table, copy);
        return copy;
    }

    private void EndCopy()
    {
        _copy?.Copy.Complete();
        _copy = null;
    }

    /// <summary>Where the views stand. Returns the business date.</summary>
    private int LoadCheckpoint()
    {
        int businessDate;
        using (var command = Command("SELECT coalesce(max(business_date), 0) FROM days WHERE book = $1 AND generation = $2", _book, _generation))
            businessDate = (int)(long)command.ExecuteScalar()!;
        using var checkpoint = Command("SELECT sequence, hash, next_number FROM view_checkpoint WHERE book = $1 AND generation = $2", _book, _generation);
        using var reader = checkpoint.ExecuteReader();
        reader.Read();
        _fold.Resume(new JournalHead((ulong)reader.GetInt64(0), Hash256.From(reader.GetFieldValue<byte[]>(1))), (ulong)reader.GetInt64(2), businessDate);
        return businessDate;
    }

    private void LoadAccounts()
    {
        using var command = Command("""
            SELECT a.account, a.class, a.path, coalesce(b.balance, 0)::text
            FROM accounts a LEFT JOIN balances b ON b.book = a.book AND b.generation = a.generation AND b.account = a.account
            WHERE a.book = $1 AND a.generation = $2
            """, _book, _generation);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var account = (ulong)reader.GetInt64(0);
            _fold.Resume(account, (AccountClass)reader.GetInt64(1), Int128.Parse(reader.GetString(3)));
            SetPlace(account, reader.GetString(2));
        }
    }

    private void SetPlace(ulong account, string path)
    {
        while (_places.Count <= (int)account) _places.Add(null);
        _places[(int)account] = HistorySlots.PlaceOf(path);
    }

    private int Execute(string sql, params ReadOnlySpan<object> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, _connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    public void Dispose()
    {
        // The server takes back what is not committed when the session ends; a COPY under way must not hold that up.
        _copy?.Copy.Dispose();
        _rows?.Dispose();
        _connection.Dispose();
    }
}

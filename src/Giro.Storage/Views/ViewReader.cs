using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.Sql;

namespace Giro.Storage.Views;

/// <summary>An account as the views know it.</summary>
public sealed record ViewedAccount(
    ulong Handle, string Path, AccountClass Class, Currency Currency, AccountState State, AccountLimits Limits, ulong OpenedNumber, string Metadata);

/// <summary>A business day of an account: minor units on its normal side; debits and credits as posted.</summary>
public readonly record struct AccountDay(DateOnly Date, Int128 OpeningMinor, Int128 DebitsMinor, Int128 CreditsMinor, Int128 ClosingMinor);

/// <summary>A point in the book's order: up to which record something is asked.</summary>
public abstract record AsOf
{
    /// <summary>Everything that the views hold.</summary>
    public sealed record Now : AsOf;

    /// <summary>After a row of the journal.</summary>
    public sealed record Sequence(ulong Value) : AsOf;

    /// <summary>After the last row written at or before a time.</summary>
    public sealed record Time(DateTimeOffset Value) : AsOf;

    /// <summary>At the close of a business date.</summary>
    public sealed record BusinessDate(DateOnly Value) : AsOf;
}

/// <summary>
/// Reads the views in one consistent state: that of its opening, said by <see cref="AsOfSequence"/>. Does not hold up the projector. Not thread-safe.
/// </summary>
public sealed class ViewReader : IDisposable
{
    private readonly ViewTables _tables;
    private readonly SqlConnection _file;
    private readonly string _mine;
    private readonly List<(ulong FirstNumber, DateOnly Date)> _days = [];

    /// <param name="tables">In a transaction that sees one state of them; they are disposed with the reader.</param>
    internal ViewReader(ViewTables tables)
    {
        _tables = tables;
        _file = tables.Connection;
        _mine = tables.Mine;
        try
        {
            AsOfSequence = (ulong)_file.Scalar($"SELECT sequence FROM {tables.Checkpoint} WHERE {_mine}");
            LastNumber = (ulong)_file.Scalar($"SELECT next_number FROM {tables.Checkpoint} WHERE {_mine}") is var next and > 0 ? next - 1 : 0;
        }
        catch
        {
            tables.Dispose();
            throw;
        }
    }

    /// <summary>The last journal row that is in what this reader sees.</summary>
    public ulong AsOfSequence { get; }

    /// <summary>The last record that this reader sees.</summary>
    public ulong LastNumber { get; }

    /// <summary>The account at a path, or null.</summary>
    public ViewedAccount? Account(string path)
    {
        using var statement = _file.Prepare(SelectAccount + " AND path = ?1");
        return statement.Bind(1, path).Step() ? ReadAccount(statement) : null;
    }

    public ViewedAccount? Account(ulong handle)
    {
        using var statement = _file.Prepare(SelectAccount + " AND account = ?1");
        return statement.Bind(1, (long)handle).Step() ? ReadAccount(statement) : null;
    }

    /// <summary>The balances of many accounts after the last record, minor units on their normal side, in the order of the handles.</summary>
    public IEnumerable<Int128> LastBalances(IEnumerable<ulong> handles) => _tables.LastBalances(handles, LastNumber);

    /// <summary>Accounts whose path starts with a prefix, by path. Read by pages, so that the caller may ask other things in between.</summary>
    public IEnumerable<ViewedAccount> Accounts(string prefix = "")
    {
        const int Page = 1000;

        // '~' is above every character that a path may have, and '!' below: the path after which a page starts, with '!' appended, comes after it and before all others.
        using var statement = _file.Prepare($"{SelectAccount} AND path >= ?1 AND path < ?2 ORDER BY path LIMIT {Page}");
        for (var from = prefix; ;)
        {
            var page = new List<ViewedAccount>();
            statement.Bind(1, from).Bind(2, prefix + "~");
            while (statement.Step()) page.Add(ReadAccount(statement));
            statement.Reset();
            foreach (var account in page) yield return account;
            if (page.Count < Page) yield break;
            from = page[^1].Path + "!";
        }
    }

    /// <summary>The number of the last record at a point; 0 when that is before the first.</summary>
    public ulong NumberAt(AsOf point) => Math.Min(LastNumber, point switch
    {
        AsOf.Sequence at => FirstNumberAfter($"SELECT first_number FROM batches WHERE {_mine} AND sequence > ?1 ORDER BY sequence LIMIT 1", (long)at.Value),
        AsOf.Time at => FirstNumberAfter($"SELECT first_number FROM batches WHERE {_mine} AND time_us > ?1 ORDER BY time_us, sequence LIMIT 1", MicrosecondTime.From(at.Value)),
        AsOf.BusinessDate at => FirstNumberAfter($"SELECT first_number FROM days WHERE {_mine} AND business_date > ?1 ORDER BY business_date LIMIT 1", at.Value.DayNumber),
        _ => LastNumber,
    });

    private ulong FirstNumberAfter(string sql, long bound)
    {
        using var statement = _file.Prepare(sql);
        return statement.Bind(1, bound).Step() && statement.IsInteger(0) ? (ulong)statement.Int64(0) - 1 : LastNumber;
    }

    /// <summary>The booked balance after a record, minor units on the account's normal side.</summary>
    public Int128 BalanceAt(ulong account, ulong number) => _tables.BalanceAt(account, number);

    /// <summary>
    /// The balance by value date: every leg whose value date is at or before <paramref name="valueDate"/>, of the records up to <paramref name="number"/>.
    /// It starts from the balance booked on that day and moves only the legs that count on another day than they were booked.
    /// </summary>
    public Int128 BalanceByValueDate(ViewedAccount account, DateOnly valueDate, ulong number)
    {
        var booked = BalanceAt(account.Handle, Math.Min(number, NumberAt(new AsOf.BusinessDate(valueDate))));
        using var statement = _file.Prepare($"SELECT business_date, value_date, amount FROM value_shifts WHERE {_mine} AND account = ?1 AND number <= ?2");
        statement.Bind(1, (long)account.Handle).Bind(2, (long)number);
        Int128 shift = 0;
        while (statement.Step())
        {
            var wasBooked = statement.Int64(0) <= valueDate.DayNumber;
            var counts = statement.Int64(1) <= valueDate.DayNumber;
            if (wasBooked != counts) shift += counts ? statement.Int64(2) : -(Int128)statement.Int64(2);
        }

        return booked + (account.Class.NormalSign() * shift);
    }

    /// <summary>The legs of an account from one record to another, both included, oldest first.</summary>
    public IEnumerable<HistoryLeg> History(ulong account, ulong fromNumber, ulong toNumber)
    {
        foreach (var pack in _tables.Packs(account, fromNumber, toNumber))
        {
            for (var i = 0; i < pack.Length; i += HistoryLeg.Size)
            {
                var leg = MemoryMarshal.Read<HistoryLeg>(pack.AsSpan(i));
                if (leg.Number >= fromNumber && leg.Number <= toNumber) yield return leg;
            }
        }
    }

    /// <summary>Opening, movements and closing of a business date. A date that the book skipped opens and closes with the balance before it.</summary>
    public AccountDay Day(ViewedAccount account, DateOnly date)
    {
        var before = NumberAt(new AsOf.BusinessDate(date.AddDays(-1)));
        var last = NumberAt(new AsOf.BusinessDate(date));
        var opening = BalanceAt(account.Handle, before);
        Int128 debits = 0, credits = 0;
        foreach (var leg in History(account.Handle, before + 1, last))
        {
            if (leg.AmountMinor > 0) debits += leg.AmountMinor;
            else credits -= leg.AmountMinor;
        }

        return new AccountDay(date, opening, debits, credits, opening + (account.Class.NormalSign() * (debits - credits)));
    }

    /// <summary>The business dates that the book has opened, ascending.</summary>
    public List<DateOnly> BusinessDates()
    {
        var dates = new List<DateOnly>();
        using var statement = _file.Prepare($"SELECT business_date FROM days WHERE {_mine} ORDER BY business_date");
        while (statement.Step()) dates.Add(DateOnly.FromDayNumber((int)statement.Int64(0)));
        return dates;
    }

    /// <summary>The business date on which a record was posted.</summary>
    public DateOnly BusinessDateOf(ulong number)
    {
        if (_days.Count == 0)
        {
            using var statement = _file.Prepare($"SELECT first_number, business_date FROM days WHERE {_mine} ORDER BY first_number");
            while (statement.Step()) _days.Add(((ulong)statement.Int64(0), DateOnly.FromDayNumber((int)statement.Int64(1))));
        }

        var at = _days.BinarySearch((number, DateOnly.MaxValue));
        return _days[at >= 0 ? at : Math.Max(0, ~at - 1)].Date;
    }

    /// <summary>The journal row of a record, and when it was written.</summary>
    public (ulong Sequence, DateTimeOffset Time) RowOf(ulong number)
    {
        using var statement = _file.Prepare($"SELECT sequence, time_us FROM batches WHERE {_mine} AND first_number <= ?1 ORDER BY first_number DESC, sequence DESC LIMIT 1");
        if (!statement.Bind(1, (long)number).Step()) throw new ArgumentOutOfRangeException(nameof(number), $"the views hold no record {number}");
        return ((ulong)statement.Int64(0), MicrosecondTime.ToTime(statement.Int64(1)));
    }

    /// <summary>The number of the record with an id, or 0.</summary>
    public ulong NumberOf(EntryId id)
    {
        var low = (ulong)(id.Value & ulong.MaxValue);
        var high = (ulong)(id.Value >> 64);
        using var statement = _file.Prepare($"SELECT entries FROM ids WHERE {_mine} AND part = ?1 AND bucket = ?2");
        for (var part = (long)(LastNumber >> ViewFold.PartBits); part >= 0; part--)
        {
            statement.Bind(1, part).Bind(2, PendingIds.BucketOf(low, high));
            while (statement.Step())
            {
                foreach (var entry in MemoryMarshal.Cast<byte, IdEntry>(statement.Blob(0)))
                {
                    if (entry.Low == low && entry.High == high) return entry.Number;
                }
            }

            statement.Reset();
        }

        return 0;
    }

    /// <summary>What happened later to an entry or hold, in order.</summary>
    public List<(ulong Number, RecordType Type)> LinksOf(EntryId id)
    {
        var target = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(target, id.Value);
        using var statement = _file.Prepare($"SELECT number, type FROM links WHERE {_mine} AND target = ?1 ORDER BY number");
        statement.Bind(1, target);
        var links = new List<(ulong, RecordType)>();
        while (statement.Step()) links.Add(((ulong)statement.Int64(0), (RecordType)statement.Int64(1)));
        return links;
    }

    /// <summary>
    /// SHA-256 over all that the views say: equal after a rebuild, however the rows were cut into transactions. See <see cref="ViewContentHash"/>.
    /// </summary>
    public string ContentHash() => ViewContentHash.Of(_tables);

    private string SelectAccount => $"SELECT account, path, class, currency, state, lowest, highest, opened_number, metadata FROM accounts WHERE {_mine}";

    private static ViewedAccount ReadAccount(SqlStatement row) => new(
        (ulong)row.Int64(0), row.Text(1), (AccountClass)row.Int64(2), Currency.FromNumber((int)row.Int64(3)), (AccountState)row.Int64(4),
        new AccountLimits(row.Int64(5), row.Int64(6)), (ulong)row.Int64(7), System.Text.Encoding.UTF8.GetString(row.Blob(8)));

    public void Dispose() => _tables.Dispose();
}

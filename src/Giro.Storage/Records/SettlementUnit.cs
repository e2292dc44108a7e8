using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Operations.Settlement;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>One transaction of <c>records.db</c>: decisions of settlement and the entries that follow from them.</summary>
internal abstract class SettlementUnit : ISettlementUnit
{
    private readonly Transaction _transaction;
    private readonly Dictionary<string, SqlStatement> _statements = [];

    protected SettlementUnit(SqlConnection sql)
    {
        Sql = sql;
        _transaction = new Transaction(sql);
    }

    protected SqlConnection Sql { get; }

    public void Queue(WaitingEntry entry) => Prepared("INSERT INTO waiting_entry (book, merchant, reference, kind, legs, attributes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .Bind(1, Sql.Book).Bind(2, entry.MerchantId).Bind(3, entry.Reference).Bind(4, (long)entry.Kind)
        .Bind(5, MemoryMarshal.AsBytes<Leg>([.. entry.Legs])).Bind(6, entry.Attributes).Run();

    public void Add(PayableItem item) => Prepared("""
        INSERT INTO payable_item (book, merchant, reference, amount_minor, open_minor, due_date, replaces_payout) VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)
        """)
        .Bind(1, Sql.Book).Bind(2, item.MerchantId).Bind(3, item.Reference).Bind(4, item.OpenMinor)
        .Bind(5, RecordDates.ToNumber(item.DueDate)).Bind(6, item.ReplacesPayout).Run();

    /// <summary>Runs an insert that returns the number of its row.</summary>
    protected static long NumberOf(SqlStatement insert)
    {
        insert.Step();
        var number = insert.Int64(0);
        insert.Reset();
        return number;
    }

    public virtual void Commit() => _transaction.Commit();

    /// <summary>Prepares a statement once for the length of the unit.</summary>
    protected SqlStatement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement)) _statements.Add(sql, statement = Sql.Prepare(sql));
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _transaction.Dispose();
    }
}

using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Settlement;
using Giro.Storage.Records;
using Giro.Storage.Sql;

namespace Giro.Storage.Tests.Conformance;

/// <summary>
/// What the stores of records must do, whatever database stands behind them. A subclass says where two books are kept; on a database that holds many books both are in
/// the same one. Amounts are minor units.
/// </summary>
public abstract partial class RecordsConformance
{
    private static readonly DateOnly Monday = new(2026, 11, 30);
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly CycleId Morning = new(1, Monday, 1);
    private static readonly CycleId Counted = new(2, CycleId.Undated, 1);
    private static readonly CycleSchedule Schedule = new(new ScheduleTerms
    {
        Ordinal = 1, Code = "T0", Kind = ScheduleKind.SameDay, TimeZone = TimeZoneInfo.Utc, Calendar = WeekdayCalendar.Instance, CutOffs = [new TimeOnly(20, 0)], LagDays = 0,
    });

    private static readonly Merchant[] Merchants =
        [.. Enumerable.Range(0, 3).Select(i => new Merchant(i, $"M{i + 1}", "Müller", "DE02120300000000202051", [new Contract(1, Monday, "standard", Schedule, long.MaxValue)]))];

    protected abstract RecordsDatabase Records { get; }

    /// <summary>Another book.</summary>
    protected abstract RecordsDatabase Other { get; }

    [Fact]
    public void There_are_no_records_before_a_store_is_opened_for_writing()
    {
        Assert.False(Records.Exists);
        Assert.Throws<FileNotFoundException>(() => new ClearedLines(Records).Dispose());
        new AlertStore(Records).Dispose();
        Assert.True(Records.Exists);
        Assert.False(Other.Exists);
        using var lines = new ClearedLines(Records);
        Assert.Equal(0UL, lines.ClearedNumber);
    }

    [Fact]
    public void Who_only_looks_cannot_write()
    {
        new AlertStore(Records).Dispose();
        using var alerts = AlertStore.OpenReadOnly(Records);
        Assert.ThrowsAny<SqlFailedException>(() => alerts.Raise(new Alert(0, Noon, "tie-out", "M1", "differs")));
        Assert.Empty(alerts.Open());
    }

    [Fact]
    public void A_transaction_that_is_not_committed_leaves_nothing()
    {
        using var sql = Records.Open();
        sql.BeginWrite();
        Insert(sql, 1);
        Assert.Equal(1, Count(sql));
        sql.RollBack();
        Assert.Equal(0, Count(sql));
        sql.BeginWrite();
        Insert(sql, 2);
        sql.Commit();
        Assert.Equal(1, Count(sql));
    }

    [Fact]
    public void A_key_that_is_there_is_refused_and_so_is_an_amount_below_zero()
    {
        using var sql = Records.Open();
        Insert(sql, 1);
        Assert.True(Assert.ThrowsAny<SqlFailedException>(() => Insert(sql, 1)).IsConstraint);
        using var insert = sql.Prepare("INSERT INTO reserve_lot VALUES (?1, 'M1', 'r', 1, ?2, 20261130)");
        Assert.True(Assert.ThrowsAny<SqlFailedException>(() => insert.Bind(1, sql.Book).Bind(2, -1).Run()).IsConstraint);
    }

    [Fact]
    public async Task Of_two_writers_the_second_waits_for_the_first()
    {
        using var first = Records.Open();
        using var second = Records.Open();
        first.BeginWrite();
        Insert(first, 1);
        var waiting = Task.Run(() =>
        {
            second.BeginWrite();
            var seen = Count(second);
            Insert(second, 2);
            second.Commit();
            return seen;
        });
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(100)));
        first.Commit();
        Assert.Equal(1, await waiting);
        Assert.Equal(2, Count(first));
    }

    [Fact]
    public void A_writer_of_another_book_does_not_wait()
    {
        using var first = Records.Open();
        using var other = Other.Open();
        first.BeginWrite();
        Insert(first, 1);
        other.BeginWrite();
        Insert(other, 1);
        other.Commit();
        first.Commit();
        Assert.Equal((1, 1), (Count(first), Count(other)));
    }

    [Fact]
    public void A_reader_sees_one_state_while_another_writes()
    {
        using var writer = Records.Open();
        using var reader = Records.OpenReadOnly();
        Insert(writer, 1);
        reader.BeginRead();
        Assert.Equal(1, Count(reader));
        writer.BeginWrite();
        Insert(writer, 2);
        writer.Commit();
        Assert.Equal(1, Count(reader));
        reader.Commit();
        Assert.Equal(2, Count(reader));
    }

    [Fact]
    public void Rows_are_read_while_others_are_written_and_looked_up()
    {
        using var sql = Records.Open();
        sql.BeginWrite();
        for (var i = 1; i <= 50; i++) Insert(sql, i);
        using var select = sql.Prepare("SELECT total, name FROM rule_total WHERE book = ?1 ORDER BY total");
        using var insert = sql.Prepare("INSERT INTO rule_book VALUES (?1, 1, ?2, ?3)");
        select.Bind(1, sql.Book);
        var rows = 0;
        while (select.Step())
        {
            insert.Bind(1, sql.Book).Bind(2, select.Text(1)).Bind(3, select.Int64(0)).Run();
            Assert.Equal(++rows, sql.Scalar($"SELECT count(*) FROM rule_book WHERE book = {sql.Book}"));
            Assert.Equal((rows, $"total {rows}"), (select.Int64(0), select.Text(1)));
        }

        sql.Commit();
        Assert.Equal(50, rows);
    }

    [Fact]
    public void Texts_sort_by_bytes()
    {
        string[] names = ["a", "B", "é", "z", "Z", "a-b", "ab", "a b", "ü", "", "~", "一"];
        using var sql = Records.Open();
        using (var insert = sql.Prepare("INSERT INTO rule_total VALUES (?1, ?2, 's', ?3)"))
        {
            for (var i = 0; i < names.Length; i++) insert.Bind(1, sql.Book).Bind(2, i).Bind(3, names[i]).Run();
        }

        using var select = sql.Prepare("SELECT name FROM rule_total WHERE book = ?1 ORDER BY name");
        var read = new List<string>();
        select.Bind(1, sql.Book);
        while (select.Step()) read.Add(select.Text(0));
        Assert.Equal(names.Order(StringComparer.Ordinal), read);
    }

    [Fact]
    public void Sums_of_large_amounts_are_exact()
    {
        using var sql = Records.Open();
        using (var insert = sql.Prepare("INSERT INTO cleared_total VALUES (?1, ?2, 1, 1, ?3)"))
        {
            insert.Bind(1, sql.Book).Bind(2, "M1").Bind(3, long.MaxValue).Run();
            insert.Bind(2, "M2").Bind(3, -1).Run();
        }

        Assert.Equal(long.MaxValue - 1, sql.Scalar($"SELECT sum(amount_minor) FROM cleared_total WHERE book = {sql.Book}"));
    }

    private static void Insert(SqlConnection sql, long number)
    {
        using var insert = sql.Prepare("INSERT INTO rule_total VALUES (?1, ?2, 's', ?3)");
        insert.Bind(1, sql.Book).Bind(2, number).Bind(3, $"total {number}").Run();
        Assert.Equal(1, sql.Changes);
    }

    private static long Count(SqlConnection sql) => sql.Scalar($"SELECT count(*) FROM rule_total WHERE book = {sql.Book}");
}

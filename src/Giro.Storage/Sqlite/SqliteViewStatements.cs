namespace Giro.Storage.Sqlite;

/// <summary>The projector's prepared statements.</summary>
internal sealed class SqliteViewStatements(SqliteFile file) : IDisposable
{
    public SqliteStatement Batch { get; } = file.Prepare("INSERT INTO batches (book, sequence, first_number, time_us) VALUES (?1, ?2, ?3, ?4)");

    public SqliteStatement Day { get; } = file.Prepare("INSERT INTO days (book, business_date, first_number) VALUES (?1, ?2, ?3)");

    public SqliteStatement Account { get; } = file.Prepare(
        "INSERT INTO accounts (book, account, path, class, currency, state, lowest, highest, opened_number, metadata) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

    public SqliteStatement Limits { get; } = file.Prepare("UPDATE accounts SET lowest = ?3, highest = ?4 WHERE book = ?1 AND account = ?2");

    public SqliteStatement State { get; } = file.Prepare("UPDATE accounts SET state = ?3 WHERE book = ?1 AND account = ?2");

    public SqliteStatement Metadata { get; } = file.Prepare("UPDATE accounts SET metadata = ?3 WHERE book = ?1 AND account = ?2");

    public SqliteStatement History { get; } = file.Prepare("INSERT INTO history (book, part, account, first_number, first_leg, legs) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

    public SqliteStatement Balance { get; } = file.Prepare("INSERT INTO balances (book, account, balance) VALUES (?1, ?2, ?3) ON CONFLICT (book, account) DO UPDATE SET balance = ?3");

    public SqliteStatement Ids { get; } = file.Prepare("INSERT INTO ids (book, part, bucket, first_number, entries) VALUES (?1, ?2, ?3, ?4, ?5)");

    public SqliteStatement Link { get; } = file.Prepare("INSERT INTO links (book, target, number, type) VALUES (?1, ?2, ?3, ?4)");

    public SqliteStatement ValueShift { get; } = file.Prepare(
        "INSERT INTO value_shifts (book, account, number, leg, business_date, value_date, amount) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    public SqliteStatement Checkpoint { get; } = file.Prepare(
        "INSERT INTO checkpoint (book, sequence, hash, next_number) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (book) DO UPDATE SET sequence = ?2, hash = ?3, next_number = ?4");

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[Batch, Day, Account, Limits, State, Metadata, History, Balance, Ids, Link, ValueShift, Checkpoint])
            statement.Dispose();
    }
}

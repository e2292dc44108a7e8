using Giro.Storage.Sql;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Records;

/// <summary>Where the records of a book are kept: clearing, settlement, reconciliation, rules, alerts. Each store opens a connection of its own.</summary>
public abstract class RecordsDatabase
{
    /// <summary>Where they are, for messages. Never with a password.</summary>
    public abstract string Name { get; }

    /// <summary>Whether anything was ever written there.</summary>
    public abstract bool Exists { get; }

    /// <summary>Opens it for writing; makes it where it is not there.</summary>
    internal abstract SqlConnection Open();

    /// <summary>For those who only look, beside a process that has the book.</summary>
    /// <exception cref="FileNotFoundException">There are no records.</exception>
    internal abstract SqlConnection OpenReadOnly();

    /// <summary>What writes clearing lines and their totals over a connection of <see cref="Open"/>.</summary>
    internal virtual ClearingWriter WriterOver(SqlConnection sql) => new(sql);

    /// <summary>What reads clearing lines where they are, over any connection to them.</summary>
    internal virtual ClearingSlots SlotsOver(SqlConnection sql) => new(sql);

    public static RecordsDatabase InFile(string path) => new SqliteRecords(path);
}

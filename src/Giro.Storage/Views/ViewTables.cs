using Giro.Storage.Sql;

namespace Giro.Storage.Views;

/// <summary>
/// The tables of views in one state of one database: what a reader cannot ask in SQL of both. The rows of accounts, days, batches, links, ids and value shifts are
/// the same everywhere, for those <see cref="Mine"/> is all that differs.
/// </summary>
internal abstract class ViewTables : IDisposable
{
    public abstract SqlConnection Connection { get; }

    /// <summary>The condition that a row belongs to the views that are read. It has no parameters.</summary>
    public abstract string Mine { get; }

    /// <summary>The table of checkpoints.</summary>
    public abstract string Checkpoint { get; }

    /// <summary>The balance on the normal side after a record.</summary>
    public abstract Int128 BalanceAt(ulong account, ulong number);

    /// <summary>The balances of many accounts on their normal side after the last record, in the order in which they are asked for.</summary>
    public virtual IEnumerable<Int128> LastBalances(IEnumerable<ulong> accounts, ulong lastNumber) => accounts.Select(account => BalanceAt(account, lastNumber));

    /// <summary>The packs that may hold legs of an account from one record to another, both included, oldest first. Other statements may run in between.</summary>
    public abstract IEnumerable<byte[]> Packs(ulong account, ulong fromNumber, ulong toNumber);

    /// <summary>All packs by part, account and number, for the content hash.</summary>
    public abstract IEnumerable<(ulong Account, byte[] Legs)> AllPacks();

    public virtual void Dispose() => Connection.Dispose();
}

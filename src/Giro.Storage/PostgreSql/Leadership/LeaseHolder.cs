namespace Giro.Storage.PostgreSql.Leadership;

/// <summary>Who asks for the lease of a book.</summary>
/// <param name="Name">The node's name, unique among those of a book.</param>
/// <param name="Address">Where clients reach it, such as <c>http://127.0.0.1:5001</c>; empty for a command.</param>
/// <param name="Ttl">How long the lease holds without renewal: the time that a dead leader costs.</param>
public sealed record LeaseHolder(string Name, string Address, TimeSpan Ttl)
{
    public static readonly TimeSpan DefaultTtl = TimeSpan.FromSeconds(3);

    /// <summary>Below this a renewal could not be told from a slow network.</summary>
    public static readonly TimeSpan ShortestTtl = TimeSpan.FromMilliseconds(200);

    /// <summary>Between renewals, and kept back from the end of the lease: for what the two clocks may differ by in rate and for answers on their way.</summary>
    internal TimeSpan Quarter => new(Ttl.Ticks / 4);

    internal long TtlUs => Ttl.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A command of this process.</summary>
    public static LeaseHolder ThisProcess() => new($"giro command on {Environment.MachineName}, process {Environment.ProcessId}", "", DefaultTtl);
}

/// <summary>The lease of a book as the database has it, and how far the journal is.</summary>
/// <param name="Term">Of the present or the last holder; 0 when there was none.</param>
/// <param name="Holder">Its name; empty when there was none.</param><param name="Address">Where its clients go.</param>
/// <param name="IsHeld">Whether it has not run out, by the database's clock.</param>
/// <param name="Until">When it runs out, by the database's clock; to be compared with itself only.</param>
/// <param name="HandedTo">The only node that may take it at once; empty for none.</param>
/// <param name="HeadSequence">The last row of the journal.</param>
public sealed record LeaseState(ulong Term, string Holder, string Address, bool IsHeld, DateTime Until, string HandedTo, ulong HeadSequence)
{
    public static readonly LeaseState None = new(0, "", "", false, DateTime.MinValue, "", 0);

    /// <summary>Whether a node may try to take it now.</summary>
    public bool IsFreeFor(string node) => !IsHeld || HandedTo == node;
}

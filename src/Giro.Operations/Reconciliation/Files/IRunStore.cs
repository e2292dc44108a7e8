namespace Giro.Operations.Reconciliation.Files;

/// <summary>
/// Where a run keeps what it has done so far: images that are written once, whole, and read in pieces. In memory for small inputs, in a folder for large ones and for
/// those that are to be resumed. Thread-safe for different names.
/// </summary>
internal interface IRunStore : IDisposable
{
    bool Has(string name);

    /// <summary>In bytes.</summary>
    long Length(string name);

    /// <summary>Whole or not at all: another process never finds a part of it under this name.</summary>
    void Write(string name, ReadOnlySpan<byte> image);

    /// <exception cref="RunStoreException">The image ends before the piece does.</exception>
    void Read(string name, long offset, Span<byte> piece);
}

/// <summary>What was kept of a run cannot be used; the message says what to do.</summary>
public sealed class RunStoreException(string message, Exception? because = null) : Exception(message, because)
{
    public static RunStoreException Damaged(string name) => new($"{name}: it does not hold what was written into it; start over with --no-resume");
}

using System.Collections.Concurrent;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>Images in memory: nothing is left of them when the process ends.</summary>
internal sealed class MemoryStore : IRunStore
{
    private readonly ConcurrentDictionary<string, byte[]> _images = new();

    public bool Has(string name) => _images.ContainsKey(name);

    public long Length(string name) => _images[name].Length;

    public void Write(string name, ReadOnlySpan<byte> image) => _images[name] = image.ToArray();

    public void Read(string name, long offset, Span<byte> piece) => _images[name].AsSpan(checked((int)offset), piece.Length).CopyTo(piece);

    public void Dispose() => _images.Clear();
}

namespace Giro.Messages;

/// <summary>A reader in whose format one step may give several items, or none.</summary>
public abstract class QueuedItemReader<TItem> : ItemReader<TItem>
    where TItem : class
{
    private readonly Queue<TItem> _ready = new();
    private bool _isAtEnd;

    private protected QueuedItemReader() { }

    private protected sealed override TItem? Step()
    {
        while (_ready.Count == 0 && !_isAtEnd) Advance();
        return _ready.TryDequeue(out var item) ? item : null;
    }

    /// <summary>Reads on: adds items, or says that there are no more.</summary>
    private protected abstract void Advance();

    private protected void Add(TItem item) => _ready.Enqueue(item);

    /// <summary>Nothing comes after the items that were added.</summary>
    private protected void End() => _isAtEnd = true;
}

using System.Diagnostics.CodeAnalysis;

namespace Giro.Ledger.Writer;

/// <summary>A first-in first-out queue of fixed capacity between threads. It does not allocate, and it can be closed from any side.</summary>
internal sealed class BoundedQueue<T>(int capacity)
    where T : class
{
    private readonly T?[] _items = new T?[capacity];
    private readonly object _lock = new();
    private int _first;
    private int _count;
    private bool _closed;

    public int Count => Volatile.Read(ref _count);

    /// <summary>False when the queue is full or closed.</summary>
    public bool TryAdd(T item)
    {
        lock (_lock)
        {
            if (_closed || _count == _items.Length) return false;
            Put(item);
            return true;
        }
    }

    /// <summary>Waits for room; false when the queue is closed.</summary>
    public bool Add(T item)
    {
        lock (_lock)
        {
            while (_count == _items.Length && !_closed) Monitor.Wait(_lock);
            if (_closed) return false;
            Put(item);
            return true;
        }
    }

    /// <summary>Waits for an item, at most <paramref name="timeoutMs"/> (-1: as long as it takes). False on time-out, or when closed and empty.</summary>
    public bool TryTake([NotNullWhen(true)] out T? item, int timeoutMs)
    {
        lock (_lock)
        {
            while (_count == 0)
            {
                if (_closed || timeoutMs == 0 || !Monitor.Wait(_lock, timeoutMs))
                {
                    item = null;
                    return false;
                }
            }

            item = _items[_first]!;
            _items[_first] = null;
            _first = (_first + 1) % _items.Length;
            _count--;
            Monitor.PulseAll(_lock);
            return true;
        }
    }

    public bool TryPeek([NotNullWhen(true)] out T? item)
    {
        lock (_lock)
        {
            item = _count == 0 ? null : _items[_first];
            return item is not null;
        }
    }

    public bool IsClosed
    {
        get
        {
            lock (_lock) return _closed;
        }
    }

    /// <summary>No more items come in; what is there can still be taken.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
    }

    private void Put(T item)
    {
        _items[(_first + _count) % _items.Length] = item;
        _count++;
        Monitor.PulseAll(_lock);
    }
}

using System.Runtime.InteropServices;

namespace Giro.Rules.Programs;

/// <summary>
/// Gives each text a number, the same for as long as the table lives; 0 is the empty text. Numbers differ between processes and are never stored. Thread-safe for
/// reading while texts are added.
/// </summary>
public sealed class SymbolTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _numbers = new() { [""] = 0 };
    private volatile string[] _texts = [""];
    private int _count = 1;

    /// <summary>How many texts it knows, the empty one among them.</summary>
    public int Count => _count;

    /// <summary>The number of a text, new or not.</summary>
    public long Intern(string text)
    {
        lock (_lock)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, text, out var known);
            return known ? number : number = Add(text);
        }
    }

    /// <summary>The same, without making a string of a text that is known.</summary>
    public long Intern(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers.GetAlternateLookup<ReadOnlySpan<char>>(), text, out var known);
            return known ? number : number = Add(new string(text));
        }
    }

    /// <summary>
    /// Forgets all texts but the first <paramref name="count"/>, whose numbers others will get. Only for a table that one thread has to itself, and that no longer needs what it forgets: a
    /// strategy that is run over millions of lines, each with texts of its own.
    /// </summary>
    /// <param name="count">1 to <see cref="Count"/>, as <see cref="Count"/> was before the texts came.</param>
    public void Forget(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _count);
        lock (_lock)
        {
            for (var i = count; i < _count; i++) _numbers.Remove(_texts[i]);
            Array.Clear(_texts, count, _count - count);
            _count = count;
        }
    }

    /// <exception cref="IndexOutOfRangeException">There is no such symbol.</exception>
    public string Text(long number) => _texts[number];

    private int Add(string text)
    {
        if (_count == _texts.Length)
        {
            var larger = new string[_count * 2];
            _texts.CopyTo(larger, 0);
            _texts = larger;
        }

        _texts[_count] = text;
        return _count++;
    }

    /// <summary>Whether a text starts with another, character by character.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such symbol.</exception>
    public bool StartsWith(long text, long prefix) => Text(text).StartsWith(Text(prefix), StringComparison.Ordinal);
}

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

    /// <summary>The number of a text, new or not.</summary>
    public long Intern(string text)
    {
        lock (_lock)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, text, out var known);
            if (known) return number;
            if (_count == _texts.Length)
            {
                var larger = new string[_count * 2];
                _texts.CopyTo(larger, 0);
                _texts = larger;
            }

            _texts[_count] = text;
            return number = _count++;
        }
    }

    /// <exception cref="IndexOutOfRangeException">There is no such symbol.</exception>
    public string Text(long number) => _texts[number];

    /// <summary>Whether a text starts with another, character by character.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such symbol.</exception>
    public bool StartsWith(long text, long prefix) => Text(text).StartsWith(Text(prefix), StringComparison.Ordinal);
}

using System.Text;
using Giro.Rules.Programs;

namespace Giro.Operations.Institution.Terms;

/// <summary>Symbols of texts in UTF-8, without making a string of one that was seen before. Not thread-safe; the table behind it is shared.</summary>
public sealed class Utf8Symbols(SymbolTable symbols)
{
    /// <summary>What is remembered; a sender that makes up values cannot fill the memory with it.</summary>
    private const int MaxRemembered = 100_000;

    private readonly Dictionary<string, long> _seen = [];

    public long Of(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return 0;
        Span<char> chars = stackalloc char[256];
        if (text.Length > chars.Length) return symbols.Intern(Encoding.UTF8.GetString(text));
        chars = chars[..Encoding.UTF8.GetChars(text, chars)];
        var lookup = _seen.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(chars, out var symbol)) return symbol;
        if (_seen.Count >= MaxRemembered) _seen.Clear();
        symbol = symbols.Intern(new string(chars));
        lookup[chars] = symbol;
        return symbol;
    }
}

using System.Globalization;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;

namespace Giro.Ledger.Tests.Tables;

/// <summary>The words of one line of a <see cref="LedgerPage"/>; what is read is taken out, so what is left was not understood.</summary>
internal sealed class Words(string line)
{
    public List<string> Left { get; } = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    public string Next() => Take(Left[0]);

    public string Rest()
    {
        var rest = string.Join(' ', Left);
        Left.Clear();
        return rest;
    }

    public bool Has(string word) => Left.Remove(word);

    /// <summary>What follows a prefix such as <c>until:</c>, or null. <c>text*3000</c> stands for a long text.</summary>
    public string? After(string prefix)
    {
        var word = Left.Find(word => word.StartsWith(prefix, StringComparison.Ordinal));
        if (word is null) return null;
        var value = Take(word)[prefix.Length..];
        var star = value.Split('*');
        return star.Length == 2 ? string.Concat(Enumerable.Repeat(star[0], int.Parse(star[1]))) : value;
    }

    public DateOnly? Date(string prefix) => After(prefix) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd") : null;

    /// <summary><c>0..1000</c>; an end that is left open is no limit.</summary>
    public AccountLimits? Limits()
    {
        var word = Left.Find(word => word.Contains("..", StringComparison.Ordinal));
        if (word is null) return null;
        var ends = Take(word).Split("..");
        return new AccountLimits(ends[0].Length == 0 ? long.MinValue : long.Parse(ends[0]), ends[1].Length == 0 ? long.MaxValue : long.Parse(ends[1]));
    }

    /// <summary>Pairs of account and amount: <c>cash +100 shop -100</c>. <c>*128</c> after them repeats them so many times.</summary>
    public Leg[] Legs(Func<string, ulong> handleOf)
    {
        var legs = new List<Leg>();
        while (Left.Count > 1 && Left[1][0] is '+' or '-' or '0')
            legs.Add(new Leg(handleOf(Take(Left[0])), long.Parse(Take(Left[0]), NumberStyles.AllowLeadingSign)));
        if (Left.Count == 0 || Left[0][0] != '*') return [.. legs];
        var times = int.Parse(Take(Left[0])[1..]);
        return [.. Enumerable.Repeat(legs, times).SelectMany(some => some)];
    }

    public static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(int.Parse(text.TrimEnd('s')));

    private string Take(string word)
    {
        Left.Remove(word);
        return word;
    }
}

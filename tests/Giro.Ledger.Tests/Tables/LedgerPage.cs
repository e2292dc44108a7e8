using Giro.Ledger.Entries;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Tables;

/// <summary>
/// A test written as a ledger page. Lines that give a command end in <c>= outcome</c>; those that follow each other without a blank line are one
/// submission. <c>&amp;</c> in front chains a command to the next. The other lines say what must hold, or move time.
/// <code>
///   open cash asset EUR 0..1000 meta:text         = Accepted      balance cash 100 held 30 coming 0
///   post e1 cash +100 shop -100 on:2026-03-02     = repeat        left h1 cash +70 shop -70      (or: left h1 nothing)
///   hold h1 cash +100 shop -100 until:60s         = BelowLowest leg 1   holds 1     business 2026-03-03     is cash Frozen
///   capture c1 of:h1 cash +30 shop -30 final      = Accepted      metadata cash text     wait 60s
///   release r1 of:h1 | extend x1 of:h1 until:9s | reverse v1 of:e1 from:e1 | limits l1 cash 0.. | state s1 cash Closed
///   metadata+ m1 cash text | advance d1 2026-03-03 | unknown u1 | garbage
/// </code>
/// At the end of every page debits equal credits, and replaying the journal gives the same state.
/// </summary>
internal sealed partial class LedgerPage : IDisposable
{
    private readonly Dictionary<string, ulong> _handles = [];
    private readonly Dictionary<string, byte[]> _records = [];
    private readonly List<(string Line, string Expected)> _waiting = [];
    private Submission _submission = new();

    public LedgerPage(Func<BookOptions, BookOptions>? change = null) => Book = new TestBook(change);

    public TestBook Book { get; }

    /// <summary>Every status that commands of this page were answered with.</summary>
    public HashSet<Status> Produced { get; } = [];

    public static void Check(string text, Func<BookOptions, BookOptions>? change = null)
    {
        using var page = new LedgerPage(change);
        page.Run(text);
        page.Book.AssertSound();
    }

    public void Run(string text)
    {
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line.Contains('='))
            {
                Add(line);
                continue;
            }

            Submit();
            if (line.Length > 0) Observe(line);
        }

        Submit();
    }

    private void Add(string line)
    {
        var parts = line.Split('=', StringSplitOptions.TrimEntries);
        var chain = parts[0].StartsWith('&');
        var words = new Words(parts[0].TrimStart('&', ' '));
        _waiting.Add((line, parts[1]));
        AddCommand(words, chain);
        if (words.Left.Count > 0) throw new FormatException($"not understood: {string.Join(' ', words.Left)} in: {line}");
    }

    private void Submit()
    {
        if (_waiting.Count == 0) return;
        var results = Book.Book.Execute(_submission).ToArray();
        for (var i = 0; i < results.Length; i++)
        {
            var said = results[i].IsRepeat ? "repeat" : results[i].Status.ToString();
            if (_waiting[i].Expected.Contains("leg", StringComparison.Ordinal)) said += $" leg {results[i].LegAtFault}";
            Assert.True(said == _waiting[i].Expected, $"{_waiting[i].Line}\n  was answered {said}");
            Produced.Add(results[i].Status);
            var words = _waiting[i].Line.TrimStart('&', ' ').Split(' ');
            if (words[0] == "open" && results[i].IsAccepted) _handles[words[1]] = results[i].Account;
        }

        _waiting.Clear();
        _submission = new Submission();
    }

    private void Observe(string line)
    {
        var words = new Words(line);
        var seen = words.Next() switch
        {
            "balance" => Balance(words.Next()),
            "left" => Left(words.Next()),
            "holds" => $"holds {Book.Book.Query(reader => reader.OpenHoldCount)}",
            "business" => $"business {Book.Book.Query(reader => reader.BusinessDate):yyyy-MM-dd}",
            "is" => words.Next() is var path ? $"is {path} {Book.Account(path).State}" : "",
            "metadata" => words.Next() is var path ? $"metadata {path} {Book.Account(path).Metadata}".TrimEnd() : "",
            "wait" => Wait(words.Next()),
            var other => throw new FormatException(other),
        };
        if (line.StartsWith("balance", StringComparison.Ordinal) && !line.Contains("held", StringComparison.Ordinal)) seen = seen.Split(" held")[0];
        Assert.True(seen == string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)), $"{line}\n  was seen as {seen}");
    }

    private string Balance(string path)
    {
        var account = Book.Account(path);
        return $"balance {path} {account.BalanceMinor} held {account.HeldLoweringMinor} coming {account.HeldRaisingMinor}";
    }

    private string Left(string hold)
    {
        var (legs, names) = Book.Book.Query(reader =>
            (reader.RemainingOf(TestBook.Id(hold)), reader.Accounts().ToDictionary(account => account.Handle, account => account.Path)));
        return legs is null ? $"left {hold} nothing" : $"left {hold} {string.Join(' ', legs.Select(leg => $"{names[leg.Account]} {leg.AmountMinor:+0;-0;0}"))}";
    }

    private string Wait(string seconds)
    {
        Book.Time.Advance(Words.Seconds(seconds));
        Book.Book.ExpireDueHolds();
        return "wait " + seconds;
    }

    public void Dispose() => Book.Dispose();
}

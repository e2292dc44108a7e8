using System.Diagnostics;
using Giro.Ledger.Entries;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>An entry as a client sends it: one amount from one account to another, of the same currency.</summary>
internal sealed record SentEntry(string Reference, string DebitPath, string CreditPath, long AmountMinor);

/// <summary>An answered batch: when it came, from which process, and the journal row it is true for.</summary>
internal readonly record struct Acknowledgement(long At, ServeProcess By, ulong AsOfSequence, int Entries);

/// <summary>An account as a node showed it.</summary>
/// <param name="BalanceMinor">On its normal side.</param><param name="AsOfSequence">The journal row that the node says this is true for.</param>
internal sealed record ShownBalance(string Node, string Path, Int128 BalanceMinor, ulong AsOfSequence);

/// <summary>What all clients of a scenario have sent, what they were told, and what they should not have been told. Thread-safe.</summary>
internal sealed class LoadLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EntryId, SentEntry> _sent = [];
    private readonly Dictionary<string, ulong> _acknowledged = [];
    private readonly List<Acknowledgement> _answers = [];
    private readonly List<ShownBalance> _shown = [];
    private readonly List<string> _faults = [];

    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>By id, as the journal knows them.</summary>
    public IReadOnlyDictionary<EntryId, SentEntry> Sent => Copy(_sent);

    /// <summary>The number of each reference that was acknowledged.</summary>
    public IReadOnlyDictionary<string, ulong> Acknowledged => Copy(_acknowledged);

    public IReadOnlyList<ShownBalance> Shown => Locked(() => _shown.ToList());

    /// <summary>Answers that no client may get.</summary>
    public IReadOnlyList<string> Faults => Locked(() => _faults.ToList());

    public int AcknowledgedCount => Locked(() => _acknowledged.Count);

    /// <summary>The highest journal row that an acknowledgement has named: who asks for it reads its own writes.</summary>
    public ulong LastSequence => Locked(() => _answers.Count == 0 ? 0 : _answers.Max(answer => answer.AsOfSequence));

    public void Send(IEnumerable<SentEntry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries) _sent.Add(EntryId.FromReference(entry.Reference), entry);
        }
    }

    public void Acknowledge(ServeProcess by, ulong asOfSequence, IReadOnlyList<(string Reference, ulong Number)> numbers)
    {
        lock (_lock)
        {
            foreach (var (reference, number) in numbers)
            {
                if (!_acknowledged.TryAdd(reference, number) && _acknowledged[reference] != number) _faults.Add($"{by.Name} acknowledged {reference} as {number}, and before as {_acknowledged[reference]}");
            }

            _answers.Add(new Acknowledgement(Now, by, asOfSequence, numbers.Count));
        }
    }

    public void Show(ShownBalance shown)
    {
        lock (_lock) _shown.Add(shown);
    }

    public void Fault(string what)
    {
        lock (_lock) _faults.Add(what);
    }

    /// <summary>The last answer of a process; null when it never gave one.</summary>
    public Acknowledgement? LastOf(ServeProcess process) => Locked(() => LastOrNull(_answers.Where(answer => answer.By == process)));

    /// <summary>The first answer after a moment that did not come from a process; null while there is none.</summary>
    public Acknowledgement? FirstAfter(long moment, ServeProcess? notFrom) =>
        Locked(() => LastOrNull(_answers.Where(answer => answer.At > moment && answer.By != notFrom).Take(1)));

    /// <summary>The last answer before a moment, from anyone.</summary>
    public Acknowledgement? LastBefore(long moment) => Locked(() => LastOrNull(_answers.Where(answer => answer.At <= moment)));

    private static Acknowledgement? LastOrNull(IEnumerable<Acknowledgement> answers)
    {
        Acknowledgement? last = null;
        foreach (var answer in answers) last = answer;
        return last;
    }

    private Dictionary<TKey, TValue> Copy<TKey, TValue>(Dictionary<TKey, TValue> from)
        where TKey : notnull
    {
        lock (_lock) return new Dictionary<TKey, TValue>(from);
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock) return read();
    }
}

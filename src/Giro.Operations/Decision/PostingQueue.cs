using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Decision;

/// <summary>Is told the durable answer of each entry, in the order of posting.</summary>
public interface IPostingAnswers
{
    /// <param name="facts">The attributes that were sent; valid during the call.</param>
    void Answered(in InFlight entry, in CommandResult result, ReadOnlySpan<byte> facts);
}

/// <summary>
/// Posts a stream of entries with a few submissions in flight, so that deciding, judging and committing overlap, and never more: that is the bound on memory.
/// Answers are taken when a submission is used again, not when they happen to come, so what a decision sees of earlier answers
/// does not depend on timing. Not thread-safe.
/// </summary>
public sealed class PostingQueue : IDisposable
{
    private const int Slots = 4;
    private const int BytesPerEntry = 256;

    private readonly Book _book;
    private readonly IPostingAnswers _answers;
    private readonly Slot[] _slots = new Slot[Slots];
    private int _current;

    public PostingQueue(Book book, IPostingAnswers answers)
    {
        _book = book;
        _answers = answers;
        for (var i = 0; i < Slots; i++) _slots[i] = new Slot();
    }

    public void Post(in InFlight entry, ReadOnlySpan<Leg> legs, ReadOnlySpan<byte> attributes, uint ruleVersion)
    {
        var slot = _slots[_current];
        if (slot.Entries.Count == EntryPosting.EntriesPerRow || !slot.Submission.HasRoom(legs.Length, attributes.Length))
        {
            Send(slot);
            _current = (_current + 1) % Slots;
            slot = _slots[_current];
            Take(slot);
        }

        slot.Submission.Post(entry.Id, (ushort)entry.Kind.EntryKind(), legs, attributes, ruleVersion);
        slot.Entries.Add(entry);
        slot.Keep(attributes);
    }

    /// <summary>Whether some answers are still to be taken.</summary>
    public bool HasEntries => _slots.Any(slot => slot.Entries.Count > 0);

    /// <summary>Sends what waits, and takes all answers.</summary>
    public void Flush()
    {
        // The unfinished submission goes alone, after the full ones: so it has a row of its own, whatever the timing.
        for (var i = 1; i < Slots; i++) Take(_slots[(_current + i) % Slots]);
        Send(_slots[_current]);
        Take(_slots[_current]);
    }

    private void Send(Slot slot)
    {
        if (slot.Entries.Count == 0) return;
        _book.Submit(slot.Submission);
        slot.IsSent = true;
    }

    private void Take(Slot slot)
    {
        if (slot.IsSent)
        {
            slot.Submission.Wait();
            var results = slot.Submission.Results;
            for (var i = 0; i < results.Length; i++) _answers.Answered(slot.Entries[i], results[i], slot.Facts(i));
        }

        slot.IsSent = false;
        slot.Clear();
        slot.Entries.Clear();
        slot.Submission.Clear();
    }

    /// <summary>Waits for what was sent, because the book still reads it; answers that were not taken are dropped.</summary>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            if (slot.IsSent && _book.Failure is null) slot.Submission.Wait();
        }
    }

    private sealed class Slot
    {
        private readonly List<int> _ends = [0];
        private byte[] _facts = new byte[EntryPosting.EntriesPerRow * BytesPerEntry];

        public Submission Submission { get; } = new(EntryPosting.EntriesPerRow * BytesPerEntry, EntryPosting.EntriesPerRow);

        public List<InFlight> Entries { get; } = new(EntryPosting.EntriesPerRow);

        public bool IsSent { get; set; }

        public ReadOnlySpan<byte> Facts(int entry) => _facts.AsSpan(_ends[entry], _ends[entry + 1] - _ends[entry]);

        public void Keep(ReadOnlySpan<byte> facts)
        {
            var start = _ends[^1];
            if (start + facts.Length > _facts.Length) Array.Resize(ref _facts, Math.Max(_facts.Length * 2, start + facts.Length));
            facts.CopyTo(_facts.AsSpan(start));
            _ends.Add(start + facts.Length);
        }

        public void Clear()
        {
            _ends.Clear();
            _ends.Add(0);
        }
    }
}

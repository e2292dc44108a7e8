using Giro.Ledger.Entries;
using Giro.Ledger.Writer;

namespace Giro.Operations.Institution;

/// <summary>Posts the entries of a stage that come by the thousand at most, in order, and keeps each result. Not thread-safe.</summary>
public sealed class EntryPosting(Book book)
{
    /// <summary>
    /// More than half of what a journal row holds (8,190), so two full submissions never share a row: which entries stand in which row does not
    /// depend on timing, and the same day gives the same journal.
    /// </summary>
    public const int EntriesPerRow = 4096;

    private readonly Submission _submission = new();
    private readonly List<CommandResult> _results = [];

    public void Post(EntryId id, EntryKind kind, ReadOnlySpan<Leg> legs, ReadOnlySpan<byte> attributes = default, uint ruleVersion = 0)
    {
        if (_submission.Count == EntriesPerRow || !_submission.HasRoom(legs.Length, attributes.Length)) Flush();
        _submission.Post(id, (ushort)kind, legs, attributes, ruleVersion);
    }

    /// <summary>Waits for all that was posted since the last call; one durable result for each, in order. Valid until the next post.</summary>
    public IReadOnlyList<CommandResult> Finish()
    {
        Flush();
        CommandResult[] results = [.. _results];
        _results.Clear();
        return results;
    }

    private void Flush()
    {
        if (_submission.Count == 0) return;
        foreach (var result in book.Execute(_submission)) _results.Add(result);
        _submission.Clear();
    }
}

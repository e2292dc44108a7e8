using Giro.Ledger.State;

namespace Giro.Ledger.Writer;

/// <summary>What travels from the writer to the committer: submissions that were judged, and the row of what was accepted of them.</summary>
internal sealed class Batch
{
    /// <summary>Two submissions of the largest kind, or thousands of small ones.</summary>
    public const int CapacityBytes = 2 * Submission.MaxBytes;

    public BatchBuffer Buffer { get; } = new(CapacityBytes + (1 << 16));

    public List<Submission> Submissions { get; } = new(Submission.MaxCommands);

    public int Commands { get; set; }

    public int Room { get; set; }

    public ulong Sequence { get; set; }

    public long TimeUs { get; set; }

    public bool Fits(Submission submission) =>
        Submissions.Count == 0 || (Commands + submission.Count <= Submission.MaxCommands && Room + submission.RecordRoom <= CapacityBytes);

    public void Add(Submission submission)
    {
        Submissions.Add(submission);
        Commands += submission.Count;
        Room += submission.RecordRoom;
    }

    public void Fail(Exception? failure)
    {
        foreach (var submission in Submissions) submission.Complete(failure);
        Submissions.Clear();
    }

    public void Clear()
    {
        Buffer.Clear();
        Submissions.Clear();
        Commands = 0;
        Room = 0;
    }
}

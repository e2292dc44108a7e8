using System.Diagnostics;

namespace Giro.Storage.PostgreSql.Journal;

/// <summary>How long a lost database is waited for: pauses of 10 ms at first, doubled up to 500 ms, until the patience is used up or nobody wants to wait any more.</summary>
internal sealed class ReconnectWait(TimeSpan patience, CancellationToken abandoned)
{
    private const int LongestPauseMs = 500;
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _pauseMs = 10;

    public bool IsOver => RemainingMs <= 0 || abandoned.IsCancellationRequested;

    /// <summary>For questions that may be given up; at least 1, as 0 would mean for ever.</summary>
    public int RemainingSeconds => (int)Math.Max(1, (RemainingMs + 999) / 1000);

    private long RemainingMs => (patience - Stopwatch.GetElapsedTime(_start)).Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>Waits before the next try. False, at once, when there is no patience left.</summary>
    public bool Pause()
    {
        if (IsOver) return false;
        var isAbandoned = abandoned.WaitHandle.WaitOne((int)Math.Clamp(RemainingMs, 1, _pauseMs));
        _pauseMs = Math.Min(_pauseMs * 2, LongestPauseMs);
        return !isAbandoned;
    }
}

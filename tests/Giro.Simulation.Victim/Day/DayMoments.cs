using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Giro.Simulation.Victim.Day;

/// <summary>A moment at which the process is to end: so many microseconds after a stage begins for the n-th time.</summary>
internal sealed record DayAim(string Stage, int Time, int Microseconds)
{
    /// <summary>As it stands among the arguments: <c>payout-finish:2:350</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Stage}:{Time}:{Microseconds}");

    /// <returns>Null for <c>none</c>.</returns>
    public static DayAim? Parse(string text)
    {
        if (text == "none") return null;
        var parts = text.Split(':');
        return new DayAim(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}

/// <summary>
/// Tells the parent which stage begins, and ends this process by SIGKILL where the aim says: at 0 microseconds between two instructions, always the same two; later by a
/// thread beside the one that works. Thread-safe.
/// </summary>
internal sealed class DayMoments : IDisposable
{
    public const string Intake = "intake";
    public const string ClearingBegin = "clearing-begin";
    public const string ClearingCommit = "clearing-commit";
    public const string ClearingDone = "clearing-done";
    public const string PeriodEnd = "period-end";
    public const string Close = "close";
    public const string Closed = "closed";
    public const string Decide = "decide";
    public const string Post = "post-waiting";
    public const string Forget = "forget-waiting";
    public const string Forgotten = "forgot-waiting";
    public const string PayoutUnit = "payout-unit";
    public const string PayoutFile = "payout-file";
    public const string PayoutFinish = "payout-finish";
    public const string PayoutFinished = "payout-finished";
    public const string BankAnswer = "bank-answer";
    public const string Statement = "statement";
    public const string DayEnd = "day-end";

    private readonly DayAim? _aim;
    private readonly Stream _out = Console.OpenStandardOutput();
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _set = new(false, spinCount: 2_000);
    private int _times;
    private long _setAt;

    public DayMoments(DayAim? aim)
    {
        _aim = aim;
        if (aim is { Microseconds: > 0 }) new Thread(EndLater) { IsBackground = true }.Start();
    }

    /// <summary>Those that an aim may name, with how often each comes in a day or more.</summary>
    public static IReadOnlyList<(string Stage, int Times)> All { get; } =
    [
        (Intake, 6), (ClearingBegin, 12), (ClearingCommit, 3), (ClearingDone, 3), (PeriodEnd, 1), (Close, 3), (Closed, 3), (Decide, 8), (Post, 20), (Forget, 8), (Forgotten, 8),
        (PayoutUnit, 8), (PayoutFile, 2), (PayoutFinish, 2), (PayoutFinished, 2), (BankAnswer, 2), (Statement, 1), (DayEnd, 1),
    ];

    /// <summary>Those that a transaction of the records follows at once.</summary>
    public static IReadOnlyList<(string Stage, int Times)> Commits { get; } = [.. All.Where(one => one.Stage is ClearingCommit or Close or Decide or Forget or PayoutUnit or PayoutFinish)];

    public void Begin(string stage)
    {
        lock (_lock)
        {
            _out.Write(Encoding.ASCII.GetBytes(stage + "\n"));
            if (_aim?.Stage != stage || ++_times != _aim.Time) return;
            if (_aim.Microseconds == 0) End();
            _setAt = Stopwatch.GetTimestamp();
            _set.Set();
        }
    }

    private void EndLater()
    {
        _set.Wait();
        var until = _setAt + (_aim!.Microseconds * Stopwatch.Frequency / 1_000_000);
        while (Stopwatch.GetTimestamp() < until) Thread.SpinWait(8);
        End();
    }

    private static void End()
    {
        using var process = Process.GetCurrentProcess();
        process.Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    public void Dispose()
    {
        _set.Dispose();
        _out.Dispose();
    }
}

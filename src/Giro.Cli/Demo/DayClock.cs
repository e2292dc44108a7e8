namespace Giro.Cli.Demo;

/// <summary>The clock of the demo: stands still until it is moved, so that the same day gives the same journal.</summary>
internal sealed class DayClock(DateTimeOffset start) : TimeProvider
{
    private long _utcTicks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _utcTicks), TimeSpan.Zero);

    public void MoveTo(DateTimeOffset time) => Volatile.Write(ref _utcTicks, time.UtcTicks);
}

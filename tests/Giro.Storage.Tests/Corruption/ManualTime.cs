namespace Giro.Storage.Tests.Corruption;

/// <summary>A clock that moves a second with each look, so that the same book comes out each time.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _seconds;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero).AddSeconds(Interlocked.Increment(ref _seconds));
}

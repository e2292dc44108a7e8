namespace Giro.Simulation.Tests;

/// <summary>A clock that stands before every row, so that a book opened with it takes the time of its last row and no hold expires while it is checked.</summary>
internal sealed class FrozenTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
}

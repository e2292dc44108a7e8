namespace Giro.Cli.Demo;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers from the same seed on every machine and in every version of .NET, which
/// <see cref="System.Random"/> does not promise.
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>From lowest to highest, both included.</summary>
    public long Between(long lowest, long highest) => lowest + (long)Math.BigMul(Next(), (ulong)(highest - lowest + 1), out _);
}

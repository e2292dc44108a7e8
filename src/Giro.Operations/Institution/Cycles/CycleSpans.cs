namespace Giro.Operations.Institution.Cycles;

/// <summary>
/// The time spans of the cycles that payments asked for lately, so that a payment costs one look instead of calendar and time zone. One entry for each quarter of
/// an hour, as cut-offs and changes of clocks stand on quarters; 1,024 of them reach back ten days. Threads may share it: a span never changes, and
/// is put in its place by one write.
/// </summary>
internal sealed class CycleSpans
{
    private const int Places = 1_024;
    private const long PlaceTicks = 15 * TimeSpan.TicksPerMinute;
    private readonly Span?[] _spans = new Span?[Places];

    /// <param name="Cycle">Of all instants from <paramref name="FromTicks"/> to before <paramref name="UntilTicks"/>, in UTC.</param>
    public sealed record Span(long FromTicks, long UntilTicks, CycleId Cycle);

    /// <summary>The quarter of an hour in which an instant stands.</summary>
    public static long StartOfPlace(long utcTicks) => utcTicks - (utcTicks % PlaceTicks);

    public bool TryFind(long utcTicks, out CycleId cycle)
    {
        var span = Volatile.Read(ref _spans[PlaceOf(utcTicks)]);
        var isFound = span is not null && utcTicks >= span.FromTicks && utcTicks < span.UntilTicks;
        cycle = isFound ? span!.Cycle : default;
        return isFound;
    }

    public void Keep(long utcTicks, Span span) => Volatile.Write(ref _spans[PlaceOf(utcTicks)], span);

    private static int PlaceOf(long utcTicks) => (int)(utcTicks / PlaceTicks % Places);
}

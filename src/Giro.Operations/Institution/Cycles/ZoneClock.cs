namespace Giro.Operations.Institution.Cycles;

/// <summary>
/// From local times of a zone to instants, by one rule: a local time is the first instant at which a clock on the wall reads it or later. A time that the clock
/// skips in spring is therefore the instant of the change, one that it reads twice in autumn is the first of the two, and later local times never come
/// earlier.
/// </summary>
internal static class ZoneClock
{
    public static DateTime LocalAt(TimeZoneInfo zone, DateTimeOffset at) => at.UtcDateTime + zone.GetUtcOffset(at);

    /// <param name="local">Of unspecified kind.</param>
    public static DateTimeOffset FirstInstantOf(TimeZoneInfo zone, DateTime local)
    {
        // No zone is further than 14 hours from UTC, so a day before is before the instant sought, and a day after is after it.
        var asUtc = new DateTimeOffset(local, TimeSpan.Zero);
        var before = zone.GetUtcOffset(asUtc.AddDays(-1));
        var after = zone.GetUtcOffset(asUtc.AddDays(1));
        var withBefore = asUtc - before;
        if (LocalAt(zone, withBefore) == local) return withBefore;
        var withAfter = asUtc - after;
        if (LocalAt(zone, withAfter) == local) return withAfter;

        // In a gap. By the old offset the clock would reach it after the change, by the new one before; the change is between.
        var (low, high) = (withAfter.UtcTicks, withBefore.UtcTicks);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (LocalAt(zone, new DateTimeOffset(middle, TimeSpan.Zero)) >= local) high = middle;
            else low = middle;
        }

        return new DateTimeOffset(high, TimeSpan.Zero);
    }
}

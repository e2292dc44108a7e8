namespace Giro.Operations.Institution.Terms;

/// <summary>The local date of an instant in a zone. Remembers the date of the last instant, as payments come by the thousand on one day. Not thread-safe.</summary>
public sealed class LocalDates(TimeZoneInfo zone)
{
    private long _fromTicks = 1;
    private long _toTicks;
    private DateOnly _date;

    public DateOnly Of(DateTimeOffset at)
    {
        var ticks = at.UtcTicks;
        if (ticks >= _fromTicks && ticks < _toTicks) return _date;
        var offset = zone.GetUtcOffset(at);
        var local = new DateTime(ticks + offset.Ticks);
        _date = DateOnly.FromDateTime(local);

        // The offset holds at least to the end of the quarter hour: zones change theirs on such moments only, in the years that payments are of.
        var quarter = TimeSpan.TicksPerMinute * 15;
        _fromTicks = ticks - (local.Ticks % quarter);
        _toTicks = _fromTicks + quarter;
        return _date;
    }
}

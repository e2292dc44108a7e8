namespace Giro.Ledger.Writer;

/// <summary>Times in the journal: whole microseconds since 1970-01-01 UTC.</summary>
public static class MicrosecondTime
{
    public static long From(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long timeUs) => new(DateTime.UnixEpoch.Ticks + (timeUs * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

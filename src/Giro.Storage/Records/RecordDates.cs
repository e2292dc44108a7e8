namespace Giro.Storage.Records;

/// <summary>Dates as records keep them: yyyymmdd, 0 for none.</summary>
internal static class RecordDates
{
    public static long ToNumber(DateOnly date) => (((date.Year * 100L) + date.Month) * 100) + date.Day;

    public static long ToNumberOrZero(DateOnly? date) => date is { } known ? ToNumber(known) : 0;

    public static DateOnly? ToDateOrNull(long number) => number == 0 ? null : ToDate(number);

    public static DateOnly ToDate(long number) => new((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100));
}

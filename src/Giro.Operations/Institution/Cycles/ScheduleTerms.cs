using Giro.Operations.Institution.Calendars;

namespace Giro.Operations.Institution.Cycles;

/// <summary>When the cycles of a schedule end. Numbers are stored and never reused.</summary>
public enum ScheduleKind : byte
{
    None = 0,

    /// <summary>T+0: a cycle ends at each cut-off of a business day, and is paid on that day (lag 0).</summary>
    SameDay = 1,

    /// <summary>T+N: a cycle ends with each business day and takes in the closed days before it; paid N business days later.</summary>
    BusinessDays = 2,

    /// <summary>D+N: a cycle ends with each calendar day; paid N calendar days later.</summary>
    CalendarDays = 3,

    /// <summary>A cycle ends with a day of each week, open or not; paid N business days later.</summary>
    Weekly = 4,

    /// <summary>A cycle ends with the last day of each month, open or not; paid N business days later.</summary>
    Monthly = 5,

    /// <summary>A cycle ends with 31 March, 30 June, 30 September and 31 December; paid N business days later.</summary>
    Quarterly = 6,

    /// <summary>Closes for a merchant when what it has earned and not been paid reaches an amount; paid N business days after the close.</summary>
    Threshold = 7,

    /// <summary>Closes for a merchant when somebody says so; paid N business days after the close.</summary>
    Manual = 8,
}

/// <summary>Where a payment goes whose own cycle is closed, because it came late or is dated back. Numbers are stored and never reused.</summary>
public enum LatePolicy : byte
{
    None = 0,

    /// <summary>To the first open cycle after its own.</summary>
    NextOpenCycle = 1,

    /// <summary>To the cycle of the moment at which it was booked; when that is closed too, to the first open one after it.</summary>
    CycleOfBooking = 2,
}

/// <summary>What a <see cref="CycleSchedule"/> is made of. Data: it can be written in a file or a form.</summary>
public sealed record ScheduleTerms
{
    private static readonly TimeOnly[] EndOfDay = [TimeOnly.MinValue];

    /// <summary>1 to 9999. Part of every cycle's number; stored and never reused.</summary>
    public required int Ordinal { get; init; }

    /// <summary>What people call it, such as <c>T0-3</c>, <c>D1</c>, <c>W-FRI</c>. Not part of references, so it may be renamed.</summary>
    public required string Code { get; init; }

    public required ScheduleKind Kind { get; init; }

    /// <summary>In which days and cut-offs are meant.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    public required BusinessCalendar Calendar { get; init; }

    /// <summary>
    /// Local times, ascending. A payment at the cut-off itself belongs to the next cycle. 00:00 is the end of the day, never its beginning, and comes last.
    /// Several for T+0; the others have one, which ends their day.
    /// </summary>
    public IReadOnlyList<TimeOnly> CutOffs { get; init; } = EndOfDay;

    /// <summary>The N of the kind: how many days after the cycle's date, or after its close, it is paid. 0 is that day or the first business day after it.</summary>
    public int LagDays { get; init; }

    /// <summary>For D+N: whether a settlement date on which banks are closed moves to the next business day.</summary>
    public bool MovesToBusinessDay { get; init; } = true;

    /// <summary>For weekly cycles.</summary>
    public DayOfWeek ClosingDay { get; init; } = DayOfWeek.Sunday;

    /// <summary>For cycles by threshold: above zero.</summary>
    public long ThresholdMinor { get; init; }

    public LatePolicy LatePolicy { get; init; } = LatePolicy.NextOpenCycle;

    /// <returns>What is wrong, in words that name no schedule; null for nothing.</returns>
    internal string? Fault()
    {
        if (Ordinal is < 1 or > CycleId.MaxSchedule) return $"the ordinal is {Ordinal}, it must be 1 to {CycleId.MaxSchedule}";
        if (Code.Length is < 1 or > 20 || !Code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '.')) return "the code must be 1 to 20 letters, digits, '-', '+' or '.'";
        if (Kind is < ScheduleKind.SameDay or > ScheduleKind.Manual) return $"the kind {Kind} is not known";
        if (LatePolicy is < LatePolicy.NextOpenCycle or > LatePolicy.CycleOfBooking) return $"the late policy {LatePolicy} is not known";
        if (LagDays is < 0 or > 366) return $"the lag is {LagDays} days, it must be 0 to 366";
        if (Kind == ScheduleKind.Threshold ? ThresholdMinor <= 0 : ThresholdMinor != 0) return "a threshold above zero is for cycles by threshold, and for those only";
        return CutOffFault();
    }

    private string? CutOffFault()
    {
        if (CutOffs.Count == 0) return "there is no cut-off";
        if (CutOffs.Count > 99) return "there are more than 99 cut-offs a day";
        if (CutOffs.Count > 1 && Kind != ScheduleKind.SameDay) return "only T+0 has several cut-offs a day";
        for (var i = 1; i < CutOffs.Count; i++)
        {
            if (CutOffs[i - 1] == TimeOnly.MinValue || (CutOffs[i] != TimeOnly.MinValue && CutOffs[i] <= CutOffs[i - 1])) return "the cut-offs must ascend, with 00:00, the end of the day, last";
        }

        return null;
    }
}

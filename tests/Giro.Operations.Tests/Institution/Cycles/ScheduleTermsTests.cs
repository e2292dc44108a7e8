using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Tests.Institution.Cycles;

public sealed class ScheduleTermsTests
{
    public static TheoryData<string, ScheduleTerms> Faults => new()
    {
        { "the ordinal is 0, it must be 1 to 9999", Given.Terms with { Ordinal = 0 } },
        { "the ordinal is 10000, it must be 1 to 9999", Given.Terms with { Ordinal = 10_000 } },
        { "the code must be 1 to 20 letters, digits, '-', '+' or '.'", Given.Terms with { Code = "T 1" } },
        { "the kind None is not known", Given.Terms with { Kind = ScheduleKind.None } },
        { "the late policy None is not known", Given.Terms with { LatePolicy = LatePolicy.None } },
        { "the lag is -1 days, it must be 0 to 366", Given.Terms with { LagDays = -1 } },
        { "a threshold above zero is for cycles by threshold, and for those only", Given.Terms with { ThresholdMinor = 1 } },
        { "a threshold above zero is for cycles by threshold, and for those only", Given.Terms with { Kind = ScheduleKind.Threshold } },
        { "there is no cut-off", Given.Terms with { CutOffs = [] } },
        { "only T+0 has several cut-offs a day", Given.Terms with { CutOffs = Given.CutOffs("10:00", "12:00") } },
        { "the cut-offs must ascend, with 00:00, the end of the day, last", Given.Terms with { Kind = ScheduleKind.SameDay, CutOffs = Given.CutOffs("12:00", "10:00") } },
        { "the cut-offs must ascend, with 00:00, the end of the day, last", Given.Terms with { Kind = ScheduleKind.SameDay, CutOffs = Given.CutOffs("10:00", "10:00") } },
        { "the cut-offs must ascend, with 00:00, the end of the day, last", Given.Terms with { Kind = ScheduleKind.SameDay, CutOffs = Given.CutOffs("00:00", "10:00") } },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Terms_that_make_no_sense_are_refused(string fault, ScheduleTerms terms) =>
        Assert.StartsWith($"schedule {terms.Code}: {fault}", Assert.Throws<ArgumentException>(() => new CycleSchedule(terms)).Message);

    [Fact]
    public void Schedules_of_an_institution_differ_in_ordinal_and_code_and_are_those_of_its_contracts()
    {
        CycleSchedule first = new(Given.Terms), sameOrdinal = new(Given.Terms with { Code = "X" }), sameCode = new(Given.Terms with { Ordinal = 6 });
        Assert.StartsWith("two schedules have the ordinal 5", Assert.Throws<ArgumentException>(() => TestInstitution.Make(first, sameOrdinal)).Message);
        Assert.StartsWith("two schedules have the code T1", Assert.Throws<ArgumentException>(() => TestInstitution.Make(first, sameCode)).Message);
        var institution = TestInstitution.Make(first);
        var error = Assert.Throws<ArgumentException>(() => new PaymentInstitution(institution.Channels, institution.Merchants)
        {
            Name = "", Currency = institution.Currency, TimeZone = institution.TimeZone, Calendar = institution.Calendar, Nostro = institution.Nostro, Schedules = [sameOrdinal],
        });
        Assert.StartsWith("contract 1 of merchant M1 names the schedule T1, which the institution does not have", error.Message);
    }
}

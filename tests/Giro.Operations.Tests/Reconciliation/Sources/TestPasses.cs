using System.Text;
using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Reconciliation.Sources;

namespace Giro.Operations.Tests.Reconciliation.Sources;

/// <summary>Passes of the sources <c>bank</c> and <c>card-bill</c>, from texts as institution.json has them.</summary>
internal static class TestPasses
{
    public static readonly ReconciliationSource Bank = new() { Name = "bank", Kind = SourceKind.BankStatement, Currency = Currency.FromCode("EUR") };

    public static readonly ReconciliationSource CardBill = new() { Name = "card-bill", Kind = SourceKind.ChannelBill, Currency = Currency.FromCode("EUR"), ChannelCode = "card", WriteOffLimitMinor = 5_00 };

    public static InstitutionPasses Of(ReconciliationSource source, string json, string? rules = null)
    {
        var reading = Read(source, json, rules);
        Assert.Equal([], reading.Faults);
        return reading.Passes!;
    }

    /// <param name="rules">Of the file match.rules; null for none.</param>
    public static InstitutionPassesReading Read(ReconciliationSource source, string json, string? rules = null) => InstitutionPasses.Read(
        Institution(source with { Passes = new PassesText(json, "sources[0].passes", 7) }), "institution.json",
        name => rules is not null && name == "match.rules" ? Encoding.UTF8.GetBytes(rules) : throw new FileNotFoundException($"there is no {name}"));

    public static PaymentInstitution Institution(params ReconciliationSource[] sources) => new([TestInstitution.Card], [])
    {
        Name = "Test", Currency = Currency.FromCode("EUR"), TimeZone = TestInstitution.Zone, Calendar = WeekdayCalendar.Instance, Schedules = [],
        Nostro = new NostroAccount("NL02ABNA0123456789", "ABNANL2A"), Sources = sources,
    };
}

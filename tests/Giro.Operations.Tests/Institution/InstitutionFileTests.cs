using System.Text;
using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Tests.Institution;

public sealed class InstitutionFileTests
{
    private const string Small = """
        {
          "name": "Small", "currency": "EUR", "timeZone": "UTC+01:00", "calendar": "WEEKDAYS",
          "nostro": { "iban": "NL02ABNA0123456789", "bic": "ABNANL2A" },
          "channels": [ { "code": "card", "highestPayment": "10000.00", "cost": "0.45%" } ],
          "schedules": [ { "ordinal": 7, "code": "T0-2", "kind": "same-day", "cutOffs": ["12:00", "24:00"] } ],
          "merchants": [
            { "id": "M1", "name": "One", "iban": "DE02120300000000202051",
              "contracts": [ { "version": 1, "from": "2026-01-01", "strategy": "flat", "schedule": "T0-2" } ] }
          ]
        }
        """;

    [Fact]
    public void A_file_reads_as_what_it_says_and_what_it_leaves_out_has_its_default()
    {
        var institution = Read(Small);
        Assert.Equal(("Small", "EUR", TimeSpan.FromHours(1)), (institution.Name, institution.Currency.Code, institution.TimeZone.BaseUtcOffset));
        Assert.Equal(new Channel("card", 0, 10_000_00, 4_500), Assert.Single(institution.Channels));
        var schedule = Assert.Single(institution.Schedules);
        Assert.Equal((7, ScheduleKind.SameDay, 0), (schedule.Ordinal, schedule.Terms.Kind, schedule.Terms.LagDays));
        Assert.Equal([new TimeOnly(12, 0), TimeOnly.MinValue], schedule.Terms.CutOffs);
        var contract = institution.Merchants[0].Contract;
        Assert.Equal((1U, "flat", FeeDeduction.Net, Attribution.InProportion, long.MaxValue), (contract.Version, contract.FeeStrategy, contract.Deduction, contract.Attribution, contract.HighestPendingMinor));
        Assert.Same(schedule, contract.Schedule);
    }

    /// <summary>Every kind of schedule, every default turned away, zones by id and by offset, amounts without minor units.</summary>
    [Theory]
    [InlineData("EUR")]
    [InlineData("JPY")]
    [InlineData("KWD")]
    public void What_is_written_reads_as_the_same(string currency)
    {
        var institution = Rich(currency);
        var text = InstitutionFile.Write(institution);
        var read = Read(text);
        Assert.Equal(text, InstitutionFile.Write(read));
        Assert.Equal(institution.Channels, read.Channels);
        Assert.Equal(institution.Nostro, read.Nostro);
        Assert.Equal(institution.ForeignNostros, read.ForeignNostros);
        Assert.Equal(institution.PayoutApproval, read.PayoutApproval);
        Assert.Equal((institution.Name, institution.Currency, institution.Calendar.Code), (read.Name, read.Currency, read.Calendar.Code));
        foreach (var (was, now) in institution.Schedules.Zip(read.Schedules))
        {
            Assert.Equal(was.Terms.CutOffs, now.Terms.CutOffs);
            Assert.Equal(was.Terms.Calendar.Code, now.Terms.Calendar.Code);
            Assert.True(was.Terms.TimeZone.HasSameRules(now.Terms.TimeZone));
            Assert.Equal(was.Terms with { CutOffs = [], TimeZone = TimeZoneInfo.Utc, Calendar = WeekdayCalendar.Instance }, now.Terms with { CutOffs = [], TimeZone = TimeZoneInfo.Utc, Calendar = WeekdayCalendar.Instance }, SameTerms);
        }

        foreach (var (was, now) in institution.Merchants.Zip(read.Merchants))
        {
            Assert.Equal((was.Ordinal, was.Id, was.Name, was.Iban), (now.Ordinal, now.Id, now.Name, now.Iban));
            Assert.Equal(was.Attributes, now.Attributes);
            Assert.Equal(was.Contracts.Select(Terms), now.Contracts.Select(Terms));
            foreach (var (left, right) in was.Contracts.Zip(now.Contracts))
            {
                Assert.Equal(left.Settlement.PayoutAccounts, right.Settlement.PayoutAccounts);
                Assert.Equal(left.Settlement.Waterfall, right.Settlement.Waterfall);
                Assert.Equal(left.Settlement with { PayoutAccounts = [], Waterfall = [] }, right.Settlement with { PayoutAccounts = [], Waterfall = [] }, (a, b) => a with { PayoutAccounts = b.PayoutAccounts, Waterfall = b.Waterfall } == b);
            }
        }

        static bool SameTerms(ScheduleTerms left, ScheduleTerms right) => left with { CutOffs = right.CutOffs } == right;

        static (uint, DateOnly, string, FeeDeduction, Attribution, string, long) Terms(Contract contract) =>
            (contract.Version, contract.From, contract.FeeStrategy, contract.Deduction, contract.Attribution, contract.Schedule.Code, contract.HighestPendingMinor);
    }

    [Fact]
    public void Sources_are_read_as_they_are_written()
    {
        var made = TestInstitution.Make();
        var with = new PaymentInstitution(made.Channels, made.Merchants)
        {
            Name = made.Name, Currency = made.Currency, TimeZone = made.TimeZone, Calendar = made.Calendar, Schedules = made.Schedules, Nostro = made.Nostro,
            Sources =
            [
                new ReconciliationSource
                {
                    Name = "bank", Kind = SourceKind.BankStatement, Currency = made.Currency, Format = "MT940", FilePattern = "in/{yyyymmdd}.sta", Deadline = new BreakDeadline(3, CountsBusinessDays: false),
                    WriteOffLimitMinor = 20_00, Terms = new Dictionary<byte, BreakTerms> { [5] = new(new BreakDeadline(0, CountsBusinessDays: true), "cash desk"), [1] = new(new BreakDeadline(3, CountsBusinessDays: false), null) },
                },
                new ReconciliationSource { Name = "card-bill", Kind = SourceKind.ChannelBill, Currency = made.Currency, ChannelCode = "card", FilePattern = "in/bill-{date}.csv", Format = "card.json" },
            ],
        };
        var text = InstitutionFile.Write(with);
        var reading = InstitutionFile.Parse(System.Text.Encoding.UTF8.GetBytes(text), "institution.json");
        Assert.Empty(reading.Faults);
        Assert.Equal(text, InstitutionFile.Write(reading.Institution!));
        var bank = reading.Institution!.Sources[0];
        Assert.Equal(with.Sources[0] with { Terms = bank.Terms }, bank);
        Assert.Equal(with.Sources[0].Terms.OrderBy(pair => pair.Key), bank.Terms.OrderBy(pair => pair.Key));
        Assert.Equal("in/bill-2026-11-11.csv", reading.Institution.Sources[1].FileOf(TestInstitution.Wednesday));
        foreach (var (from, to, fault) in ((string, string, string)[])
        [
            ("\"channel\": \"card\"", "\"channel\": \"cash\"", "there is no channel 'cash'"), ("MT940", "MT9", "there is no format 'MT9'"), ("missing-with-us", "missing", "'missing' is not known here"),
            ("calendar-days", "days", "'days' is not known here"), ("\"name\": \"card-bill\"", "\"name\": \"bank\"", "the name 'bank' is used"),
        ])
        {
            Assert.Contains(fault, InstitutionFile.Parse(System.Text.Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)), "institution.json").Faults[0].Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Types_of_breaks_are_written_by_their_numbers() =>
        Assert.Equal(Giro.Operations.Reconciliation.BreakTypes.All.Count, Giro.Operations.Reconciliation.BreakTypes.All.Select(Giro.Operations.Reconciliation.BreakTypes.Name).Distinct().Count());

    /// <summary>Whoever adds a term to one of these types is told here that the file has to say it as well.</summary>
    [Theory]
    [InlineData(typeof(Contract), "Version From FeeStrategy Schedule HighestPendingMinor Deduction Attribution Settlement")]
    [InlineData(typeof(Merchant), "Ordinal Id Name Iban Contracts Attributes Contract")]
    [InlineData(typeof(Channel), "Code Ordinal HighestPaymentMinor CostPpm")]
    [InlineData(typeof(NostroAccount), "Iban Bic")]
    [InlineData(typeof(ScheduleTerms), "Ordinal Code Kind TimeZone Calendar CutOffs LagDays MovesToBusinessDay ClosingDay ThresholdMinor LatePolicy")]
    [InlineData(typeof(PaymentInstitution), "Name Currency TimeZone Calendar Schedules Nostro ForeignNostros PayoutApproval Sources Channels Merchants")]
    [InlineData(typeof(ReconciliationSource), "Name Kind Currency ChannelCode Format FilePattern Deadline Terms WriteOffLimitMinor Passes")]
    [InlineData(typeof(BreakDeadline), "Days CountsBusinessDays")]
    [InlineData(typeof(BreakTerms), "Deadline Owner")]
    [InlineData(typeof(SettlementTerms), "Plain MinimumPayoutMinor RollingReserve FixedReserveMinor PayoutAccounts Remainder Exchange Waterfall CarryForwardDays GuarantorId WriteOffAfterDays")]
    [InlineData(typeof(RollingReserve), "RateBillionths DaysHeld CapMinor")]
    [InlineData(typeof(PayoutAccount), "Iban ShareBillionths FixedMinor")]
    [InlineData(typeof(PayoutExchange), "Currency Source Rounding")]
    [InlineData(typeof(PayoutApprovalPolicy), "AutomaticUpToMinor OnePersonUpToMinor Automatic")]
    public void Every_term_is_in_the_file(Type type, string known) =>
        Assert.Equal(known.Split(' ').Order(), type.GetProperties().Select(property => property.Name).Order());

    [Theory]
    [InlineData("\"currency\": \"EUR\"", "\"currency\": \"Euro\"", "2 currency: 'Euro' is no currency of ISO 4217 with minor units")]
    [InlineData("UTC+01:00", "Mars/Olympus", "2 timeZone: 'Mars/Olympus' is no time zone that is known here")]
    [InlineData("WEEKDAYS", "MOON", "2 calendar: there is no calendar 'MOON'")]
    [InlineData("\"name\": \"Small\", ", "", "1 the field 'name' is missing")]
    [InlineData("\"cost\": \"0.45%\"", "\"cost\": 0.45", "4 channels[0].cost: '0.45' is no number of zero or above with at most 4 decimals and '%'")]
    [InlineData("10000.00", "10000.001", "4 channels[0].highestPayment: '10000.001' is no number of zero or above with at most 2 decimals")]
    [InlineData("same-day", "daily", "5 schedules[0].kind: 'daily' is not known here")]
    [InlineData("\"12:00\", \"24:00\"", "\"12:00\", \"00:00\"", "5 schedules[0].cutOffs[1]: '00:00' is no time of day")]
    [InlineData("\"12:00\", \"24:00\"", "\"12:00\", \"11:00\"", "5 schedules[0]: the cut-offs must ascend, with 00:00, the end of the day, last")]
    [InlineData("DE02120300000000202051", "DE02120300000000202015", "7 merchants[0].iban: 'DE02120300000000202015' is no IBAN: its check digits do not hold")]
    [InlineData("\"id\": \"M1\"", "\"id\": \"M/1\"", "7 merchants[0].id: 'M/1' cannot be part of an account's path")]
    [InlineData("\"schedule\": \"T0-2\"", "\"schedule\": \"T5\"", "8 merchants[0].contracts[0].schedule: there is no schedule 'T5'")]
    [InlineData("\"from\": \"2026-01-01\"", "\"from\": \"2026-02-30\"", "8 merchants[0].contracts[0].from: '2026-02-30' is not a date")]
    [InlineData("\"strategy\": \"flat\"", "\"stratgy\": \"flat\"", "8 merchants[0].contracts[0]: the field 'strategy' is missing|8 merchants[0].contracts[0].stratgy: there is no such field")]
    [InlineData("\"version\": 1", "\"version\": 1, \"version\": 2", "8 merchants[0].contracts[0].version: it is there already, on line 8")]
    [InlineData("2026-01-01\", \"strategy\": \"flat\", \"schedule\": \"T0-2\" }", "2026-01-01\", \"strategy\": \"flat\", \"schedule\": \"T0-2\" }, { \"version\": 1, \"from\": \"2026-02-01\", \"strategy\": \"flat\", \"schedule\": \"T0-2\" }", "8 merchants[0].contracts[1].version: version 1 from 2026-02-01 does not come after version 1 from 2026-01-01")]
    [InlineData("\"schedule\": \"T0-2\"", "\"schedule\": \"T0-2\", \"settlement\": { \"guarantor\": \"M9\", \"waterfall\": [\"guarantor\"] }", "8 merchants[0].contracts[0].settlement: the guarantor 'M9' is no merchant")]
    [InlineData("\"schedule\": \"T0-2\"", "\"schedule\": \"T0-2\", \"settlement\": { \"waterfall\": [\"reserves\"] }", "8 merchants[0].contracts[0].settlement.waterfall[0]: 'reserves' is no step of the waterfall")]
    [InlineData("\"schedule\": \"T0-2\"", "\"schedule\": \"T0-2\", \"settlement\": { \"waterfall\": [\"receivable\", \"reserve\"] }", "8 merchants[0].contracts[0].settlement: nothing can come after the receivable, which takes all")]
    [InlineData("\"schedule\": \"T0-2\"", "\"schedule\": \"T0-2\", \"settlement\": { \"rollingReserve\": { \"rate\": \"5\", \"days\": 90 } }", "8 merchants[0].contracts[0].settlement.rollingReserve.rate: '5' is no number of zero or above with at most 7 decimals and '%'")]
    [InlineData("\"channels\": [", "\"channels\": 5, \"more\": [", "4 channels: it is no list|4 more: there is no such field")]
    public void A_fault_names_line_path_and_reason_and_says_how_to_mend(string was, string now, string expected)
    {
        Assert.Contains(was, Small);
        var reading = InstitutionFile.Parse(Encoding.UTF8.GetBytes(Small.Replace(was, now, StringComparison.Ordinal)), "small.json");
        Assert.Null(reading.Institution);
        Assert.Equal(expected.Split('|'), reading.Faults.Select(fault => $"{fault.Line} {(fault.Path.Length == 0 ? "" : fault.Path + ": ")}{fault.Reason}"));
        Assert.All(reading.Faults, fault => Assert.True(fault.Mend.Length > 0));
    }

    [Fact]
    public void All_faults_are_told_at_once_in_the_order_of_the_lines()
    {
        var text = Small.Replace("EUR", "Euro", StringComparison.Ordinal).Replace("0.45%", "45", StringComparison.Ordinal).Replace("\"T0-2\" }", "\"T9\" }", StringComparison.Ordinal);
        Assert.Equal([2, 4, 8], InstitutionFile.Parse(Encoding.UTF8.GetBytes(text), "small.json").Faults.Select(fault => fault.Line).Distinct());
    }

    [Fact]
    public void Text_that_is_no_json_names_its_line()
    {
        var fault = Assert.Single(InstitutionFile.Parse(Encoding.UTF8.GetBytes(Small.Replace("\"schedules\": [", "\"schedules\": ", StringComparison.Ordinal)), "small.json").Faults);
        Assert.StartsWith("small.json(5): it is no JSON at byte ", fault.ToString());
    }

    [Fact]
    public void Two_of_one_name_are_a_fault()
    {
        const string First = """{ "id": "M1", "name": "Two", "iban": "DE02120300000000202051", "contracts": [ { "version": 1, "from": "2026-01-01", "strategy": "flat", "schedule": "T0-2" } ] },""";
        var twice = Small.Replace("\"merchants\": [", "\"merchants\": [ " + First, StringComparison.Ordinal);
        var fault = Assert.Single(InstitutionFile.Parse(Encoding.UTF8.GetBytes(twice), "small.json").Faults);
        Assert.Equal("the id 'M1' is used on line 6 already", fault.Reason);
    }

    [Fact]
    public void A_calendar_of_ones_own_stands_beside_the_file()
    {
        var folder = Directory.CreateTempSubdirectory("giro-test-").FullName;
        try
        {
            var path = Path.Combine(folder, InstitutionFile.Name);
            File.WriteAllText(path, Small.Replace("WEEKDAYS", "HOUSE+TARGET2", StringComparison.Ordinal));
            Assert.Equal("there is no calendar 'HOUSE'", Assert.Single(InstitutionFile.Read(path).Faults).Reason);
            File.WriteAllText(Path.Combine(folder, "HOUSE.calendar"), "calendar HOUSE\nyears 2026 2026\nholiday 2026-11-11 Founding day\n");
            var calendar = InstitutionFile.Read(path).Institution!.Calendar;
            Assert.Equal(("HOUSE+TARGET2", false, true), (calendar.Code, calendar.IsBusinessDay(new DateOnly(2026, 11, 11)), calendar.IsBusinessDay(new DateOnly(2026, 11, 12))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PaymentInstitution Read(string text)
    {
        var reading = InstitutionFile.Parse(Encoding.UTF8.GetBytes(text), "test.json");
        Assert.Empty(reading.Faults);
        return reading.Institution!;
    }

    private static PaymentInstitution Rich(string currency)
    {
        var amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");
        ScheduleTerms Terms(int ordinal, string code, ScheduleKind kind) => new() { Ordinal = ordinal, Code = code, Kind = kind, TimeZone = amsterdam, Calendar = Target2Calendar.Instance };
        CycleSchedule[] schedules =
        [
            new(Terms(3, "T0-3", ScheduleKind.SameDay) with { CutOffs = [new(9, 0), new(15, 30, 30), TimeOnly.MinValue] }),
            new(Terms(1, "T1", ScheduleKind.BusinessDays) with { LagDays = 1, LatePolicy = LatePolicy.CycleOfBooking, CutOffs = [new(20, 0)] }),
            new(Terms(2, "D2", ScheduleKind.CalendarDays) with { LagDays = 2, MovesToBusinessDay = false, TimeZone = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromMinutes(-210), "x", "x") }),
            new(Terms(4, "W-FRI", ScheduleKind.Weekly) with { ClosingDay = DayOfWeek.Friday, Calendar = ListedCalendar.China, TimeZone = TimeZoneInfo.Utc }),
            new(Terms(5, "M", ScheduleKind.Monthly)),
            new(Terms(6, "Q", ScheduleKind.Quarterly)),
            new(Terms(7, "TH", ScheduleKind.Threshold) with { ThresholdMinor = 12_345 }),
            new(Terms(9_999, "BY-HAND", ScheduleKind.Manual)),
        ];
        Merchant[] merchants =
        [
            new(0, "M1", "Ünïcode \"& Söhne\"", "DE02120300000000202051", [new(1, new(2026, 1, 1), "flat", schedules[0], long.MaxValue)]),
            new(1, "M2", "Two", "DE02120300000000202051",
            [
                new(1, new(2026, 1, 1), "flat", schedules[1], 250_001) { Deduction = FeeDeduction.Gross },
                new(4, new(2026, 7, 1), "tiers", schedules[6], 0)
                {
                    Attribution = Attribution.LastFirst,
                    Settlement = new SettlementTerms
                    {
                        MinimumPayoutMinor = 1_000, FixedReserveMinor = 50_000, RollingReserve = new RollingReserve(52_500_000, 90, 123_456), CarryForwardDays = 30, GuarantorId = "M1", WriteOffAfterDays = 120,
                        PayoutAccounts = [new("DE02120300000000202051", 0, 777), new("NL02ABNA0123456789", 333_333_333), new("DE02120300000000202051", 666_666_667)], Remainder = RemainderRule.First,
                        Exchange = new PayoutExchange(Currency.FromCode("USD"), "ECB", Giro.Rules.Programs.RoundingMode.Down),
                        Waterfall = [WaterfallStep.Reserve, WaterfallStep.CarryForward, WaterfallStep.Guarantor, WaterfallStep.Receivable],
                    },
                },
            ]) { Attributes = new Dictionary<string, string> { ["mcc"] = "5411", ["region"] = "CN" } },
        ];
        return new PaymentInstitution([new("card", 0, 10_000_00, 1_000_000), new("wallet", 1, long.MaxValue, 0), new("other", 2, 1, 7)], merchants)
        {
            Name = "Rich", Currency = Currency.FromCode(currency), TimeZone = amsterdam, Calendar = Target2Calendar.Instance, Schedules = schedules,
            Nostro = new NostroAccount("NL02ABNA0123456789", "ABNANL2AXXX"),
            ForeignNostros = new Dictionary<Currency, NostroAccount> { [Currency.FromCode("USD")] = new("NL02ABNA0123456789", "ABNANL2A") },
            PayoutApproval = new PayoutApprovalPolicy(1_000, 5_000_000),
        };
    }
}

using System.Text.Json;
using Giro.Ledger.Currencies;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Institution;

/// <summary>From the values of an institution file to the institution. Goes on after a fault, so that all are told at once.</summary>
/// <param name="textOf">A value as it is written, for those that a later stage reads.</param>
internal sealed partial class InstitutionFileReader(InstitutionFileFaults faults, Func<string, BusinessCalendar?> calendars, Func<InstitutionFileNode, string> textOf)
{
    /// <summary>Of any currency: amounts of one that is not known are not at fault.</summary>
    private const int MostDigits = 4;

    private readonly Dictionary<string, BusinessCalendar?> _calendars = [];
    private readonly Dictionary<string, CycleSchedule> _schedules = [];

    /// <summary>Codes of all schedules, those that could not be read among them: a contract that names one is not at fault.</summary>
    private readonly HashSet<string> _scheduleCodes = [];
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;
    private BusinessCalendar _calendar = WeekdayCalendar.Instance;
    private int _digits;

    /// <summary>Something to go on with; it holds only when there are no faults.</summary>
    public PaymentInstitution? Read(InstitutionFileNode root)
    {
        if (root.Kind != JsonValueKind.Object)
        {
            faults.Add(root, "it is no object", "begin with { and end with }");
            return null;
        }

        var fields = new InstitutionFileFields(root, faults);
        var name = fields.Text("name", "Sample Payments");
        var code = fields.Text("currency", "EUR");
        if (!Currency.TryFromCode(code, out var currency) && code.Length > 0) fields.Fault("currency", $"'{code}' is no currency of ISO 4217 with minor units", "write its code in capitals, such as \"EUR\"");
        _digits = currency.Code is null ? MostDigits : currency.MinorUnits;
        _zone = ZoneOf(fields, fields.Text("timeZone", "Europe/Amsterdam")) ?? _zone;
        _calendar = CalendarOf(fields, fields.Text("calendar", "WEEKDAYS")) ?? _calendar;
        var nostro = fields.Object("nostro") is { } account ? ReadNostro(account) : null;
        var channels = Each(fields.List("channels"), ReadChannel, channel => channel.Code, "code");
        var schedules = Each(fields.List("schedules"), ReadSchedule, schedule => schedule.Code, "code");
        foreach (var twice in schedules.GroupBy(schedule => schedule.Ordinal).Where(group => group.Count() > 1))
            fields.Fault("schedules", $"the ordinal {twice.Key} is that of {string.Join(" and ", twice.Select(schedule => schedule.Code))}", "give each schedule an ordinal of its own, and never one that another had once");
        foreach (var schedule in schedules) _schedules.TryAdd(schedule.Code, schedule);
        var foreignNostros = ReadForeignNostros(fields.List("foreignNostros", isOptional: true));
        var approval = fields.Object("payoutApproval", isOptional: true) is { } policy ? ReadApproval(policy) : PayoutApprovalPolicy.Automatic;
        var sources = Each(fields.List("sources", isOptional: true), (node, _) => ReadSource(node, channels, currency, foreignNostros), source => source.Name, "name");
        CheckSources(fields, sources);
        var merchants = Each(fields.List("merchants"), ReadMerchant, merchant => merchant.Id, "id");
        CheckGuarantors(merchants);
        fields.Finish();
        return faults.Count > 0 ? null : new PaymentInstitution(channels, merchants)
        {
            Name = name, Currency = currency, TimeZone = _zone, Calendar = _calendar, Schedules = schedules, Nostro = nostro!, ForeignNostros = foreignNostros, PayoutApproval = approval, Sources = sources,
        };
    }

    private NostroAccount ReadNostro(InstitutionFileNode node)
    {
        var fields = new InstitutionFileFields(node, faults);
        var nostro = NostroOf(fields);
        fields.Finish();
        return nostro;
    }

    private static NostroAccount NostroOf(InstitutionFileFields fields)
    {
        var nostro = new NostroAccount(Iban(fields), fields.Text("bic", "ABNANL2A"));
        if (nostro.Bic.Length > 0 && !InstitutionFileWords.IsBic(nostro.Bic)) fields.Fault("bic", $"'{nostro.Bic}' is no BIC", "write 8 or 11 capitals and digits");
        return nostro;
    }

    private Channel ReadChannel(InstitutionFileNode node, int ordinal)
    {
        var fields = new InstitutionFileFields(node, faults);
        var channel = new Channel(Code(fields, "code", "card"), ordinal, fields.Amount("highestPayment", _digits, long.MaxValue), (int)Math.Min(fields.Percent("cost", 4), 1_000_001));
        if (channel.CostPpm > 1_000_000) fields.Fault("cost", "it is above 100%", "write what the channel keeps of what it settles, such as \"0.45%\"");
        fields.Finish();
        return channel;
    }

    private CycleSchedule? ReadSchedule(InstitutionFileNode node, int place)
    {
        var fields = new InstitutionFileFields(node, faults);
        var before = faults.Count;
        var terms = new ScheduleTerms
        {
            Ordinal = fields.Count("ordinal", 1, CycleId.MaxSchedule, null),
            Code = fields.Text("code", "T1"),
            Kind = (ScheduleKind)fields.Word("kind", InstitutionFileWords.ScheduleKinds),
            TimeZone = fields.OptionalText("timeZone", "Asia/Shanghai") is { } zone ? ZoneOf(fields, zone) ?? _zone : _zone,
            Calendar = fields.OptionalText("calendar", "CN") is { } calendar ? CalendarOf(fields, calendar) ?? _calendar : _calendar,
            CutOffs = CutOffs(fields.List("cutOffs", isOptional: true)),
            LagDays = fields.Count("lagDays", 0, 366, 0),
            MovesToBusinessDay = fields.Flag("movesToBusinessDay", true),
            ClosingDay = (DayOfWeek)(fields.Word("closingDay", InstitutionFileWords.WeekDays, 1) - 1),
            ThresholdMinor = fields.Amount("threshold", _digits, 0),
            LatePolicy = (LatePolicy)fields.Word("latePolicy", InstitutionFileWords.LatePolicies, (int)LatePolicy.NextOpenCycle),
        };
        fields.Finish();
        _scheduleCodes.Add(terms.Code);
        if (faults.Count > before) return null;
        if (terms.Fault() is not { } fault) return new CycleSchedule(terms);
        faults.Add(node, fault, "change the terms of the schedule so that they agree");
        return null;
    }

    private List<TimeOnly> CutOffs(IReadOnlyList<InstitutionFileNode> items)
    {
        var times = new List<TimeOnly>();
        foreach (var item in items)
        {
            if (!InstitutionFileWords.TryCutOff(item.Text, out var time)) faults.Add(item, $"'{item.Text}' is no time of day", "write such as \"12:00\"; the end of the day is \"24:00\"");
            times.Add(time);
        }

        return times.Count == 0 ? [TimeOnly.MinValue] : times;
    }

    /// <summary>Reads the objects of a list; those that could not be read are left out, two of one name are a fault.</summary>
    private List<T> Each<T>(IReadOnlyList<InstitutionFileNode> items, Func<InstitutionFileNode, int, T?> read, Func<T, string> keyOf, string keyName)
        where T : class
    {
        var all = new List<T>();
        var lines = new Dictionary<string, int>();
        foreach (var item in items)
        {
            if (item.Kind != JsonValueKind.Object)
            {
                faults.Add(item, "it is no object", "write its fields between { and }");
                continue;
            }

            if (read(item, all.Count) is not { } one) continue;
            all.Add(one);
            if (keyOf(one).Length > 0 && !lines.TryAdd(keyOf(one), item.Line)) faults.Add(item, $"the {keyName} '{keyOf(one)}' is used on line {lines[keyOf(one)]} already", $"give each its own {keyName}");
        }

        return all;
    }

    private TimeZoneInfo? ZoneOf(InstitutionFileFields fields, string text)
    {
        if (text.Length == 0) return null;
        var zone = InstitutionFileWords.Zone(text);
        if (zone is null) fields.Fault("timeZone", $"'{text}' is no time zone that is known here", "write an IANA id such as \"Europe/Amsterdam\", or a fixed offset such as \"UTC+01:00\"");
        return zone;
    }

    /// <summary>By code; several with '+' between them are open when all are.</summary>
    private BusinessCalendar? CalendarOf(InstitutionFileFields fields, string text)
    {
        if (text.Length == 0) return null;
        if (_calendars.TryGetValue(text, out var known) && known is not null) return known;
        var all = text.Split('+').Select(code => (Code: code, Calendar: Find(fields, code))).ToList();
        foreach (var (code, _) in all.Where(one => one.Calendar is null))
            fields.Fault("calendar", $"there is no calendar '{code}'", $"write CN, TARGET2 or WEEKDAYS, or put {code}.calendar beside this file");
        if (all.Exists(one => one.Calendar is null)) return null;
        var calendar = all.Count == 1 ? all[0].Calendar! : new CombinedCalendar([.. all.Select(one => one.Calendar!)]);
        if (calendar.FirstDay > calendar.LastDay) fields.Fault("calendar", $"the calendars of '{text}' know no year in common", "take calendars that do");
        return _calendars[text] = calendar;
    }

    private BusinessCalendar? Find(InstitutionFileFields fields, string code)
    {
        try
        {
            return calendars(code);
        }
        catch (CalendarFileException e)
        {
            fields.Fault("calendar", e.Message, "mend the calendar");
            return WeekdayCalendar.Instance;
        }
    }

    private static string Code(InstitutionFileFields fields, string name, string example)
    {
        var code = fields.Text(name, example);
        if (code.Length > 0 && !InstitutionFileWords.IsCode(code)) fields.Fault(name, $"'{code}' cannot be part of an account's path", "use letters, digits, '.', '_', '-' and ':', at most 64 of them");
        return code;
    }

    private static string Iban(InstitutionFileFields fields)
    {
        var iban = fields.Text("iban", "DE02120300000000202051");
        if (iban.Length > 0 && !InstitutionFileWords.IsIban(iban)) fields.Fault("iban", $"'{iban}' is no IBAN: its check digits do not hold", "write it without blanks, and look for digits that changed places");
        return iban;
    }
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Institution;

/// <summary>Writes an institution as text: a line a channel, schedule and contract, so that two versions differ where they differ. Defaults are left out.</summary>
internal sealed partial class InstitutionFileWriter(PaymentInstitution institution)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly StringBuilder _text = new();

    public string Write()
    {
        _text.Append("{\n");
        _text.Append($"  \"name\": {Quoted(institution.Name)},\n");
        _text.Append($"  \"currency\": {Quoted(institution.Currency.Code)},\n");
        _text.Append($"  \"timeZone\": {Quoted(InstitutionFileWords.Zone(institution.TimeZone))},\n");
        _text.Append($"  \"calendar\": {Quoted(institution.Calendar.Code)},\n");
        _text.Append($"  \"nostro\": {Line(("iban", Quoted(institution.Nostro.Iban)), ("bic", Quoted(institution.Nostro.Bic)))},\n");
        if (ForeignNostros() is { } foreign) _text.Append($"  \"foreignNostros\": {foreign},\n");
        if (Approval() is { } approval) _text.Append($"  \"payoutApproval\": {approval},\n");
        List("channels", institution.Channels, channel => Line(
            ("code", Quoted(channel.Code)), ("highestPayment", Amount(channel.HighestPaymentMinor)), ("cost", Quoted(Percent(channel.CostPpm, 4)))));
        _text.Append(",\n");
        List("schedules", institution.Schedules, ScheduleLine);
        _text.Append(",\n");
        if (institution.Sources.Count > 0)
        {
            List("sources", institution.Sources, SourceLine);
            _text.Append(",\n");
        }

        List("merchants", institution.Merchants, MerchantLines);
        return _text.Append("\n}\n").ToString();
    }

    private string ScheduleLine(CycleSchedule schedule)
    {
        var terms = schedule.Terms;
        var isDayEnd = terms.CutOffs is [var only] && only == TimeOnly.MinValue;
        return Line(
            ("ordinal", terms.Ordinal.ToString()),
            ("code", Quoted(terms.Code)),
            ("kind", Quoted(InstitutionFileWords.ScheduleKinds[(int)terms.Kind])),
            ("timeZone", terms.TimeZone.HasSameRules(institution.TimeZone) ? null : Quoted(InstitutionFileWords.Zone(terms.TimeZone))),
            ("calendar", terms.Calendar.Code == institution.Calendar.Code ? null : Quoted(terms.Calendar.Code)),
            ("cutOffs", isDayEnd ? null : $"[{string.Join(", ", terms.CutOffs.Select(time => Quoted(InstitutionFileWords.CutOff(time))))}]"),
            ("lagDays", terms.LagDays == 0 ? null : terms.LagDays.ToString()),
            ("movesToBusinessDay", terms.MovesToBusinessDay ? null : "false"),
            ("closingDay", terms.ClosingDay == DayOfWeek.Sunday ? null : Quoted(InstitutionFileWords.WeekDays[(int)terms.ClosingDay + 1])),
            ("threshold", terms.ThresholdMinor == 0 ? null : Amount(terms.ThresholdMinor)),
            ("latePolicy", terms.LatePolicy == LatePolicy.NextOpenCycle ? null : Quoted(InstitutionFileWords.LatePolicies[(int)terms.LatePolicy])));
    }

    private string MerchantLines(Merchant merchant)
    {
        var contracts = string.Join(",\n        ", merchant.Contracts.Select(ContractLine));
        var attributes = merchant.Attributes.Count == 0 ? "" : $"      \"attributes\": {Line([.. merchant.Attributes.Select(pair => (pair.Key, (string?)Quoted(pair.Value)))])},\n";
        return $"{{ \"id\": {Quoted(merchant.Id)}, \"name\": {Quoted(merchant.Name)}, \"iban\": {Quoted(merchant.Iban)},\n{attributes}      \"contracts\": [\n        {contracts} ] }}";
    }

    private string ContractLine(Contract contract) => Line(
        ("version", contract.Version.ToString()),
        ("from", Quoted(contract.From.ToString("yyyy-MM-dd"))),
        ("strategy", Quoted(contract.FeeStrategy)),
        ("deduction", contract.Deduction == FeeDeduction.Net ? null : Quoted(InstitutionFileWords.Deductions[(int)contract.Deduction])),
        ("attribution", contract.Attribution == Attribution.InProportion ? null : Quoted(InstitutionFileWords.Attributions[(int)contract.Attribution])),
        ("schedule", Quoted(contract.Schedule.Code)),
        ("highestPending", Amount(contract.HighestPendingMinor)),
        ("settlement", Settlement(contract.Settlement)));

    private void List<T>(string name, IReadOnlyList<T> items, Func<T, string> write)
    {
        _text.Append($"  \"{name}\": [");
        for (var i = 0; i < items.Count; i++) _text.Append(i == 0 ? "\n    " : ",\n    ").Append(write(items[i]));
        _text.Append("\n  ]");
    }

    /// <summary>Fields in one line; those without a value are left out.</summary>
    private static string Line(params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var text = new StringBuilder("{ ");
        foreach (var (name, value) in fields)
        {
            if (value is not null) text.Append(text.Length > 2 ? ", " : "").Append(Quoted(name)).Append(": ").Append(value);
        }

        return text.Append(" }").ToString();
    }

    /// <summary>Null for no limit.</summary>
    private string? Amount(long minor) => minor == long.MaxValue ? null : Quoted(institution.Currency.Format(minor));

    /// <summary>A rate as a percentage without zeros that say nothing: 4,500 with four digits is 0.45%.</summary>
    /// <param name="digits">Decimals of the percentage: 4 for millionths, 7 for billionths.</param>
    private static string Percent(long rate, int digits)
    {
        var unit = 1L;
        for (var i = 0; i < digits; i++) unit *= 10;
        var (whole, rest) = Math.DivRem(rate, unit);
        return $"{whole}{(rest == 0 ? "" : "." + rest.ToString("D" + digits).TrimEnd('0'))}%";
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);
}

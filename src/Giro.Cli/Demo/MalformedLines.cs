using Giro.Operations.Intake;

namespace Giro.Cli.Demo;

/// <summary>Lines that intake must refuse, each in its own way.</summary>
internal static class MalformedLines
{
    private static readonly (IntakeReason Reason, Func<string, string, string> Line)[] Kinds =
    [
        (IntakeReason.NotJson, (id, at) => Whole(id, at)[..^30]),
        (IntakeReason.FieldMissing, (id, at) => Whole(id, at).Replace("\"merchant\":\"M000002\",", "", StringComparison.Ordinal)),
        (IntakeReason.AmountUnreadable, (id, at) => Whole(id, at, amount: "\"12,34\"")),
        (IntakeReason.NotText, (id, at) => Whole(id, at, amount: "12.34")),
        (IntakeReason.CurrencyUnknown, (id, at) => Whole(id, at, currency: "XYZ")),
        (IntakeReason.MerchantUnknown, (id, at) => Whole(id, at, merchant: "M999999")),
        (IntakeReason.AmountNotPositive, (id, at) => Whole(id, at, amount: "\"-5.00\"")),
        (IntakeReason.AmountUnreadable, (id, at) => Whole(id, at, amount: "\"12.345\"")),
        (IntakeReason.CurrencyNotTaken, (id, at) => Whole(id, at, currency: "JPY")),
        (IntakeReason.TypeUnknown, (id, at) => Whole(id, at, type: "gift")),
        (IntakeReason.TimeUnreadable, (id, at) => Whole(id, "2026-11-11T25:00:00+01:00")),
        (IntakeReason.FieldTwice, (id, at) => Whole(id, at).Replace("{", "{\"amount\":\"1.00\",", StringComparison.Ordinal)),
        (IntakeReason.ReferenceInvalid, (id, at) => Whole("P 1/" + id[^4..], at)),
        (IntakeReason.AmountNotPositive, (id, at) => Whole(id, at, amount: "\"0.00\"")),
        (IntakeReason.LineTooLong, (id, at) => Whole(id, at, merchant: new string('M', LineReader.MaxLineBytes))),
    ];

    public static int Count => Kinds.Length;

    public static (IntakeReason Reason, string Line) Make(int kind, string id, string at)
    {
        var (reason, line) = Kinds[kind % Kinds.Length];
        return (reason, line(id, at));
    }

    private static string Whole(string id, string at, string type = "payment", string merchant = "M000002", string amount = "\"12.34\"", string currency = "EUR") =>
        $$"""{"id":"{{id}}","type":"{{type}}","merchant":"{{merchant}}","amount":{{amount}},"currency":"{{currency}}","at":"{{at}}"}""";
}

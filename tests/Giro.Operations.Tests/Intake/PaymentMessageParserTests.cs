using System.Text;
using Giro.Operations.Institution;
using Giro.Operations.Intake;

namespace Giro.Operations.Tests.Intake;

public sealed class PaymentMessageParserTests
{
    private const string Good = """{"id":"P-1","type":"payment","merchant":"M1","amount":"12.34","currency":"EUR","at":"2026-11-11T09:15:02+01:00"}""";

    [Fact]
    public void A_good_line_gives_its_message()
    {
        var message = new PaymentMessage();
        Assert.True(new PaymentMessageParser(TestInstitution.Make()).TryParse(Encoding.UTF8.GetBytes(Good), message, out _, out _));
        Assert.Equal((PaymentKind.Payment, "M1", 12_34), (message.Kind, message.Merchant!.Id, message.AmountMinor));
        Assert.Equal("P-1", Encoding.ASCII.GetString(message.Reference));
        Assert.Equal(new DateTimeOffset(2026, 11, 11, 9, 15, 2, TimeSpan.FromHours(1)), message.At);
        Assert.True(message.Original.IsEmpty);
    }

    [Theory]
    //          replace                     by                          reason                              field
    [InlineData("}",                        "",                         IntakeReason.NotJson,               "")]
    [InlineData("}",                        "} {}",                     IntakeReason.NotJson,               "")]
    [InlineData("{",                        "[{",                       IntakeReason.NotJson,               "")]
    [InlineData("\"id\":\"P-1\"",           "\"id\":\"P-1\",\"id\":\"P-2\"", IntakeReason.FieldTwice,       "id")]
    [InlineData("\"id\":\"P-1\",",          "",                         IntakeReason.FieldMissing,          "id")]
    [InlineData("\"type\":\"payment\",",    "",                         IntakeReason.FieldMissing,          "type")]
    [InlineData("\"merchant\":\"M1\",",     "",                         IntakeReason.FieldMissing,          "merchant")]
    [InlineData(",\"currency\":\"EUR\"",    "",                         IntakeReason.FieldMissing,          "currency")]
    [InlineData("\"amount\":\"12.34\",",    "",                         IntakeReason.FieldMissing,          "amount")]
    [InlineData("payment",                  "refund",                   IntakeReason.FieldMissing,          "original")]
    [InlineData("payment",                  "chargeback",               IntakeReason.FieldMissing,          "original")]
    [InlineData("\"12.34\"",                "12.34",                    IntakeReason.NotText,               "amount")]
    [InlineData("\"12.34\"",                "null",                     IntakeReason.NotText,               "amount")]
    [InlineData("\"12.34\"",                "{\"minor\":1}",            IntakeReason.NotText,               "amount")]
    [InlineData("\"M1\"",                   "\"\\u004d1\"",             IntakeReason.NotText,               "merchant")]
    [InlineData("P-1",                      "",                         IntakeReason.ReferenceInvalid,      "id")]
    [InlineData("P-1",                      "P 1",                      IntakeReason.ReferenceInvalid,      "id")]
    [InlineData("P-1",                      "P-123456789-123456789-123456789-1234", IntakeReason.ReferenceInvalid, "id")]
    [InlineData("payment",                  "Payment",                  IntakeReason.TypeUnknown,           "type")]
    [InlineData("\"M1\"",                   "\"M9\"",                   IntakeReason.MerchantUnknown,       "merchant")]
    [InlineData("EUR",                      "XYZ",                      IntakeReason.CurrencyUnknown,       "currency")]
    [InlineData("EUR",                      "eur",                      IntakeReason.CurrencyUnknown,       "currency")]
    [InlineData("EUR",                      "JPY",                      IntakeReason.CurrencyNotTaken,      "currency")]
    [InlineData("12.34",                    "",                         IntakeReason.AmountUnreadable,      "amount")]
    [InlineData("12.34",                    "12,34",                    IntakeReason.AmountUnreadable,      "amount")]
    [InlineData("12.34",                    "1.2e1",                    IntakeReason.AmountUnreadable,      "amount")]
    [InlineData("12.34",                    "12.345",                   IntakeReason.AmountUnreadable,      "amount")]
    [InlineData("12.34",                    "12.",                      IntakeReason.AmountUnreadable,      "amount")]
    [InlineData("12.34",                    "+12.34",                   IntakeReason.AmountUnreadable,      "amount")]
    [InlineData("12.34",                    "12345678901234.00",        IntakeReason.AmountUnreadable,      "amount")]
    [InlineData("12.34",                    "0.00",                     IntakeReason.AmountNotPositive,     "amount")]
    [InlineData("12.34",                    "-12.34",                   IntakeReason.AmountNotPositive,     "amount")]
    [InlineData("+01:00",                   "",                         IntakeReason.TimeUnreadable,        "at")]
    [InlineData("T09:15:02",                "T25:15:02",                IntakeReason.TimeUnreadable,        "at")]
    [InlineData("2026-11-11T",              "2026-11-31T",              IntakeReason.TimeUnreadable,        "at")]
    public void A_bad_line_is_refused_with_its_field(string replace, string by, IntakeReason reason, string field)
    {
        var line = Good.Replace(replace, by, StringComparison.Ordinal);
        Assert.NotEqual(Good, line);
        Assert.False(new PaymentMessageParser(TestInstitution.Make()).TryParse(Encoding.UTF8.GetBytes(line), new PaymentMessage(), out var fault, out _));
        Assert.Equal(new IntakeFault(reason, field), fault);
    }

    [Theory]
    [InlineData("12.34", 2, 1234)]
    [InlineData("12.3", 2, 1230)]
    [InlineData("12", 2, 1200)]
    [InlineData("012.30", 2, 1230)]
    [InlineData("0.01", 2, 1)]
    [InlineData("500", 0, 500)]
    [InlineData("1.234", 3, 1234)]
    [InlineData("9999999999999.99", 2, 999_999_999_999_999)]
    public void Amounts_are_read_exactly(string text, int minorUnits, long amountMinor)
    {
        Assert.Equal(IntakeReason.None, MinorAmount.TryParse(Encoding.ASCII.GetBytes(text), minorUnits, out var read));
        Assert.Equal(amountMinor, read);
    }
}

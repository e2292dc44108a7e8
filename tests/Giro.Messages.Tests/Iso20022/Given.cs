using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>Messages to start from, and the ways to write and read them: here the figures and payment initiations.</summary>
internal static partial class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.FromHours(1));
    public static readonly DateOnly Today = new(2026, 11, 20);

    public static readonly BankAccount Ours = new BankAccount.Iban("CZ6508000000192000145399");
    public static readonly BankAccount Theirs = new BankAccount.Other("19-2000145399/0800");

    public static int Digits(string currency) => currency switch
    {
        "JPY" => 0,
        "CZK" or "EUR" or "SEK" or "CHF" => 2,
        "KWD" => 3,
        _ => -1,
    };

    public static CurrencyAmount Money(long amountMinor, string currency = "CZK") => new(amountMinor, currency, Digits(currency));

    public static CreditTransfer Transfer(string endToEndId, CurrencyAmount amount) =>
        new(endToEndId, amount, "Pekárna U Mlýna s.r.o.", Theirs, new BankAgent.Bic("GIBACZPX"), "payout 2026-11-20");

    public static PaymentInformation Payment(string id, DateOnly date, params CreditTransfer[] transfers) => new(
        id, date, "Giro Payments a.s.", Ours, "CZK", new BankAgent.Bic("GIBACZPXXXX"),
        transfers.Length, ControlSum.Of(transfers.Select(transfer => transfer.Amount)), transfers);

    public static Pain001Message Initiation(params PaymentInformation[] payments) => new(
        "PAYOUT-2026-11-20-1", Noon, "Giro Payments a.s.",
        payments.Sum(payment => payment.TransactionCount), ControlSum.Of(payments.Select(payment => payment.ControlSum)), payments);

    public static byte[] Written(Pain001Message message)
    {
        using var output = new MemoryStream();
        Pain001Writer.Write(output, message);
        return output.ToArray();
    }
}

using Giro.Operations.Institution;

namespace Giro.Cli.Demo;

/// <summary>Payments that are more than an amount: with fields that strategies read, of several orders and instruments, and of wallets.</summary>
internal sealed partial class PaymentGenerator
{
    /// <summary>Top-ups, transfers and withdrawals of a day, whatever its size.</summary>
    private const int WalletMessages = 46;

    private const int TopUps = 24;
    private const int Transfers = 12;
    private const int Wallets = 20;

    private int _walletMessages;

    private string PickCardType() => _random.Below(100) switch { < 60 => "debit", < 90 => "credit", _ => "commercial" };

    /// <summary>What the terminal knows of the card: as much as the merchant's price asks for.</summary>
    private string FieldsOf(string strategy, string cardType)
    {
        var fields = $",\"card-type\":\"{cardType}\"";
        if (strategy != "interchange-plus-plus") return fields;
        var region = _random.Below(100) switch { < 70 => "domestic", < 90 => "eea", _ => "other" };
        var scheme = _random.Below(2) == 0 ? "visa" : "mastercard";
        return $"{fields},\"region\":\"{region}\",\"scheme\":\"{scheme}\",\"product\":\"{(cardType == "commercial" ? "business" : "consumer")}\"";
    }

    /// <summary>As the till reckons: 1.50 %, up to the next 5 cents.</summary>
    private static long SurchargeMinor(long amountMinor) => ((amountMinor * 15) + 4_999) / 5_000 * 5;

    /// <summary>
    /// Two orders, of which the card pays 60 % and the wallet 40 %. Both are multiples of 5 cents, so each part is exact; half of them are refunded by order.
    /// </summary>
    private void Combined()
    {
        var id = NewId('P');
        var (first, second) = (PickPlain(), PickPlain());
        var (firstMinor, secondMinor) = (5 * _random.Between(100, 3_000), 5 * _random.Between(100, 3_000));
        var sumMinor = firstMinor + secondMinor;
        var wallet = _plan.Channels[1];
        var card = $$"""{"channel":"{{_channel.Channel.Code}}","amount":"{{Text(sumMinor - OfWallet(sumMinor))}}"}""";
        var rest = $$"""{"channel":"{{wallet.Channel.Code}}","amount":"{{Text(OfWallet(sumMinor))}}"}""";
        Line(id, "payment", first, sumMinor, $"""
            ,"instruments":[{card},{rest}],"orders":[{Order(1, first, firstMinor)},{Order(2, second, secondMinor)}]
            """);
        _channel.Payments = _channel.Payments.Plus(sumMinor);
        Move(OfWallet(sumMinor));
        Bill(_channel, id, sumMinor - OfWallet(sumMinor));
        Bill(wallet, id, OfWallet(sumMinor));
        foreach (var merchant in (Merchant[])[first, first, second, second]) CountPart(merchant);
        if (_random.Below(2) == 0) return;
        WriteLater(RefundLines, () =>
        {
            var refund = NewId('R');
            Line(refund, "refund", second, secondMinor, $"{Original(id)},\"order\":\"{id}-2\"");
            _channel.Refunds = _channel.Refunds.Plus(secondMinor);
            Move(-OfWallet(secondMinor));
            Bill(_channel, refund, -(secondMinor - OfWallet(secondMinor)));
            Bill(wallet, refund, -OfWallet(secondMinor));
        });

        string Order(int number, Merchant merchant, long minor) => $$"""{"order":"{{id}}-{{number}}","merchant":"{{merchant.Id}}","amount":"{{Text(minor)}}"}""";

        static long OfWallet(long minor) => minor / 5 * 2;

        void Move(long minor)
        {
            wallet.MovedMinor += minor;
            _channel.MovedMinor -= minor;
        }
    }

    /// <summary>A small merchant with the simplest price, so that what is expected of a combined payment can be seen at a glance.</summary>
    private Merchant PickPlain() => institution.Merchants[SampleContracts.All.Count * (2 + _random.Below(40))];

    /// <summary>The next message of a wallet: first money goes in, then to other wallets, then out.</summary>
    private void WalletMessage()
    {
        var number = _walletMessages++;
        var (id, amountMinor) = (NewId('W'), 50_00 + number);
        switch (number)
        {
            case < TopUps:
                Wallet(id, "top-up", amountMinor, ("wallet", number));
                _channel.TopUps = _channel.TopUps.Plus(amountMinor);
                Bill(_channel, id, amountMinor);
                break;
            case < TopUps + Transfers:
                Wallet(id, "transfer", amountMinor / 4, ("from-wallet", number), ("to-wallet", number + 1));
                _channel.Transfers = _channel.Transfers.Plus(amountMinor / 4);
                break;
            default:
                Wallet(id, "withdrawal", amountMinor / 3, ("wallet", number));
                _channel.Withdrawals = _channel.Withdrawals.Plus(amountMinor / 3);
                Bill(_channel, id, -(amountMinor / 3));
                break;
        }
    }

    private void Wallet(string id, string type, long amountMinor, params ReadOnlySpan<(string Field, int Number)> wallets)
    {
        var tail = "";
        foreach (var (field, number) in wallets) tail += $",\"{field}\":\"W-{(number % Wallets) + 1:D4}\"";
        Raw($$"""{"id":"{{id}}","type":"{{type}}","amount":"{{Text(amountMinor)}}","currency":"{{institution.Currency.Code}}","at":"{{_at}}"{{tail}}}""");
    }
}

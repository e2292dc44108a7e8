using System.Globalization;
using System.Text.Json;

namespace Giro.Rules.Tests.Terms;

/// <summary>
/// The caps that the state sets for card fees in China: 0.35 % and at most 13.00 to the issuer of a debit card, 0.45 % without a cap to that of a credit card, 0.0325 % and
/// at most 3.25 to the network from each side. Public utilities and hospitals are left out, which have terms of their own.
/// </summary>
public sealed class ChineseCardCapTests
{
    private const string CardCaps = """
        strategy card-caps version 1
        currency CNY
        input amount: money
        input card-type: text
        output issuer: money as interchange charged
        output network-of-issuer: money as scheme-fee charged
        output network-of-acquirer: money as scheme-fee charged

        algorithm capped (issuer-rate: rate, issuer-cap: money, network-rate: rate, network-cap: money)
            issuer = min(amount * issuer-rate rounded half-up, issuer-cap)
            network-of-issuer = min(amount * network-rate rounded half-up, network-cap)
            network-of-acquirer = network-of-issuer
        algorithm uncapped (issuer-rate: rate, network-rate: rate, network-cap: money)
            issuer = amount * issuer-rate rounded half-up
            network-of-issuer = min(amount * network-rate rounded half-up, network-cap)
            network-of-acquirer = network-of-issuer

        use capped(issuer-rate: 0.35%, issuer-cap: 13.00, network-rate: 0.0325%, network-cap: 3.25)
            when card-type = "debit"
        use uncapped(issuer-rate: 0.45%, network-rate: 0.0325%, network-cap: 3.25)
            when card-type = "credit"
        """;

    [Fact]
    public void Both_cards_at_the_edges_of_the_caps() => PriceList.Check(CardCaps, """
        100.00, card-type debit       => issuer 0.35, network-of-issuer 0.03, network-of-acquirer 0.03    # 0.0325
        100.00, card-type credit      => issuer 0.45, network-of-issuer 0.03, network-of-acquirer 0.03
        3712.85, card-type debit      => issuer 12.99, network-of-issuer 1.21, network-of-acquirer 1.21   # 12.994975
        3712.86, card-type debit      => issuer 13.00, network-of-issuer 1.21, network-of-acquirer 1.21   # 12.99501 rounds to the cap
        3714.29, card-type debit      => issuer 13.00, network-of-issuer 1.21, network-of-acquirer 1.21   # 13.000015: the cap is reached
        3715.72, card-type debit      => issuer 13.00, network-of-issuer 1.21, network-of-acquirer 1.21   # 13.00502 would be 13.01
        3715.72, card-type credit     => issuer 16.72, network-of-issuer 1.21, network-of-acquirer 1.21   # 16.72074
        9984.61, card-type credit     => issuer 44.93, network-of-issuer 3.24, network-of-acquirer 3.24   # 44.930745; 3.24499825
        9984.62, card-type credit     => issuer 44.93, network-of-issuer 3.25, network-of-acquirer 3.25   # 3.2450015 rounds to the cap
        10000.00, card-type debit     => issuer 13.00, network-of-issuer 3.25, network-of-acquirer 3.25   # exactly
        10015.39, card-type credit    => issuer 45.07, network-of-issuer 3.25, network-of-acquirer 3.25   # 3.25500175 would be 3.26
        1000000.00, card-type debit   => issuer 13.00, network-of-issuer 3.25, network-of-acquirer 3.25
        1000000.00, card-type credit  => issuer 4500.00, network-of-issuer 3.25, network-of-acquirer 3.25
        100.00, card-type prepaid     => no use fits
        """);

    [Fact]
    public void The_strategy_has_the_published_figures_and_keeps_to_them_cent_by_cent()
    {
        using var published = JsonDocument.Parse(File.ReadAllText(SharedData.Path("cn-channels/cn_card_fee_caps.json")));
        var prices = new PriceList(CardCaps);
        (string Card, string Output, string Fee)[] fees =
        [
            ("debit", "issuer", "debit_issuer_fee"), ("credit", "issuer", "credit_issuer_fee"),
            ("debit", "network-of-issuer", "network_fee_issuer_side"), ("debit", "network-of-acquirer", "network_fee_acquirer_side"),
            ("credit", "network-of-issuer", "network_fee_issuer_side"), ("credit", "network-of-acquirer", "network_fee_acquirer_side"),
        ];
        foreach (var (card, output, name) in fees)
        {
            var fee = published.RootElement.GetProperty(name);
            var ratePerBillion = Scaled(fee.GetProperty("rate").GetString()!.TrimEnd('%'), 7);
            var cap = fee.GetProperty("cap_cny").GetString() is { } text ? Scaled(text, 2) : (long?)null;
            var edge = (cap ?? 10_00) * 1_000_000_000 / ratePerBillion;
            var place = prices.Strategy.Outputs.ToList().FindIndex(one => one.Name == output);
            for (var amount = edge - 400; amount <= edge + 400; amount++)
            {
                // Half-up in whole numbers: twice the product and one unit, divided by two units.
                var expected = Math.Min(((2 * amount * ratePerBillion) + 1_000_000_000) / 2_000_000_000, cap ?? long.MaxValue);
                var worked = prices.Work(new Facts($"{amount / 100}.{amount % 100:00}, card-type {card}"));
                Assert.True(worked.Outputs[place] == expected, $"{name} of {amount}: {worked.Outputs[place]} instead of {expected}");
            }
        }
    }

    private static long Scaled(string text, int digits)
    {
        var parts = text.Split('.');
        return long.Parse(parts[0] + (parts.Length > 1 ? parts[1] : "").PadRight(digits, '0'), CultureInfo.InvariantCulture);
    }
}

using Giro.Rules.Programs;
using Giro.Rules.Strategies;

namespace Giro.Rules.Tests.Strategies;

/// <summary>Texts that several tests load.</summary>
internal static class Examples
{
    public const string CardFees = """
        # what a card payment costs
        strategy card-fees version 3
        currency CNY

        input amount: money
        input card-type: text
        input channel: text
        input mcc: text
        input card: text
        input region: text
        input original-fee: money = 0.00     # of the payment that is refunded
        input original-amount: money = 0.00

        total month-volume: money = sum of amount per month
        total month-fee: money = sum of fee per month
        total promotion-used: money = sum of discount per ever over all merchants

        output fee: money as merchant-fee charged
        output discount: money as discount credited
        output own: money as share borne
        output partner: money as share credited to "P000123"

        table region-fee: text -> money
            "CN" = 0.10
            "HK" = 0.20
            else = 0.50

        tiers volume-rate: money -> rate
            from 0.00 0.60%
            from 100000.00 0.50%

        algorithm percent (rate: rate, minimum: money, cap: money)
            fee = amount * rate rounded half-up
            fee = max(fee, minimum) + region-fee[region]
            fee = min(fee, cap, amount)
            discount = min(fee, max(0.00, 1000.00 - promotion-used)) if card-type = "debit" else 0.00
            own, partner = share(fee, 80%, 20%) remainder largest

        algorithm marginal-volume
            fee = marginal(volume-rate, month-volume, amount) rounded half-up

        algorithm whole-volume
            fee = amount * volume-rate[month-volume] rounded half-up to 0.05

        algorithm refund
            fee = -(proportion(original-fee, amount, original-amount) rounded down if original-amount != 0 else 0.00)

        algorithm true-up
            fee = (month-volume * volume-rate[month-volume] rounded half-up) - month-fee

        use percent(rate: 0.60%, minimum: 0.10, cap: 20.00)
            when channel = "card" and mcc in ("5411", "5412") and amount from 0.00 to 999.99 and card starts with "62"
            priority 10
            from 2026-01-01 until 2026-07-01
        use marginal-volume
            when channel = "wallet"
        use whole-volume
            when channel = "card"
        use refund
            when channel = "refund"
        use percent(rate: 1%, minimum: 0, cap: 50)
            otherwise
        at end of month use true-up
        """;

    public const string Payments = """
        accounting payments version 1
        currency CNY

        input merchant: text
        input channel: text
        input deduction: text
        input amount: money
        input fee: money

        on payment
            when deduction = "net"
            debit channel/{channel}/receivable amount
            credit merchant/{merchant}/pending amount - fee
            credit income/merchant-fees fee
        on payment
            when deduction = "gross"
            debit channel/{channel}/receivable amount
            credit merchant/{merchant}/pending amount
        on settlement
            kept = min(fee, 5.00)
            debit bank/nostro amount - kept
            debit cost/channel kept
            credit channel/{channel}/receivable amount
        """;

    public static int? Digits(string currency) => currency switch { "CNY" => 2, "JPY" => 0, "KWD" => 3, _ => null };

    public static StrategyLoad Load(string text, SymbolTable? symbols = null) => StrategyFile.Load(text, "fees.rules", symbols ?? new SymbolTable(), Digits);

    public static Strategy Strategy(string text, SymbolTable? symbols = null)
    {
        var load = Load(text, symbols);
        Assert.True(load.Strategy is not null, string.Join('\n', load.Errors));
        return load.Strategy;
    }

    public static AccountingRules Accounting(string text, SymbolTable? symbols = null)
    {
        var load = Load(text, symbols);
        Assert.True(load.Accounting is not null, string.Join('\n', load.Errors));
        return load.Accounting;
    }
}

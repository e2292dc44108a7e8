namespace Giro.Rules.Tests.Terms;

/// <summary>From events to the legs of their entries, by the accounting rules of the demo.</summary>
public sealed class AccountingTests
{
    [Fact]
    public void Net_deduction_takes_the_fee_off_each_payment() => Ledger.Check(SampleRules.Text("accounting"), """
        payment 100.00, charges 1.25               => Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 98.75 | Cr income/merchant-fees 1.25
        payment 100.00, charges 1.49, tax 0.24     => Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 98.51 | Cr income/merchant-fees 1.25 | Cr tax/fees 0.24
        payment 100.00                             => Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 100.00
        payment 0.10, charges 0.10                 => Dr channel/card/receivable 0.10 | Cr income/merchant-fees 0.10
        payment 100.00, charges -0.48, surcharge 1.50  => Dr channel/card/receivable 101.50 | Cr merchant/M1/pending 100.48 | Cr income/merchant-fees 1.02   # a fee of 1.02, less the surcharge
        payment 5.00, charges 6.00, channel wallet, merchant M2  => Dr channel/wallet/receivable 5.00 | Dr merchant/M2/pending 1.00 | Cr income/merchant-fees 6.00   # more fee than payment
        """);

    [Fact]
    public void Gross_deduction_pays_in_full_and_collects_later() => Ledger.Check(SampleRules.Text("accounting"), """
        payment 100.00, charges 1.49, tax 0.24, deduction gross         => Dr channel/card/receivable 100.00 | Cr merchant/M1/pending 100.00 | Dr merchant/M1/fees-due 1.49 | Cr income/merchant-fees 1.25 | Cr tax/fees 0.24
        payment 100.00, charges -0.48, surcharge 1.50, deduction gross  => Dr channel/card/receivable 101.50 | Cr merchant/M1/pending 101.50 | Dr merchant/M1/fees-due 1.02 | Cr income/merchant-fees 1.02
        refund 40.00, charges -0.50, deduction gross                    => Dr merchant/M1/pending 40.00 | Cr channel/card/receivable 40.00 | Cr merchant/M1/fees-due 0.50 | Dr income/merchant-fees 0.50
        chargeback 40.00, charges 15.00, deduction gross                => Dr merchant/M1/pending 40.00 | Cr channel/card/receivable 40.00 | Dr merchant/M1/fees-due 15.00 | Cr income/merchant-fees 15.00
        fee-adjustment 7.49, deduction gross                            => Dr merchant/M1/fees-due 7.49 | Cr income/merchant-fees 7.49
        fee-collection 24.48, deduction gross                           => Dr merchant/M1/pending 24.48 | Cr merchant/M1/fees-due 24.48
        """);

    [Fact]
    public void Returns_mirror_the_payment() => Ledger.Check(SampleRules.Text("accounting"), """
        refund 30.00                                    => Dr merchant/M1/pending 30.00 | Cr channel/card/receivable 30.00
        refund 30.00, charges -0.37                     => Dr merchant/M1/pending 29.63 | Cr channel/card/receivable 30.00 | Dr income/merchant-fees 0.37
        refund 30.00, charges 0.30                      => Dr merchant/M1/pending 30.30 | Cr channel/card/receivable 30.00 | Cr income/merchant-fees 0.30
        refund 100.00, charges 0.48, surcharge -1.50    => Dr merchant/M1/pending 100.48 | Cr channel/card/receivable 101.50 | Dr income/merchant-fees 1.02
        refund 100.00, charges -1.49, tax -0.24         => Dr merchant/M1/pending 98.51 | Cr channel/card/receivable 100.00 | Dr income/merchant-fees 1.25 | Dr tax/fees 0.24
        chargeback 40.00, charges 15.00                 => Dr merchant/M1/pending 55.00 | Cr channel/card/receivable 40.00 | Cr income/merchant-fees 15.00
        """);

    [Fact]
    public void Shares_wallets_channels_and_payouts() => Ledger.Check(SampleRules.Text("accounting"), """
        profit-share, shared 7.88, receiver M2                      => Dr merchant/M1/pending 7.88 | Cr merchant/M2/pending 7.88
        profit-share, shared -7.88, receiver M2                     => Cr merchant/M1/pending 7.88 | Dr merchant/M2/pending 7.88
        profit-share, shared 7.88, receiver M1                      =>                                                             # nothing to post to oneself
        top-up 20.00, wallet C-7                                    => Dr channel/card/receivable 20.00 | Cr wallet/C-7 20.00
        withdrawal 5.00, wallet C-7                                 => Dr wallet/C-7 5.00 | Cr channel/card/receivable 5.00
        transfer 3.00, from-wallet C-7, to-wallet C-8               => Dr wallet/C-7 3.00 | Cr wallet/C-8 3.00
        channel-settled 1000.00, cost 4.50                          => Dr bank/nostro 995.50 | Dr expense/channel-costs 4.50 | Cr channel/card/receivable 1000.00
        channel-settled 1000.00, channel wallet                     => Dr bank/nostro 1000.00 | Cr channel/wallet/receivable 1000.00
        fee-adjustment 7.49                                         => Dr merchant/M1/pending 7.49 | Cr income/merchant-fees 7.49
        fee-adjustment -17.30                                       => Cr merchant/M1/pending 17.30 | Dr income/merchant-fees 17.30
        payout 98.75                                                => Dr merchant/M1/payable 98.75 | Cr payout/created 98.75
        payout-returned 98.75                                       => Dr settlement/returns 98.75 | Cr merchant/M1/payable 98.75
        day-end                                                     => no rule
        """);

    [Theory]
    [InlineData("amount - charges", "amount", "legs do not balance: debits come to amount + surcharge, credits to amount + surcharge + charges, the difference is -charges")]
    [InlineData("charges + surcharge - tax", "charges + surcharge", "legs do not balance: debits come to amount + surcharge, credits to amount + surcharge + tax, the difference is -tax")]
    [InlineData("amount + surcharge", "amount + surcharge + 0.01", "legs do not balance: debits come to amount + surcharge + 0.01, credits to amount + surcharge, the difference is 0.01")]
    [InlineData("credit tax/fees", "debit tax/fees", "legs do not balance: debits come to amount + surcharge + tax, credits to amount + surcharge - tax, the difference is 2 * tax")]
    public void What_does_not_balance_is_refused(string amount, string instead, string message)
    {
        var text = SampleRules.Text("accounting");
        var at = text.IndexOf(amount, StringComparison.Ordinal);
        var error = Assert.Single(PriceList.Load(text[..at] + instead + text[(at + amount.Length)..]).Errors);
        Assert.Equal(("balance", message), (error.Code, error.Message));
    }

    [Fact]
    public void A_rounded_part_balances_where_both_sides_use_its_name() => Ledger.Check(
        """
        accounting reserve version 1
        currency EUR
        input amount: money
        input merchant: text

        on payment
            held = amount * 5.00% rounded up
            debit  bank/nostro                  amount
            credit merchant/{merchant}/reserve  held
            credit merchant/{merchant}/pending  amount - held
        """,
        """
        payment 100.00  => Dr bank/nostro 100.00 | Cr merchant/M1/reserve 5.00 | Cr merchant/M1/pending 95.00
        payment 0.01    => Dr bank/nostro 0.01 | Cr merchant/M1/reserve 0.01                                    # 0.0005 up
        """);
}

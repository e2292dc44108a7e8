namespace Giro.Rules.Tests.Terms;

/// <summary>Tax on what we charge, on top of it or within it; and what the customer pays on top for the merchant.</summary>
public sealed class TaxAndSurchargeTests
{
    [Fact]
    public void Tax_is_on_the_fee_after_the_discount_at_the_rate_of_the_merchants_country() => PriceList.Check(
        """
        strategy taxed version 1
        currency EUR
        input amount: money
        input tax-region: text = "export"
        output fee: money as merchant-fee charged
        output discount: money as discount credited
        output tax: money as tax charged

        table tax-rate: text -> rate
            "DE" = 19.00%
            "FR" = 20.00%
            "export" = 0.00%

        algorithm taxed
            fee = amount * 1.00% rounded half-up
            discount = fee * 10.00% rounded down
            tax = (fee - discount) * tax-rate[tax-region] rounded half-up

        use taxed
            otherwise
        """,
        """
        100.00, tax-region DE => fee 1.00, discount 0.10, tax 0.17   # 0.90 * 19% = 0.171
        100.00, tax-region FR => fee 1.00, discount 0.10, tax 0.18
        100.00                => fee 1.00, discount 0.10
        5.00, tax-region FR   => fee 0.05, tax 0.01                  # no discount on 0.05: 0.005 rounds down
        100.00, tax-region XX => stops: NotInTable                   # better no fee than a wrong one
        """);

    [Fact]
    public void Tax_on_the_sum_of_lines_or_on_each_line_says_the_text() => PriceList.Check(
        """
        strategy taxed-lines version 1
        currency EUR
        input amount: money
        output interchange: money as interchange charged
        output markup: money as markup charged
        output tax: money as tax charged
        output tax-of-lines: money

        algorithm taxed-lines
            interchange = amount * 0.20% rounded half-up
            markup = amount * 0.20% rounded half-up
            tax = (interchange + markup) * 19.00% rounded half-up
            tax-of-lines = interchange * 19.00% rounded half-up + (markup * 19.00% rounded half-up)

        use taxed-lines
            otherwise
        """,
        """
        65.00  => interchange 0.13, markup 0.13, tax 0.05, tax-of-lines 0.04   # 0.0494, and twice 0.0247
        100.00 => interchange 0.20, markup 0.20, tax 0.08, tax-of-lines 0.08   # 0.076, and twice 0.038
        """);

    [Fact]
    public void Tax_within_the_price_is_taken_out_of_it() => PriceList.Check(
        """
        strategy tax-included version 1
        currency EUR
        input amount: money
        output fee: money as merchant-fee charged
        output tax: money as tax charged

        algorithm tax-included
            price = amount * 1.19% rounded half-up
            tax = proportion(price, 19, 119) rounded half-up
            fee = price - tax

        use tax-included
            otherwise
        """,
        """
        100.00 => fee 1.00, tax 0.19
        42.00  => fee 0.42, tax 0.08   # 0.50 * 19 / 119 = 0.0798
        0.50   => fee 0.01             # 0.0016
        """);

    [Fact]
    public void The_customer_pays_the_surcharge_and_the_merchant_gets_it() => PriceList.Check(
        """
        strategy surcharge version 1
        currency EUR
        input amount: money
        input card-type: text
        output surcharge: money as surcharge credited
        output fee: money as merchant-fee charged

        table surcharge-rate: text -> rate
            "corporate" = 1.50%
            else = 0.00%

        algorithm surcharge
            surcharge = amount * surcharge-rate[card-type] rounded up to 0.05
            fee = (amount + surcharge) * 1.00% rounded half-up     # of all that the customer pays

        use surcharge
            otherwise
        """,
        """
        100.00, card-type corporate => surcharge 1.50, fee 1.02   # 101.50 * 1.00% = 1.015
        99.00, card-type corporate  => surcharge 1.50, fee 1.01   # 1.485 up to the next 0.05; 1.005 is half
        100.00, card-type debit     => fee 1.00
        0.01, card-type corporate   => surcharge 0.05             # 0.0006 of fee
        """);
}

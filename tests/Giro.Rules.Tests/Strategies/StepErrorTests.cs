namespace Giro.Rules.Tests.Strategies;

/// <summary>Every error in a step, with its place, what it says and how it says to mend it. The step stands in line 24.</summary>
public sealed class StepErrorTests
{
    private const string Head = """
        strategy s version 1
        currency CNY
        input amount: money
        input n: count
        input kind: text
        input rate: rate
        input day: date
        input online: flag
        total volume: money = sum of amount per month
        output fee: money
        table t: text -> money
            "a" = 1.00
            else = 2.00
        tiers steps: money -> rate
            from 0 1%
            from 100 2%
        algorithm all
            fee = min(t[kind], amount * steps[volume] rounded half-up)
        use all
            when amount > 0.00 and n from 1 to 10 and kind = "x" and rate = 1% and day = 2026-01-01 and online
        use a
            otherwise
        algorithm a
        """;

    private const string Page = """
        fee = amuont
        > (24,11): there is no name `amuont`; write `amount` if that is meant

        fee = amount-volume
        > (24,11): there is no name `amount-volume`; write a blank before and after the minus if a subtraction is meant

        fee = fee + 1.00
        > (24,11): `fee` is used before it is assigned; assign it in an earlier step

        fee = amount + rate
        > (24,18): money and a rate cannot be added; multiply the rate with an amount first: `amount * rate rounded half-up`

        fee = amount * amount
        > (24,18): money and money cannot be multiplied; multiply money with a rate or a count

        fee = amount * rate
        > (24,18): the product of money and a rate has to be rounded; write after it how: `rounded half-up`, `half-even`, `up` or `down`

        fee = amount / 3
        > (24,18): a quotient has to be rounded; write after it how: `rounded half-up`, `half-even`, `up` or `down`

        fee = amount / n rounded half-up
        > (24,20): the divisor `n` can be 0 in the use in line 21; write `... if n != 0 else ...` around it, or `max(n, 1)`

        fee = amount / (n - 3) rounded half-up
        > (24,23): the divisor `n - 3` can be 0 in the use in line 21; assign it to a name and write `... if NAME != 0 else ...`, or use `max(..., 1)`

        fee = proportion(amount, 1, n) rounded down
        > (24,33): the divisor `n` can be 0 in the use in line 21; write `... if n != 0 else ...` around it, or `max(n, 1)`

        fee = proportion(amount, 1, 2)
        > (24,11): a proportion has to be rounded; write after it how: `rounded half-up`, `half-even`, `up` or `down`

        fee = marginal(steps, volume, amount)
        > (24,11): a marginal fee has to be rounded; write after it how: `rounded half-up`, `half-even`, `up` or `down`

        fee = marginal(t, volume, amount) rounded down
        > (24,20): `marginal` needs tiers of money -> rate; `t` is a table of text -> money; declare `tiers NAME: money -> rate`

        fee = n / rate rounded down
        > (24,13): a count cannot be divided by a rate; divide money by money (which is a rate), by a rate or by a count

        fee = amount rounded half-up
        > (24,18): `amount` is exact: there is nothing to round; remove `rounded`, put it right after the product that it is for, or name a unit: `rounded up to 0.05`

        fee = amount * rate rounded half-up to 0
        > (24,44): the unit of a rounding is above zero; write a unit such as 0.05

        fee = amount * rate rounded sideways
        > (24,33): `sideways` stands where `half-up`, `half-even`, `up` or `down` is expected; write `half-up`, `half-even`, `up` or `down` here

        fee = 0.105
        > (24,11): `0.105` is finer than CNY, which has 2 decimals; write it with at most 2 decimals

        fee = amount * 0.00000001% rounded down
        > (24,20): `0.00000001%` is finer than a rate can be, which is 0.0000001%; write it with at most 7 decimals

        fee = 99999999999999999999
        > (24,11): `99999999999999999999` is too large; write a number whose smallest units are below 9223372036854775808

        fee = kind
        > (24,5): `fee` is money and gets text; assign money, or choose another name

        fee = rate
        > (24,5): `fee` is money and gets a rate; multiply the rate with an amount: `amount * rate rounded half-up`

        fee = amount if n > 1.00 else 0.00
        > (24,23): a count cannot be compared with money; compare values of the same type

        fee = amount if amount = n else 0.00
        > (24,28): money cannot be compared with a count; compare values of the same type

        fee = amount if kind < "b" else 0.00
        > (24,26): text has no order; compare with `=` or `!=`

        fee = amount if n else 0.00
        > (24,21): `n` is a count where a flag is expected; write a comparison

        fee = amount if n > 1
        > (24,26): the end of the line stands where `else` is expected; say what it is otherwise: `X if CONDITION else Y`

        fee = amount if day = 2026-02-30 else 0.00
        > (24,27): there is no day 2026-02-30; write a day of the calendar as year-month-day

        fee = amount if kind in ("a", "b", "a") else 0.00
        > (24,40): "a" stands twice in the set; write it once

        fee = amount if n from 5 to 3 else 0.00
        > (24,23): nothing is from 5 to 3; write the lower end first

        fee = amount if 1 < n < 3 else 0.00
        > (24,27): two comparisons stand in a row; compare two values at a time and join the comparisons with `and`

        fee = amount if day starts with "2" else 0.00
        > (24,21): `day` is a date where text is expected; write text

        fee = amount if online else 1%
        > (24,18): one side of `if` is money, the other a rate; let both sides have the same type

        fee = day + day
        > (24,15): a date and a date cannot be added; add days to a date, or subtract two dates

        fee = min(amount)
        > (24,11): `min` compares two values or more; write the values with commas between them

        fee = min(amount, n)
        > (24,23): `min` cannot compare money and a count; compare values of the same type

        fee = round(amount)
        > (24,11): there is no function `round`; the functions are min, max, proportion and marginal

        fee = miin(amount, 1)
        > (24,11): there is no function `miin`; write `min` if that is meant

        fee = t[amount]
        > (24,13): `amount` is money where text is expected; write text

        fee = tt[kind]
        > (24,11): there is no table `tt`; write `t` if that is meant

        fee = t
        > (24,11): `t` is a table, not a value; write `t[...]` for the value that it has

        x = amount
            fee = amount
        > (24,5): the value that `x` gets here is not used; use it in a later step, declare it as an `output`, or remove this step

        fee = amount
            fee = volume
        > (24,5): the value that `fee` gets here is not used; use it in a later step, declare it as an `output`, or remove this step

        amount = 1.00
            fee = amount
        > (24,5): `amount` is declared above as something else and cannot be assigned; choose another name

        a, b = share(amount, 50%, 40%) remainder largest
            fee = a + b
        > (24,5): the weights come to 90.00% in the use in line 21; let them come to 100%, or share by counts

        a, b = share(amount, 1, 2, 3) remainder largest
            fee = a + b
        > (24,5): 2 names share by 3 weights; write one weight for each name

        a, b = share(amount, 1, 2) remainder to c
            fee = a + b
        > (24,45): `c` is none of the names that share; write one of a, b

        a, b = share(amount, 1, 2)
            fee = a + b
        > (24,31): it does not say where the remainder goes; add `remainder largest`, or `remainder to NAME`

        a, a = share(amount, 1, 2) remainder largest
            fee = a
        > (24,8): `a` stands twice among the names that share; write each name once

        fee = share(amount, 1, 2) remainder largest + 1
        > (24,49): `+` stands where the end of the line is expected; remove it, or begin a new line with it

        fee = amount *
        > (24,19): the end of the line stands where a name, a number or a bracket is expected; write a name, a number or a bracket here

        fee = amount == 3
        > (24,5): `fee` is money and gets a flag; assign money, or choose another name
        > (24,18): `==` is no part of the language; write `=`

        fee = amount； n
        > (24,17): `；` is no part of the language; begin a new line
        > (24,19): `n` stands where the end of the line is expected; remove it, or begin a new line with it

        fee = 3x
        > (24,11): `3x` is neither a number nor a name; put text into quotation marks; a name begins with a letter

        fee = "a
        > (24,5): `fee` is money and gets text; assign money, or choose another name
        > (24,11): the quotation mark is not closed; write " at the end of the text, on the same line

        feee amount
        > (24,5): `feee` begins no statement; assign to a name: `NAME = ...`

        input = 3
        > (24,5): `input` is a word of the language; choose another name, such as `the-input`

        when = 3
        > (24,5): `when` is a word of the language; choose another name, such as `the-when`

        fee = ((amount)
        > (24,20): the end of the line stands where `)` is expected; write `)` here

        fee = amount if a_b = 3 else amount $ 3
        > (24,41): `$` is no part of the language; remove it, or put text into quotation marks
        > (24,43): `3` stands where the end of the line is expected; remove it, or begin a new line with it
        """;

    public static TheoryData<string, string> Cases => ErrorTable.Of(Page);

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_a_step(string steps, string errors) => Assert.Equal(errors, ErrorTable.Errors($"{Head}\n    {steps}"));
}

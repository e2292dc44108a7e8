namespace Giro.Rules.Tests.Strategies;

/// <summary>Every error of what a file declares, and of accountings.</summary>
public sealed class FileErrorTests
{
    private const string Page = """
        input amount: money
        > (1,1): the text does not say what it is; begin with `strategy NAME version 1` or `accounting NAME version 1`

        strategy s version 0
        currency CNY
        input amount: money
        output fee: money
        algorithm a
            fee = amount
        use a
            otherwise
        > (1,1): the version is 0; number versions 1, 2, 3 and so on

        strategy s version 1
        currency XXX
        input amount: money
        output fee: money
        algorithm a
            fee = amount
        use a
            otherwise
        > (2,1): the currency XXX is unknown; correct the code, or tell its decimals: `currency XXX digits 2`

        strategy s version 1
        currency CNY digits 3
        input amount: money
        output fee: money
        algorithm a
            fee = amount
        use a
            otherwise
        > (2,1): CNY has 2 digits, not 3; remove `digits`

        strategy s version 1
        input amount: money
        output fee: money
        algorithm a
            fee = amount
        use a
            otherwise
        > (1,1): the currency is missing; write `currency CNY`, or another, on the second line

        strategy s version 1
        currency CNY
        > (1,1): the strategy has no output; declare what it works out: `output fee: money as merchant-fee charged`
        > (1,1): the strategy has no use; write `use ALGORITHM(...)` with `when ...` or `otherwise`

        strategy s version 1
        currency CNY
        input amount: mony
        input amount: money
        input if: text
        input x: text
        output fee: money
        output fee: money
        output cost: money
        output many: count charged
        algorithm a (p: rate)
            fee = amount
        use a(p: 1%)
            otherwise
        algorithm b
            fee = amount
        > (3,15): there is no type `mony`; write `money` if that is meant
        > (4,1): `amount` is declared a second time; the first is in line 3; choose another name, or remove one of them
        > (5,7): `if` is a word of the language; choose another name, such as `the-if`
        > (8,1): `fee` is declared a second time; the first is in line 7; choose another name, or remove one of them
        > (10,1): `many` is a count, and only money is a line of clearing; declare it as money, or remove what follows the type

        strategy s version 1
        currency CNY
        input amount: money
        input kind: text
        total v: count = sum of amount per month
        total w: money = count per day
        total x: money = sum of kind per day
        total y: money = sum of nothing per ever
        total z: money = sum of v per year
        output fee: money
        algorithm a
            fee = amount + w + x + y
        use a
            when v > 3
        use a
            otherwise
        > (5,10): `v` sums money and is declared as a count; declare it as `money`
        > (6,10): `w` counts payments and is declared as money; declare it as `count`
        > (7,25): `kind` is text and cannot be summed; sum money or counts
        > (8,25): there is no input or output `nothing` to sum; sum an input or an output of this file
        > (9,31): `year` stands where `day`, `month`, `quarter` or `ever` is expected; write `day`, `month`, `quarter` or `ever` here

        strategy s version 1
        currency CNY
        input amount: money
        input kind: text
        output fee: money
        table t: text -> money
            "a" = 1.00
            "a" = 2.00
            else = 3.00
            "b" = 3.001
            CN = 0.10
        table e: text -> money
        tiers s: money -> rate
            from 1.00 1%
            from 5.00 2%
            from 5.00 3%
            from 10.00 0.5
        tiers d: date -> rate
            from 2026-01-01 1%
        algorithm a
            fee = t[kind] + e[kind] + (amount * s[amount] rounded down)
        use a
            otherwise
        > (8,5): "a" stands twice in the table `t`; remove one of the rows
        > (10,5): a row follows `else`; write `else` as the last row, once
        > (10,11): `3.001` is finer than CNY, which has 2 decimals; write it with at most 2 decimals
        > (11,5): `CN` stands where a value such as 0.10, 0.60%, 3, "CN", 2026-01-01 or true is expected; write a value such as 0.10, 0.60%, 3, "CN", 2026-01-01 or true here
        > (14,10): the first tier begins at 1.00; let it begin at 0.00
        > (16,10): the tier from 5.00 does not lie above the one before it, from 5.00; write tiers in ascending order, each threshold once
        > (17,16): `0.5` is money where a rate is expected; write a rate with a percent sign: `0.5%`
        > (18,10): a date has no zero for tiers to begin with; use a `table`, or tiers of money, count or rate

        strategy s version 1
        currency CNY
        input amount: money
        total v: money = sum of amount per day
        output fee: money
        algorithm a
            fee = amount + v
        use a
            otherwise
        at end of month use a
        at end of day use a
            priority 3
        > (10,21): `a` uses `amount`, which is an input of one payment; at the end of a month there are only totals per month: use these
        > (10,21): `a` uses `v`, which is a total per day; at the end of a month there are only totals per month: use these
        > (11,19): `a` uses `amount`, which is an input of one payment; at the end of a day there are only totals per day: use these
        > (12,5): a use at the end of a period is for every merchant and has no conditions; remove this line; write conditions into the algorithm: `... if month-volume > 0.00 else 0.00`

        strategy s version 1
        strategy t version 1
        currency CNY
        algorithm (
            fee = amount
            fee = amount
        on x
        use a
            otherwise
        debit x 3
        foo = 3
        when x
        imput x: money
        > (2,1): a second `strategy` begins; write one strategy or one accounting per file
        > (4,11): `(` stands where the algorithm's name is expected; write the algorithm's name here
        > (7,1): `on` belongs into an accounting; write it in a file that begins with `accounting`
        > (8,5): there is no algorithm `a`; write `algorithm a` above
        > (10,1): `debit` belongs under an `on`; write the legs below the event that they are for
        > (11,1): `foo` is assigned outside of an algorithm; write it below an `algorithm`, or below an `on`
        > (12,1): `when` belongs under a `use`; write it below the `use` that it is about, each of them once
        > (13,1): `imput` begins no statement; write `input` if that is meant

        accounting p version 1
        currency CNY
        input amount: money
        input fee: money
        input m: text
        input n: count
        on payment
            debit  channel/{n}/x  amount
            credit merchant/{m/y  amount - fee
            credit a//b           fee
        on payment
            debit  a  amount
            credit b  amount - fee
        on refund
            part = min(amount, fee)
            debit  a  amount
            credit b  2 * part
        on refund
            when n = 1
            from 2026-01-01
            debit a amount
            credit {mm} amount
        on nothing
        output x: money
        > (5,1): the input `m` is not used; use it, or remove it
        > (8,12): `n` is a count and cannot be part of an account; use an input of type text
        > (9,12): a bracket of `merchant/{m/y` is not closed; write `}` after the name of the input
        > (10,12): `a//b` is no account; write parts of letters, digits and . _ - : with / between them, and inputs as {name}
        > (11,1): this event overlaps the event in line 7 at the same priority: any payment fits both; keep one of them, or write a `when` in one of them
        > (12,5): legs do not balance: debits come to amount, credits to amount - fee, the difference is fee; let the debits and the credits add up to the same
        > (16,5): legs do not balance: debits come to amount, credits to 2 * min(amount, fee), the difference is amount - 2 * min(amount, fee); let the debits and the credits add up to the same; give what is worked out a name in a step, and use the name on both sides
        > (20,5): an event has no dates; write a new version of the accounting for later days
        > (22,12): there is no input `mm`; write `m` if that is meant
        > (23,1): the event has no legs; write `debit ACCOUNT AMOUNT` and `credit ACCOUNT AMOUNT` below it
        > (24,1): this belongs into a strategy; an accounting has inputs, tables, tiers and events: `on EVENT`

        strategy s version 1
        currency CNY
        input amount: money
        input x: text
        total v: money = sum of amount per day
        output fee: money
        output cost: money
        table t: text -> money
            else = 1.00
        tiers r: money -> rate
            from 0 1%
        algorithm a (p: rate)
            fee = amount
        use a(p: 1%)
            otherwise
        algorithm b
            fee = amount
        algorithm a
            fee = amount
        algorithm c (amount: money, q: rate, q: rate)
        > (4,1): the input `x` is not used; use it, or remove it
        > (5,1): the total `v` is not used; use it, or remove it
        > (7,1): no algorithm assigns the output `cost`; assign it in an algorithm, or remove it
        > (8,1): the table `t` is not used; use it, or remove it
        > (10,1): the tiers `r` are not used; use it, or remove it
        > (12,14): the parameter `p` is not used; use it in a step, or remove it here and in every `use`
        > (16,1): the algorithm `b` is not used; write `use b(...)`, or remove it
        > (18,1): a second algorithm is called `a`; the first is in line 12; choose another name
        > (20,1): the algorithm `c` has no steps; write steps such as `fee = ...` below it
        > (20,1): the algorithm `c` is not used; write `use c(...)`, or remove it
        > (20,14): the parameter `amount` has the name of something that is declared above; choose another name
        > (20,29): the parameter `q` is not used; use it in a step, or remove it here and in every `use`
        > (20,38): the parameter `q` stands twice; choose another name

        strategy s version 1
        currency CNY
        input amount: money
        output fee: money
        algorithm a
            fee = amount
        use a
            otherwise
        at end of month use b
        at end of month use b
        algorithm b
            fee = v
        total v: money = sum of amount per month
        on payment
            debit a amount
        table e: text -> money
        > (10,1): `b` is used twice at the end of a month; remove one of the lines
        > (14,1): `on` belongs into an accounting; write it in a file that begins with `accounting`
        > (16,1): the table `e` has no rows; write rows such as `"CN" = 0.10` below it
        > (16,1): the table `e` is not used; use it, or remove it

        strategy s version 1
        currency JPY
        input amount: money
        input n: count
        output fee: money
        algorithm a
            fee = min(amount, 100) + 0.5
            fee = 100 * n
        use a
            otherwise
        > (7,5): the value that `fee` gets here is not used; use it in a later step, declare it as an `output`, or remove this step
        > (7,30): `0.5` is finer than JPY, which has no decimals; write it without decimals

        accounting p version 1
        currency CNY
        input amount: money
        input n: count
        on payment
            a, b = share(amount, 1, 2) remainder largest
            c = amount / n rounded down
            debit x amount
            credit y a
            credit y b
            credit z c
            debit z c
            credit q n
        > (7,18): the divisor `n` can be 0; write `... if n != 0 else ...` around it, or `max(n, 1)`
        > (13,14): `n` is a count where money is expected; write money

        accounting p version 1
        currency CNY
        > (1,1): the accounting has no event; write `on EVENT` with its legs
        """;

    public static TheoryData<string, string> Cases => ErrorTable.Of(Page);

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_a_file(string text, string errors) => Assert.Equal(errors, ErrorTable.Errors(text));

    [Fact]
    public void Without_a_line() => Assert.Equal("(1,1): the text does not say what it is; begin with `strategy NAME version 1` or `accounting NAME version 1`", ErrorTable.Errors("\n# nothing\n"));
}

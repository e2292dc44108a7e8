namespace Giro.Rules.Tests.Strategies;

/// <summary>Every error of uses: conditions, overlaps, dates, arguments. The uses begin in line 16.</summary>
public sealed class UseErrorTests
{
    private const string Head = """
        strategy s version 1
        currency CNY
        input amount: money
        input n: count
        input kind: text
        input online: flag
        total volume: money = sum of amount per month
        output fee: money
        algorithm a (part: rate)
            fee = amount * part rounded down
        algorithm per
            fee = amount / n rounded down if kind = "x" and online and volume > 0 else 0.00
        use per
            when n > 5
            priority 9
        """;

    private const string Page = """
        use a(part: 1%)
            when kind = "a"
        use a(part: 2%)
            when n = 3
        > (18,1): this use overlaps the use in line 16 at the same priority: a payment with n 3, kind "a" fits both; give one of them a higher `priority`, or make their conditions exclude each other

        use a(part: 1%)
            when kind in ("a", "b") and amount from 0 to 100
        use a(part: 2%)
            when kind != "a" and amount > 50.00 and kind starts with "b"
        > (18,1): this use overlaps the use in line 16 at the same priority: a payment with amount 50.01, kind "b" fits both; give one of them a higher `priority`, or make their conditions exclude each other

        use a(part: 1%)
            when kind = "a"
            from 2026-01-01 until 2026-06-01
        use a(part: 2%)
            when kind = "a"
            from 2026-05-01
        > (19,1): this use overlaps the use in line 16 at the same priority: a payment with kind "a" on 2026-05-01 fits both; give one of them a higher `priority`, or make their conditions exclude each other

        use a(part: 1%)
            when kind = "a"
            from 2026-01-01 until 2026-06-01
        use a(part: 2%)
            when kind = "a"
            from 2026-07-01
        > (19,1): from 2026-06-01 to 2026-06-30 neither this use nor the use in line 16 holds, whose conditions are the same; let this one begin `from 2026-06-01`; if the gap is meant, give one of them another `priority`

        use a(part: 1%)
            when kind = "a" and kind = "b"
        > (17,30): no payment fits this use: nothing is left of `kind`; correct the conditions on this field, or remove it

        use a(part: 1%)
            when kind = "a" or kind = "b"
        > (17,21): `when` joins its tests with `and` only; use `field in (...)`, or write a second `use`

        use a(part: 1%)
            when amount > volume
        > (17,17): `amount > volume` is no test of one field; compare one input or total with a value: `field = VALUE`, `field in (...)`, `field from A to B`, `field starts with "..."`; the rest belongs into the algorithm

        use a(part: 1%)
            when colour = "red"
        > (17,10): there is no input or total `colour`; declare it: `input colour: text`

        use a(part: 1%)
            when kind
        > (17,10): `kind` is text where a flag is expected; compare it with a value

        use a(part: 1%)
            when n starts with "1"
        > (17,10): `n` is a count where text is expected; use `from A to B`

        use a(part: 1%)
            when kind > "a"
        > (17,15): text has no order; compare with `=`, `!=` or `in (...)`

        use a(part: 1%)
            when n = "a"
        > (17,14): "a" is text where a count is expected; write a whole number

        use a(part: 1%)
            when kind in ("a", "a")
        > (17,24): "a" stands twice in the set; write it once

        use a(part: 1%)
            when n from 5 to 3
        > (17,12): nothing is from 5 to 3; write the lower end first

        use a(part: 1%)
            when n = 1
            from 2026-06-01 until 2026-06-01
        > (18,27): until 2026-06-01 is not after from 2026-06-01; `until` is the first day on which it does not hold any more: write a later one

        use a(part: 1%)
            when n = 1
            when n = 2
            otherwise
            priority 99999999
        > (18,5): `when` stands a second time; write each of when, otherwise, priority and dates once
        > (19,5): `otherwise` and `when` exclude each other; remove one of them
        > (20,5): what is for all others has the lowest priority already; remove `priority`, or write a `when`

        use a(part: 1%)
            otherwise
            priority 3
        > (18,5): what is for all others has the lowest priority already; remove `priority`, or write a `when`

        use a(part: 1%)
        > (16,1): the use does not say which payments it is for; write `when ...` below it, or `otherwise` for all that no other use takes

        use a
            otherwise
        > (16,5): the parameter `part` of `a` is not given; write `a(part: ...)`

        use a(part: 1, rate: 2%, part: 3%)
            otherwise
        > (16,13): `1` is a count where a rate is expected; write a rate with a percent sign: `1%`
        > (16,16): `a` has no parameter `rate`; remove it, or declare it at the algorithm
        > (16,26): the parameter `part` is given twice; write it once

        use aa(part: 1%)
            otherwise
        > (9,1): the algorithm `a` is not used; write `use a(...)`, or remove it
        > (16,5): there is no algorithm `aa`; write `a` if that is meant

        use a(part: 1%)
            otherwise
        use a(part: 2%)
            otherwise
        > (18,1): this use overlaps the use in line 16 at the same priority: any payment fits both; keep one of them, or write a `when` in one of them

        use a(part: 1%)
            otherwise
        use per
            when kind = "z"
        use per
            when n != 0 and kind = "y"
        > (12,20): the divisor `n` can be 0 in the use in line 18; write `... if n != 0 else ...` around it, or `max(n, 1)`
        """;

    public static TheoryData<string, string> Cases => ErrorTable.Of(Page);

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_the_uses(string uses, string errors) => Assert.Equal(errors, ErrorTable.Errors($"{Head}\n{uses}"));
}

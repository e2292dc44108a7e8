using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

/// <summary>Seeded: a failure names the seed and the round, which make the same day again.</summary>
public sealed class ChainPropertyTests
{
    private const int Rounds = 3_000;

    [Theory]
    [InlineData(1993)]
    [InlineData(1998)]
    public void A_shuffled_day_is_chained_again_with_no_more_roundings_than_it_had(int seed)
    {
        var random = new Random(seed);
        var search = new ChainSearch();
        for (var round = 0; round < Rounds; round++)
        {
            var start = random.Next(-100_000, 1_000_000);
            var (rows, roundings) = TrueDay(random, start, random.Next(1, 21), line: 2);
            random.Shuffle(rows);
            var order = new int[rows.Length];

            Assert.True(search.TryFind(start, rows, order), $"seed {seed}, round {round}: gave up on {rows.Length} rows");
            Assert.Equal(Enumerable.Range(0, rows.Length), order.Order());
            var (breaks, rounded) = Judge(start, rows, order);
            Assert.True(breaks == 0, $"seed {seed}, round {round}: {breaks} breaks");
            Assert.True(rounded <= roundings, $"seed {seed}, round {round}: {rounded} roundings where {roundings} were made");
        }
    }

    [Theory]
    [InlineData(1993)]
    [InlineData(1998)]
    public void Of_all_orders_of_a_small_day_the_best_is_found(int seed)
    {
        var random = new Random(seed);
        var search = new ChainSearch();
        for (var round = 0; round < Rounds / 4; round++)
        {
            var (rows, _) = TrueDay(random, 0, random.Next(2, 7), line: 2);
            for (var damage = random.Next(3); damage > 0; damage--)
            {
                ref var row = ref rows[random.Next(rows.Length)];
                row = random.Next(2) == 0 ? row with { AmountHaler = random.Next(500) } : row with { BalanceHaler = random.Next(500) };
            }

            random.Shuffle(rows);
            var order = new int[rows.Length];
            Assert.True(search.TryFind(0, rows, order));
            var best = Permutations(rows.Length).Min(permutation => Judge(0, rows, permutation));
            Assert.True(best == Judge(0, rows, order), $"seed {seed}, round {round}: found {Judge(0, rows, order)}, best is {best}");
        }
    }

    [Theory]
    [InlineData(1993)]
    [InlineData(1998)]
    public void Years_of_shuffled_days_chain_without_a_break(int seed)
    {
        var random = new Random(seed);
        var chain = new BalanceChain();
        var chained = new List<ChainedTransaction>();
        var unchained = new List<UnchainedTransaction>();
        var balances = new long[5];
        var line = 2;
        for (var day = 0; day < 6 * 365; day++)
        {
            var rows = new List<BerkaTransaction>();
            for (var account = 0; account < balances.Length; account++)
            {
                var (own, _) = TrueDay(random, balances[account], random.Next(0, 9), line, account + 1, ChainRows.FirstDay.AddDays(day), repeat: false);
                line += own.Length;
                balances[account] = own.Length == 0 ? balances[account] : own[^1].BalanceHaler;
                rows.AddRange(own);
            }

            var shuffled = rows.ToArray();
            random.Shuffle(shuffled);
            chain.ChainDay(shuffled, chained, unchained);
        }

        Assert.Empty(unchained);
        Assert.Equal(line - 2, chained.Count);
        Assert.Equal(balances.Sum(), chained.Sum(row => row.Transaction.SignedHaler + row.RoundingHaler));
    }

    /// <summary>
    /// A day as it was posted, with the roundings the bank made. With <paramref name="repeat"/>, amounts repeat and are taken back, so that
    /// balances cycle and many orders nearly fit.
    /// </summary>
    private static (BerkaTransaction[] Rows, int Roundings) TrueDay(
        Random random, long start, int count, int line, int account = 7, DateOnly? date = null, bool repeat = true)
    {
        var rows = new BerkaTransaction[count];
        var balance = start;
        var roundings = 0;
        var last = 0L;
        for (var i = 0; i < count; i++)
        {
            var signed = !repeat || random.Next(3) == 0 ? random.Next(-50_000, 50_000) : random.Next(2) == 0 ? -last : random.Next(-3, 4) * 100;
            var rounding = random.Next(10) switch { 0 => -10, 1 => +10, _ => 0 };
            roundings += rounding == 0 ? 0 : 1;
            balance += signed + rounding;
            last = signed;
            rows[i] = ChainRows.Row(line + i, signed, balance, account, date);
        }

        return (rows, roundings);
    }

    private static (int Breaks, int Roundings) Judge(long start, BerkaTransaction[] rows, IEnumerable<int> order)
    {
        var (breaks, roundings, balance) = (0, 0, start);
        foreach (var i in order)
        {
            var gap = rows[i].BalanceHaler - rows[i].SignedHaler - balance;
            if (Math.Abs(gap) == 10)
                roundings++;
            else if (gap != 0)
                breaks++;
            balance = rows[i].BalanceHaler;
        }

        return (breaks, roundings);
    }

    private static IEnumerable<int[]> Permutations(int count)
        => count == 0
            ? [[]]
            : Permutations(count - 1).SelectMany(shorter => Enumerable.Range(0, count), (shorter, at) => (int[])[.. shorter[..at], count - 1, .. shorter[at..]]);
}

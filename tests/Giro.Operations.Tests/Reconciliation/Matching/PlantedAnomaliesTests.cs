using System.Text;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Tests.Reconciliation.Matching;

/// <summary>
/// Two sides of some thousand payments, with anomalies of each type planted in random numbers and what is no anomaly beside them: late bookings, batches, sets, equal payments. What is
/// found must be what was planted, to the line.
/// </summary>
public sealed class PlantedAnomaliesTests
{
    private const int Day = 15;
    private static readonly MatchPass[] Plan =
    [
        Passes.Exact(Differences.Amount | Differences.Fee | Differences.Currency | Differences.Status | Differences.Date, "order"),
        Passes.Difference(),
        Passes.Window(before: 1, after: 3, below: 5, above: 5).By(Passes.Reference),
        Passes.Group(GroupShape.ManyToOne).By(Passes.Reference) with { LeftIsNetOfFee = true },
        Passes.Subset().By(Passes.Reference) with { MaxLines = 4, MaxBlock = 24 },
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void What_is_planted_is_found_exactly(int seed)
    {
        var field = new Field(new Random(seed));
        field.Sow();
        var (left, right) = (Block(field.Left), Block(field.Right));
        var outcome = InMemoryReconciliation.Run(new MatchPlan(Plan), left, right);
        Assert.Equal(
            field.Planted.Select(one => new FoundBreak(one.Type, field.Left.IndexOf(one.Left!) + 1, field.Right.IndexOf(one.Right!) + 1, one.Differences)).OrderBy(one => one.Left == 0).ThenBy(one => one.Left).ThenBy(one => one.Right),
            outcome.Breaks.Select(one => field.IsDuplicate(one.Type) ? field.AnyOfTheSame(one) : one).OrderBy(one => one.Left == 0).ThenBy(one => one.Left).ThenBy(one => one.Right));
        Assert.Empty(outcome.Skipped);
        Assert.Equal(field.Sets, outcome.Groups.Count);
        Assert.True(outcome.Tally.IsConserved);
        foreach (var type in Enum.GetValues<BreakType>().Where(type => type is not (BreakType.None or BreakType.UnreadableLine))) Assert.Contains(outcome.Breaks, one => one.Type == type);
        Assert.Equal(outcome.Hash, InMemoryReconciliation.Run(new MatchPlan(Plan), left, right, [5, 0, 3, 1, 6, 2, 4]).Hash);
    }

    private static LineBlock Block(List<Payment> payments)
    {
        var lines = new LineBlock(3);
        foreach (var payment in payments)
        {
            lines.Add(lines.Count + 1, payment.AmountMinor, payment.FeeMinor, LinePage.DayOf(payment.Day), payment.Currency, LineFlags.None);
            lines.Texts[0].Add(Encoding.UTF8.GetBytes(payment.Order));
            lines.Texts[1].Add(Encoding.UTF8.GetBytes(payment.Reference));
            lines.Texts[2].Add(Encoding.UTF8.GetBytes(payment.Status));
        }

        return lines;
    }

    /// <summary>One line; each is an object of its own, however alike.</summary>
    private sealed class Payment
    {
        public required string Order { get; init; }

        public string Reference { get; init; } = "";

        public required long AmountMinor { get; init; }

        public long FeeMinor { get; init; } = 60;

        public int Day { get; init; } = PlantedAnomaliesTests.Day;

        public ushort Currency { get; init; } = 156;

        public string Status { get; init; } = "SUCCESS";
    }

    private sealed class Field(Random random)
    {
        private int _next;

        public List<Payment> Left { get; } = [];

        public List<Payment> Right { get; } = [];

        public List<(BreakType Type, Payment? Left, Payment? Right, Differences Differences)> Planted { get; } = [];

        public int Sets { get; private set; }

        public bool IsDuplicate(BreakType type) => type is BreakType.DuplicateAtBank or BreakType.DuplicateWithUs;

        public void Sow()
        {
            for (var i = 0; i < 2000; i++) Both(Order(), Amount());
            Repeat(() =>
            {
                var (order, amount) = (Order(), Amount()); // The same payment twice on both sides is no anomaly.
                Both(order, amount);
                Both(order, amount);
            });
            Repeat(() => Plant(BreakType.MissingAtBank, Add(Left, Order(), Amount()), null));
            Repeat(() => Plant(BreakType.MissingWithUs, null, Add(Right, Order(), Amount())));
            Repeat(() => Duplicate(Left, BreakType.DuplicateWithUs));
            Repeat(() => Duplicate(Right, BreakType.DuplicateAtBank));
            Repeat(() => Differ(BreakType.Amount, (order, amount) => new Payment { Order = order, AmountMinor = amount + random.Next(1, 100) }, Differences.Amount));
            Repeat(() => Differ(BreakType.Fee, (order, amount) => new Payment { Order = order, AmountMinor = amount, FeeMinor = 61 }, Differences.Fee));
            Repeat(() => Differ(BreakType.Currency, (order, amount) => new Payment { Order = order, AmountMinor = amount, Currency = 840 }, Differences.Currency));
            Repeat(() => Differ(BreakType.Status, (order, amount) => new Payment { Order = order, AmountMinor = amount, Status = "REFUND" }, Differences.Status));
            Repeat(() => Differ(BreakType.Date, (order, amount) => new Payment { Order = order, AmountMinor = amount, Day = Day + 1 }, Differences.Date));
            Repeat(() => Differ(BreakType.Amount, (order, amount) => new Payment { Order = order, AmountMinor = amount + 1, FeeMinor = 0, Status = "REFUND" }, Differences.Amount | Differences.Fee | Differences.Status));
            Repeat(Ambiguous);
            Repeat(Late);
            Repeat(Batch);
            Repeat(Set);
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Left));
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Right));
        }

        /// <summary>Which of two lines that are the same is the duplicate is nobody's to say: the one that was planted stands for both.</summary>
        public FoundBreak AnyOfTheSame(FoundBreak found)
        {
            var side = found.Left > 0 ? Left : Right;
            var order = side[(found.Left > 0 ? found.Left : found.Right) - 1].Order;
            var planted = side.IndexOf(Planted.Single(one => one.Type == found.Type && (one.Left ?? one.Right)!.Order == order) is var (_, left, right, _) ? (left ?? right)! : null!) + 1;
            return found.Left > 0 ? found with { Left = planted } : found with { Right = planted };
        }

        private string Order() => $"{20_261_115}{++_next:D10}";

        private long Amount() => random.Next(100, 1_000_000);

        private void Repeat(Action plant)
        {
            for (var i = random.Next(5, 40); i > 0; i--) plant();
        }

        private static Payment Add(List<Payment> side, string order, long amount, string reference = "", int day = Day, long fee = 60)
        {
            var payment = new Payment { Order = order, AmountMinor = amount, Reference = reference, Day = day, FeeMinor = fee };
            side.Add(payment);
            return payment;
        }

        private void Both(string order, long amount)
        {
            Add(Left, order, amount);
            Add(Right, order, amount);
        }

        private void Plant(BreakType type, Payment? left, Payment? right, Differences differences = Differences.None) => Planted.Add((type, left, right, differences));

        private void Duplicate(List<Payment> side, BreakType type)
        {
            var (order, amount) = (Order(), Amount());
            Both(order, amount);
            var again = Add(side, order, amount);
            Plant(type, side == Left ? again : null, side == Right ? again : null);
        }

        private void Differ(BreakType type, Func<string, long, Payment> other, Differences differences)
        {
            var left = Add(Left, Order(), Amount());
            var right = other(left.Order, left.AmountMinor);
            Right.Add(right);
            Plant(type, left, right, differences);
        }

        /// <summary>Two of ours within the tolerance of one of theirs, known by the terminal only.</summary>
        private void Ambiguous()
        {
            var (terminal, amount) = ($"T{++_next}", Amount());
            Plant(BreakType.Ambiguous, Add(Left, Order(), amount, terminal), null);
            Plant(BreakType.Ambiguous, Add(Left, Order(), amount + 3, terminal), null);
            Plant(BreakType.Ambiguous, null, Add(Right, "", amount + 1, terminal, Day + 2));
        }

        private void Late()
        {
            var (terminal, amount) = ($"T{++_next}", Amount());
            Add(Left, Order(), amount, terminal);
            Add(Right, "", amount + random.Next(-5, 6), terminal, Day + random.Next(-1, 4));
        }

        private void Batch()
        {
            var (batch, sum) = ($"B{++_next}", 0L);
            for (var lines = random.Next(2, 30); lines > 0; lines--)
            {
                var (amount, fee) = (Amount(), random.Next(100));
                Add(Left, Order(), amount, batch, fee: fee);
                sum += amount - fee;
            }

            Add(Right, "", sum, batch, Day + 1);
            Sets++;
        }

        /// <summary>Three of ours in one sum, with another of the terminal that is missing. Powers of a large base have no second way.</summary>
        private void Set()
        {
            var (terminal, unit) = ($"T{++_next}", 1000L * random.Next(1, 100));
            long[] amounts = [unit, unit * 10, unit * 100];
            foreach (var amount in amounts) Add(Left, Order(), amount, terminal);
            Plant(BreakType.MissingAtBank, Add(Left, Order(), unit * 1000, terminal), null);
            Add(Right, "", amounts.Sum(), terminal);
            Sets++;
        }
    }
}

using Giro.Ledger.Entries;
using Giro.Ledger.Tests.Support;

namespace Giro.Ledger.Tests.Statuses;

/// <summary>Where a command is wrong in several ways, the answer is the lowest number; see <see cref="Status"/>.</summary>
public sealed class PrecedenceTests
{
    [Fact]
    public void Each_fault_alone_has_its_own_answer() => ForEach(1);

    [Fact]
    public void Of_two_faults_the_lower_number_is_answered() => ForEach(2);

    [Fact]
    public void Of_any_number_of_faults_the_lowest_is_answered()
    {
        var random = new Random(20260302);
        using var book = new FaultyBook(full: false);
        var wrong = new SortedSet<string>();
        foreach (var (name, good, faults) in new FaultyCommands(book).All())
        {
            for (var i = 0; i < 1500; i++)
            {
                var some = faults.ToArray();
                random.Shuffle(some);
                var together = some.Take(random.Next(3, 9)).DistinctBy(fault => fault.Field).OrderBy(faults.IndexOf);
                Check(book, name, good, [.. together], wrong);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(30)));
    }

    [Fact]
    public void Want_of_room_is_answered_only_where_nothing_else_is_wrong()
    {
        using var book = new FaultyBook(full: true);
        var commands = new FaultyCommands(book);
        var wrong = new SortedSet<string>();
        foreach (var (name, good, faults) in commands.All().Where(command => command.Name is "hold" or "account"))
        {
            Assert.Equal(name == "hold" ? Status.HoldsFull : Status.AccountsFull, book.Answer(good()).Status);
            foreach (var fault in faults) Check(book, name, good, [fault], wrong);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static void ForEach(int faultsAtOnce)
    {
        using var book = new FaultyBook(full: false);
        var before = book.StateHash;
        var wrong = new SortedSet<string>();
        foreach (var (name, good, faults) in new FaultyCommands(book).All())
        {
            foreach (var first in faults)
            {
                if (faultsAtOnce == 1) Check(book, name, good, [first], wrong);
                else foreach (var second in faults.Skip(faults.IndexOf(first)).Where(second => second.Field != first.Field)) Check(book, name, good, [first, second], wrong);
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count}\n" + string.Join('\n', wrong.Take(40)));
        Assert.Equal(before, book.StateHash);
    }

    private static void Check(FaultyBook book, string name, Func<RawCommand> good, List<Fault> faults, SortedSet<string> wrong)
    {
        // A reversal's target and its tail belong together; and a wrong length reaches into the command after, which only a chain has.
        if (faults.Exists(fault => fault.Field == "length") && faults.Exists(fault => fault.Field == "chain")) return;
        if (faults.Count(fault => fault.Field is "target" or "tail" or "target and tail") > 1) return;
        var command = good();
        foreach (var fault in faults) fault.Spoil(command);
        var answer = book.Answer(command).Status;
        var expected = faults.Min(fault => fault.Status);
        if (answer != expected) wrong.Add($"{name}: {string.Join(", ", faults.OrderBy(fault => fault.Status))} was answered {answer}");
    }
}

using Giro.Ledger.Accounts;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Tests.Model;

/// <summary>
/// Random commands that are mostly right and often just wrong. It looks at the model to aim: at accounts that exist, holds that are open, entries that can be
/// reversed; and misses on purpose.
/// </summary>
internal sealed class CommandGenerator(Random random, LedgerModel model, IReadOnlyCollection<int> knownRecords)
{
    private static readonly string[] Currencies = ["EUR", "EUR", "JPY", "KWD"];

    private readonly List<ModelCommand> _said = [];
    private int _nextId = 1;

    public List<ModelCommand> Submission()
    {
        var commands = new List<ModelCommand>();
        for (var count = random.Next(4) == 0 ? 1 : random.Next(1, 40); count > 0; count--)
        {
            var command = Command();
            commands.Add(Chance(7) ? command with { ChainNext = true } : command);
        }

        return commands;
    }

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    private ModelCommand Command()
    {
        var command = Chance(14) && _said.Count > 0 ? Repeat(_said[random.Next(Math.Max(0, _said.Count - 400), _said.Count)]) : Fresh();
        if (_said.Count > 5_000) _said.RemoveRange(0, 2_500);
        _said.Add(command);
        return command;
    }

    private ModelCommand Repeat(ModelCommand command) => random.Next(5) switch
    {
        0 => command with { Id = command.Id, Kind = command.Kind + 1, ChainNext = false },
        1 => Fresh() with { Id = command.Id },
        _ => command with { ChainNext = false },
    };

    private ModelCommand Fresh()
    {
        var id = Chance(300) ? 0 : _nextId++;
        if (model.Accounts.Count < 4) return Open();
        return random.Next(100) switch
        {
            < 45 => new ModelCommand(RecordType.Entry, id) { Legs = Legs(), Kind = random.Next(3), Business = Business(), Value = Value() },
            < 60 => new ModelCommand(RecordType.Hold, id) { Legs = Legs(), ExpiresAt = Chance(3) ? null : model.Now + random.Next(Chance(20) ? -5 : 1, 90) },
            < 75 => Capture(id),
            < 79 => new ModelCommand(RecordType.Release, id) { Target = Target() },
            < 82 => new ModelCommand(RecordType.Extend, id) { Target = Target(), ExpiresAt = model.Now + random.Next(Chance(10) ? -5 : 1, 120) },
            < 90 => Reversal(id),
            < 91 => Open(),
            < 94 => Limits(new ModelCommand(RecordType.SetLimits, id) { Account = Account() }),
            < 96 => new ModelCommand(RecordType.SetState, id) { Account = Account(), State = State() },
            < 97 => Closing(id),
            < 98 => new ModelCommand(RecordType.SetMetadata, id) { Account = Account(), Text = $"text {random.Next(5)}" },
            < 99 when Chance(4) => new ModelCommand(RecordType.AdvanceDate, id) { Business = Chance(10) ? new DateOnly(1, 6, 1) : model.Date.AddDays(random.Next(0, 3)) },
            _ => new ModelCommand(RecordType.Entry, id) { Legs = Legs(), Text = new string('x', Chance(30) ? 2049 : random.Next(0, 40)) },
        };
    }

    private ModelCommand Open() => Limits(new ModelCommand(RecordType.OpenAccount, 0)
    {
        Path = Chance(20) ? "a//b" : $"account/{random.Next(16)}",
        Class = Chance(20) ? AccountClass.None : (AccountClass)random.Next(1, 6),
        Currency = Currencies[random.Next(Currencies.Length)],
        Text = Chance(3) ? "text" : "",
    });

    private ModelCommand Limits(ModelCommand command) => random.Next(6) switch
    {
        0 => command with { Lowest = 0 },
        1 => command with { Lowest = -random.Next(500), Highest = random.Next(2_000) },
        2 => command with { Highest = random.Next(2_000) },
        3 when Chance(4) => command with { Lowest = random.Next(10), Highest = random.Next(10) },
        _ => command,
    };

    /// <summary>Empties an account, or closes one that is empty; closed is final, so only a few.</summary>
    private ModelCommand Closing(int id)
    {
        var empty = model.Accounts.FindIndex(account => account.Net == 0 && account.State == AccountState.Open);
        if (empty >= 0 && model.Accounts.Count(account => account.State == AccountState.Closed) < 3)
            return new ModelCommand(RecordType.SetState, id) { Account = (ulong)empty + 1, State = AccountState.Closed };
        var (full, other) = (Account(), Account());
        var net = full >= 1 && full <= (ulong)model.Accounts.Count ? model.Accounts[(int)full - 1].Net : 1;
        var amount = System.Numerics.BigInteger.Abs(net) < long.MaxValue ? (long)net : 1;
        return new ModelCommand(RecordType.Entry, id) { Legs = [(full, -amount), (other, amount)] };
    }

    private AccountState State() => random.Next(12) switch
    {
        0 => AccountState.DebitsFrozen,
        1 => AccountState.CreditsFrozen,
        2 => AccountState.Frozen,
        3 when Chance(3) => AccountState.Closed,
        4 => Chance(4) ? (AccountState)9 : AccountState.Open,
        _ => AccountState.Open,
    };

    private DateOnly? Business() => random.Next(12) switch
    {
        0 => model.Date,
        1 when Chance(3) => model.Date.AddDays(-1),
        2 when Chance(3) => model.Date.AddDays(1),
        _ => null,
    };

    private DateOnly? Value() => random.Next(10) switch
    {
        0 => model.Date.AddDays(random.Next(-400, 400)),
        1 when Chance(10) => new DateOnly(1, 3, 1),
        _ => null,
    };

    private ulong Account()
    {
        if (Chance(60)) return (ulong)random.Next(0, 100);
        var handle = random.Next(1, model.Accounts.Count + 1);
        if (model.Accounts[handle - 1].State != AccountState.Open && !Chance(6)) handle = random.Next(1, model.Accounts.Count + 1);
        return (ulong)handle;
    }

    /// <summary>Balanced pairs in one or several currencies; sometimes a leg for the sum of the others; now and then spoilt.</summary>
    private List<(ulong Account, long Amount)> Legs()
    {
        var legs = new List<(ulong Account, long Amount)>();
        for (var pairs = Chance(3) ? random.Next(2, 6) : 1; pairs > 0; pairs--)
        {
            var first = Account();
            var currency = first >= 1 && first <= (ulong)model.Accounts.Count ? model.Accounts[(int)first - 1].Currency : "EUR";
            var same = Enumerable.Range(1, model.Accounts.Count).Where(handle => model.Accounts[handle - 1].Currency == currency && (model.Accounts[handle - 1].State == AccountState.Open || Chance(6))).ToList();
            var second = same.Count == 0 || Chance(40) ? Account() : (ulong)same[random.Next(same.Count)];
            var amount = Chance(2000) ? long.MaxValue - random.Next(3) : random.Next(1, 300);
            legs.Add((first, amount));
            legs.Add((second, -amount));
        }

        if (Chance(6)) legs = [.. legs.OrderBy(_ => random.Next())];
        if (Chance(50)) legs[^1] = (legs[^1].Account, legs[^1].Amount + 1);
        if (Chance(100)) legs[0] = (legs[0].Account, Chance(2) ? 0 : long.MinValue);
        if (Chance(80)) legs.RemoveAt(0);
        return legs;
    }

    private int Target() => model.Holds.Count == 0 || Chance(10) ? random.Next(1, _nextId + 3) : model.Holds[random.Next(model.Holds.Count)].Id;

    private ModelCommand Capture(int id)
    {
        var target = Target();
        var command = new ModelCommand(RecordType.Capture, id) { Target = target, Final = Chance(4) };
        var hold = model.Holds.Find(open => open.Id == target);
        if (hold is null || Chance(4)) return command;

        // As placed: pairs of legs, some left out, each with the same part of what is left; and now and then out of order or too much.
        var legs = new List<(ulong Account, long Amount)>();
        for (var i = 0; i + 1 < hold.Legs.Count; i += 2)
        {
            var left = Math.Min(long.MaxValue - 1, Math.Min(Math.Abs(hold.Legs[i].Left), Math.Abs(hold.Legs[i + 1].Left)));
            if (Chance(4) || (left == 0 && !Chance(10))) continue;
            var amount = Chance(15) ? left + 1 : random.NextInt64(1, Math.Max(2, left + 1));
            var sign = hold.Legs[i].Left < 0 ? -1 : 1;
            legs.Add((hold.Legs[i].Account, sign * amount));
            legs.Add((hold.Legs[i + 1].Account, -sign * amount));
        }

        if (legs.Count > 0 && Chance(20)) legs.Reverse();
        if (legs.Count > 0 && Chance(40)) legs[0] = (Account(), legs[0].Amount);
        if (legs.Count > 0 && Chance(40)) legs[0] = (legs[0].Account, -legs[0].Amount);
        return command with { Legs = legs };
    }

    private ModelCommand Reversal(int id)
    {
        var target = knownRecords.Count == 0 || Chance(12) ? random.Next(1, _nextId + 3) : knownRecords.ElementAt(random.Next(knownRecords.Count));
        return new ModelCommand(RecordType.Reversal, id) { Target = target, RecordOf = Chance(25) && knownRecords.Count > 0 ? knownRecords.First() : target };
    }
}

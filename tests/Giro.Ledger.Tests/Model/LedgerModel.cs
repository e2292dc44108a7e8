using System.Numerics;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Tests.Model;

internal sealed class ModelAccount
{
    public string Path = "", Content = "", Currency = "", Text = "";
    public AccountClass Class;
    public AccountState State = AccountState.Open;
    public long? Lowest, Highest;
    public ulong Number;

    /// <summary>Debits less credits.</summary>
    public BigInteger Net;

    public int Sign => Class is AccountClass.Asset or AccountClass.Expense ? 1 : -1;

    public BigInteger Balance => Sign * Net;

    public ModelAccount Copy() => (ModelAccount)MemberwiseClone();
}

internal sealed class ModelHold
{
    public int Id;
    public ulong Number;
    public int? ExpiresAt;
    public List<(ulong Account, long Left)> Legs = [];

    public ModelHold Copy() => new() { Id = Id, Number = Number, ExpiresAt = ExpiresAt, Legs = [.. Legs] };
}

/// <summary>What the model remembers of an accepted id.</summary>
internal sealed record ModelId(RecordType Type, string Content, ulong Number, List<(ulong Account, long Amount)> Posted);

/// <summary>
/// The ledger once more, written from its specification in the simplest way that can be right: lists and dictionaries, big integers, held amounts
/// summed from the open holds each time they are asked for, a chain tried on a copy. Slow, and nothing in it is shared with the product.
/// </summary>
internal sealed partial class LedgerModel(int maxAccounts, int maxHolds, DateOnly firstDate)
{
    public List<ModelAccount> Accounts { get; private set; } = [];

    public List<ModelHold> Holds { get; private set; } = [];

    public Dictionary<int, ModelId> Ids { get; private set; } = [];

    public HashSet<int> Reversed { get; private set; } = [];

    public DateOnly Date { get; private set; } = firstDate;

    /// <summary>1 is the opening of the book.</summary>
    public ulong LastNumber { get; private set; } = 1;

    public int Now { get; set; }

    private bool _inChain;
    private List<int> _idsOfChain = [];
    private List<int> _reversedInChain = [];

    public BigInteger HeldLowering(ulong account) => Held(account, lowering: true);

    public BigInteger HeldRaising(ulong account) => Held(account, lowering: false);

    /// <summary>The results of one submission.</summary>
    public List<CommandResult> Submit(IReadOnlyList<ModelCommand> commands)
    {
        foreach (var due in Holds.Where(hold => hold.ExpiresAt <= Now).ToList())
        {
            Holds.Remove(due);
            LastNumber++;
        }

        var results = new List<CommandResult>();
        for (var i = 0; i < commands.Count;)
        {
            var end = i;
            while (end < commands.Count && commands[end].ChainNext) end++;
            if (end == i) results.Add(Judge(commands[i]));
            else results.AddRange(JudgeChain([.. commands.Skip(i).Take(end - i + 1)], isClosed: end < commands.Count));
            i = end + 1;
        }

        return results;
    }

    private List<CommandResult> JudgeChain(List<ModelCommand> chain, bool isClosed)
    {
        var (accounts, holds, number) = (Accounts.ConvertAll(account => account.Copy()), Holds.ConvertAll(hold => hold.Copy()), LastNumber);
        (_inChain, _idsOfChain, _reversedInChain) = (true, [], []);
        var results = new List<CommandResult>();
        var broken = -1;
        for (var i = 0; i < chain.Count && broken < 0; i++)
        {
            var isLast = i == chain.Count - 1;
            results.Add(isLast && !isClosed ? new CommandResult(Status.ChainNotClosed, 0) : Judge(chain[i]));
            if (!results[i].IsAccepted) broken = i;
        }

        _inChain = false;
        if (broken < 0) return results;
        (Accounts, Holds, LastNumber) = (accounts, holds, number);
        _idsOfChain.ForEach(id => Ids.Remove(id));
        _reversedInChain.ForEach(id => Reversed.Remove(id));
        return [.. chain.Select((_, i) =>
            i == broken ? results[i] : new CommandResult(i == chain.Count - 1 && !isClosed ? Status.ChainNotClosed : Status.ChainRefused, 0))];
    }

    private CommandResult Judge(ModelCommand command)
    {
        if (command.Type == RecordType.OpenAccount) return Open(command);
        var form = FormOf(command);
        if (form != Status.Accepted) return new CommandResult(form, 0);
        var content = command.Content();
        if (Ids.TryGetValue(command.Id, out var known))
            return known.Content == content ? new CommandResult(Status.Accepted, known.Number, IsRepeat: true) : new CommandResult(Status.IdConflict, 0);
        var posted = new List<(ulong, long)>();
        var status = command.Type == RecordType.AdvanceDate ? Status.Accepted : DatesOf(command);
        if (status == Status.Accepted)
        {
            status = command.Type switch
            {
                RecordType.Entry => Post(posted = command.Legs, judgeLimits: true),
                RecordType.Hold => Hold(command),
                RecordType.Capture => Capture(command, posted),
                RecordType.Release => Release(command),
                RecordType.Extend => Extend(command),
                RecordType.Reversal => Reverse(command),
                RecordType.AdvanceDate => Advance(command),
                _ => Change(command),
            };
        }

        if (status != Status.Accepted) return new CommandResult(status, 0);
        Ids[command.Id] = new ModelId(command.Type, content, ++LastNumber, posted);
        if (_inChain) _idsOfChain.Add(command.Id);
        return new CommandResult(Status.Accepted, LastNumber);
    }

    private Status FormOf(ModelCommand command)
    {
        if (command.Id == 0) return Status.IdMissing;
        var legs = command.Legs.Count;
        if (command.Type is RecordType.Entry or RecordType.Hold && legs is < 2 or > 256 || (command.Type == RecordType.Capture && legs == 1)) return Status.LegCountOutOfRange;
        if (command.Text.Length > 2048) return Status.AttributesTooLong;
        if (command.Legs.Exists(leg => leg.Amount == 0)) return Status.AmountZero;
        if (command.Legs.Exists(leg => leg.Amount == long.MinValue)) return Status.AmountOutOfRange;
        return (_inChain || command.ChainNext) && !CanChain(command.Type) ? Status.NotInChain : Status.Accepted;
    }

    private static bool CanChain(RecordType type) =>
        type is RecordType.Entry or RecordType.Hold or RecordType.Capture or RecordType.Release or RecordType.Reversal;

    private Status DatesOf(ModelCommand command)
    {
        if (command.Business < new DateOnly(2, 1, 1) || command.Value < new DateOnly(2, 1, 1)) return Status.DateOutOfRange;
        if (command.Business < Date) return Status.BusinessDateClosed;
        return command.Business > Date ? Status.BusinessDateNotOpenYet : Status.Accepted;
    }

    private BigInteger Held(ulong account, bool lowering)
    {
        BigInteger sum = 0;
        foreach (var hold in Holds)
        {
            foreach (var (legAccount, left) in hold.Legs)
            {
                if (legAccount == account && left != 0 && Lowers(account, left) == lowering) sum += BigInteger.Abs(left);
            }
        }

        return sum;
    }

    private bool Lowers(ulong account, long amount) => Of(account)!.Sign * amount < 0;

    private ModelAccount? Of(ulong handle) => handle >= 1 && handle <= (ulong)Accounts.Count ? Accounts[(int)handle - 1] : null;
}

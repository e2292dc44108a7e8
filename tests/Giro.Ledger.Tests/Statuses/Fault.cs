using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;

namespace Giro.Ledger.Tests.Statuses;

/// <summary>One thing that is wrong with a command, and how it is answered when it is the only one.</summary>
/// <param name="Status">The answer.</param>
/// <param name="Field">Faults of one field exclude each other.</param>
/// <param name="Spoil">Does it to a good command.</param>
internal sealed record Fault(Status Status, string Field, Action<RawCommand> Spoil)
{
    public override string ToString() => $"{Status} in {Field}";
}

/// <summary>A good command of each type and all that can be wrong with it, over the accounts and entries of <see cref="FaultyBook"/>.</summary>
internal sealed class FaultyCommands(FaultyBook book)
{
    public IEnumerable<(string Name, Func<RawCommand> Good, List<Fault> Faults)> All() =>
    [
        ("entry", () => Command(RecordType.Entry, Pair(book.Cash, book.Shop)), [.. Form, .. Dates, .. Amounts, .. Postings, .. Limits]),
        ("hold", () => Command(RecordType.Hold, Pair(book.Cash, book.Shop)), [.. Form, .. Dates, .. Amounts, .. Postings, .. Limits, .. Hold]),
        ("capture", () => Targeting(RecordType.Capture, "held", Pair(book.Cash, book.Shop)), [.. Form, .. Dates, .. Amounts, .. TargetForm, .. Holds, .. Capture]),
        ("release", () => Targeting(RecordType.Release, "held"), [.. Form, .. Dates, .. TargetForm, .. Holds]),
        ("extension", () => Extension(), [.. Form, .. Dates, Chained, Reserved, .. Holds, .. Extend]),
        ("reversal", () => Reversal("posted"), [.. Form, .. Dates, .. TargetForm, .. Reverse]),
        ("account", OpenAccount, [.. Form.Where(fault => fault.Field != "id"), .. Dates, Chained, .. Open]),
        ("limits", () => Change(RecordType.SetLimits), [.. Form, .. Dates, Chained, .. ChangeForm, new(Status.ReservedNotZero, "state", c => c.Change.State = 1), new(Status.LimitsCrossed, "limits", c => c.Change.LowestMinor = 9)]),
        ("state", () => Change(RecordType.SetState), [.. Form, .. Dates, Chained, .. ChangeForm, new(Status.ReservedNotZero, "limits", c => c.Change.LowestMinor = 1), new(Status.StateUnknown, "state", c => c.Change.State = 6), new(Status.AccountNotEmpty, "state", c => c.Change.State = 5)]),
        ("metadata", () => Change(RecordType.SetMetadata), [.. Form, .. Dates, Chained, .. ChangeForm, new(Status.ReservedNotZero, "state", c => c.Change.State = 1)]),
        ("date", () => Date(), [.. Form, Chained, new(Status.DateOutOfRange, "business", c => c.Header.BusinessDate = 3), new(Status.DateOutOfRange, "value", c => c.Header.ValueDate = 730_000), new(Status.DateNotLater, "business", c => c.Header.BusinessDate = FaultyBook.Today)]),
    ];

    private static IEnumerable<Fault> Form =>
    [
        new(Status.Malformed, "length", c => c.LengthError = 8),
        new(Status.Malformed, "length", c => c.LengthError = -1),
        new(Status.CommandUnknown, "type", c => c.Header.Type = (RecordType)99),
        new(Status.ReservedNotZero, "flags", c => c.Header.Flags |= RecordFlags.LegsFilled),
        new(Status.ReservedNotZero, "reserved1", c => c.Header.Reserved1 = 1),
        new(Status.ReservedNotZero, "reserved2", c => c.Header.Reserved2 = 1),
        new(Status.IdMissing, "id", c => c.Header.Id = 0),
        new(Status.IdConflict, "id", c => c.Header.Id = TestBook.Id("used").Value),
        new(Status.AttributesTooLong, "attributes", c => c.Attributes = new byte[2049]),
    ];

    private static IEnumerable<Fault> Dates =>
    [
        new(Status.DateOutOfRange, "value", c => c.Header.ValueDate = -1),
        new(Status.DateOutOfRange, "business", c => c.Header.BusinessDate = 364),
        new(Status.BusinessDateClosed, "business", c => c.Header.BusinessDate = FaultyBook.Today - 1),
        new(Status.BusinessDateNotOpenYet, "business", c => c.Header.BusinessDate = FaultyBook.Today + 1),
    ];

    private static Fault Chained => new(Status.NotInChain, "chain", c => c.Header.Flags |= RecordFlags.ChainNext);

    private static Fault Reserved => new(Status.ReservedNotZero, "body", c => c.Target.Reserved = 1);

    private static IEnumerable<Fault> TargetForm => [Reserved, new(Status.ReservedNotZero, "until", c => c.Target.ExpiresAtUs = 1)];

    /// <summary>Each is a pair of legs more, so that they can be put together.</summary>
    private IEnumerable<Fault> Amounts =>
    [
        new(Status.LegCountOutOfRange, "count", c => AddPairs(c, 130, book.Cash, book.Shop)),
        new(Status.AmountZero, "zero", c => c.Legs.Add(new Leg(book.Cash, 0))),
        new(Status.AmountOutOfRange, "huge", c => c.Legs.Add(new Leg(book.Cash, long.MinValue))),
        new(Status.NotZeroSum, "sum", c => c.Legs[0] = new Leg(c.Legs[0].Account, 2)),
    ];

    private IEnumerable<Fault> Postings =>
    [
        new(Status.AccountUnknown, "unknown", c => AddPairs(c, 1, 0, book.Cash)),
        new(Status.AccountClosed, "closed", c => AddPairs(c, 1, book.Closed, book.Cash)),
        new(Status.AccountFrozen, "frozen", c => AddPairs(c, 1, book.Frozen, book.Cash)),
        new(Status.DebitsFrozen, "debits", c => AddPairs(c, 1, book.DebitsFrozen, book.Cash)),
        new(Status.CreditsFrozen, "credits", c => AddPairs(c, 1, book.Cash, book.CreditsFrozen)),
    ];

    private IEnumerable<Fault> Limits =>
    [
        new(Status.BelowLowest, "lowest", c => AddPairs(c, 1, book.Empty, book.Cash)),
        new(Status.AboveHighest, "highest", c => AddPairs(c, 1, book.Cash, book.Full)),
    ];

    private IEnumerable<Fault> Hold =>
    [
        new(Status.ReservedNotZero, "body", c => c.Hold.Reserved = 1),
        new(Status.ExpiryNotInFuture, "until", c => c.Hold.ExpiresAtUs = 1),
        new(Status.HeldAmountTooLarge, "held", c => AddPairs(c, 1, book.HeldUp, book.Cash)),
    ];

    private static IEnumerable<Fault> Holds =>
    [
        new(Status.HoldUnknown, "target", c => c.Target.Target = TestBook.Id("nothing").Value),
        new(Status.NotAHold, "target", c => c.Target.Target = TestBook.Id("posted").Value),
        new(Status.HoldNotOpen, "target", c => c.Target.Target = TestBook.Id("released").Value),
    ];

    /// <summary>In the order of the hold's legs: <see cref="FaultyBook"/> holds cash/shop first, then one pair for each kind of frozen account.</summary>
    private IEnumerable<Fault> Capture =>
    [
        new(Status.CaptureExceedsHold, "shop", c => c.Legs[1] = new Leg(book.Shop, -101)),
        new(Status.AccountFrozen, "frozen", c => AddPairs(c, 1, book.Frozen, book.Other)),
        new(Status.DebitsFrozen, "debits", c => AddPairs(c, 1, book.DebitsFrozen, book.Other)),
        new(Status.CreditsFrozen, "credits", c => AddPairs(c, 1, book.Other, book.CreditsFrozen)),
        new(Status.CaptureLegsMismatch, "foreign", c => AddPairs(c, 1, book.Empty, book.Full)),
    ];

    private static IEnumerable<Fault> Extend =>
    [
        new(Status.ExpiryNotInFuture, "until", c => c.Target.ExpiresAtUs = 1),
        new(Status.ExpiryNotLater, "until", c => c.Target.ExpiresAtUs = FaultyBook.HoldExpiresAtUs),
    ];

    private IEnumerable<Fault> Reverse =>
    [
        new(Status.LegCountOutOfRange, "legs", c => AddPairs(c, 1, book.Cash, book.Shop)),
        new(Status.ReversalTargetUnknown, "target", c => c.Target.Target = TestBook.Id("nothing").Value),
        new(Status.NotReversible, "target", c => c.Target.Target = TestBook.Id("held").Value),
        new(Status.ReversalContentMismatch, "tail", c => c.Tail = book.RecordOf("reversed")),
        new(Status.AlreadyReversed, "target and tail", c => Retarget(c, "reversed")),
        new(Status.AccountFrozen, "target and tail", c => Retarget(c, "posted, frozen")),
        new(Status.BelowLowest, "target and tail", c => Retarget(c, "posted, low")),
    ];

    private static IEnumerable<Fault> Open =>
    [
        new(Status.ReservedNotZero, "id", c => c.Header.IdHigh = 1),
        new(Status.ReservedNotZero, "handle", c => c.Account.Account = 1),
        new(Status.ReservedNotZero, "reserved 1", c => c.Account.Reserved1 = 1),
        new(Status.ReservedNotZero, "reserved 2", c => c.Account.Reserved2 = 1),
        new(Status.PathInvalid, "path", c => c.Path = "a//b"),
        new(Status.ClassUnknown, "class", c => c.Account.Class = 0),
        new(Status.ClassUnknown, "class", c => c.Account.Class = 6),
        new(Status.CurrencyUnknown, "currency", c => c.Account.Currency = 1000),
        new(Status.CurrencyUnknown, "currency", c => c.Account.Currency = 959),
        new(Status.LimitsCrossed, "limits", c => c.Account.LowestMinor = 9),
        new(Status.PathTaken, "path", c => c.Path = "cash"),
    ];

    private IEnumerable<Fault> ChangeForm =>
    [
        new(Status.ReservedNotZero, "reserved 1", c => c.Change.Reserved1 = 1),
        new(Status.ReservedNotZero, "reserved 2", c => c.Change.Reserved2 = 1),
        new(Status.ReservedNotZero, "reserved 3", c => c.Change.Reserved3 = 1),
        new(Status.AccountUnknown, "account", c => c.Change.Account = ulong.MaxValue),
        new(Status.AccountClosed, "account", c => c.Change.Account = book.Closed),
    ];

    private static RawCommand Command(RecordType type, params Leg[] legs)
    {
        var command = new RawCommand(type);
        command.Header.Id = TestBook.Id("fresh").Value;
        command.Legs.AddRange(legs);
        return command;
    }

    private static RawCommand Targeting(RecordType type, string target, params Leg[] legs)
    {
        var command = Command(type, legs);
        command.Target.Target = TestBook.Id(target).Value;
        return command;
    }

    private static RawCommand Extension()
    {
        var command = Targeting(RecordType.Extend, "held");
        command.Target.ExpiresAtUs = FaultyBook.HoldExpiresAtUs + 1;
        return command;
    }

    private RawCommand Reversal(string target)
    {
        var command = Targeting(RecordType.Reversal, target);
        command.Tail = book.RecordOf(target);
        return command;
    }

    private void Retarget(RawCommand command, string target)
    {
        command.Target.Target = TestBook.Id(target).Value;
        command.Tail = book.RecordOf(target);
    }

    private static RawCommand OpenAccount()
    {
        var command = new RawCommand(RecordType.OpenAccount) { Path = "new" };
        command.Account = new OpenAccountBody { Class = 1, Currency = 978, HighestMinor = 5 };
        return command;
    }

    private RawCommand Change(RecordType type)
    {
        var command = Command(type);
        command.Change.Account = book.Cash;
        if (type == RecordType.SetState) command.Change.State = 1;
        return command;
    }

    private static RawCommand Date()
    {
        var command = Command(RecordType.AdvanceDate);
        command.Header.BusinessDate = FaultyBook.Today + 1;
        return command;
    }

    private static Leg[] Pair(ulong debit, ulong credit) => [Leg.Debit(debit, 1), Leg.Credit(credit, 1)];

    private static void AddPairs(RawCommand command, int count, ulong debit, ulong credit)
    {
        for (var i = 0; i < count; i++) command.Legs.AddRange(Pair(debit, credit));
    }
}

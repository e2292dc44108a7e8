using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Tests.Model;

/// <summary>Accounts and the business date.</summary>
internal sealed partial class LedgerModel
{
    private CommandResult Open(ModelCommand command)
    {
        if (command.Id != 0) return new CommandResult(Status.ReservedNotZero, 0);
        if (command.Text.Length > 2048) return new CommandResult(Status.AttributesTooLong, 0);
        if (_inChain || command.ChainNext) return new CommandResult(Status.NotInChain, 0);
        var content = command.Content();
        var existing = Accounts.FindIndex(account => account.Path == command.Path);
        if (existing >= 0 && Accounts[existing].Content == content) return new CommandResult(Status.Accepted, Accounts[existing].Number, (ulong)existing + 1, IsRepeat: true);
        var status = DatesOf(command);
        if (status == Status.Accepted && (command.Path.Length == 0 || command.Path.Contains("//", StringComparison.Ordinal))) status = Status.PathInvalid;
        if (status == Status.Accepted && command.Class is < AccountClass.Asset or > AccountClass.Expense) status = Status.ClassUnknown;
        if (status == Status.Accepted && command.Lowest > command.Highest) status = Status.LimitsCrossed;
        if (status == Status.Accepted && existing >= 0) status = Status.PathTaken;
        if (status == Status.Accepted && Accounts.Count >= maxAccounts) status = Status.AccountsFull;
        if (status != Status.Accepted) return new CommandResult(status, 0);
        Accounts.Add(new ModelAccount
        {
            Path = command.Path, Content = content, Class = command.Class, Currency = command.Currency, Lowest = command.Lowest, Highest = command.Highest,
            Text = command.Text, Number = ++LastNumber,
        });
        return new CommandResult(Status.Accepted, LastNumber, (ulong)Accounts.Count);
    }

    private Status Change(ModelCommand command)
    {
        if (Of(command.Account) is not { } account) return Status.AccountUnknown;
        if (account.State == AccountState.Closed) return Status.AccountClosed;
        switch (command.Type)
        {
            case RecordType.SetLimits:
                if (command.Lowest > command.Highest) return Status.LimitsCrossed;
                (account.Lowest, account.Highest) = (command.Lowest, command.Highest);
                return Status.Accepted;
            case RecordType.SetState:
                if (command.State is < AccountState.Open or > AccountState.Closed) return Status.StateUnknown;
                var isEmpty = account.Net == 0 && HeldLowering(command.Account) == 0 && HeldRaising(command.Account) == 0;
                if (command.State == AccountState.Closed && !isEmpty) return Status.AccountNotEmpty;
                account.State = command.State;
                return Status.Accepted;
            default:
                account.Text = command.Text;
                return Status.Accepted;
        }
    }

    private Status Advance(ModelCommand command)
    {
        if (command.Business < new DateOnly(2, 1, 1)) return Status.DateOutOfRange;
        if (command.Business <= Date) return Status.DateNotLater;
        Date = command.Business!.Value;
        return Status.Accepted;
    }
}

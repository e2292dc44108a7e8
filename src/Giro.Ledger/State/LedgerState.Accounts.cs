using System.Runtime.InteropServices;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Ledger.State;

internal sealed partial class LedgerState
{
    private CommandResult OpenAccount(in RecordBody command, BatchBuffer batch)
    {
        ref readonly var header = ref command.Header;
        ref readonly var body = ref command.Fixed<OpenAccountBody>();
        var reservedIsZero = (body.Account | header.IdLow | header.IdHigh) == 0 && body.Reserved1 == 0 && body.Reserved2 == 0;
        var status = FormOf(header, reservedIsZero, mayChain: false);
        if (status != Status.Accepted) return CommandResult.Refused(status);
        var fingerprint = Hash.Fingerprint(command);
        var isTaken = Cards.TryFind(command.Path, out var existing);
        if (isTaken && Cards[existing].Fingerprint == fingerprint) return new CommandResult(Status.Accepted, Cards[existing].OpenedNumber, existing, IsRepeat: true);
        status = DatesOf(header);
        if (status != Status.Accepted) return CommandResult.Refused(status);
        if (!AccountPath.IsValid(command.Path)) return CommandResult.Refused(Status.PathInvalid);
        if (body.Class is < (byte)AccountClass.Asset or > (byte)AccountClass.Expense) return CommandResult.Refused(Status.ClassUnknown);
        if (!Currency.IsKnown(body.Currency)) return CommandResult.Refused(Status.CurrencyUnknown);
        if (body.LowestMinor > body.HighestMinor) return CommandResult.Refused(Status.LimitsCrossed);
        if (isTaken) return CommandResult.Refused(Status.PathTaken);
        if (Accounts.Count >= _maxAccounts) return CommandResult.Refused(Status.AccountsFull);
        var handle = AddAccount(command, NextNumber, fingerprint);
        ref var record = ref batch.Copy(command.Bytes);
        MemoryMarshal.AsRef<OpenAccountBody>(batch.Bytes.AsSpan(batch.Length - command.Bytes.Length + RecordHeader.Size)).Account = handle;
        return Accept(ref record, fingerprint) with { Account = handle };
    }

    private ulong AddAccount(in RecordBody record, ulong number, ulong fingerprint)
    {
        ref readonly var body = ref record.Fixed<OpenAccountBody>();
        UseCurrency(body.Currency);
        Cards.Add(record.Path, record.Attributes, number, fingerprint);
        return Accounts.Add(new AccountRecord
        {
            Lowest = body.LowestMinor,
            Highest = body.HighestMinor,
            Currency = body.Currency,
            Class = (AccountClass)body.Class,
            State = AccountState.Open,
        });
    }

    private CommandResult ChangeAccount(in RecordBody command, BatchBuffer batch)
    {
        ref readonly var header = ref command.Header;
        ref readonly var body = ref command.Fixed<ChangeAccountBody>();
        var status = FormOf(header, UsesOnlyItsFields(header.Type, body), mayChain: false);
        if (status != Status.Accepted) return CommandResult.Refused(status);
        var fingerprint = Hash.Fingerprint(command);
        if (Ids.TryFind(header.IdLow, header.IdHigh, out var known)) return Known(known, fingerprint);
        status = DatesOf(header);
        if (status == Status.Accepted) status = JudgeChange(header.Type, body);
        if (status != Status.Accepted) return CommandResult.Refused(status);
        ApplyChange(command);
        return Accept(ref batch.Copy(command.Bytes), fingerprint);
    }

    private Status JudgeChange(RecordType type, in ChangeAccountBody body)
    {
        if (!Accounts.Contains(body.Account)) return Status.AccountUnknown;
        ref readonly var account = ref Accounts[body.Account];
        if (account.State == AccountState.Closed) return Status.AccountClosed;
        if (type == RecordType.SetLimits) return body.LowestMinor > body.HighestMinor ? Status.LimitsCrossed : Status.Accepted;
        if (type != RecordType.SetState) return Status.Accepted;
        if (body.State is < (byte)AccountState.Open or > (byte)AccountState.Closed) return Status.StateUnknown;
        var isEmpty = account.Balance == 0 && account.HeldLowering == 0 && account.HeldRaising == 0;
        return body.State == (byte)AccountState.Closed && !isEmpty ? Status.AccountNotEmpty : Status.Accepted;
    }

    private void ApplyChange(in RecordBody record)
    {
        ref readonly var body = ref record.Fixed<ChangeAccountBody>();
        ref var account = ref Accounts[body.Account];
        switch (record.Header.Type)
        {
            case RecordType.SetLimits:
                account.Lowest = body.LowestMinor;
                account.Highest = body.HighestMinor;
                break;
            case RecordType.SetState:
                account.State = (AccountState)body.State;
                break;
            default:
                Cards.SetMetadata(body.Account, record.Attributes);
                break;
        }
    }

    private static bool UsesOnlyItsFields(RecordType type, in ChangeAccountBody body) =>
        body.Reserved1 == 0 && body.Reserved2 == 0 && body.Reserved3 == 0
        && (type == RecordType.SetState || body.State == 0)
        && (type == RecordType.SetLimits || (body.LowestMinor == 0 && body.HighestMinor == 0));
}

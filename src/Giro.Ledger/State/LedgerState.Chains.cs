using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Holds;
using Giro.Ledger.Journal;

namespace Giro.Ledger.State;

/// <summary>
/// Chains: several commands accepted together or not at all. While a chain is open every change is written down with its old value;
/// when a command is refused the steps are taken back, the last first.
/// </summary>
internal sealed partial class LedgerState
{
    private readonly Stack<UndoStep> _undo = new();
    private readonly Stack<Leg> _undoLegs = new();
    private bool _inChain;
    private int _chainLength;
    private uint _chainRecords;
    private ulong _chainNumber;

    public void BeginChain(BatchBuffer batch)
    {
        _inChain = true;
        _chainLength = batch.Length;
        _chainRecords = batch.RecordCount;
        _chainNumber = NextNumber;
    }

    public void CommitChain()
    {
        _inChain = false;
        while (_undo.TryPop(out var step))
        {
            if (step.Kind == UndoKind.HoldChanged && (!Holds.TryFind(step.Hold!.Id, out var open) || open != step.Hold)) _closed.Add(step.Hold);
        }

        foreach (var hold in _closed) Holds.Reuse(hold);
        _closed.Clear();
        _undoLegs.Clear();
    }

    private readonly HashSet<Hold> _closed = [];

    public void RollBackChain(BatchBuffer batch)
    {
        _inChain = false;
        while (_undo.TryPop(out var step))
        {
            switch (step.Kind)
            {
                case UndoKind.Balance:
                    RestoreBalance(step);
                    break;
                case UndoKind.Id:
                    Ids.RemoveLatest(step.Id);
                    break;
                case UndoKind.HoldAdded:
                    Holds.Remove(step.Hold!);
                    Holds.Reuse(step.Hold!);
                    break;
                case UndoKind.HoldChanged:
                    for (var i = step.Hold!.LegCount - 1; i >= 0; i--) step.Hold.Remaining[i] = _undoLegs.Pop();
                    Holds.PutBack(step.Hold);
                    break;
            }
        }

        _undoLegs.Clear();
        batch.Truncate(_chainLength, _chainRecords);
        NextNumber = _chainNumber;
    }

    private void SaveBalances(ReadOnlySpan<Leg> legs)
    {
        if (!_inChain) return;
        foreach (ref readonly var leg in legs)
        {
            ref readonly var account = ref Accounts[leg.Account];
            _undo.Push(UndoStep.Balance(leg.Account, account.Balance, account.HeldLowering, account.HeldRaising));
        }
    }

    private void SaveHold(Hold hold)
    {
        if (!_inChain) return;
        foreach (ref readonly var leg in hold.Legs) _undoLegs.Push(leg);
        _undo.Push(UndoStep.HoldChanged(hold));
    }

    private void RestoreBalance(in UndoStep step)
    {
        ref var account = ref Accounts[step.Account];
        var change = step.OldBalance - account.Balance;
        _totals[account.Currency] += account.Class.NormalSign() * change;
        account.Balance = step.OldBalance;
        account.HeldLowering = step.OldHeldLowering;
        account.HeldRaising = step.OldHeldRaising;
    }

    private enum UndoKind : byte
    {
        None,
        Balance,
        Id,
        HoldAdded,
        HoldChanged,
    }

    private readonly record struct UndoStep(
        UndoKind Kind, UInt128 Id, ulong Account, Int128 OldBalance, long OldHeldLowering, long OldHeldRaising, Hold? Hold)
    {
        public static UndoStep Balance(ulong account, Int128 balance, long lowering, long raising) =>
            new(UndoKind.Balance, 0, account, balance, lowering, raising, null);

        public static UndoStep IdInserted(UInt128 id) => new(UndoKind.Id, id, 0, 0, 0, 0, null);

        public static UndoStep HoldAdded(Hold hold) => new(UndoKind.HoldAdded, 0, 0, 0, 0, 0, hold);

        public static UndoStep HoldChanged(Hold hold) => new(UndoKind.HoldChanged, 0, 0, 0, 0, 0, hold);
    }
}

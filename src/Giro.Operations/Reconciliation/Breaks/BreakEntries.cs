using System.Text.Json;
using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation.Breaks;

/// <summary>
/// The entries that breaks make. Money that moved and that nothing explains is on suspense from the statement on. For an item that has not moved, suspense is
/// entered against <see cref="ChartOfAccounts.SuspendedItems"/>: the item stays on the account of its state, which payouts must find there when the bank speaks.
/// </summary>
internal sealed class BreakEntries(PaymentInstitution institution, InstitutionAccounts accounts)
{
    public ulong SuspenseOf(Break @break)
    {
        var source = institution.FindSource(@break.Source) ?? throw new InvalidDataException($"break {@break.Number} is of the source {@break.Source}, which there is not");
        if (source.Kind == SourceKind.BankStatement) return accounts.In(@break.Currency).BankSuspense;
        return accounts.Suspense(institution.Channels.Single(channel => channel.Code == source.ChannelCode));
    }

    /// <summary>Puts what is open on suspense, where it does not stand yet.</summary>
    public Break Suspend(ISettlementUnit unit, Break @break)
    {
        if (@break.SuspenseMinor != 0 || @break.OpenMinor == 0) return @break;
        var suspended = @break with { SuspenseMinor = -@break.OpenMinor, SuspendedMinor = @break.OpenMinor, Suspensions = @break.Suspensions + 1 };
        Queue(unit, suspended, "suspended", EntryKind.BreakSuspended, suspended.SuspenseMinor);
        return suspended;
    }

    /// <summary>Takes from suspense what <see cref="Suspend"/> has put there; money that moved stays.</summary>
    public Break Release(ISettlementUnit unit, Break @break)
    {
        if (@break.SuspendedMinor == 0) return @break;
        Queue(unit, @break, "released", EntryKind.BreakReleased, @break.SuspendedMinor);
        return @break with { SuspenseMinor = @break.SuspenseMinor + @break.SuspendedMinor, SuspendedMinor = 0 };
    }

    /// <param name="suspenseMinor">What suspense is debited.</param>
    private void Queue(ISettlementUnit unit, Break @break, string step, EntryKind kind, long suspenseMinor) => unit.Queue(new WaitingEntry(
        QueueOf(@break), $"break/{@break.Number}/{step}/{@break.Suspensions}", kind, [new Leg(SuspenseOf(@break), suspenseMinor), new Leg(accounts.In(@break.Currency).SuspendedItems, -suspenseMinor)],
        JsonSerializer.Serialize(new Dictionary<string, object> { ["break"] = @break.Number, ["source"] = @break.Source, ["ref"] = @break.Reference })));

    public static string QueueOf(Break @break) => $"break/{@break.Number}";
}

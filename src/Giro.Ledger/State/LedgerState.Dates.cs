using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Ledger.State;

internal sealed partial class LedgerState
{
    /// <summary>Day numbers from 0002-01-01 to 9998-12-31; beyond lies nothing but mistakes.</summary>
    internal const int FirstDay = 365;

    internal static readonly int LastDay = new DateOnly(9998, 12, 31).DayNumber;

    private Status DatesOf(in RecordHeader header)
    {
        if (header.BusinessDate == 0 && header.ValueDate == 0) return Status.Accepted;
        if (IsOutOfRange(header.BusinessDate) || IsOutOfRange(header.ValueDate)) return Status.DateOutOfRange;
        if (header.BusinessDate == 0 || header.BusinessDate == BusinessDate) return Status.Accepted;
        return header.BusinessDate < BusinessDate ? Status.BusinessDateClosed : Status.BusinessDateNotOpenYet;

        static bool IsOutOfRange(int day) => day != 0 && (day < FirstDay || day > LastDay);
    }

    private CommandResult AdvanceDate(in RecordBody command, BatchBuffer batch)
    {
        ref readonly var header = ref command.Header;
        var status = FormOf(header, mayChain: false);
        if (status != Status.Accepted) return CommandResult.Refused(status);
        var fingerprint = Hash.Fingerprint(command);
        if (Ids.TryFind(header.IdLow, header.IdHigh, out var known)) return Known(known, fingerprint);
        if (header.BusinessDate < FirstDay || header.BusinessDate > LastDay || header.ValueDate != 0) return CommandResult.Refused(Status.DateOutOfRange);
        if (header.BusinessDate <= BusinessDate) return CommandResult.Refused(Status.DateNotLater);
        BusinessDate = header.BusinessDate;
        return Accept(ref batch.Copy(command.Bytes), fingerprint);
    }
}

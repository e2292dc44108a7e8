namespace Giro.Ledger.Entries;

/// <summary>What became of one command.</summary>
/// <param name="Status">Why it was accepted or refused.</param>
/// <param name="Number">The command's place in the total order of the book, from 1; 0 when refused.</param>
/// <param name="Account">The handle of the account that was opened; else 0.</param>
/// <param name="LegAtFault">Index of the leg that the refusal is about; -1 where it is about no single leg.</param>
/// <param name="IsRepeat">The id had been accepted before with this content; the other fields are the first result.</param>
public readonly record struct CommandResult(Status Status, ulong Number, ulong Account = 0, short LegAtFault = -1, bool IsRepeat = false)
{
    public bool IsAccepted => Status == Status.Accepted;

    internal static CommandResult Refused(Status status, int leg = -1) => new(status, 0, 0, (short)leg);
}

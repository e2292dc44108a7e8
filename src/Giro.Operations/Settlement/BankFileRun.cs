using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>
/// Takes the bank's answers to payouts, matched by end-to-end id. What a file changes, and that it was processed, is one transaction; so a file counts once, whole,
/// and what is in two files counts once too, since no payout enters a state twice. Whatever does not fit is a finding and changes nothing.
/// </summary>
public sealed class BankFileRun(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IPayoutStore store, IWaitingEntryStore entries)
{
    private readonly SettlementPosting _posting = new(book, entries);
    private readonly PayoutTransitions _transitions = new(institution, accounts);

    /// <summary>Reads a pain.002 of a version that <see cref="Giro.Messages.Iso20022.Pain002Reader"/> reads.</summary>
    /// <exception cref="Giro.Messages.MessageFormatException">The file cannot be read; nothing was done.</exception>
    public BankFileResult ReadStatusReport(string path) => Run(path, BankFileKind.StatusReport, (reader, file) =>
        reader.ReadStatusReport(file, Path.GetFileName(path), messageId => store.PayoutsOf(messageId).Select(payout => payout.EndToEndId)));

    /// <summary>Reads a camt.054 of a version that <see cref="Giro.Messages.Iso20022.Camt054Reader"/> reads: a debit settles a payout, a credit with its id returns it.</summary>
    /// <exception cref="Giro.Messages.MessageFormatException">The file cannot be read; nothing was done.</exception>
    public BankFileResult ReadNotification(string path) => Run(path, BankFileKind.Notification, (reader, file) =>
        reader.ReadNotification(file, Path.GetFileName(path), reference => store.Find(reference) is not null));

    private BankFileResult Run(string path, BankFileKind kind, Action<BankFileReader, Stream> read)
    {
        _ = _posting.Post();
        var hash = PayoutFile.HashOf(path);
        var reader = new BankFileReader(institution);
        using (var file = File.OpenRead(path)) read(reader, file);
        var result = new BankFileResult(BankFileStatus.Processed, kind, reader.MessageId, hash, 0, 0, reader.Findings);
        if (store.FindFile(kind, reader.MessageId) is { } before)
        {
            return before.Sha256 == hash
                ? before with { Status = BankFileStatus.ProcessedBefore }
                : Flagged(result, $"a file with the message id {reader.MessageId} and other content was processed before");
        }

        if (reader.IsFlagged) return result with { Status = BankFileStatus.Flagged };
        result = Apply(reader, result);
        _ = _posting.Post();
        return result;
    }

    private BankFileResult Apply(BankFileReader reader, BankFileResult result)
    {
        var findings = new List<BankFileFinding>(reader.Findings);
        var (moved, unchanged) = (0, 0);
        using var unit = store.Begin();
        foreach (var said in reader.Events)
        {
            // Read anew each time: a file may speak twice of one payout, and the unit has what it said first.
            if (store.Find(said.EndToEndId) is not { } payout) Find(BankFileFindingType.UnknownPayout, "no payout of ours has this end-to-end id");
            else if (said.AmountMinor is { } amountMinor && (amountMinor != payout.AmountMinor || said.Currency != payout.Currency.Code))
                Find(BankFileFindingType.AmountDiffers, $"the bank says {amountMinor} {said.Currency}, the payout is {payout.AmountMinor} {payout.Currency.Code} in minor units");
            else if (said.To == PayoutState.None) unchanged++;
            else Move(payout);

            void Move(Payout known)
            {
                var moving = _transitions.Move(unit, known, said.To, ("file", result.MessageId), ("reason", said.Reason));
                if (moving.Verdict is TransitionVerdict.Done or TransitionVerdict.DoneBySettled) moved++;
                else if (moving.Verdict == TransitionVerdict.Refused) Find(BankFileFindingType.NotAllowed, moving.Reason);
                else unchanged++;
            }

            void Find(BankFileFindingType type, string text) => findings.Add(new BankFileFinding(said.Line, type, said.EndToEndId, text));
        }

        result = result with { Moved = moved, Unchanged = unchanged, Findings = [.. findings.OrderBy(finding => finding.Line)] };
        unit.Save(result);
        unit.Commit();
        return result;
    }

    private static BankFileResult Flagged(BankFileResult result, string why) =>
        result with { Status = BankFileStatus.Flagged, Findings = [.. result.Findings, new BankFileFinding(result.Findings.Count + 1, BankFileFindingType.Inconsistent, "", why)] };
}

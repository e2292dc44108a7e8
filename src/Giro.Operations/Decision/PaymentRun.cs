using System.Text;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Intake;

namespace Giro.Operations.Decision;

/// <summary>A file of payment messages of one channel.</summary>
public readonly record struct IntakeFile(string Path, Channel Channel);

/// <summary>
/// Takes payment files through intake and decision into the book. Reading waits for deciding and deciding for the ledger, so memory does not grow with the
/// files. Running it again over the same files changes nothing: the ledger answers each entry as a repeat.
/// </summary>
public sealed class PaymentRun : IPostingAnswers, IDisposable
{
    private const int ProgressLines = 1024;

    private readonly Book _book;
    private readonly AcceptedPayments _accepted;
    private readonly PaymentDecider _decider;
    private readonly PaymentMessageParser _parser;
    private readonly PostingQueue _queue;
    private readonly RejectionFile _rejections;
    private readonly Dictionary<(RejectionStage, string), long> _reasons = [];
    private readonly List<IntakeFile> _files = [];

    /// <param name="rejections">Every refused line is written here; stays the caller's.</param>
    public PaymentRun(Book book, PaymentInstitution institution, RuleBooks rules, AcceptedPayments accepted, PeriodTotals totals, RejectionFile rejections)
    {
        _book = book;
        _accepted = accepted;
        _rejections = rejections;
        _decider = new PaymentDecider(new AccountDirectory(book, institution), institution, rules, accepted, totals);
        _parser = new PaymentMessageParser(institution);
        _queue = new PostingQueue(book, this);
        Channels = [.. institution.Channels.Select(channel => new ChannelTally(channel))];
    }

    /// <summary>By <see cref="Channel.Ordinal"/>.</summary>
    public IReadOnlyList<ChannelTally> Channels { get; }

    /// <summary>Refused lines by stage and reason.</summary>
    public IReadOnlyDictionary<(RejectionStage Stage, string Reason), long> Reasons => _reasons;

    /// <summary>Reads a file to its end; all its answers have come when this returns.</summary>
    /// <param name="progress">Told how many more lines were read.</param>
    public void Run(IntakeFile file, Action<long>? progress = null)
    {
        var source = _files.Count;
        _files.Add(file);
        var tally = Channels[file.Channel.Ordinal];
        var message = new PaymentMessage();
        using var lines = new LineReader(new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1));
        while (lines.TryRead(out var line, out var tooLong))
        {
            tally.Read++;
            if (lines.Number % ProgressLines == 0) progress?.Invoke(ProgressLines);
            var origin = new Origin(source, lines.Number);
            var fault = new IntakeFault(IntakeReason.LineTooLong, "");
            ReadOnlySpan<byte> reference = default;
            if (tooLong || !_parser.TryParse(line, message, out fault, out reference))
            {
                tally.Malformed++;
                Reject(origin, RejectionStage.Intake, fault.Field, fault.Reason.ToString(), reference);
            }
            else
            {
                Decide(message, file.Channel, origin);
            }
        }

        _queue.Flush();
        progress?.Invoke(lines.Number % ProgressLines);
    }

    /// <summary>Waits for all answers; after a <see cref="Run"/> that was left by an exception of its <c>progress</c>.</summary>
    public void Finish() => _queue.Flush();

    private void Decide(PaymentMessage message, Channel channel, Origin origin)
    {
        if (message.Kind.IsReturn() && _accepted.IsReturnKnown(PaymentIds.Of(message.Kind, message.Reference)))
        {
            AnswerKnownReturn(message, channel, origin);
            return;
        }

        var decision = _decider.Decide(message, channel, origin, out var entry);
        if (decision.Reason == DecisionReason.OriginalUnknown && _queue.HasEntries)
        {
            // The original may be on its way: its answer decides.
            _queue.Flush();
            decision = _decider.Decide(message, channel, origin, out entry);
        }

        if (decision.IsPosted)
        {
            // A payment that the book has is counted in the totals already. Counted until the ledger answers that it is a repeat, as after a kill a whole file is, it
            // would give those behind it the price of another volume.
            if (message.Kind == PaymentKind.Payment && _accepted.Remembers(entry.Id))
            {
                _decider.TakeBack(entry);
                entry = entry with { Totals = null };
            }

            _queue.Post(entry, _decider.Legs, _decider.FactsOf(message, channel), _decider.RuleVersion);
            return;
        }

        Channels[channel.Ordinal].Refused++;
        Reject(origin, RejectionStage.Decision, decision.Field, decision.Reason.ToString(), message.Reference, decision.Detail);
    }

    /// <summary>
    /// A return that was counted before is not decided again: what is left of its payment is less by itself now. The journal says whether it is a repeat.
    /// </summary>
    private void AnswerKnownReturn(PaymentMessage message, Channel channel, Origin origin)
    {
        _queue.Flush();
        var id = PaymentIds.Of(message.Kind, message.Reference);
        if (!_accepted.IsReturnKnown(id))
        {
            Decide(message, channel, origin);
            return;
        }

        if (IsRepeat(id, _decider.FactsOf(message, channel)))
        {
            Channels[channel.Ordinal].Repeats++;
            return;
        }

        Channels[channel.Ordinal].Refused++;
        Reject(origin, RejectionStage.Ledger, "id", nameof(Status.IdConflict), message.Reference);
    }

    void IPostingAnswers.Answered(in InFlight entry, in CommandResult result, ReadOnlySpan<byte> facts)
    {
        var tally = Channels[entry.Channel.Ordinal];
        if (result is { IsAccepted: true, IsRepeat: false })
        {
            Count(tally, entry);
            return;
        }

        // Nothing new was posted, so what the decision counted was counted before, or not at all.
        _decider.TakeBack(entry);
        if (result.IsAccepted || (result.Status == Status.IdConflict && IsRepeat(entry, facts)))
        {
            tally.Repeats++;
            return;
        }

        tally.Refused++;
        Reject(entry.Origin, RejectionStage.Ledger, FieldOf(result.Status), result.Status.ToString(), PaymentFacts.Parse(facts).Reference);
    }

    private bool IsRepeat(in InFlight entry, ReadOnlySpan<byte> facts) =>
        _accepted.FingerprintOf(entry.Id) is not 0 and var fingerprint ? fingerprint == entry.Fingerprint : IsRepeat(entry.Id, facts);

    /// <summary>
    /// Whether the book has this very message under the id. Its entry may differ all the same: rules or totals have changed since, and the first answer stands.
    /// </summary>
    private bool IsRepeat(EntryId id, ReadOnlySpan<byte> facts) =>
        _book.Find(id) is { } found && PaymentFacts.Parse(found.Body.Attributes).IsSameMessage(PaymentFacts.Parse(facts));

    /// <summary>The field of the message that a refusal of the ledger is about; empty where it is about no single one.</summary>
    private static string FieldOf(Status status) => status switch
    {
        Status.IdConflict => "id",
        Status.AboveHighest or Status.BelowLowest => "amount",
        Status.AccountClosed or Status.AccountFrozen or Status.DebitsFrozen or Status.CreditsFrozen => "merchant",
        _ => "",
    };

    private void Count(ChannelTally tally, in InFlight entry)
    {
        switch (entry.Kind)
        {
            case PaymentKind.Payment:
                tally.Payments = tally.Payments.Plus(entry.AmountMinor);
                if (entry.Parts is { } parts) _accepted.Add(entry.Id, parts);
                else _accepted.Add(entry.Id, entry.Part);
                break;
            case PaymentKind.Refund:
                tally.Refunds = tally.Refunds.Plus(entry.AmountMinor);
                break;
            case PaymentKind.Chargeback:
                tally.Chargebacks = tally.Chargebacks.Plus(entry.AmountMinor);
                break;
            case PaymentKind.TopUp:
                tally.TopUps = tally.TopUps.Plus(entry.AmountMinor);
                break;
            case PaymentKind.Withdrawal:
                tally.Withdrawals = tally.Withdrawals.Plus(entry.AmountMinor);
                break;
            default:
                tally.Transfers = tally.Transfers.Plus(entry.AmountMinor);
                break;
        }
    }

    private void Reject(Origin origin, RejectionStage stage, string field, string reason, ReadOnlySpan<byte> reference, string detail = "")
    {
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_reasons, (stage, reason), out _)++;
        _rejections.Add(new IntakeRejection(Path.GetFileName(_files[origin.Source].Path), origin.Line, stage, field, reason, Encoding.Latin1.GetString(reference), detail));
    }

    public void Dispose()
    {
        _queue.Dispose();
        _decider.Dispose();
    }
}

using Giro.Messages.Iso20022;

namespace Giro.Messages.Reports;

/// <summary>Answers to payments as lines. The reference of the payment answered is the line's own and its original one.</summary>
internal static class StatusLine
{
    public static ReportLine Of(TransactionStatus status, string batch, CurrencyAmount? amount, long number, MessagePlace place) => new()
    {
        Number = number,
        Place = place,
        AmountMinor = amount?.AmountMinor ?? 0,
        Currency = amount?.Currency ?? "",
        IsBooked = false,
        BookingDate = DayOf(status.AcceptedAt),
        ValueDate = status.RequestedExecutionDate,
        Reference = status.EndToEndId ?? "",
        BankReference = status.AccountServicerReference ?? status.StatusId ?? "",
        OriginalReference = status.EndToEndId ?? status.InstructionId ?? status.Uetr ?? "",
        Batch = batch,
        Kind = "payment",
        Status = status.Status ?? "",
        Reason = ReasonOf(status.Reasons),
        Text = TextOf(status.Reasons),
        Others = CamtLine.Others(("uetr", status.Uetr), ("instruction-id", status.InstructionId), ("status-id", status.StatusId)),
    };

    public static ReportLine Of(InterbankStatus status, CurrencyAmount? amount, long number, MessagePlace place) => new()
    {
        Number = number,
        Place = place,
        AmountMinor = amount?.AmountMinor ?? 0,
        Currency = amount?.Currency ?? "",
        IsBooked = false,
        BookingDate = DayOf(status.AcceptedAt),
        ValueDate = status.EffectiveSettlementDate ?? status.SettlementDate,
        Reference = status.EndToEndId ?? "",
        BankReference = status.AccountServicerReference ?? status.ClearingSystemReference ?? status.StatusId ?? "",
        OriginalReference = status.EndToEndId ?? status.TransactionId ?? status.InstructionId ?? status.Uetr ?? "",
        Batch = status.OriginalMessageId ?? "",
        Kind = status.OriginalMessageName ?? "payment",
        Status = status.Status ?? "",
        Reason = ReasonOf(status.Reasons),
        Text = TextOf(status.Reasons),
        Others = CamtLine.Others(
            ("uetr", status.Uetr), ("instruction-id", status.InstructionId), ("transaction-id", status.TransactionId), ("status-id", status.StatusId)),
    };

    /// <summary>A message, or a payment information of it, that is answered as a whole.</summary>
    public static ReportLine OfGroup(GroupStatus group, string id, string kind, long number, MessagePlace place) => new()
    {
        Number = number,
        Place = place,
        AmountMinor = 0,
        Currency = "",
        IsBooked = false,
        OriginalReference = id,
        Batch = id,
        Kind = kind,
        Status = group.Status ?? "",
        Reason = ReasonOf(group.Reasons),
        Text = TextOf(group.Reasons),
    };

    public static ReportLine Of(ReturnedTransaction returned, long number, MessagePlace place) => new()
    {
        Number = number,
        Place = place,
        AmountMinor = returned.Amount.AmountMinor,
        Currency = returned.Amount.Currency,
        ValueDate = returned.SettlementDate,
        Reference = returned.EndToEndId ?? "",
        BankReference = returned.ReturnId ?? returned.ClearingSystemReference ?? "",
        OriginalReference = returned.EndToEndId ?? returned.TransactionId ?? returned.InstructionId ?? returned.Uetr ?? "",
        Batch = returned.OriginalMessageId ?? "",
        Kind = "return",
        Reason = ReasonOf(returned.Reasons),
        Text = TextOf(returned.Reasons),
        Others = CamtLine.Others(
            ("uetr", returned.Uetr), ("instruction-id", returned.InstructionId), ("transaction-id", returned.TransactionId), ("return-id", returned.ReturnId)),
    };

    /// <summary>The payment that was asked for leaves the account.</summary>
    public static CurrencyAmount? Leaving(CurrencyAmount? amount) => amount is { } given ? given with { AmountMinor = -given.AmountMinor } : null;

    private static string ReasonOf(IReadOnlyList<StatusReason> reasons) =>
        reasons.Count == 0 ? "" : reasons[0].Code ?? reasons[0].Proprietary ?? "";

    private static string TextOf(IReadOnlyList<StatusReason> reasons) => string.Join(' ', reasons.SelectMany(reason => reason.AdditionalInformation));

    private static DateOnly? DayOf(DateTimeOffset? time) => time is { } at ? DateOnly.FromDateTime(at.DateTime) : null;
}

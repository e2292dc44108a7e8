using Giro.Messages.Iso20022;

namespace Giro.Messages.Reports;

/// <summary>An entry of a camt message as a line.</summary>
internal static class CamtLine
{
    // What the format has its parties write where they have nothing to say.
    private const string NotProvided = "NOTPROVIDED";

    public static ReportLine Of(StatementEntry entry, long number, MessagePlace place)
    {
        var only = entry.Details.Count == 1 ? entry.Details[0] : null;
        var counterparty = only is null ? null : entry.CounterpartyOf(only);
        var reference = only is null ? "" : EndToEndId(only);
        return new ReportLine
        {
            Number = number,
            Place = place,
            AmountMinor = entry.SignedMinor,
            Currency = entry.Amount.Currency,
            IsBooked = entry.IsBooked,
            BookingDate = entry.BookingDate,
            ValueDate = entry.ValueDate,
            Reference = reference,
            BankReference = entry.AccountServicerReference ?? only?.AccountServicerReference ?? only?.TransactionId ?? "",
            OriginalReference = only?.Return is null ? "" : reference,
            Batch = BatchOf(entry),
            Kind = KindOf(entry.TransactionCode) is { Length: > 0 } kind ? kind : KindOf(only?.TransactionCode),
            Status = entry.Status,
            Reason = only?.Return?.Reason ?? "",
            Counterparty = counterparty?.Name ?? "",
            CounterpartyAccount = counterparty?.Account?.Identification ?? "",
            Text = only is not null && TextOf(only) is { Length: > 0 } text ? text : entry.AdditionalInformation ?? "",
            Details = entry.Details.Count > 1 || entry.Batches.Count > 0 ? DetailsOf(entry, place) : [],
            Others = Others(
                ("entry-reference", entry.EntryReference), ("uetr", only?.Uetr), ("instruction-id", only?.InstructionId), ("transaction-id", only?.TransactionId),
                ("message-id", only?.MessageId), ("is-reversal", entry.IsReversal ? "true" : null)),
        };
    }

    public static Dictionary<string, string> Others(params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var others = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                others.Add(name, value);
        }

        return others;
    }

    private static List<ReportLine> DetailsOf(StatementEntry entry, MessagePlace place)
    {
        var details = new List<ReportLine>(entry.Details.Count);
        foreach (var detail in entry.Details)
            details.Add(DetailOf(entry, detail, details.Count, place));
        return details;
    }

    private static ReportLine DetailOf(StatementEntry entry, EntryDetail detail, int index, MessagePlace place)
    {
        // The only payment of an entry is as large as the entry; of several without amounts nobody knows.
        var amount = detail.Amount ?? (entry.Details.Count == 1 ? entry.Amount : (CurrencyAmount?)null);
        var counterparty = entry.CounterpartyOf(detail);
        var reference = EndToEndId(detail);
        return new ReportLine
        {
            Number = index + 1,
            Place = place,
            AmountMinor = amount is { } given ? (detail.Side ?? entry.Side).Signed(given.AmountMinor) : 0,
            Currency = amount?.Currency ?? "",
            IsBooked = entry.IsBooked,
            BookingDate = entry.BookingDate,
            ValueDate = entry.ValueDate,
            Reference = reference,
            BankReference = detail.AccountServicerReference ?? detail.TransactionId ?? "",
            OriginalReference = detail.Return is null ? "" : reference,
            Batch = detail.PaymentInformationId ?? BatchAt(entry, index) ?? "",
            Kind = KindOf(detail.TransactionCode ?? entry.TransactionCode),
            Status = entry.Status,
            Reason = detail.Return?.Reason ?? "",
            Counterparty = counterparty?.Name ?? "",
            CounterpartyAccount = counterparty?.Account?.Identification ?? "",
            Text = TextOf(detail),
            Others = Others(
                ("uetr", detail.Uetr), ("instruction-id", detail.InstructionId), ("transaction-id", detail.TransactionId), ("message-id", detail.MessageId)),
        };
    }

    /// <summary>What ties the payments of the entry together; empty when it stands for several batches.</summary>
    private static string BatchOf(StatementEntry entry)
    {
        string? found = null;
        foreach (var batch in entry.Batches)
        {
            var id = batch.PaymentInformationId ?? batch.MessageId;
            if (id is null || id == found)
                continue;
            if (found is not null)
                return "";
            found = id;
        }

        return found ?? (entry.Details.Count == 1 ? entry.Details[0].PaymentInformationId : null) ?? "";
    }

    private static string? BatchAt(StatementEntry entry, int index)
    {
        foreach (var batch in entry.Batches)
        {
            if (index >= batch.FirstDetail && index - batch.FirstDetail < batch.DetailCount)
                return batch.PaymentInformationId ?? batch.MessageId;
        }

        return null;
    }

    private static string EndToEndId(EntryDetail detail) => detail.EndToEndId is { } id && id != NotProvided ? id : "";

    private static string KindOf(BankTransactionCode? code) => code switch
    {
        null => "",
        { Domain: null } => code.Proprietary ?? "",
        _ => $"{code.Domain}/{code.Family}/{code.SubFamily}",
    };

    private static string TextOf(EntryDetail detail)
    {
        var text = string.Join(' ', detail.RemittanceLines.Concat(detail.CreditorReferences));
        return text.Length > 0 ? text : detail.AdditionalInformation ?? "";
    }
}

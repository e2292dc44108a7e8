using System.Text.Json;
using Giro.Ledger.Journal;
using Giro.Operations.Institution;

namespace Giro.Operations.Reconciliation.Bills;

/// <summary>What a channel took in or gave back by our records.</summary>
/// <param name="Reference">The sender's, as the channel has it too.</param>
/// <param name="AmountMinor">What the channel owes us more for it; minus for what it gave back.</param>
/// <param name="FeeMinor">What it keeps by its terms, rounded half up each, with the sign of the amount.</param>
public readonly record struct ChannelPayment(string Reference, long AmountMinor, long FeeMinor)
{
    /// <summary>A payment and its return may share a reference; they are two items.</summary>
    public string Name => $"{Reference}/{(AmountMinor < 0 ? "out" : "in")}";
}

/// <summary>Reads the payments of a channel and day from the journal: what was entered, not what was meant to be.</summary>
public static class ChannelPayments
{
    private const int Million = 1_000_000;

    /// <summary>Of all channels, in one walk over the journal; by channel, in the order of the entries.</summary>
    /// <param name="date">Of the payments, in the institution's zone.</param>
    /// <exception cref="JournalCorruptException">A row cannot be read.</exception>
    public static IReadOnlyList<IReadOnlyList<ChannelPayment>> Of(IJournal journal, PaymentInstitution institution, InstitutionAccounts accounts, DateOnly date)
    {
        var channels = institution.Channels.ToDictionary(accounts.Receivable);
        List<ChannelPayment>[] payments = [.. institution.Channels.Select(_ => new List<ChannelPayment>())];
        var sums = new long[payments.Length];
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row))
        {
            foreach (var record in JournalRecords.Of(row.Payload.Span))
            {
                if (record.Header.Type != RecordType.Entry || PaymentKinds.Of((EntryKind)record.Header.Kind) == PaymentKind.None) continue;
                // A payment of a day may be entered much later, and not much before it: a zone's width.
                if (record.Header.BusinessDate < date.DayNumber - 1) continue;
                Array.Clear(sums);
                foreach (var leg in record.Legs)
                {
                    if (channels.TryGetValue(leg.Account, out var channel)) sums[channel.Ordinal] += leg.AmountMinor;
                }

                if (!sums.AsSpan().ContainsAnyExcept(0)) continue;
                var (reference, at) = FactsOf(record.Attributes);
                if (DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, institution.TimeZone).DateTime) != date) continue;
                for (var i = 0; i < sums.Length; i++)
                {
                    if (sums[i] != 0) payments[i].Add(new ChannelPayment(reference, sums[i], FeeOf(sums[i], institution.Channels[i])));
                }
            }
        }

        return payments;
    }

    public static long FeeOf(long amountMinor, Channel channel)
    {
        var fee = (long)((((Int128)Math.Abs(amountMinor) * channel.CostPpm) + (Million / 2)) / Million);
        return amountMinor < 0 ? -fee : fee;
    }

    /// <summary>What every message of a channel has, those of wallets too, which name no merchant.</summary>
    private static (string Reference, DateTimeOffset At) FactsOf(ReadOnlySpan<byte> attributes)
    {
        var (reference, at) = ("", default(DateTimeOffset));
        try
        {
            var reader = new Utf8JsonReader(attributes);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isReference = reader.ValueTextEquals("ref"u8);
                var isTime = reader.ValueTextEquals("at"u8);
                reader.Read();
                if (isReference) reference = reader.GetString()!;
                else if (isTime) at = reader.GetDateTimeOffset();
                else reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("the attributes of an entry are not the facts of a payment: " + e.Message, e);
        }

        return reference.Length > 0 ? (reference, at) : throw new InvalidDataException("the attributes of an entry lack the reference of a payment");
    }
}

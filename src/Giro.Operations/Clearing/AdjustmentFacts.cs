using System.Buffers;
using System.Text.Json;

namespace Giro.Operations.Clearing;

/// <summary>
/// What the journal keeps of a fee adjustment or collection beside its legs:
/// <code>{"ref":"TU-202611-card-fees-M000123","merchant":"M000123","strategy":"card-fees","period":202611,"amount":-1234,"at":"2026-11-30T23:59:59+01:00"}</code>
/// </summary>
/// <param name="Period">As in <see cref="Institution.Terms.TotalKey"/>.</param>
/// <param name="AmountMinor">What the merchant is charged; below zero it is given back.</param>
/// <param name="At">The end of the period, so that the line goes to the cycle of its last payments.</param>
public sealed record AdjustmentFacts(string Reference, string MerchantId, string Strategy, int Period, long AmountMinor, DateTimeOffset At)
{
    public byte[] ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("ref"u8, Reference);
            json.WriteString("merchant"u8, MerchantId);
            json.WriteString("strategy"u8, Strategy);
            json.WriteNumber("period"u8, Period);
            json.WriteNumber("amount"u8, AmountMinor);
            json.WriteString("at"u8, At);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">The attributes are none of an adjustment.</exception>
    public static AdjustmentFacts Parse(ReadOnlySpan<byte> attributes)
    {
        try
        {
            var reader = new Utf8JsonReader(attributes);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            return new AdjustmentFacts(
                root.GetProperty("ref"u8).GetString()!, root.GetProperty("merchant"u8).GetString()!, root.GetProperty("strategy"u8).GetString()!,
                root.GetProperty("period"u8).GetInt32(), root.GetProperty("amount"u8).GetInt64(), root.GetProperty("at"u8).GetDateTimeOffset());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("the attributes of an entry are not the facts of a fee adjustment: " + e.Message, e);
        }
    }
}

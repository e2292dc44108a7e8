using System.Buffers;
using System.Text.Json;

namespace Giro.Operations.Institution;

/// <summary>
/// What the journal keeps of a payment beside its legs: compact JSON in the entry's attributes, which any tool can read and from which clearing works
/// without looking at the legs.
/// <code>{"ref":"P-1","merchant":"M000123","channel":"card","amount":1234,"at":"2026-11-11T09:15:02+01:00","original":"P-0"}</code>
/// The amount is in minor units; <c>original</c> is there for refunds and chargebacks only.
/// </summary>
public readonly ref struct PaymentFacts
{
    public ReadOnlySpan<byte> Reference { get; init; }

    public ReadOnlySpan<byte> Merchant { get; init; }

    public ReadOnlySpan<byte> Channel { get; init; }

    public ReadOnlySpan<byte> Original { get; init; }

    public long AmountMinor { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Parses attributes. The spans stand in <paramref name="attributes"/>.</summary>
    /// <exception cref="InvalidDataException">They are not those of a payment.</exception>
    public static PaymentFacts Parse(ReadOnlySpan<byte> attributes)
    {
        ReadOnlySpan<byte> reference = default, merchant = default, channel = default, original = default;
        long amountMinor = 0;
        DateTimeOffset at = default;
        try
        {
            var reader = new Utf8JsonReader(attributes);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueSpan;
                reader.Read();
                if (name.SequenceEqual("ref"u8)) reference = reader.ValueSpan;
                else if (name.SequenceEqual("merchant"u8)) merchant = reader.ValueSpan;
                else if (name.SequenceEqual("channel"u8)) channel = reader.ValueSpan;
                else if (name.SequenceEqual("original"u8)) original = reader.ValueSpan;
                else if (name.SequenceEqual("amount"u8)) amountMinor = reader.GetInt64();
                else if (name.SequenceEqual("at"u8)) at = reader.GetDateTimeOffset();
                else reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("the attributes of an entry are not the facts of a payment: " + e.Message, e);
        }

        if (reference.IsEmpty || merchant.IsEmpty || amountMinor <= 0) throw new InvalidDataException("the attributes of an entry lack the reference, merchant or amount of a payment");
        return new PaymentFacts { Reference = reference, Merchant = merchant, Channel = channel, Original = original, AmountMinor = amountMinor, At = at };
    }
}

/// <summary>Writes <see cref="PaymentFacts"/> into one buffer, again and again. The same facts give the same bytes.</summary>
public sealed class PaymentFactsWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _json;

    public PaymentFactsWriter() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(scoped in PaymentFacts facts)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("ref"u8, facts.Reference);
        _json.WriteString("merchant"u8, facts.Merchant);
        _json.WriteString("channel"u8, facts.Channel);
        _json.WriteNumber("amount"u8, facts.AmountMinor);
        _json.WriteString("at"u8, facts.At);
        if (!facts.Original.IsEmpty) _json.WriteString("original"u8, facts.Original);
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();
}

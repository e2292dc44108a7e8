using System.Buffers;
using System.Text.Json;

namespace Giro.Operations.Institution;

/// <summary>What is known of the original when a part of it is returned. Minor units.</summary>
/// <param name="AmountMinor">Of the part that was paid.</param>
/// <param name="FeeMinor">What the merchant was charged for it, less what it was credited.</param>
/// <param name="ReturnedMinor">Of the amount, by earlier returns.</param>
/// <param name="FeeReturnedMinor">Of the fee, by earlier returns.</param>
public readonly record struct OriginalFigures(long AmountMinor, long FeeMinor, long ReturnedMinor, long FeeReturnedMinor);

/// <summary>
/// What the journal keeps of a payment beside its legs: compact JSON in the entry's attributes, which any tool can read and from which clearing works
/// without looking at the legs.
/// <code>{"ref":"P-1","merchant":"M000123","channel":"card","amount":1234,"at":"2026-11-11T09:15:02+01:00"}</code>
/// The amount is in minor units. Where there is something to say:
/// <c>original</c> the payment that a refund or chargeback returns, <c>fields</c> what only rules look at, <c>parts</c> an array of
/// <see cref="PaymentPart"/> for a combined payment, <c>was</c> the <see cref="OriginalFigures"/> of a return as an array,
/// <c>totals</c> the totals of the period that the strategy read, in the order of parts and of the strategy.
/// </summary>
public readonly ref struct PaymentFacts
{
    public ReadOnlySpan<byte> Reference { get; init; }

    public ReadOnlySpan<byte> Merchant { get; init; }

    public ReadOnlySpan<byte> Channel { get; init; }

    public ReadOnlySpan<byte> Original { get; init; }

    public long AmountMinor { get; init; }

    public DateTimeOffset At { get; init; }

    public PaymentFields Fields { get; init; }

    /// <summary>A JSON array; empty when the payment has one part, which is itself.</summary>
    public ReadOnlySpan<byte> Parts { get; init; }

    public OriginalFigures Was { get; init; }

    /// <summary>A JSON array of integers; empty for none.</summary>
    public ReadOnlySpan<byte> Totals { get; init; }

    /// <summary>Parses attributes. The spans stand in <paramref name="attributes"/>.</summary>
    /// <exception cref="InvalidDataException">They are not those of a payment.</exception>
    public static PaymentFacts Parse(ReadOnlySpan<byte> attributes)
    {
        ReadOnlySpan<byte> reference = default, merchant = default, channel = default, original = default, fields = default, parts = default, totals = default;
        OriginalFigures was = default;
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
                else if (name.SequenceEqual("fields"u8)) fields = Raw(attributes, ref reader);
                else if (name.SequenceEqual("parts"u8)) parts = Raw(attributes, ref reader);
                else if (name.SequenceEqual("totals"u8)) totals = Raw(attributes, ref reader);
                else if (name.SequenceEqual("was"u8)) was = FiguresOf(ref reader);
                else reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("the attributes of an entry are not the facts of a payment: " + e.Message, e);
        }

        if (reference.IsEmpty || merchant.IsEmpty || amountMinor <= 0) throw new InvalidDataException("the attributes of an entry lack the reference, merchant or amount of a payment");
        return new PaymentFacts
        {
            Reference = reference, Merchant = merchant, Channel = channel, Original = original, AmountMinor = amountMinor, At = at,
            Fields = new PaymentFields(fields), Parts = parts, Was = was, Totals = totals,
        };
    }

    /// <summary>
    /// Whether two facts are the same message: all that the sender said is equal. What was made of it (totals that were read, figures of the original, how a return
    /// was attributed to parts) may differ, so that a message sent again is a repeat whatever has changed in the rules since.
    /// </summary>
    public bool IsSameMessage(scoped in PaymentFacts other) =>
        Reference.SequenceEqual(other.Reference) && Merchant.SequenceEqual(other.Merchant) && Channel.SequenceEqual(other.Channel)
        && Original.SequenceEqual(other.Original) && AmountMinor == other.AmountMinor && At.EqualsExact(other.At)
        && Fields.Json.SequenceEqual(other.Fields.Json) && (!Original.IsEmpty || Parts.SequenceEqual(other.Parts));

    private static ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> attributes, scoped ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return attributes[start..(int)reader.BytesConsumed];
    }

    private static OriginalFigures FiguresOf(ref Utf8JsonReader reader)
    {
        Span<long> figures = stackalloc long[4];
        for (var i = 0; i < 4; i++)
        {
            reader.Read();
            figures[i] = reader.GetInt64();
        }

        reader.Read();
        if (reader.TokenType != JsonTokenType.EndArray) throw new InvalidDataException("the figures of the original are not four");
        return new OriginalFigures(figures[0], figures[1], figures[2], figures[3]);
    }
}

/// <summary>Writes <see cref="PaymentFacts"/> into one buffer, again and again. The same facts give the same bytes.</summary>
public sealed class PaymentFactsWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _json;

    public PaymentFactsWriter() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Valid until the next call.</summary>
    /// <param name="totals">What the strategy read; written instead of <see cref="PaymentFacts.Totals"/>.</param>
    public ReadOnlySpan<byte> Write(scoped in PaymentFacts facts, scoped ReadOnlySpan<long> totals = default)
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
        WriteRaw("fields"u8, facts.Fields.Json);
        WriteRaw("parts"u8, facts.Parts);
        if (facts.Was != default) WriteNumbers("was"u8, [facts.Was.AmountMinor, facts.Was.FeeMinor, facts.Was.ReturnedMinor, facts.Was.FeeReturnedMinor]);
        if (!totals.IsEmpty) WriteNumbers("totals"u8, totals);
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    private void WriteRaw(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty) return;
        _json.WritePropertyName(name);
        _json.WriteRawValue(json, skipInputValidation: true);
    }

    private void WriteNumbers(ReadOnlySpan<byte> name, ReadOnlySpan<long> numbers)
    {
        _json.WriteStartArray(name);
        foreach (var number in numbers) _json.WriteNumberValue(number);
        _json.WriteEndArray();
    }

    public void Dispose() => _json.Dispose();
}

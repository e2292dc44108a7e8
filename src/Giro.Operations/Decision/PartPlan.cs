using System.Buffers;
using System.Text;
using System.Text.Json;
using Giro.Operations.Institution;
using Giro.Operations.Intake;

namespace Giro.Operations.Decision;

/// <summary>A part of a payment, or of a return, with what it is about.</summary>
public readonly record struct PlannedPart(Merchant Merchant, Channel Channel, string Order, long AmountMinor);

/// <summary>Works out the parts of a combined payment and of what is returned of a payment, and writes them as facts. Used again and again.</summary>
public sealed class PartPlan(PaymentInstitution institution) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });
    private bool _isOpen;

    public List<PlannedPart> Parts { get; } = [];

    /// <summary>By index of the payment's parts: what the return that was planned last takes of each.</summary>
    public long[] ReturnedMinor { get; private set; } = new long[1];

    /// <summary>The parts for the facts; empty for none.</summary>
    public ReadOnlySpan<byte> Json
    {
        get
        {
            if (!_isOpen) return default;
            _json.WriteEndArray();
            _json.Flush();
            _isOpen = false;
            return _buffer.WrittenSpan;
        }
    }

    public void Clear()
    {
        Parts.Clear();
        _isOpen = false;
    }

    /// <summary>Pairs orders and instruments by the attribution of the contract of the message's merchant.</summary>
    /// <param name="channel">Pays it all where the message names no instruments.</param>
    public void Pair(PaymentMessage message, Channel channel)
    {
        Clear();
        var merchant = message.Merchant!;
        PaymentOrder[] orders = message.Orders.Count > 0 ? [.. message.Orders] : [new PaymentOrder(merchant, "", message.AmountMinor)];
        PaymentInstrument[] instruments = message.Instruments.Count > 0 ? [.. message.Instruments] : [new PaymentInstrument(channel, message.AmountMinor)];
        var parts = new long[orders.Length * instruments.Length];
        PartAttribution.Pair(
            merchant.Contract.Attribution, [.. orders.Select(order => order.AmountMinor)], [.. instruments.Select(instrument => instrument.AmountMinor)], parts);
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] == 0) continue;
            var order = orders[i / instruments.Length];
            var part = new PlannedPart(order.Merchant, instruments[i % instruments.Length].Channel, order.Reference, parts[i]);
            Parts.Add(part);
            Write(part, default);
        }
    }

    /// <summary>
    /// Attributes a return to the parts of its payment. A return of a combined payment may name an <c>order</c> and an <c>instrument</c> (a channel); without, it is
    /// attributed to all parts.
    /// </summary>
    public DecisionReason Return(PaymentMessage message, Channel channel, ReadOnlySpan<AcceptedPart> parts)
    {
        Clear();
        if (ReturnedMinor.Length < parts.Length) ReturnedMinor = new long[parts.Length];
        ReturnedMinor.AsSpan().Clear();
        if (!AcceptedPart.AreCombined(parts))
        {
            if (parts[0].Merchant != message.Merchant!.Ordinal || parts[0].Channel != channel.Ordinal) return DecisionReason.OriginalDiffers;
            if (message.AmountMinor > parts[0].LeftMinor) return DecisionReason.ReturnsMoreThanPaid;
            ReturnedMinor[0] = message.AmountMinor;
            return DecisionReason.None;
        }

        return ReturnCombined(message, channel, parts);
    }

    /// <summary>Adds a part to <see cref="Json"/>.</summary>
    public void Write(in PlannedPart part, OriginalFigures was)
    {
        if (!_isOpen)
        {
            _buffer.ResetWrittenCount();
            _json.Reset(_buffer);
            _json.WriteStartArray();
            _isOpen = true;
        }

        _json.WriteStartArray();
        _json.WriteStringValue(part.Channel.Code);
        _json.WriteStringValue(part.Merchant.Id);
        _json.WriteStringValue(part.Order);
        _json.WriteNumberValue(part.AmountMinor);
        if (was != default)
        {
            foreach (var figure in (ReadOnlySpan<long>)[was.AmountMinor, was.FeeMinor, was.ReturnedMinor, was.FeeReturnedMinor]) _json.WriteNumberValue(figure);
        }

        _json.WriteEndArray();
    }

    private DecisionReason ReturnCombined(PaymentMessage message, Channel channel, ReadOnlySpan<AcceptedPart> parts)
    {
        var hasOrder = message.Fields.TryGet("order"u8, out var order);
        var hasInstrument = message.Fields.TryGet("instrument"u8, out var instrument);
        Span<long> left = stackalloc long[parts.Length];
        Int128 sumMinor = 0;
        var (isOfMerchant, isOfChannel, isOfOrder) = (false, false, !hasOrder);
        for (var i = 0; i < parts.Length; i++)
        {
            isOfMerchant |= parts[i].Merchant == message.Merchant!.Ordinal;
            isOfChannel |= parts[i].Channel == channel.Ordinal;
            if (hasOrder && !Ascii.Equals(order, parts[i].Order)) continue;
            isOfOrder = true;
            if (hasInstrument && !Ascii.Equals(instrument, institution.Channels[parts[i].Channel].Code)) continue;
            left[i] = parts[i].LeftMinor;
            sumMinor += left[i];
        }

        if (!isOfMerchant || !isOfChannel) return DecisionReason.OriginalDiffers;
        if (!isOfOrder) return DecisionReason.OrderUnknown;
        if (message.AmountMinor > sumMinor) return DecisionReason.ReturnsMoreThanPaid;
        PartAttribution.Return(message.Merchant!.Contract.Attribution, message.AmountMinor, left, ReturnedMinor.AsSpan(0, parts.Length));
        return DecisionReason.None;
    }

    public void Dispose() => _json.Dispose();
}

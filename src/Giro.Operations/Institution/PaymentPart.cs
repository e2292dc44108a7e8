using System.Text.Json;

namespace Giro.Operations.Institution;

/// <summary>
/// What one instrument pays of one order: fees are worked out a part. In facts an array,
/// <c>["card","M000123","O-1",6000]</c>, in a return followed by the four <see cref="OriginalFigures"/>.
/// </summary>
public readonly ref struct PaymentPart
{
    public ReadOnlySpan<byte> Channel { get; init; }

    public ReadOnlySpan<byte> Merchant { get; init; }

    /// <summary>Empty where the payment is for one order.</summary>
    public ReadOnlySpan<byte> Order { get; init; }

    public long AmountMinor { get; init; }

    public OriginalFigures Was { get; init; }
}

/// <summary>Reads the parts of a payment in their order; a payment without parts is its own one part.</summary>
public ref struct PaymentPartReader
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly PaymentPart _whole;
    private Utf8JsonReader _reader;
    private int _next;

    public PaymentPartReader(scoped in PaymentFacts facts)
    {
        _json = facts.Parts;
        _whole = new PaymentPart { Channel = facts.Channel, Merchant = facts.Merchant, AmountMinor = facts.AmountMinor, Was = facts.Was };
        if (_json.IsEmpty) return;
        _reader = new Utf8JsonReader(_json);
        _reader.Read();
    }

    public PaymentPart Current { get; private set; }

    /// <exception cref="InvalidDataException">The array is not one of parts.</exception>
    public bool MoveNext()
    {
        if (_json.IsEmpty)
        {
            Current = _whole;
            return _next++ == 0;
        }

        try
        {
            if (!_reader.Read() || _reader.TokenType == JsonTokenType.EndArray) return false;
            Current = ReadPart();
            return true;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("the parts of a payment cannot be read: " + e.Message, e);
        }
    }

    private PaymentPart ReadPart()
    {
        var channel = Text();
        var merchant = Text();
        var order = Text();
        _reader.Read();
        var amountMinor = _reader.GetInt64();
        Span<long> was = stackalloc long[4];
        var figures = 0;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.Number)
        {
            if (figures == was.Length) throw new InvalidDataException("a part has too many figures");
            was[figures++] = _reader.GetInt64();
        }

        return new PaymentPart { Channel = channel, Merchant = merchant, Order = order, AmountMinor = amountMinor, Was = new OriginalFigures(was[0], was[1], was[2], was[3]) };
    }

    private ReadOnlySpan<byte> Text()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.String ? _reader.ValueSpan : throw new InvalidDataException("a part lacks a text");
    }
}

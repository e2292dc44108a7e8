using System.Text.Json;

namespace Giro.Operations.Intake;

/// <summary>The objects of an array of instruments or orders, read in place.</summary>
internal ref struct PartItems
{
    private Utf8JsonReader _reader;

    /// <param name="json">One JSON value that was read as such before.</param>
    public PartItems(ReadOnlySpan<byte> json)
    {
        _reader = new Utf8JsonReader(json);
        _reader.Read();
        IsMalformed = _reader.TokenType != JsonTokenType.StartArray;
    }

    /// <summary>Something is no object, or one of its fields is no plain text or occurs twice.</summary>
    public bool IsMalformed { get; private set; }

    public ReadOnlySpan<byte> Channel { get; private set; }

    public ReadOnlySpan<byte> Merchant { get; private set; }

    public ReadOnlySpan<byte> Order { get; private set; }

    public ReadOnlySpan<byte> Amount { get; private set; }

    /// <summary>The next object; false at the end, or where it is malformed.</summary>
    public bool MoveNext()
    {
        Channel = Merchant = Order = Amount = default;
        if (IsMalformed || !_reader.Read() || _reader.TokenType == JsonTokenType.EndArray) return false;
        if (_reader.TokenType != JsonTokenType.StartObject) return Malformed();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _reader.ValueSpan;
            _reader.Read();
            if (_reader.TokenType != JsonTokenType.String || _reader.ValueIsEscaped) return Malformed();
            var value = _reader.ValueSpan;
            if (name.SequenceEqual("channel"u8) && Channel.IsEmpty) Channel = value;
            else if (name.SequenceEqual("merchant"u8) && Merchant.IsEmpty) Merchant = value;
            else if (name.SequenceEqual("order"u8) && Order.IsEmpty) Order = value;
            else if (name.SequenceEqual("amount"u8) && Amount.IsEmpty) Amount = value;
            else return Malformed();
        }

        return true;
    }

    private bool Malformed()
    {
        IsMalformed = true;
        return false;
    }
}

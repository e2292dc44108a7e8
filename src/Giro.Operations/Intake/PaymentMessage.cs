using System.Text.Unicode;
using Giro.Operations.Institution;

namespace Giro.Operations.Intake;

/// <summary>An instrument of a combined payment and what it pays.</summary>
public readonly record struct PaymentInstrument(Channel Channel, long AmountMinor);

/// <summary>An order of a combined payment and what it costs.</summary>
/// <param name="Reference">ASCII, at most <see cref="PaymentMessage.MaxReferenceBytes"/>.</param>
public readonly record struct PaymentOrder(Merchant Merchant, string Reference, long AmountMinor);

/// <summary>A well-formed payment message. One object is filled again for each line.</summary>
public sealed class PaymentMessage
{
    public const int MaxReferenceBytes = 35;

    /// <summary>Of <see cref="Fields"/>, with names and quotes.</summary>
    public const int MaxFieldBytes = 512;

    /// <summary>A longer value is no field that rules look at, and is passed over.</summary>
    public const int MaxValueBytes = 64;

    /// <summary>Of instruments and of orders.</summary>
    public const int MaxParts = 16;

    private readonly byte[] _reference = new byte[MaxReferenceBytes];
    private readonly byte[] _original = new byte[MaxReferenceBytes];
    private readonly byte[] _fields = new byte[MaxFieldBytes];
    private int _referenceLength;
    private int _originalLength;
    private int _fieldsLength;

    public PaymentKind Kind { get; set; }

    /// <summary>Of a wallet's message none.</summary>
    public Merchant? Merchant { get; set; }

    /// <summary>Above zero, minor units of the institution's currency.</summary>
    public long AmountMinor { get; set; }

    /// <summary>When the customer paid.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The sender's own reference, ASCII.</summary>
    public ReadOnlySpan<byte> Reference
    {
        get => _reference.AsSpan(0, _referenceLength);
        set => _referenceLength = Copy(value, _reference);
    }

    /// <summary>The payment that a refund or chargeback is about; empty for a payment.</summary>
    public ReadOnlySpan<byte> Original
    {
        get => _original.AsSpan(0, _originalLength);
        set => _originalLength = Copy(value, _original);
    }

    /// <summary>What else the message says, for rules to look at.</summary>
    public PaymentFields Fields => new(_fields.AsSpan(0, _fieldsLength));

    /// <summary>Empty unless the payment is combined.</summary>
    public List<PaymentInstrument> Instruments { get; } = [];

    /// <inheritdoc cref="Instruments"/>
    public List<PaymentOrder> Orders { get; } = [];

    public bool IsCombined => Instruments.Count > 0 || Orders.Count > 0;

    /// <summary>Forgets fields, instruments and orders of the message before.</summary>
    public void Clear()
    {
        _fieldsLength = 0;
        Instruments.Clear();
        Orders.Clear();
    }

    /// <summary>Adds a field whose texts have no escapes, unless it is none that rules could name.</summary>
    public IntakeReason AddField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!IsName(name) || value.Length > MaxValueBytes) return IntakeReason.None;
        if (!Utf8.IsValid(value)) return IntakeReason.NotText;
        if (Fields.TryGet(name, out _)) return IntakeReason.FieldTwice;
        // {"name":"value"} at first, then ,"name":"value" in place of the last brace.
        var start = _fieldsLength == 0 ? 0 : _fieldsLength - 1;
        if (start + name.Length + value.Length + 7 > MaxFieldBytes) return IntakeReason.FieldsTooLong;
        var rest = _fields.AsSpan(start);
        rest[0] = _fieldsLength == 0 ? (byte)'{' : (byte)',';
        rest[1] = (byte)'"';
        name.CopyTo(rest[2..]);
        "\":\""u8.CopyTo(rest[(2 + name.Length)..]);
        value.CopyTo(rest[(5 + name.Length)..]);
        "\"}"u8.CopyTo(rest[(5 + name.Length + value.Length)..]);
        _fieldsLength = start + name.Length + value.Length + 7;
        return IntakeReason.None;
    }

    /// <summary>
    /// Equal for equal messages, in this process only; for others it differs, but for one in 2^64. So a message that comes again is known without asking the journal.
    /// </summary>
    /// <param name="channel">That it came through.</param>
    public long Fingerprint(Channel channel)
    {
        var (left, right) = (default(HashCode), default(HashCode));
        right.Add(1);
        AddTo(ref left, channel);
        AddTo(ref right, channel);
        return unchecked(((long)left.ToHashCode() << 32) | (uint)right.ToHashCode());
    }

    private void AddTo(ref HashCode hash, Channel channel)
    {
        hash.Add((int)Kind);
        hash.Add(channel.Ordinal);
        hash.Add(Merchant?.Ordinal ?? -1);
        hash.Add(AmountMinor);
        hash.Add(At.Ticks);
        hash.Add(At.Offset.Ticks);
        hash.AddBytes(Reference);
        hash.AddBytes(Original);
        hash.AddBytes(Fields.Json);
        foreach (var instrument in Instruments)
        {
            hash.Add(instrument.Channel.Ordinal);
            hash.Add(instrument.AmountMinor);
        }

        foreach (var order in Orders)
        {
            hash.Add(order.Merchant.Ordinal);
            hash.Add(order.Reference);
            hash.Add(order.AmountMinor);
        }
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'-' or (byte)'_' or (byte)'.')) return false;
        }

        return !name.IsEmpty;
    }

    private static int Copy(ReadOnlySpan<byte> from, byte[] to)
    {
        from.CopyTo(to);
        return from.Length;
    }
}

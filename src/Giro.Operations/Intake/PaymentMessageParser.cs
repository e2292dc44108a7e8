using System.Text;
using System.Text.Json;
using Giro.Ledger.Currencies;
using Giro.Operations.Institution;

namespace Giro.Operations.Intake;

/// <summary>
/// Reads one line of an intake file:
/// <code>{"id":"P-17","type":"payment","merchant":"M000123","amount":"12.34","currency":"EUR","at":"2026-11-11T09:15:02+01:00"}</code>
/// <para>The type is <c>payment</c>, <c>refund</c>, <c>chargeback</c>, <c>top-up</c>, <c>withdrawal</c> or <c>transfer</c>. A refund or chargeback also has <c>original</c>.
/// The last three are about wallets and have no merchant. Other fields of text or whole numbers, such as <c>card-type</c>, are kept for rules
/// to look at; what they cannot look at (longer values, objects) is passed over.</para>
/// <para>A combined payment has <c>"instruments":[{"channel":"card","amount":"60.00"},...]</c>, <c>"orders":[{"order":"O-1","merchant":"M000123","amount":"70.00"},...]</c>
/// or both, each coming to the amount.</para>
/// </summary>
public sealed class PaymentMessageParser(PaymentInstitution institution)
{
    private enum Field
    {
        Id,
        Type,
        Merchant,
        Currency,
        Amount,
        At,
        Original,
        Instruments,
        Orders,
    }

    private static readonly string[] Names = ["id", "type", "merchant", "currency", "amount", "at", "original", "instruments", "orders"];

    /// <summary>Fills <paramref name="message"/>, or says what is wrong with the line first in the order of <see cref="IntakeReason"/> and fields.</summary>
    /// <param name="reference">The id as far as it could be read, for the report; empty when not. It stands in the line.</param>
    public bool TryParse(ReadOnlySpan<byte> line, PaymentMessage message, out IntakeFault fault, out ReadOnlySpan<byte> reference)
    {
        var fields = default(Fields);
        reference = default;
        try
        {
            message.Clear();
            fault = fields.Read(line, message);
        }
        catch (JsonException)
        {
            fault = new IntakeFault(IntakeReason.NotJson, "");
        }

        if (IsReference(fields[Field.Id])) reference = fields[Field.Id];
        if (fault.Reason != IntakeReason.None) return false;
        var (reason, field) = Fill(fields, message);
        fault = new IntakeFault(reason, reason == IntakeReason.None ? "" : Names[(int)field]);
        return reason == IntakeReason.None;
    }

    private (IntakeReason, Field) Fill(in Fields fields, PaymentMessage message)
    {
        message.Kind = KindOf(fields[Field.Type]);
        for (var field = Field.Id; field <= Field.Original; field++)
        {
            if (fields.Has(field)) continue;
            if (field == Field.Original && !message.Kind.IsReturn()) continue;
            if (field == Field.Merchant && message.Kind is PaymentKind.TopUp or PaymentKind.Withdrawal or PaymentKind.Transfer) continue;
            return (IntakeReason.FieldMissing, field);
        }

        if (fields.NotText is { } notText) return (IntakeReason.NotText, notText);
        if (!IsReference(fields[Field.Id])) return (IntakeReason.ReferenceInvalid, Field.Id);
        if (fields.Has(Field.Original) && !IsReference(fields[Field.Original])) return (IntakeReason.ReferenceInvalid, Field.Original);
        if (message.Kind == PaymentKind.None) return (IntakeReason.TypeUnknown, Field.Type);
        Merchant? merchant = null;
        if (fields.Has(Field.Merchant) && (merchant = institution.FindMerchant(fields[Field.Merchant])) is null) return (IntakeReason.MerchantUnknown, Field.Merchant);
        var currency = CurrencyOf(fields[Field.Currency]);
        if (currency != IntakeReason.None) return (currency, Field.Currency);
        var status = MinorAmount.TryParse(fields[Field.Amount], institution.Currency.MinorUnits, out var amountMinor);
        if (status != IntakeReason.None) return (status, Field.Amount);
        if (!fields.TryGetTime(out var at)) return (IntakeReason.TimeUnreadable, Field.At);
        message.Merchant = merchant;
        message.AmountMinor = amountMinor;
        message.At = at;
        message.Reference = fields[Field.Id];
        message.Original = message.Kind.IsReturn() ? fields[Field.Original] : default;
        if (message.Kind != PaymentKind.Payment) return (IntakeReason.None, default);
        if (fields.Has(Field.Instruments) && FillInstruments(fields[Field.Instruments], message) is var instruments and not IntakeReason.None) return (instruments, Field.Instruments);
        if (fields.Has(Field.Orders) && FillOrders(fields[Field.Orders], message) is var orders and not IntakeReason.None) return (orders, Field.Orders);
        return (IntakeReason.None, default);
    }

    private static PaymentKind KindOf(ReadOnlySpan<byte> type)
    {
        if (type.SequenceEqual("payment"u8)) return PaymentKind.Payment;
        foreach (var kind in PaymentKinds.All)
        {
            if (Ascii.Equals(type, kind.Name())) return kind;
        }

        return PaymentKind.None;
    }

    private IntakeReason FillInstruments(ReadOnlySpan<byte> json, PaymentMessage message)
    {
        var items = new PartItems(json);
        var sumMinor = 0L;
        while (items.MoveNext())
        {
            if (message.Instruments.Count == PaymentMessage.MaxParts) return IntakeReason.PartsUnreadable;
            if (institution.FindChannel(items.Channel) is not { } channel) return items.Channel.IsEmpty ? IntakeReason.PartsUnreadable : IntakeReason.ChannelUnknown;
            var status = MinorAmount.TryParse(items.Amount, institution.Currency.MinorUnits, out var amountMinor);
            if (status != IntakeReason.None) return status;
            message.Instruments.Add(new PaymentInstrument(channel, amountMinor));
            sumMinor += amountMinor;
        }

        if (items.IsMalformed || message.Instruments.Count == 0) return IntakeReason.PartsUnreadable;
        return sumMinor == message.AmountMinor ? IntakeReason.None : IntakeReason.PartsDoNotAdd;
    }

    private IntakeReason FillOrders(ReadOnlySpan<byte> json, PaymentMessage message)
    {
        var items = new PartItems(json);
        var sumMinor = 0L;
        while (items.MoveNext())
        {
            if (message.Orders.Count == PaymentMessage.MaxParts || !IsReference(items.Order)) return IntakeReason.PartsUnreadable;
            if (institution.FindMerchant(items.Merchant) is not { } merchant) return items.Merchant.IsEmpty ? IntakeReason.PartsUnreadable : IntakeReason.MerchantUnknown;
            var status = MinorAmount.TryParse(items.Amount, institution.Currency.MinorUnits, out var amountMinor);
            if (status != IntakeReason.None) return status;
            message.Orders.Add(new PaymentOrder(merchant, Encoding.ASCII.GetString(items.Order), amountMinor));
            sumMinor += amountMinor;
        }

        if (items.IsMalformed || message.Orders.Count == 0) return IntakeReason.PartsUnreadable;
        return sumMinor == message.AmountMinor ? IntakeReason.None : IntakeReason.PartsDoNotAdd;
    }

    private IntakeReason CurrencyOf(ReadOnlySpan<byte> code)
    {
        if (Ascii.Equals(code, institution.Currency.Code)) return IntakeReason.None;
        return code.Length == 3 && Currency.TryFromCode(Encoding.Latin1.GetString(code), out _) ? IntakeReason.CurrencyNotTaken : IntakeReason.CurrencyUnknown;
    }

    private static bool IsReference(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > PaymentMessage.MaxReferenceBytes) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'.' or (byte)'_' or (byte)'-')) return false;
        }

        return true;
    }

    /// <summary>The fields of a line as they stand in it.</summary>
    private ref struct Fields
    {
        private ReadOnlySpan<byte> _id, _type, _merchant, _currency, _amount, _at, _original, _instruments, _orders;
        private int _seen;
        private int _notText;

        public readonly ReadOnlySpan<byte> this[Field field] => field switch
        {
            Field.Id => _id,
            Field.Type => _type,
            Field.Merchant => _merchant,
            Field.Currency => _currency,
            Field.Amount => _amount,
            Field.At => _at,
            Field.Original => _original,
            Field.Instruments => _instruments,
            _ => _orders,
        };

        public readonly bool Has(Field field) => (_seen & (1 << (int)field)) != 0;

        /// <summary>The first field that is not a string, or a string with escapes, which none of these values needs.</summary>
        public readonly Field? NotText => _notText == 0 ? null : (Field)System.Numerics.BitOperations.TrailingZeroCount(_notText);

        /// <exception cref="JsonException">The line is not JSON.</exception>
        public IntakeFault Read(ReadOnlySpan<byte> line, PaymentMessage message)
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return new IntakeFault(IntakeReason.NotJson, "");
            var twice = default(Field?);
            var other = default(IntakeFault);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueSpan;
                var known = TryName(name, out var field);
                var isPlain = !reader.ValueIsEscaped;
                reader.Read();
                if (!known)
                {
                    if (isPlain && other.Reason == IntakeReason.None && (reader.TokenType == JsonTokenType.Number || reader.TokenType == JsonTokenType.String) && !reader.ValueIsEscaped
                        && message.AddField(name, reader.ValueSpan) is var reason and not IntakeReason.None) other = new IntakeFault(reason, Encoding.UTF8.GetString(name));
                    reader.Skip();
                    continue;
                }

                if (Has(field)) twice ??= field;
                _seen |= 1 << (int)field;
                if (field >= Field.Instruments)
                {
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    this.Set(field, line[start..(int)reader.BytesConsumed]);
                    continue;
                }

                if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped) this.Set(field, reader.ValueSpan);
                else _notText |= 1 << (int)field;
                reader.Skip();
            }

            if (reader.Read()) return new IntakeFault(IntakeReason.NotJson, "");
            return twice is { } again ? new IntakeFault(IntakeReason.FieldTwice, Names[(int)again]) : other;
        }

        public readonly bool TryGetTime(out DateTimeOffset at)
        {
            // Utf8JsonReader reads the ISO 8601 profile of JSON; the offset must be there, or the time would be of this machine's zone.
            at = default;
            if (_at.Length < 20 || !(_at[^1] == 'Z' || _at[^6] is (byte)'+' or (byte)'-')) return false;
            Span<byte> quoted = stackalloc byte[40];
            if (_at.Length > quoted.Length - 2) return false;
            quoted[0] = (byte)'"';
            _at.CopyTo(quoted[1..]);
            quoted[_at.Length + 1] = (byte)'"';
            var reader = new Utf8JsonReader(quoted[..(_at.Length + 2)]);
            return reader.Read() && reader.TryGetDateTimeOffset(out at);
        }

        private static bool TryName(ReadOnlySpan<byte> name, out Field field)
        {
            for (field = Field.Id; field <= Field.Orders; field++)
            {
                if (Ascii.Equals(name, Names[(int)field])) return true;
            }

            return false;
        }

        private void Set(Field field, ReadOnlySpan<byte> value)
        {
            switch (field)
            {
                case Field.Id: _id = value; break;
                case Field.Type: _type = value; break;
                case Field.Merchant: _merchant = value; break;
                case Field.Currency: _currency = value; break;
                case Field.Amount: _amount = value; break;
                case Field.At: _at = value; break;
                case Field.Original: _original = value; break;
                case Field.Instruments: _instruments = value; break;
                default: _orders = value; break;
            }
        }
    }
}

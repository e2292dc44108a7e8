using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Giro.Rules.Programs;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Operations.Institution.Terms;

/// <summary>Fills the inputs of strategies and accounting rules from the facts of a part. One for each thread.</summary>
public sealed class PartInputs
{
    private readonly SymbolTable _symbols;
    private readonly Utf8Symbols _utf8;
    private readonly long[] _merchants;
    private readonly long[] _channels;
    private readonly long[] _events;
    private readonly long _net;
    private readonly long _gross;

    public PartInputs(PaymentInstitution institution, SymbolTable symbols)
    {
        _symbols = symbols;
        _utf8 = new Utf8Symbols(symbols);
        _merchants = [.. institution.Merchants.Select(merchant => symbols.Intern(merchant.Id))];
        _channels = [.. institution.Channels.Select(channel => symbols.Intern(channel.Code))];
        _events = [0, .. PaymentKinds.All.Select(kind => symbols.Intern(kind.Name()))];
        _net = symbols.Intern("net");
        _gross = symbols.Intern("gross");
    }

    public long SymbolOf(Merchant merchant) => _merchants[merchant.Ordinal];

    /// <summary>The value of an input for a part.</summary>
    /// <param name="digits">Minor units of money.</param>
    public FeeStatus Fill(InputSource source, scoped in PartFacts part, int digits, out long value)
    {
        value = 0;
        switch (source.Kind)
        {
            case InputKind.Amount: value = part.AmountMinor; return FeeStatus.None;
            case InputKind.Event: value = _events[(int)part.Kind]; return FeeStatus.None;
            case InputKind.Merchant: value = part.Merchant is null ? 0 : _merchants[part.Merchant.Ordinal]; return FeeStatus.None;
            case InputKind.Channel: value = part.Channel is null ? 0 : _channels[part.Channel.Ordinal]; return FeeStatus.None;
            case InputKind.Deduction: value = part.Contract?.Deduction == FeeDeduction.Gross ? _gross : _net; return FeeStatus.None;
            case InputKind.Date: value = part.Date.DayNumber; return FeeStatus.None;
            case InputKind.Order: value = _utf8.Of(part.Order); return FeeStatus.None;
            case InputKind.OriginalAmount: value = part.Was.AmountMinor; return FeeStatus.None;
            case InputKind.OriginalFee: value = part.Was.FeeMinor; return FeeStatus.None;
            case InputKind.ReturnedBefore: value = part.Was.ReturnedMinor; return FeeStatus.None;
            case InputKind.FeeReturnedBefore: value = part.Was.FeeReturnedMinor; return FeeStatus.None;
            default: return FillField(source, part, digits, out value);
        }
    }

    private FeeStatus FillField(InputSource source, scoped in PartFacts part, int digits, out long value)
    {
        if (part.Fields.TryGet(source.Utf8Name, out var text)) return Read(source.Type, text, digits, out value) ? FeeStatus.None : FeeStatus.FieldUnreadable;
        if (part.Merchant is not null && part.Merchant.Attributes.TryGetValue(source.Name, out var attribute))
        {
            if (source.Type == ValueType.Text)
            {
                value = _symbols.Intern(attribute);
                return FeeStatus.None;
            }

            return Read(source.Type, Encoding.UTF8.GetBytes(attribute), digits, out value) ? FeeStatus.None : FeeStatus.FieldUnreadable;
        }

        value = source.Default ?? 0;
        return source.Default is null ? FeeStatus.FieldMissing : FeeStatus.None;
    }

    private bool Read(ValueType type, ReadOnlySpan<byte> text, int digits, out long value)
    {
        value = 0;
        switch (type)
        {
            case ValueType.Text:
                value = _utf8.Of(text);
                return true;
            case ValueType.Count:
                return Utf8Parser.TryParse(text, out value, out var read) && read == text.Length;
            case ValueType.Money:
                return ExactNumber.TryParse(text, digits, out value);
            case ValueType.Rate:
                var isPercent = text.EndsWith("%"u8);
                return ExactNumber.TryParse(isPercent ? text[..^1] : text, isPercent ? 7 : 9, out value);
            case ValueType.Flag:
                value = text.SequenceEqual("true"u8) ? 1 : 0;
                return value == 1 || text.SequenceEqual("false"u8);
            case ValueType.Date:
                if (!DateOnly.TryParseExact(Encoding.UTF8.GetString(text), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return false;
                value = date.DayNumber;
                return true;
            default:
                return false;
        }
    }
}

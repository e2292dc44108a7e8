using Giro.Rules.Programs;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Operations.Institution.Terms;

/// <summary>Where an input of a strategy comes from.</summary>
public enum InputKind : byte
{
    None = 0,

    /// <summary>Of the part, minor units.</summary>
    Amount,

    /// <summary><c>payment</c>, <c>refund</c>, <c>chargeback</c>, ...</summary>
    Event,

    Merchant,
    Channel,

    /// <summary><c>net</c> or <c>gross</c>: the contract's.</summary>
    Deduction,

    /// <summary>The local date of the payment.</summary>
    Date,

    Order,

    /// <summary>Figures of the original of a return; 0 otherwise.</summary>
    OriginalAmount,
    OriginalFee,
    ReturnedBefore,
    FeeReturnedBefore,

    /// <summary>A field of the payment, else an attribute of the merchant, else the strategy's default.</summary>
    Field,
}

/// <summary>An input of a strategy, bound to where its value comes from.</summary>
/// <param name="Utf8Name">Of the field.</param>
public sealed record InputSource(InputKind Kind, string Name, ValueType Type, long? Default, byte[] Utf8Name)
{
    private static readonly Dictionary<string, (InputKind Kind, ValueType Type)> BuiltIn = new()
    {
        ["amount"] = (InputKind.Amount, ValueType.Money),
        ["event"] = (InputKind.Event, ValueType.Text),
        ["merchant"] = (InputKind.Merchant, ValueType.Text),
        ["channel"] = (InputKind.Channel, ValueType.Text),
        ["deduction"] = (InputKind.Deduction, ValueType.Text),
        ["date"] = (InputKind.Date, ValueType.Date),
        ["order"] = (InputKind.Order, ValueType.Text),
        ["original-amount"] = (InputKind.OriginalAmount, ValueType.Money),
        ["original-fee"] = (InputKind.OriginalFee, ValueType.Money),
        ["returned-before"] = (InputKind.ReturnedBefore, ValueType.Money),
        ["fee-returned-before"] = (InputKind.FeeReturnedBefore, ValueType.Money),
    };

    /// <exception cref="ArgumentException">The name is one that Giro fills, and of another type.</exception>
    public static InputSource Of(string name, ValueType type, long? @default)
    {
        var kind = InputKind.Field;
        if (BuiltIn.TryGetValue(name, out var builtIn))
        {
            if (builtIn.Type != type) throw new ArgumentException($"the input {name} is {Word(builtIn.Type)}, not {Word(type)}", nameof(type));
            kind = builtIn.Kind;
        }

        return new InputSource(kind, name, type, @default, System.Text.Encoding.UTF8.GetBytes(name));
    }

    internal static string Word(ValueType type) => type switch
    {
        ValueType.Money => "money", ValueType.Rate => "a rate", ValueType.Count => "a count", ValueType.Text => "a text", ValueType.Date => "a date", ValueType.Flag => "a flag", _ => "nothing",
    };
}

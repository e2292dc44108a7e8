namespace Giro.Operations.Intake;

/// <summary>Why a line is not a payment message. Numbers are reported and never reused; they stand in order of precedence.</summary>
public enum IntakeReason : byte
{
    None = 0,

    /// <summary>Longer than <see cref="LineReader.MaxLineBytes"/>.</summary>
    LineTooLong = 1,

    /// <summary>Not one JSON object.</summary>
    NotJson = 2,

    /// <summary>A field that occurs twice could mean either value.</summary>
    FieldTwice = 3,

    FieldMissing = 4,

    /// <summary>The field must be a JSON string; an amount too, so that no reader on the way rounds it.</summary>
    NotText = 5,

    /// <summary>1-35 of letters, digits, <c>. _ -</c>.</summary>
    ReferenceInvalid = 6,

    TypeUnknown = 7,
    MerchantUnknown = 8,

    /// <summary>Not a currency of ISO 4217.</summary>
    CurrencyUnknown = 9,

    /// <summary>A currency that the institution does not take.</summary>
    CurrencyNotTaken = 10,

    /// <summary>Not a decimal number, or more decimals than the currency has, or more than 15 digits.</summary>
    AmountUnreadable = 11,

    AmountNotPositive = 12,

    /// <summary>Not a date and time of ISO 8601 with offset.</summary>
    TimeUnreadable = 13,

    /// <summary>More than 512 bytes of fields for rules.</summary>
    FieldsTooLong = 14,

    ChannelUnknown = 15,

    /// <summary>Instruments or orders of a combined payment are no list of objects with the fields that they need, or more than 16.</summary>
    PartsUnreadable = 16,

    /// <summary>Instruments or orders do not come to the amount of the payment.</summary>
    PartsDoNotAdd = 17,
}

/// <summary>What is wrong with a line, and in which field; the field is empty where it is the whole line.</summary>
public readonly record struct IntakeFault(IntakeReason Reason, string Field);

namespace Giro.Rules.Programs;

/// <summary>What a value is; its unit. Every value is a checked 64-bit integer. Numbers stand in the JSON form and are never reused.</summary>
public enum ValueType : byte
{
    None = 0,

    /// <summary>Minor units of the strategy's currency.</summary>
    Money = 1,

    /// <summary>Units of 10^-9: 0.60 % is 6,000,000.</summary>
    Rate = 2,

    Count = 3,

    /// <summary>The number of a symbol in a <see cref="SymbolTable"/>; compared for equality, membership and prefix only.</summary>
    Text = 4,

    /// <summary><see cref="DateOnly.DayNumber"/>.</summary>
    Date = 5,

    /// <summary>0 or 1.</summary>
    Flag = 6,
}

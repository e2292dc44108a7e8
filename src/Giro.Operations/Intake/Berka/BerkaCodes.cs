namespace Giro.Operations.Intake.Berka;

/// <summary>The direction a transaction is printed with.</summary>
public enum BerkaType : byte
{
    Invalid = 0,

    /// <summary>A credit.</summary>
    Prijem = 1,

    /// <summary>A debit.</summary>
    Vydaj = 2,

    /// <summary>A debit too: a cash withdrawal printed with its operation in the type column.</summary>
    Vyber = 3,
}

/// <summary>How the money moved.</summary>
public enum BerkaOperation : byte
{
    Invalid = 0,

    /// <summary>Empty: interest, which the bank credits itself.</summary>
    None = 1,

    /// <summary>VKLAD: cash paid in.</summary>
    Vklad = 2,

    /// <summary>PREVOD Z UCTU: a transfer from another bank.</summary>
    PrevodZUctu = 3,

    /// <summary>VYBER: cash paid out.</summary>
    Vyber = 4,

    /// <summary>PREVOD NA UCET: a transfer to another bank.</summary>
    PrevodNaUcet = 5,

    /// <summary>VYBER KARTOU: a withdrawal by card.</summary>
    VyberKartou = 6,
}

/// <summary>What a transaction or standing order is for.</summary>
public enum BerkaSymbol : byte
{
    Invalid = 0,

    /// <summary>Empty or one blank.</summary>
    None = 1,

    /// <summary>UROK: interest credited.</summary>
    Urok = 2,

    /// <summary>SLUZBY: the fee for a statement.</summary>
    Sluzby = 3,

    /// <summary>SANKC. UROK: penalty interest on a negative balance.</summary>
    SankcUrok = 4,

    /// <summary>SIPO: household payments.</summary>
    Sipo = 5,

    /// <summary>POJISTNE: insurance.</summary>
    Pojistne = 6,

    /// <summary>DUCHOD: an old-age pension.</summary>
    Duchod = 7,

    /// <summary>UVER: a loan payment.</summary>
    Uver = 8,

    /// <summary>LEASING: printed on standing orders only.</summary>
    Leasing = 9,
}

/// <summary>How often an account's statement is issued, which is what its SLUZBY fee pays for.</summary>
public enum BerkaFrequency : byte
{
    Invalid = 0,

    /// <summary>POPLATEK MESICNE.</summary>
    Monthly = 1,

    /// <summary>POPLATEK TYDNE.</summary>
    Weekly = 2,

    /// <summary>POPLATEK PO OBRATU.</summary>
    AfterTransaction = 3,
}

/// <summary>The files' words to their meaning; <c>Invalid</c> for a word that is not in the list.</summary>
internal static class BerkaCodes
{
    public static BerkaType Type(ReadOnlySpan<char> text) => text switch
    {
        "PRIJEM" => BerkaType.Prijem,
        "VYDAJ" => BerkaType.Vydaj,
        "VYBER" => BerkaType.Vyber,
        _ => BerkaType.Invalid,
    };

    public static BerkaOperation Operation(ReadOnlySpan<char> text) => text switch
    {
        "" => BerkaOperation.None,
        "VKLAD" => BerkaOperation.Vklad,
        "PREVOD Z UCTU" => BerkaOperation.PrevodZUctu,
        "VYBER" => BerkaOperation.Vyber,
        "PREVOD NA UCET" => BerkaOperation.PrevodNaUcet,
        "VYBER KARTOU" => BerkaOperation.VyberKartou,
        _ => BerkaOperation.Invalid,
    };

    public static BerkaSymbol Symbol(ReadOnlySpan<char> text) => text switch
    {
        "" or " " => BerkaSymbol.None,
        "UROK" => BerkaSymbol.Urok,
        "SLUZBY" => BerkaSymbol.Sluzby,
        "SANKC. UROK" => BerkaSymbol.SankcUrok,
        "SIPO" => BerkaSymbol.Sipo,
        "POJISTNE" => BerkaSymbol.Pojistne,
        "DUCHOD" => BerkaSymbol.Duchod,
        "UVER" => BerkaSymbol.Uver,
        "LEASING" => BerkaSymbol.Leasing,
        _ => BerkaSymbol.Invalid,
    };

    public static BerkaFrequency Frequency(ReadOnlySpan<char> text) => text switch
    {
        "POPLATEK MESICNE" => BerkaFrequency.Monthly,
        "POPLATEK TYDNE" => BerkaFrequency.Weekly,
        "POPLATEK PO OBRATU" => BerkaFrequency.AfterTransaction,
        _ => BerkaFrequency.Invalid,
    };
}

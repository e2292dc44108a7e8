using Giro.Ledger.Currencies;

namespace Giro.Operations.DayEnd;

/// <summary>What the figures of a tie-out are; says how to print them.</summary>
public enum TieOutUnit : byte
{
    /// <summary>A name, a date or a hash.</summary>
    Text = 0,

    Count = 1,

    /// <summary>Major units with all decimals of the currency.</summary>
    Money = 2,
}

/// <summary>A standing equality between two independent figures that must agree, each said in words and as plain digits without grouping.</summary>
public sealed record TieOut(string Name, string LeftName, string Left, string RightName, string Right, TieOutUnit Unit = TieOutUnit.Text)
{
    public bool Holds => Left == Right;

    public static TieOut OfMoney(string name, string leftName, Int128 leftMinor, string rightName, Int128 rightMinor, Currency currency) =>
        new(name, leftName, currency.Format(leftMinor), rightName, currency.Format(rightMinor), TieOutUnit.Money);

    public static TieOut OfCount(string name, string leftName, Int128 left, string rightName, Int128 right) =>
        new(name, leftName, left.ToString(), rightName, right.ToString(), TieOutUnit.Count);
}

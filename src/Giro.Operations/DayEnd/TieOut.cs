using Giro.Ledger.Currencies;

namespace Giro.Operations.DayEnd;

/// <summary>A standing equality between two independent figures that must agree, each said in words and as it would be printed.</summary>
public sealed record TieOut(string Name, string LeftName, string Left, string RightName, string Right)
{
    public bool Holds => Left == Right;

    public static TieOut OfMoney(string name, string leftName, Int128 leftMinor, string rightName, Int128 rightMinor, Currency currency) =>
        new(name, leftName, currency.Format(leftMinor), rightName, currency.Format(rightMinor));

    public static TieOut OfCount(string name, string leftName, Int128 left, string rightName, Int128 right) =>
        new(name, leftName, left.ToString("N0"), rightName, right.ToString("N0"));
}

using System.Runtime.InteropServices;

namespace Giro.Operations.Intake.Berka;

/// <summary>One row of order.asc: a standing order to pay the same amount to the same account.</summary>
/// <param name="Line">The line in order.asc, from 1; the header is line 1.</param>
/// <param name="OrderId">Unique in the file.</param>
/// <param name="AccountId">The account that pays.</param>
/// <param name="BankTo">The bank that is paid, two letters.</param>
/// <param name="AccountTo">The account at that bank.</param>
/// <param name="AmountHaler">In haler, not below zero.</param>
/// <param name="Symbol">What it is for.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BerkaOrder(
    int Line, int OrderId, int AccountId, string BankTo, string AccountTo, long AmountHaler, BerkaSymbol Symbol)
{
    internal const string FileName = "order.asc";

    internal const string Header = "order_id;account_id;bank_to;account_to;amount;k_symbol";

    internal static BerkaOrder Parse(ref BerkaRow row) => new(
        row.LineNumber, row.Id(0), row.Id(1), row.Text(2).ToString(), row.Text(3).ToString(), row.Amount(4), row.Code(5, BerkaCodes.Symbol));
}

using System.Runtime.InteropServices;

namespace Giro.Operations.Intake.Berka;

/// <summary>One row of trans.asc, as printed.</summary>
/// <param name="Line">The line in trans.asc, from 1; the header is line 1.</param>
/// <param name="TransId">Unique in the file.</param>
/// <param name="AccountId">The account, as in account.asc.</param>
/// <param name="Date">The booking date. Within a day the file's order says nothing about the order of posting.</param>
/// <param name="Type">Credit or debit.</param>
/// <param name="Operation">How the money moved.</param>
/// <param name="AmountHaler">In haler, not below zero.</param>
/// <param name="BalanceHaler">The balance printed behind the transaction, in haler; may be below zero.</param>
/// <param name="Symbol">What it is for.</param>
/// <param name="PartnerBank">Two letters, or empty.</param>
/// <param name="PartnerAccount">The account at that bank; empty, or <c>0</c> on some cash withdrawals.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BerkaTransaction(
    int Line,
    int TransId,
    int AccountId,
    DateOnly Date,
    BerkaType Type,
    BerkaOperation Operation,
    long AmountHaler,
    long BalanceHaler,
    BerkaSymbol Symbol,
    string PartnerBank,
    string PartnerAccount)
{
    /// <summary>The amount with its direction: above zero for a credit, below zero for a debit.</summary>
    public long SignedHaler => Type == BerkaType.Prijem ? AmountHaler : -AmountHaler;

    internal const string FileName = "trans.asc";

    internal const string Header = "trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account";

    internal static BerkaTransaction Parse(ref BerkaRow row) => new(
        row.LineNumber,
        row.Id(0),
        row.Id(1),
        row.Date(2),
        row.Code(3, BerkaCodes.Type),
        row.Code(4, BerkaCodes.Operation),
        row.Amount(5),
        row.Balance(6),
        row.Code(7, BerkaCodes.Symbol),
        row.Text(8).ToString(),
        row.Text(9).ToString());
}

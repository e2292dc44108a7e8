using System.Text;
using Giro.Ledger.Entries;

namespace Giro.Operations.Intake.Berka;

/// <summary>Turns a row into the legs and attributes of its entry.</summary>
internal static class BerkaPosting
{
    public const int MaxLegs = 4;

    /// <summary>The reference that the entry's id is made from: the same row gives the same entry in every import.</summary>
    public static string Reference(in BerkaTransaction row) => $"berka/trans/{row.TransId}";

    public static BerkaEntryKind KindOf(in BerkaTransaction row, bool isStandingOrder) => (row.Symbol, row.Operation) switch
    {
        (BerkaSymbol.Urok, BerkaOperation.None) => BerkaEntryKind.InterestCredited,
        (BerkaSymbol.Sluzby, BerkaOperation.Vyber or BerkaOperation.None) => BerkaEntryKind.StatementFee,
        (BerkaSymbol.SankcUrok, BerkaOperation.Vyber or BerkaOperation.None) => BerkaEntryKind.PenaltyInterest,
        (_, BerkaOperation.PrevodZUctu) => BerkaEntryKind.TransferFromBank,
        (_, BerkaOperation.PrevodNaUcet) => isStandingOrder ? BerkaEntryKind.StandingOrder : BerkaEntryKind.TransferToBank,
        _ => row.Type == BerkaType.Prijem ? BerkaEntryKind.CashDeposit : BerkaEntryKind.CashWithdrawal,
    };

    /// <summary>
    /// The customer's leg for the printed amount against the account that its kind names, and a second pair for what the printed balance
    /// is off by. Returns the count of legs; 0 when there is no money to move.
    /// </summary>
    public static int Legs(in BerkaTransaction row, BerkaEntryKind kind, long offHaler, ulong offAccount, BerkaChart chart, Span<Leg> legs)
    {
        var customer = chart.Customer(row.AccountId);
        var count = 0;
        Pair(legs, ref count, customer, CounterAccount(kind, chart), row.SignedHaler);
        Pair(legs, ref count, customer, offAccount, offHaler);
        return count;
    }

    /// <summary>A positive amount credits the customer.</summary>
    private static void Pair(Span<Leg> legs, ref int count, ulong customer, ulong other, long haler)
    {
        if (haler == 0) return;
        legs[count++] = new Leg(customer, -haler);
        legs[count++] = new Leg(other, haler);
    }

    private static ulong CounterAccount(BerkaEntryKind kind, BerkaChart chart) => kind switch
    {
        BerkaEntryKind.InterestCredited => chart.InterestPaid,
        BerkaEntryKind.StatementFee => chart.StatementFees,
        BerkaEntryKind.PenaltyInterest => chart.PenaltyInterest,
        BerkaEntryKind.TransferFromBank or BerkaEntryKind.TransferToBank or BerkaEntryKind.StandingOrder => chart.Nostro,
        _ => chart.Cash,
    };

    public static byte[] Attributes(in BerkaTransaction row, int standingOrder)
    {
        var text = new StringBuilder($"{{\"ref\":\"{Reference(row)}\"");
        if (row.Symbol != BerkaSymbol.None) text.Append($",\"symbol\":\"{row.Symbol}\"");
        if (row.PartnerBank.Length > 0) text.Append($",\"bank\":{Quoted(row.PartnerBank)}");
        if (row.PartnerAccount.Length > 0) text.Append($",\"account\":{Quoted(row.PartnerAccount)}");
        if (standingOrder != 0) text.Append($",\"order\":{standingOrder}");
        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    private static string Quoted(string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text)}\"";
}

using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

/// <summary>Rows for chaining, in haler; only account, date, amount and balance matter there. The id is the line.</summary>
internal static class ChainRows
{
    public static readonly DateOnly FirstDay = new(1993, 3, 1);

    public static BerkaTransaction Row(int line, long signedHaler, long balanceHaler, int account = 7, DateOnly? date = null)
        => new(line, line, account, date ?? FirstDay, signedHaler >= 0 ? BerkaType.Prijem : BerkaType.Vydaj, BerkaOperation.None,
            Math.Abs(signedHaler), balanceHaler, BerkaSymbol.None, "", "");

    /// <summary>Rows on lines 2, 3, ... in the order given.</summary>
    public static BerkaTransaction[] Day(params (long Signed, long Balance)[] rows)
        => [.. rows.Select((row, i) => Row(i + 2, row.Signed, row.Balance))];
}

using System.Text;
using System.Text.Json;
using Giro.Ledger.Currencies;

namespace Giro.Operations.Reporting;

/// <summary>A merchant statement for spreadsheets and for programs: the same rows. Amounts are texts in major units, so that no reader rounds them.</summary>
public static class MerchantStatementText
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <summary>Opening, one row for each kind, closing, and what the ledger has.</summary>
    public static string Csv(MerchantStatement statement, Currency currency)
    {
        var text = new StringBuilder("merchant,period,currency,row,count,pending,payable,reserve,receivable,total\n");
        Row("opening", "", statement.Opening);
        foreach (var movement in statement.Movements) Row(movement.Kind, $"{movement.Count}", movement.Change);
        Row("closing", "", statement.Closing);
        Row("ledger", "", statement.InLedger);
        return text.ToString();

        void Row(string name, string count, MerchantPosition position) => text.Append(
            $"{statement.MerchantId},{statement.Period.Name},{currency.Code},{name},{count},{currency.Format(position.PendingMinor)},{currency.Format(position.PayableMinor)}," +
            $"{currency.Format(position.ReserveMinor)},{currency.Format(position.ReceivableMinor)},{currency.Format(position.TotalMinor)}\n");
    }

    /// <param name="statement">The statement.</param><param name="currency">Its currency.</param>
    /// <param name="asOfSequence">The journal row that it is true for, where it was read while the book goes on; null leaves it out.</param>
    public static string Json(MerchantStatement statement, Currency currency, ulong? asOfSequence = null)
    {
        var all = new Dictionary<string, object>
        {
            ["merchant"] = statement.MerchantId,
            ["period"] = statement.Period.Name,
            ["from"] = statement.Period.From.ToString("yyyy-MM-dd"),
            ["to"] = statement.Period.To.ToString("yyyy-MM-dd"),
            ["currency"] = currency.Code,
            ["opening"] = Position(statement.Opening),
            ["movements"] = statement.Movements.Select(movement => new { kind = movement.Kind, count = movement.Count, change = Position(movement.Change) }),
            ["closing"] = Position(statement.Closing),
            ["ledger"] = Position(statement.InLedger),
            ["tiesToLedger"] = statement.TiesToLedger,
        };
        if (asOfSequence is { } sequence) all.Add("asOfSequence", sequence);
        return JsonSerializer.Serialize(all, Options);

        object Position(MerchantPosition position) => new
        {
            pending = currency.Format(position.PendingMinor), payable = currency.Format(position.PayableMinor), reserve = currency.Format(position.ReserveMinor),
            receivable = currency.Format(position.ReceivableMinor), total = currency.Format(position.TotalMinor),
        };
    }
}

using System.Text;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>The lines of one side of a source, with the text columns that its passes ask for. Numbers are from 1 in the order of adding.</summary>
internal sealed class SourceBlock(IReadOnlyList<string> texts, int capacity)
{
    public LineBlock Lines { get; } = new(texts.Count, capacity);

    /// <param name="currency">ISO 4217 numeric code.</param>
    /// <param name="textOf">A field by its name; empty for none.</param>
    public void Add(long amountMinor, long feeMinor, DateOnly date, ushort currency, Func<string, string?> textOf)
    {
        Lines.Add(Lines.Count + 1, amountMinor, feeMinor, date.DayNumber, currency, LineFlags.None);
        foreach (var (i, name) in texts.Index()) Lines.Texts[i].Add(Encoding.UTF8.GetBytes(textOf(name) ?? ""));
    }
}

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>The key of a row: its parts in order, and after them the text that the rules of the pass chose, where they choose one.</summary>
internal static class RowKey
{
    /// <returns>False for a row that has no key: it has text parts, and all of them are empty.</returns>
    public static bool TryHash(KeyPart[] key, LineBlock block, int row, bool hasRuleKey, ReadOnlySpan<byte> ruleKey, out ulong hash)
    {
        hash = KeyMix.Start;
        var (texts, length) = (0, 0);
        foreach (var part in key)
        {
            switch (part.Source)
            {
                case KeySource.Text:
                    var text = block.Texts[part.Column][row];
                    texts++;
                    length += text.Length;
                    hash = KeyMix.Text(hash, text);
                    break;
                case KeySource.Amount:
                    hash = KeyMix.Number(hash, block.AmountMinor[row]);
                    break;
                case KeySource.Day:
                    hash = KeyMix.Number(hash, block.Day[row]);
                    break;
                default:
                    hash = KeyMix.Number(hash, block.Currency[row]);
                    break;
            }
        }

        if (hasRuleKey)
        {
            texts++;
            length += ruleKey.Length;
            hash = KeyMix.Text(hash, ruleKey);
        }

        return texts == 0 || length > 0;
    }

    /// <summary>Part by part; the keys have as many parts, of the same sources. What rules chose is compared by the caller.</summary>
    public static bool AreEqual(KeyPart[] key, LineBlock block, int row, KeyPart[] otherKey, LineBlock other, int otherRow)
    {
        for (var i = 0; i < key.Length; i++)
        {
            var isEqual = key[i].Source switch
            {
                KeySource.Text => block.Texts[key[i].Column][row].SequenceEqual(other.Texts[otherKey[i].Column][otherRow]),
                KeySource.Amount => block.AmountMinor[row] == other.AmountMinor[otherRow],
                KeySource.Day => block.Day[row] == other.Day[otherRow],
                _ => block.Currency[row] == other.Currency[otherRow],
            };
            if (!isEqual) return false;
        }

        return true;
    }

    /// <summary>For people: the parts with bars between them.</summary>
    public static string Show(KeyPart[] key, LineBlock block, int row, bool hasRuleKey, ReadOnlySpan<byte> ruleKey)
    {
        var parts = new List<string>();
        foreach (var part in key)
        {
            parts.Add(part.Source switch
            {
                KeySource.Text => System.Text.Encoding.UTF8.GetString(block.Texts[part.Column][row]),
                KeySource.Amount => block.AmountMinor[row].ToString(),
                KeySource.Day => block.Day[row] is > 0 and var day && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd") : "",
                _ => Ledger.Currencies.Currency.IsKnown(block.Currency[row]) ? Ledger.Currencies.Currency.FromNumber(block.Currency[row]).Code : block.Currency[row].ToString(),
            });
        }

        if (hasRuleKey) parts.Add(System.Text.Encoding.UTF8.GetString(ruleKey));
        return string.Join('|', parts);
    }
}

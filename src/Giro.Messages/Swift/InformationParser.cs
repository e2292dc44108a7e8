using System.Text;

namespace Giro.Messages.Swift;

/// <summary>Finds the structure in field 86. A text without one is kept as it is: nothing in it is wrong.</summary>
internal static class InformationParser
{
    /// <summary>SEPA words of the German standard (each starts a subfield), with <c>MTLG:</c>, which banks use for what they have to say themselves.</summary>
    private static readonly string[] PlusWords =
        ["EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "COAM+", "OAMT+", "SVWZ+", "ABWA+", "ABWE+", "IBAN+", "BIC+", "PREF+", "BREF+", "RREF+", "PURP+",
        "MTLG:"];

    /// <summary>Words between slashes, as Dutch, Belgian and Nordic banks use them.</summary>
    private static readonly HashSet<string> SlashWords = new(StringComparer.Ordinal)
    {
        "TRTP", "TRCD", "IBAN", "BIC", "NAME", "REMI", "EREF", "CSID", "MARF", "SVCL", "ISDT", "RTRN", "PREF", "ORDP", "BENM", "CNTP", "PURP", "ADDR", "ULTC",
        "ULTD", "ULTB", "CREF", "RREF", "INIT", "OCMT", "CHGS", "CHG1", "CHG2", "EXCH", "IREF", "TYPE", "KREF", "MREF", "PY", "ACCW", "BUSP", "NBTR", "SUBJ",
    };

    /// <summary>What stands between the subfields; none of them starts a text that is three digits long by chance.</summary>
    private const string Separators = "?><~^|";

    public static InformationToAccountOwner Parse(string text)
    {
        if (IsBySubfields(text)) return BySubfields(text);
        var codes = text.StartsWith('/') ? BySlashes(text.Replace("\n", "", StringComparison.Ordinal)) : null;
        return codes is { Count: > 0 } ? new InformationToAccountOwner { Text = text, Codes = codes } : new InformationToAccountOwner { Text = text };
    }

    private static bool IsBySubfields(string text) =>
        text.Length >= 6 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2])
        && Separators.Contains(text[3], StringComparison.Ordinal) && char.IsAsciiDigit(text[4]);

    /// <summary>Lines break anywhere, so that the text is put together before it is taken apart.</summary>
    private static InformationToAccountOwner BySubfields(string text)
    {
        var whole = text.Replace("\n", "", StringComparison.Ordinal);
        var separator = whole[3];
        var subfields = new List<InformationSubfield>();
        for (var at = 3; at < whole.Length;)
        {
            var next = at + 1;
            while (next < whole.Length && !StartsSubfield(whole, next, separator)) next++;
            if (StartsSubfield(whole, at, separator))
                subfields.Add(new InformationSubfield((whole[at + 1] - '0') * 10 + whole[at + 2] - '0', whole[(at + 3)..next]));
            at = next;
        }

        return new InformationToAccountOwner { Text = text, TransactionCode = whole[..3], Subfields = subfields, Codes = ByPlusWords(subfields) };
    }

    private static bool StartsSubfield(string text, int at, char separator) =>
        text[at] == separator && at + 2 < text.Length && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]);

    private static Dictionary<string, string> ByPlusWords(List<InformationSubfield> subfields)
    {
        var codes = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        StringBuilder? current = null;
        foreach (var (number, text) in subfields)
        {
            if (number is not (>= 20 and <= 29 or >= 60 and <= 63)) continue;
            var word = Array.Find(PlusWords, word => text.StartsWith(word, StringComparison.Ordinal));
            if (word is not null) current = TextOf(codes, word[..^1]);
            current?.Append(text.AsSpan(word?.Length ?? 0));
        }

        return codes.ToDictionary(code => code.Key, code => code.Value.ToString().Trim(), StringComparer.Ordinal);
    }

    private static Dictionary<string, string> BySlashes(string text)
    {
        var codes = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        StringBuilder? current = null;
        foreach (var part in text[1..].Split('/'))
        {
            if (SlashWords.Contains(part))
                current = TextOf(codes, part);
            else if (current is null)
                return []; // starts with a slash, but not with a word: free text
            else
                current.Append(current.Length == 0 ? "" : "/").Append(part);
        }

        return codes.ToDictionary(code => code.Key, code => code.Value.ToString().Trim(' ', '/'), StringComparer.Ordinal);
    }

    private static StringBuilder TextOf(Dictionary<string, StringBuilder> codes, string word)
    {
        if (!codes.TryGetValue(word, out var text)) codes.Add(word, text = new StringBuilder());
        return text;
    }
}

using System.Text;
using System.Text.Json;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Cli.Commands;

/// <summary>How a record is named and shown to people.</summary>
internal static class EntryText
{
    /// <summary>The business reference, where the attributes are JSON with a "ref"; else the id in hexadecimal.</summary>
    public static string Reference(in RecordBody record)
    {
        if (record.Attributes is [(byte)'{', ..])
        {
            try
            {
                var reader = new Utf8JsonReader(record.Attributes);
                while (reader.Read())
                {
                    if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || !reader.ValueTextEquals("ref"u8)) continue;
                    reader.Read();
                    if (reader.TokenType == JsonTokenType.String) return reader.GetString()!;
                }
            }
            catch (JsonException)
            {
                // Attributes are the caller's bytes; they need not be JSON.
            }
        }

        return new EntryId(record.Header.Id).ToString();
    }

    /// <summary>Attributes as text where they are UTF-8 without control characters, else in hexadecimal.</summary>
    public static string Attributes(ReadOnlySpan<byte> attributes)
    {
        var text = Encoding.UTF8.GetString(attributes);
        return text.Contains('\uFFFD') || text.Any(char.IsControl) ? "0x" + Convert.ToHexStringLower(attributes) : text;
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using Giro.Operations.Institution;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>
/// The config of `giro reconcile`: JSON that people write, with comments. docs/reconciliation.md is the reference.
/// <code>
/// { "name": "wechat-day", "currency": "CNY",
///   "left":  { "name": "our records", "format": "csv", "mapping": "orders.json", "show": ["merchant"] },
///   "right": { "name": "channel bill", "format": "wechat" },
///   "passes": [ { "name": "order", "kind": "exact", "key": { "left": ["order"], "right": ["reference"] }, "compare": ["amount", "currency"] } ] }
/// </code>
/// </summary>
public static class ReconcileConfigFile
{
    /// <summary>Files that it names are looked for beside it.</summary>
    public static ReconcileConfigReading Read(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Parse(File.ReadAllBytes(path), Path.GetFileName(path), name => File.ReadAllBytes(Path.Combine(folder, name)));
    }

    /// <param name="file">named in faults</param>
    /// <param name="beside">the content of a file that the config names; throws when there is none</param>
    public static ReconcileConfigReading Parse(ReadOnlySpan<byte> utf8, string file, Func<string, byte[]> beside)
    {
        var faults = new InstitutionFileFaults(file);
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(utf8);
        try
        {
            var root = InstitutionFileNode.Parse(utf8, isLenient: true);
            using var document = JsonDocument.Parse(utf8.ToArray(), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var config = new ReconcileConfigReader(faults, file, document.RootElement, Beside, () => Convert.ToHexStringLower(hash.GetCurrentHash())).Read(root);
            return new ReconcileConfigReading(faults.Count == 0 ? config : null, faults.All);
        }
        catch (JsonException e)
        {
            var place = $"byte {(e.BytePositionInLine ?? 0) + 1} of the line";
            faults.Add((int)(e.LineNumber ?? 0) + 1, "", $"it is no JSON at {place}: {e.Message.Split(" LineNumber:")[0].TrimEnd('.')}", "look for a comma, a quote or a bracket that is missing or too many");
            return new ReconcileConfigReading(null, faults.All);
        }

        byte[] Beside(string name)
        {
            var content = beside(name);
            hash.AppendData(content);
            return content;
        }
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>
/// The JSON form for the API: the syntax tree with its values as they were written. Lossless: a strategy written as JSON and read again has the same canonical text.
/// </summary>
public static class StrategyJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowOutOfOrderMetadataProperties = true,
        MaxDepth = 1024,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<LiteralForm>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Write(Strategy strategy) => Write(strategy.Tree);

    public static string Write(AccountingRules accounting) => Write(accounting.Tree);

    internal static string Write(RuleFile file) => JsonSerializer.Serialize(file, Options);

    /// <summary>As <see cref="StrategyFile.Load"/>; positions of errors are those in the canonical text, except for JSON that is none.</summary>
    public static StrategyLoad Read(string json, string source, SymbolTable symbols, Func<string, int?> digitsOfCurrency)
    {
        RuleFile? file;
        try
        {
            file = JsonSerializer.Deserialize<RuleFile>(json, Options);
            if (file is null || HasNullItem(json)) return Wrong(source, new Position(1, 1), "a null stands where something is expected");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            var at = e is JsonException { LineNumber: { } line, BytePositionInLine: { } column } ? new Position((int)line + 1, (int)column + 1) : new Position(1, 1);
            return Wrong(source, at, e.Message.Split(" Path:")[0].TrimEnd('.'));
        }

        var text = StrategyPrinter.Print(file);
        var load = StrategyFile.Load(text, source, symbols, digitsOfCurrency);
        var tree = load.Strategy?.Tree ?? load.Accounting?.Tree;
        return tree is null || Write(tree) == Write(file) ? load : Wrong(source, new Position(1, 1), "a name or a value in it is none of the language");
    }

    /// <summary>Of properties the serializer knows which can be null; of the items of a list it does not, and none can.</summary>
    private static bool HasNullItem(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = Options.MaxDepth });
        var before = JsonTokenType.None;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Null && before != JsonTokenType.PropertyName) return true;
            before = reader.TokenType;
        }

        return false;
    }

    private static StrategyLoad Wrong(string source, Position at, string why) =>
        new(null, null, [new RuleError(at, "json", $"the JSON is no strategy: {why}", "send what the API returns for a strategy, changed") { Source = source }]);
}

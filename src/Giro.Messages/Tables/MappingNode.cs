using System.Text.Json;
using System.Text.RegularExpressions;

namespace Giro.Messages.Tables;

/// <summary>An element of a mapping's JSON that knows its place, so that every error can name it.</summary>
internal readonly struct MappingNode(string fileName, string path, JsonElement element)
{
    public string Path => path;

    public JsonElement Element => element;

    public bool IsText => element.ValueKind == JsonValueKind.String;

    /// <summary>It is an object of no other properties than these.</summary>
    public MappingNode Only(params ReadOnlySpan<string> names)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Fail($"is {Kind()}, an object is expected");
        foreach (var property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name)) throw Child(property).Fail($"is unknown; known here are {string.Join(", ", names)}");
        }

        return this;
    }

    public MappingNode? Find(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? new MappingNode(fileName, $"{path}.{name}", value) : null;

    public IEnumerable<KeyValuePair<string, MappingNode>> Properties()
    {
        if (element.ValueKind != JsonValueKind.Object) throw Fail($"is {Kind()}, an object is expected");
        var node = this;
        return element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, node.Child(property)));
    }

    public IEnumerable<MappingNode> Items()
    {
        if (element.ValueKind != JsonValueKind.Array) throw Fail($"is {Kind()}, an array is expected");
        var (file, at) = (fileName, path);
        return element.EnumerateArray().Select((item, i) => new MappingNode(file, $"{at}[{i}]", item));
    }

    public string Text() => IsText ? element.GetString()! : throw Fail($"is {Kind()}, a text is expected");

    public string Text(string name, string absent) => Find(name)?.Text() ?? absent;

    public int Number(int min, int max) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw Fail($"is {element.GetRawText()}, a whole number from {min} to {max} is expected");

    public int Number(string name, int min, int max, int absent) => Find(name)?.Number(min, max) ?? absent;

    public bool Flag(string name) => Find(name) is { } flag && flag.Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw flag.Fail($"is {flag.Kind()}, true or false is expected"),
    };

    /// <summary>A text, or an array of them.</summary>
    public IReadOnlyList<string> Texts() => IsText ? [Text()] : [.. Items().Select(item => item.Text())];

    public IReadOnlyList<string> Texts(string name) => Find(name)?.Texts() ?? [];

    /// <summary>A pattern that takes time in proportion to the text, whatever the text.</summary>
    public Regex Pattern()
    {
        try
        {
            return new Regex(Text(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw Fail($"is no pattern: {e.Message}");
        }
    }

    public T OneOf<T>(params ReadOnlySpan<(string Name, T Value)> choices)
    {
        var text = Text();
        var names = new List<string>();
        foreach (var (name, value) in choices)
        {
            if (name == text) return value;
            names.Add(name);
        }

        throw Fail($"is '{text}'; it may be {string.Join(", ", names)}");
    }

    public MessageFormatException Fail(string reason) => new(fileName, 0, 0, path, reason);

    private MappingNode Child(JsonProperty property) => new(fileName, $"{path}.{property.Name}", property.Value);

    private string Kind() => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}

using System.Text.Json;

namespace Giro.Operations.Institution;

/// <summary>One thing that is wrong with an institution file, for the person who edits it.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Path">Such as <c>merchants[3].contracts[0].schedule</c>; empty for the file as a whole.</param>
/// <param name="Mend">How to mend it.</param>
public sealed record InstitutionFault(string File, int Line, string Path, string Reason, string Mend)
{
    public override string ToString() => $"{File}({Line}): {(Path.Length == 0 ? "" : Path + ": ")}{Reason}; {Mend}";
}

/// <summary>A value of a JSON file that knows where it stands, so that an error can name line and path.</summary>
internal sealed class InstitutionFileNode(JsonValueKind kind, string path, int line, string text)
{
    private const int MaxDepth = 16;

    public JsonValueKind Kind => kind;

    public string Path => path;

    public int Line => line;

    /// <summary>Of a text its value, of a number its digits.</summary>
    public string Text => text;

    /// <summary>Where it stands among the bytes that were read.</summary>
    public Range Bytes { get; private set; }

    /// <summary>Of an array.</summary>
    public List<InstitutionFileNode> Items { get; } = [];

    /// <summary>Of an object, in their order; a name may stand there twice.</summary>
    public List<(string Name, InstitutionFileNode Value)> Members { get; } = [];

    /// <exception cref="JsonException">It is no JSON; the exception knows line and byte, both from 0.</exception>
    /// <param name="isLenient">Comments and commas after the last item are passed over.</param>
    /// <param name="path">Of a value that stands in a larger file; with its first line there.</param>
    /// <param name="line"><inheritdoc cref="Parse" path="/param[@name='path']"/></param>
    public static InstitutionFileNode Parse(ReadOnlySpan<byte> utf8, bool isLenient = false, string path = "", int line = 1)
    {
        var comments = isLenient ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = comments, AllowTrailingCommas = isLenient });
        var lines = new LineCount(utf8, line);
        reader.Read();
        var root = Read(ref reader, ref lines, path);
        reader.Read();
        return root;
    }

    private static InstitutionFileNode Read(ref Utf8JsonReader reader, ref LineCount lines, string path)
    {
        var start = (int)reader.TokenStartIndex;
        var node = ReadValue(ref reader, ref lines, path);
        node.Bytes = start..(int)reader.BytesConsumed;
        return node;
    }

    private static InstitutionFileNode ReadValue(ref Utf8JsonReader reader, ref LineCount lines, string path)
    {
        var line = lines.At((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var parent = new InstitutionFileNode(JsonValueKind.Object, path, line, "");
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    parent.Members.Add((name, Read(ref reader, ref lines, path.Length == 0 ? name : $"{path}.{name}")));
                }

                return parent;
            case JsonTokenType.StartArray:
                var list = new InstitutionFileNode(JsonValueKind.Array, path, line, "");
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Items.Add(Read(ref reader, ref lines, $"{path}[{list.Items.Count}]"));
                return list;
            case JsonTokenType.String:
                return new InstitutionFileNode(JsonValueKind.String, path, line, reader.GetString()!);
            case JsonTokenType.Number:
                return new InstitutionFileNode(JsonValueKind.Number, path, line, System.Text.Encoding.ASCII.GetString(reader.ValueSpan));
            case JsonTokenType.True:
                return new InstitutionFileNode(JsonValueKind.True, path, line, "true");
            case JsonTokenType.False:
                return new InstitutionFileNode(JsonValueKind.False, path, line, "false");
            default:
                return new InstitutionFileNode(JsonValueKind.Null, path, line, "null");
        }
    }

    /// <summary>Counts lines forward: tokens come in the order of the text.</summary>
    private ref struct LineCount(ReadOnlySpan<byte> utf8, int first)
    {
        private readonly ReadOnlySpan<byte> _utf8 = utf8;
        private int _at;
        private int _line = first;

        public int At(int offset)
        {
            _line += _utf8[_at..offset].Count((byte)'\n');
            _at = offset;
            return _line;
        }
    }
}

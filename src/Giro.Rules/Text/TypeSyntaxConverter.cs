using System.Text.Json;
using System.Text.Json.Serialization;

namespace Giro.Rules.Text;

/// <summary>A type is its name.</summary>
internal sealed class TypeSyntaxConverter : JsonConverter<TypeSyntax>
{
    public override TypeSyntax Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("a type is written as its name, such as \"money\""));

    public override void Write(Utf8JsonWriter writer, TypeSyntax value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}

using System.Globalization;
using System.Text.Json;

namespace Giro.Server.Http;

/// <summary>
/// The fields of a JSON object, read strictly: what is missing, of another kind, out of range or not known is a fault with its place. A reader that met a fault returns a
/// value that must not be used; the request is refused when all of it was read.
/// </summary>
internal readonly ref struct JsonFields
{
    private readonly JsonElement _element;
    private readonly Place _place;
    private readonly RequestFaults _faults;
    private readonly bool _isObject;

    public JsonFields(JsonElement element, Place place, RequestFaults faults, params ReadOnlySpan<string> known)
    {
        _element = element;
        _place = place;
        _faults = faults;
        _isObject = element.ValueKind == JsonValueKind.Object;
        if (!_isObject)
        {
            faults.Add(place, $"must be an object, not {KindOf(element)}");
            return;
        }

        foreach (var field in element.EnumerateObject())
        {
            var isKnown = false;
            foreach (var name in known) isKnown |= field.NameEquals(name);
            if (!isKnown) faults.Add(place.At(field.Name), $"is not known; known are {string.Join(", ", known.ToArray())}");
        }
    }

    /// <summary>Text of 1 to <paramref name="maxBytes"/> bytes in UTF-8.</summary>
    public string Text(string name, int maxBytes)
    {
        if (!Find(name, out var value)) return "";
        if (value.ValueKind != JsonValueKind.String)
        {
            _faults.Add(_place.At(name), $"must be text, not {KindOf(value)}");
            return "";
        }

        var text = value.GetString()!;
        var bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        if (bytes == 0) _faults.Add(_place.At(name), "must not be empty");
        else if (bytes > maxBytes) _faults.Add(_place.At(name), $"has {bytes} bytes; at most {maxBytes} are taken");
        return text;
    }

    /// <summary>Null where it is absent or null.</summary>
    public string? OptionalText(string name, int maxBytes) => Has(name) ? Text(name, maxBytes) : null;

    public int Integer(string name, int lowest, int highest)
    {
        if (!Find(name, out var value)) return lowest;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= lowest && number <= highest) return number;
        _faults.Add(_place.At(name), $"must be a whole number from {lowest} to {highest}");
        return lowest;
    }

    /// <summary>Minor units: a whole number of 64 bits, as text.</summary>
    public long Amount(string name)
    {
        if (!Find(name, out var value)) return 0;
        if (value.ValueKind != JsonValueKind.String)
        {
            _faults.Add(_place.At(name), $"must be a whole number of minor units as text, such as \"-1250\", not {KindOf(value)}");
            return 0;
        }

        var text = value.GetString()!;
        if (!IsWhole(text)) _faults.Add(_place.At(name), "must be digits, with a minus sign before them when it is negative");
        else if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)) _faults.Add(_place.At(name), "does not fit into 64 bits");
        else return amount;
        return 0;
    }

    public long? OptionalAmount(string name) => Has(name) ? Amount(name) : null;

    /// <summary>The elements of an array with so many of them.</summary>
    public JsonElement.ArrayEnumerator Array(string name, int least, int most, out Place place)
    {
        place = _place.At(name);
        if (!Find(name, out var value)) return default;
        if (value.ValueKind != JsonValueKind.Array)
        {
            _faults.Add(place, $"must be an array, not {KindOf(value)}");
            return default;
        }

        var count = value.GetArrayLength();
        if (count >= least && count <= most) return value.EnumerateArray();
        _faults.Add(place, $"has {count} elements; {least} to {most} are taken");
        return default;
    }

    public void Fault(string name, string detail) => _faults.Add(_place.At(name), detail);

    private bool Has(string name) => _isObject && _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private bool Find(string name, out JsonElement value)
    {
        value = default;
        if (!_isObject) return false;
        if (_element.TryGetProperty(name, out value)) return true;
        _faults.Add(_place.At(name), "is missing");
        return false;
    }

    /// <summary>Digits, no leading zero, no plus sign, no minus zero: one amount has one text.</summary>
    private static bool IsWhole(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        if (digits.IsEmpty || (digits[0] == '0' && text.Length > 1)) return false;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit)) return false;
        }

        return true;
    }

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        _ => "a truth value",
    };
}

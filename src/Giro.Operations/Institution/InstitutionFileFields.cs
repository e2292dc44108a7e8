using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Giro.Operations.Institution;

/// <summary>
/// Takes the fields of an object one by one. What is missing, of another type or unknown becomes a fault, and a value in its place that lets the reading go on, so that
/// all faults of a file are told at once.
/// </summary>
internal sealed class InstitutionFileFields(InstitutionFileNode node, InstitutionFileFaults faults)
{
    private readonly HashSet<string> _known = [];

    public string Text(string name, string example) => Take(name, $"write \"{name}\": \"{example}\"") is { } value ? TextOf(value, example) : "";

    public string? OptionalText(string name, string example) => Take(name, null) is { } value ? TextOf(value, example) : null;

    /// <summary>One of some words.</summary>
    /// <param name="words">By number of the enum; the first, of None, is empty.</param>
    /// <param name="default">When the field is left out; 0 when it must not be.</param>
    public int Word(string name, IReadOnlyList<string> words, int @default = 0)
    {
        var list = string.Join(", ", words.Skip(1));
        if (Take(name, @default == 0 ? $"write one of {list}" : null) is not { } value) return @default;
        for (var i = 1; i < words.Count; i++)
        {
            if (value.Kind == JsonValueKind.String && value.Text == words[i]) return i;
        }

        faults.Add(value, $"'{value.Text}' is not known here", $"write one of {list}");
        return @default;
    }

    /// <summary>An exact number in a text, such as an amount of money; minor units.</summary>
    /// <param name="default">When the field is left out; null when it must not be.</param>
    public long Amount(string name, int digits, long? @default) => Number(name, digits, "", digits == 0 ? "2500" : "2500." + new string('0', digits), @default);

    /// <summary>A percentage; in units of its last decimal.</summary>
    public long Percent(string name, int digits, long? @default = null) => Number(name, digits, "%", "0.45%", @default);

    public int Count(string name, int lowest, int highest, int? @default)
    {
        var mend = $"write a whole number from {lowest} to {highest}, without quotes";
        if (Take(name, @default is null ? mend : null) is not { } value) return @default ?? lowest;
        if (value.Kind == JsonValueKind.Number && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest) return number;
        faults.Add(value, $"'{value.Text}' is no such number", mend);
        return lowest;
    }

    public bool Flag(string name, bool @default)
    {
        if (Take(name, null) is not { } value) return @default;
        if (value.Kind is JsonValueKind.True or JsonValueKind.False) return value.Kind == JsonValueKind.True;
        faults.Add(value, $"'{value.Text}' is neither true nor false", "write true or false, without quotes");
        return @default;
    }

    public DateOnly Date(string name)
    {
        const string Mend = "write a date such as \"2026-01-31\"";
        if (Take(name, Mend) is not { } value) return default;
        if (DateOnly.TryParseExact(value.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        faults.Add(value, $"'{value.Text}' is not a date", Mend);
        return default;
    }

    /// <summary>The items of an array; none when it is left out.</summary>
    public IReadOnlyList<InstitutionFileNode> List(string name, bool isOptional = false)
    {
        if (Take(name, isOptional ? null : $"write \"{name}\": [ ... ]") is not { } value) return [];
        if (value.Kind == JsonValueKind.Array) return value.Items;
        faults.Add(value, "it is no list", "write its items between [ and ]");
        return [];
    }

    /// <summary>A field that holds fields; null for none, or when it must be there and is not.</summary>
    public InstitutionFileNode? Object(string name, bool isOptional = false)
    {
        if (Take(name, isOptional ? null : $"write \"{name}\": {{ ... }}") is not { } value) return null;
        if (value.Kind == JsonValueKind.Object) return value;
        faults.Add(value, "it is no object", "write its fields between { and }");
        return null;
    }

    /// <summary>A field of any kind; null when it is left out and may be.</summary>
    /// <param name="mend">What to do when it is not there; null when it may be left out.</param>
    public InstitutionFileNode? Any(string name, string? mend) => Take(name, mend);

    public bool Has(string name) => node.Members.Exists(member => member.Name == name);

    public void Fault(string name, string reason, string mend) => faults.Add(node.Members.Find(member => member.Name == name).Value ?? node, reason, mend);

    /// <summary>Tells of fields that nobody has taken. To be called when all were.</summary>
    public void Finish()
    {
        foreach (var (name, value) in node.Members)
        {
            if (!_known.Contains(name)) faults.Add(value, "there is no such field", $"remove it; the fields here are {string.Join(", ", _known)}");
        }
    }

    private long Number(string name, int digits, string unit, string example, long? @default)
    {
        var mend = $"write it as a text, such as \"{example}\"";
        if (Take(name, @default is null ? mend : null) is not { } value) return @default ?? 0;
        if (value.Kind == JsonValueKind.String && value.Text.EndsWith(unit, StringComparison.Ordinal) && ExactNumber.TryParse(Encoding.UTF8.GetBytes(value.Text[..^unit.Length]), digits, out var number) && number >= 0) return number;
        faults.Add(value, $"'{value.Text}' is no number of zero or above with at most {digits} decimals{(unit.Length > 0 ? $" and '{unit}'" : "")}", mend);
        return @default ?? 0;
    }

    private string TextOf(InstitutionFileNode value, string example)
    {
        if (value.Kind == JsonValueKind.String && value.Text.Length > 0) return value.Text;
        faults.Add(value, value.Kind == JsonValueKind.String ? "it is empty" : "it is no text", $"write a text in quotes, such as \"{example}\"");
        return "";
    }

    /// <param name="mend">What to do when it is not there; null when it may be left out.</param>
    private InstitutionFileNode? Take(string name, string? mend)
    {
        _known.Add(name);
        InstitutionFileNode? found = null;
        foreach (var (other, value) in node.Members)
        {
            if (other != name) continue;
            if (found is not null) faults.Add(value, $"it is there already, on line {found.Line}", "keep one of them");
            else found = value;
        }

        if (found is null && mend is not null) faults.Add(node, $"the field '{name}' is missing", mend);
        return found;
    }
}

/// <summary>The faults of a file. Bounded, so that a file which is none of ours does not give a hundred thousand of them.</summary>
internal sealed class InstitutionFileFaults(string file)
{
    private const int Limit = 100;
    private readonly List<InstitutionFault> _faults = [];

    public IReadOnlyList<InstitutionFault> All => [.. _faults.OrderBy(fault => fault.Line)];

    public int Count => _faults.Count;

    public void Add(InstitutionFileNode at, string reason, string mend) => Add(at.Line, at.Path, reason, mend);

    public void Add(int line, string path, string reason, string mend)
    {
        if (_faults.Count < Limit) _faults.Add(new InstitutionFault(file, line, path, reason, mend));
    }
}

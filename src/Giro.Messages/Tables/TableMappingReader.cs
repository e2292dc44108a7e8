using System.Text;
using System.Text.RegularExpressions;

namespace Giro.Messages.Tables;

/// <summary>From JSON to <see cref="TableMapping"/>: what is unknown, missing or contradicts itself is an error with its path.</summary>
internal static class TableMappingReader
{
    private static readonly string[] CaseFields = ["name", "column", "in", "skip", "fields"];

    public static TableMapping Read(MappingNode node)
    {
        node.Only(
            "name", "encoding", "delimiter", "quote", "cell-mark", "comment", "currency", "header", "preamble", "trim", "empty", "empty-of", "money", "fields", "cases", "trailers", "balances");
        var defaults = new FieldMapping
        {
            Name = "",
            Trim = node.Text("trim", " \t"),
            Empty = node.Texts("empty"),
            EmptyOf = node.Text("empty-of", ""),
        };
        if (node.Find("money") is { } money) defaults = Money(money, defaults);
        var mapping = new TableMapping
        {
            Name = node.Text("name", "table"),
            Encodings = Encodings(node),
            Dialect = Dialect(node),
            Comment = node.Text("comment", ""),
            Trim = defaults.Trim,
            Currency = Currency(node),
            Header = Header(node),
            Preamble = node.Find("preamble") is { } preamble ? [.. preamble.Properties().Select(item => KeyValuePair.Create(item.Key, Preamble(item.Value)))] : [],
            Fields = Fields(node.Find("fields") ?? throw node.Fail("lacks the property fields"), defaults),
            Balances = node.Find("balances")?.OneOf(
                ("oldest-first", BalanceOrder.OldestFirst), ("newest-first", BalanceOrder.NewestFirst),
                ("detect", BalanceOrder.Detect), ("unchecked", BalanceOrder.Unchecked))
                ?? BalanceOrder.Unchecked,
        };
        mapping = mapping with
        {
            Cases = node.Find("cases") is { } cases ? [.. cases.Items().Select(item => Case(item, defaults))] : [],
            Trailers = node.Find("trailers") is { } trailers ? [.. trailers.Items().Select(Trailer)] : [],
        };
        Check(node, mapping);
        return mapping;
    }

    /// <summary>What only the whole can say.</summary>
    private static void Check(MappingNode node, TableMapping mapping)
    {
        if (mapping.Fields.All(field => field.Name != "amount")) throw node.Find("fields")!.Value.Fail("lacks the field amount");
        if (mapping.Currency.Length == 0 && mapping.Fields.All(field => field.Name != "currency"))
            throw node.Fail("says nowhere in which currency amounts are: give currency, or a field currency");
        if (mapping.Balances != BalanceOrder.Unchecked && mapping.Fields.All(field => field.Name != "balance"))
            throw node.Find("balances")!.Value.Fail("needs a field balance");
        var fields = mapping.Fields.Concat(mapping.Cases.SelectMany(lines => lines.Fields)).ToArray();
        foreach (var field in fields)
        {
            if (field.Preamble is { } name && mapping.Preamble.All(item => item.Key != name))
                throw At(field.Path + ".preamble", $"'{name}' is nothing that preamble finds");
            if (mapping.Header.IsAbsent && new[] { field.Column, field.Credit, field.Debit, field.Direction }.Any(column => column is { Number: 0 }))
                throw At(field.Path, "names a column, but the table has no header: give its number");
        }

        foreach (var trailer in mapping.Trailers)
        {
            foreach (var total in trailer.Totals)
            {
                if (total.Field.Length > 0 && !Array.Exists(fields, field => field.Name == total.Field && field.Type == FieldType.Money))
                    throw At(trailer.Path, $"sums '{total.Field}', which is no field of money");
                if (total.Case is not ("" or "none") && mapping.Cases.All(lines => lines.Name != total.Case))
                    throw At(trailer.Path, $"counts the case '{total.Case}', which there is not");
                if (trailer.Pattern is { } pattern && (total.At.Number > 0 || !pattern.GetGroupNames().Contains(total.At.Names[0])))
                    throw At(trailer.Path, $"has no group {total.At} in its pattern");
                if (trailer.Header.Count > 0 && total.At.Number == 0 && !trailer.Header.Contains(total.At.Names[0]))
                    throw At(trailer.Path, $"has no column {total.At} in its header");
            }
        }

        MessageFormatException At(string path, string reason) => new(node.Fail("").FileName, 0, 0, path, reason);
    }

    private static IReadOnlyList<string> Encodings(MappingNode node)
    {
        if (node.Find("encoding") is not { } encoding) return ["utf-8"];
        var names = encoding.Texts();
        if (names.Count == 0) throw encoding.Fail("names no encoding");
        foreach (var name in names)
        {
            if (TableInput.FindEncoding(name) is null) throw encoding.Fail($"'{name}' is no known encoding");
        }

        return names;
    }

    private static CsvDialect Dialect(MappingNode node)
    {
        var dialect = new CsvDialect(Sign("delimiter", (byte)','), Sign("quote", (byte)'"'), Sign("cell-mark", 0));
        return dialect.IsUsable ? dialect : throw node.Fail("two of delimiter, quote and cell-mark are the same");

        byte Sign(string name, byte absent)
        {
            if (node.Find(name) is not { } value) return absent;
            var text = value.Text();
            if (text.Length == 0 && name != "delimiter") return 0;
            if (text == "tab") text = "\t";
            return text.Length == 1 && text[0] is > '\0' and < '\u0080' and not ('\r' or '\n')
                ? (byte)text[0]
                : throw value.Fail($"is '{text}', one ASCII character is expected");
        }
    }

    private static string Currency(MappingNode node)
    {
        if (node.Find("currency") is not { } value) return "";
        var code = value.Text();
        return code.Length == 3 && code.All(char.IsAsciiLetterUpper) ? code : throw value.Fail($"'{code}' is no code of a currency, such as CNY");
    }

    private static HeaderMapping Header(MappingNode node)
    {
        if (node.Find("header") is not { } header) return new HeaderMapping();
        if (header.IsText) return new HeaderMapping { IsAbsent = header.OneOf(("none", true), ("find", false)) };
        header.Only("line", "starts-with", "search");
        return new HeaderMapping
        {
            Line = header.Number("line", 1, 100_000, 0),
            StartsWith = header.Texts("starts-with"),
            Search = header.Number("search", 1, 100_000, 100),
        };
    }

    private static Regex Preamble(MappingNode node)
    {
        var pattern = node.Pattern();
        return pattern.GetGroupNumbers().Length > 1 ? pattern : throw node.Fail("has no group: what is to be taken stands in parentheses");
    }

    private static List<FieldMapping> Fields(MappingNode node, FieldMapping defaults) =>
        [.. node.Properties().Select(item => Field(item.Key, item.Value, defaults))];

    private static FieldMapping Field(string name, MappingNode node, FieldMapping defaults)
    {
        if (name.Length == 0) throw node.Fail("has no name");
        // A name or a number alone is a column.
        if (node.IsText || node.Element.ValueKind is System.Text.Json.JsonValueKind.Number or System.Text.Json.JsonValueKind.Array)
            return Typed(name, node, defaults with { Name = name, Path = node.Path, Column = Column(node) }, null, null);
        node.Only(
            "column", "credit", "debit", "direction", "constant", "preamble", "type", "format", "trim", "empty", "empty-of", "map", "unmapped", "required", "optional",
            "invert", "money");
        var field = defaults with
        {
            Name = name,
            Path = node.Path,
            Column = node.Find("column") is { } column ? Column(column) : null,
            Credit = node.Find("credit") is { } credit ? Column(credit) : null,
            Debit = node.Find("debit") is { } debit ? Column(debit) : null,
            Constant = node.Find("constant")?.Text(),
            Preamble = node.Find("preamble")?.Text(),
            Trim = node.Text("trim", defaults.Trim),
            Empty = node.Find("empty")?.Texts() ?? defaults.Empty,
            EmptyOf = node.Text("empty-of", defaults.EmptyOf),
            Map = node.Find("map") is { } map ? map.Properties().ToDictionary(item => item.Key, item => item.Value.Text()) : defaults.Map,
            RefusesUnmapped = node.Find("unmapped")?.OneOf(("keep", false), ("refuse", true)) ?? false,
            IsRequired = node.Flag("required"),
            IsOptional = node.Flag("optional"),
            Inverts = node.Flag("invert"),
        };
        if (node.Find("money") is { } money) field = Money(money, field);
        if (node.Find("direction") is { } direction)
        {
            direction.Only("column", "credit", "debit");
            field = field with
            {
                Direction = Column(direction.Find("column") ?? throw direction.Fail("lacks the property column")),
                CreditValues = direction.Texts("credit"),
                DebitValues = direction.Texts("debit"),
            };
            if (field.CreditValues.Count == 0 || field.DebitValues.Count == 0) throw direction.Fail("needs values for credit and for debit");
        }

        return Typed(name, node, field, node.Find("type"), node.Find("format"));
    }

    private static FieldMapping Typed(string name, MappingNode node, FieldMapping field, MappingNode? type, MappingNode? format)
    {
        var kind = type?.OneOf(
            ("text", FieldType.Text), ("money", FieldType.Money), ("date", FieldType.Date), ("datetime", FieldType.Date), ("time", FieldType.Time),
            ("count", FieldType.Count))
            ?? name switch
            {
                "amount" or "fee" or "balance" => FieldType.Money,
                "date" or "value-date" => FieldType.Date,
                "time" => FieldType.Time,
                _ => FieldType.Text,
            };
        var known = name switch
        {
            "amount" or "fee" or "balance" => FieldType.Money,
            "date" or "value-date" => FieldType.Date,
            "time" => FieldType.Time,
            "reference" or "bank-reference" or "original-reference" or "batch" or "kind" or "status" or "reason" or "counterparty" or "counterparty-account" or "text"
                or "currency" => FieldType.Text,
            _ => kind,
        };
        if (kind != known) throw (type ?? node).Fail($"the field {name} is of the type {known.ToString().ToLowerInvariant()}");
        var sources =
            new[] { field.Column is not null, field.Credit is not null || field.Debit is not null, field.Constant is not null, field.Preamble is not null }.Count(given => given);
        if (sources != 1) throw node.Fail("takes its text from exactly one of column, credit and debit, constant, preamble");
        if (field.Credit is null != field.Debit is null) throw node.Fail("has only one of credit and debit");
        if (kind != FieldType.Money && (field.Credit is not null || field.Direction is not null || field.Inverts))
            throw node.Fail("is no money, so it has no sign");
        if (field.Direction is not null && field.Column is null) throw node.Fail("has a direction, but no column");
        if (kind is not (FieldType.Date or FieldType.Time))
        {
            if (format is { } unused) throw unused.Fail("is for days and times; how amounts are written says money");
            return field with { Type = kind, IsRequired = field.IsRequired || name == "amount" };
        }

        var texts = format?.Texts() ?? [kind == FieldType.Date ? "yyyy-MM-dd" : "HH:mm:ss"];
        var patterns = new List<DatePattern>();
        foreach (var text in texts)
        {
            var pattern = DatePattern.TryCompile(text, out var error) ?? throw format!.Value.Fail($"'{text}' is no pattern of a date: {error}");
            if (pattern.HasDate != (kind == FieldType.Date)) throw format!.Value.Fail($"'{text}' is no pattern of a {kind.ToString().ToLowerInvariant()}");
            patterns.Add(pattern);
        }

        return field with { Type = kind, Patterns = patterns, IsRequired = field.IsRequired || name == "date" };
    }

    private static FieldMapping Money(MappingNode node, FieldMapping field)
    {
        node.Only("decimal", "group", "signs", "currency-signs", "unit", "digits", "excess");
        var sign = node.Text("decimal", ".");
        var group = node.Text("group", "");
        if (sign.Length != 1 || sign[0] > 127 || char.IsAsciiLetterOrDigit(sign[0])) throw node.Find("decimal")!.Value.Fail($"is '{sign}', one sign is expected");
        if (group.Length > 1 || group == sign || (group.Length == 1 && char.IsLetterOrDigit(group[0])))
            throw (node.Find("group") ?? node).Fail($"is '{group}', one sign other than the decimal one is expected");
        var signs = node.Texts("signs");
        string[] known = ["parentheses", "trailing", "trailing-credit-debit", "leading-credit-debit"];
        if (signs.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw node.Find("signs")!.Value.Fail($"'{unknown}' is unknown; known are {string.Join(", ", known)}");
        var minor = node.Find("unit")?.OneOf(("major", false), ("minor", true)) ?? false;
        return field with
        {
            Digits = minor ? 0 : node.Number("digits", 0, 9, -1),
            DropsExcess = node.Find("excess")?.OneOf(("refuse", false), ("empty", true)) ?? false,
            Money = new MoneyFormat
            {
                DecimalSign = (byte)sign[0],
                GroupSign = group,
                Parentheses = signs.Contains("parentheses"),
                TrailingSign = signs.Contains("trailing"),
                TrailingCreditDebit = signs.Contains("trailing-credit-debit"),
                LeadingCreditDebit = signs.Contains("leading-credit-debit"),
                CurrencySigns = node.Texts("currency-signs"),
            },
        };
    }

    private static CaseMapping Case(MappingNode node, FieldMapping defaults)
    {
        node.Only(CaseFields);
        var name = (node.Find("name") ?? throw node.Fail("lacks the property name")).Text();
        var column = Column(node.Find("column") ?? throw node.Fail("lacks the property column"));
        var values = node.Texts("in");
        if (values.Count == 0) throw node.Fail("lacks values in the property in");
        var skips = node.Flag("skip");
        if (skips && node.Find("fields") is { } unused) throw unused.Fail("says how to read lines that are skipped");
        return new CaseMapping(name, column, values, skips, node.Find("fields") is { } fields ? Fields(fields, defaults) : []);
    }

    private static TrailerMapping Trailer(MappingNode node)
    {
        node.Only("header", "starts-with", "pattern", "required", "totals");
        var trailer = new TrailerMapping
        {
            Path = node.Path,
            Header = node.Texts("header"),
            StartsWith = node.Text("starts-with", ""),
            Pattern = node.Find("pattern")?.Pattern(),
            IsRequired = node.Flag("required"),
            Totals = node.Find("totals") is { } totals ? [.. totals.Items().Select(Total)] : [],
        };
        if (trailer.Header.Count > 0 == trailer.StartsWith.Length > 0) throw node.Fail("is known by exactly one of header and starts-with");
        return trailer.Pattern is not null && trailer.StartsWith.Length == 0 ? throw node.Fail("has a pattern, which needs starts-with") : trailer;
    }

    private static TotalMapping Total(MappingNode node)
    {
        node.Only("at", "count", "sum", "case", "side", "invert");
        var count = node.Flag("count");
        var field = node.Text("sum", "");
        if (count == field.Length > 0) throw node.Fail("is exactly one of count and sum");
        return new TotalMapping(
            Column(node.Find("at") ?? throw node.Fail("lacks the property at")),
            field,
            node.Text("case", ""),
            node.Find("side")?.OneOf(("net", TotalSide.Net), ("credits", TotalSide.Credits), ("debits", TotalSide.Debits)) ?? TotalSide.Net,
            node.Flag("invert"));
    }

    private static ColumnReference Column(MappingNode node)
    {
        if (node.Element.ValueKind == System.Text.Json.JsonValueKind.Number) return new ColumnReference([], node.Number(1, CsvScratch.MaxFields));
        var names = node.Texts();
        return names.Count > 0 && names.All(name => name.Length > 0) ? new ColumnReference(names, 0) : throw node.Fail("names no column");
    }
}

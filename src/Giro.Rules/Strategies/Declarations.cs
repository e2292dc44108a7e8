using System.Globalization;
using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>Reads what strategies and accountings have in common: the head, inputs, tables and tiers; and totals and outputs.</summary>
internal sealed class Declarations(RuleFile file, Literals literals, Names names, Diagnostics errors)
{
    public List<StrategyInput> Inputs { get; } = [];

    public List<StrategyTotal> Totals { get; } = [];

    public List<StrategyOutput> Outputs { get; } = [];

    public int Version { get; private set; }

    /// <summary>Slots of the inputs and totals, for every program of the file.</summary>
    public List<Slot> Slots { get; } = [];

    public IEnumerable<T> All<T>() => file.Declarations.OfType<T>();

    /// <param name="digitsOfCurrency">Null for a currency that it does not know.</param>
    public void ReadHead(HeaderSyntax header, Func<string, int?> digitsOfCurrency)
    {
        if (int.TryParse(header.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version >= 1) Version = version;
        else errors.Add(header.At, "version", $"the version is {header.Version}", "number versions 1, 2, 3 and so on");
        foreach (var second in All<HeaderSyntax>().Skip(1)) errors.Add(second.At, "duplicate", $"a second `{second.What}` begins", "write one strategy or one accounting per file");
        var currencies = All<CurrencySyntax>().ToList();
        foreach (var second in currencies.Skip(1)) errors.Add(second.At, "duplicate", "the currency is told a second time", "write one `currency`");
        if (currencies.Count == 0)
        {
            if (!errors.UnreadWords.Contains("currency")) errors.Add(header.At, "currency", "the currency is missing", "write `currency CNY`, or another, on the second line");
            return;
        }

        var currency = currencies[0];
        literals.Currency = currency.Code;
        var known = digitsOfCurrency(currency.Code);
        int? told = currency.Digits is not null && int.TryParse(currency.Digits, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits <= 9 ? digits : null;
        if (currency.Digits is not null && told is null) errors.Add(currency.At, "currency", $"a currency cannot have {currency.Digits} digits", "write the number of its decimals, 0 to 9");
        else if (known is null && told is null) errors.Add(currency.At, "currency", $"the currency {currency.Code} is unknown", $"correct the code, or tell its decimals: `currency {currency.Code} digits 2`");
        else if (known is not null && told is not null && known != told) errors.Add(currency.At, "currency", $"{currency.Code} has {known} digits, not {told}", "remove `digits`");
        literals.Digits = told ?? known ?? 0;
    }

    public void ReadFields()
    {
        foreach (var input in All<InputSyntax>())
        {
            var type = TypeOf(input.Type);
            long? value = null;
            if (input.Default is { } literal && type != ValueType.None) value = literals.Value(literal, type);
            if (!names.Claim(input.Name, input.At, errors)) continue;
            Add(new Field(input.Name, type, names.FieldList.Count, input.At));
            Inputs.Add(new StrategyInput(input.Name, type, value));
        }
    }

    private void Add(Field field)
    {
        names.FieldList.Add(field);
        names.Fields[field.Name] = field;
        Slots.Add(new Slot(field.Name, field.Type, field.Type == ValueType.Money ? literals.Digits : 0));
    }

    public void ReadOutputs()
    {
        foreach (var output in All<OutputSyntax>())
        {
            var type = TypeOf(output.Type);
            var effect = output.Effect switch { "charged" => OutputEffect.Charged, "credited" => OutputEffect.Credited, "borne" => OutputEffect.Borne, _ => OutputEffect.None };
            if (type is not (ValueType.Money or ValueType.None) && (effect != OutputEffect.None || output.As is not null || output.To is not null))
                errors.Add(output.At, "type", $"`{output.Name}` is {Literals.A(type)}, and only money is a line of clearing", "declare it as money, or remove what follows the type");
            if (!names.Claim(output.Name, output.At, errors)) continue;
            var result = new StrategyOutput(output.Name, type, output.As ?? output.Name, effect, output.To);
            names.Outputs[output.Name] = result;
            Outputs.Add(result);
        }
    }

    /// <summary>After inputs and outputs, which they sum.</summary>
    public void ReadTotals()
    {
        foreach (var total in All<TotalSyntax>())
        {
            var type = TypeOf(total.Type);
            if (!names.Claim(total.Name, total.At, errors)) continue;
            CheckSource(total, type);
            var period = PeriodOf(total.Period);
            Add(new Field(total.Name, type, names.FieldList.Count, total.At) { Period = period, IsCount = total.Source is null && type == ValueType.Count });
            Totals.Add(new StrategyTotal(total.Name, type, total.Source?.Name, period, total.OverAllMerchants ? TotalScope.All : TotalScope.Merchant));
        }
    }

    private void CheckSource(TotalSyntax total, ValueType type)
    {
        if (total.Source is not { } source)
        {
            if (type is not (ValueType.Count or ValueType.None)) errors.Add(total.Type.At, "type", $"`{total.Name}` counts payments and is declared as {Literals.A(type)}", "declare it as `count`");
            return;
        }

        var summed = ValueType.None;
        if (names.Outputs.TryGetValue(source.Name, out var output)) summed = output.Type;
        else if (names.Fields.TryGetValue(source.Name, out var field) && field.Period == TotalPeriod.None)
        {
            field.IsUsed = true;
            summed = field.Type;
        }
        else
        {
            if (!errors.UnreadWords.Contains(source.Name))
                errors.Add(source.At, "unknown-name", $"there is no input or output `{source.Name}` to sum", Near.Mend(source.Name, names.Fields.Keys.Concat(names.Outputs.Keys), "sum an input or an output of this file"));
            return;
        }

        if (summed == ValueType.None || type == ValueType.None) return;
        if (summed is not (ValueType.Money or ValueType.Count)) errors.Add(source.At, "type", $"`{source.Name}` is {Literals.A(summed)} and cannot be summed", "sum money or counts");
        else if (summed != type) errors.Add(total.Type.At, "type", $"`{total.Name}` sums {Literals.A(summed)} and is declared as {Literals.A(type)}", $"declare it as `{summed.ToString().ToLowerInvariant()}`");
    }

    public static TotalPeriod PeriodOf(string period) => period switch { "day" => TotalPeriod.Day, "month" => TotalPeriod.Month, "quarter" => TotalPeriod.Quarter, _ => TotalPeriod.Ever };

    public void ReadTables()
    {
        foreach (var table in All<TableSyntax>()) Table(table);
        foreach (var tiers in All<TiersSyntax>()) Tiers(tiers);
    }

    private void Table(TableSyntax table)
    {
        var (key, value) = (TypeOf(table.Key), TypeOf(table.Value));
        var rows = new Dictionary<long, long>();
        long? otherwise = null;
        var hasElse = false;
        foreach (var row in table.Rows)
        {
            if (hasElse) errors.Add(row.At, "table", "a row follows `else`", "write `else` as the last row, once");
            hasElse |= row.Key is null;
            if (key == ValueType.None || value == ValueType.None) continue;
            var result = literals.Value(row.Value, value);
            if (row.Key is null) otherwise = result;
            else if (literals.Value(row.Key, key) is { } found && !rows.TryAdd(found, result ?? 0)) errors.Add(row.Key.At, "duplicate", $"{Literals.Shown(row.Key)} stands twice in the table `{table.Name}`", "remove one of the rows");
        }

        if (table.Rows.Count == 0 && errors.IsWhole) errors.Add(table.At, "table", $"the table `{table.Name}` has no rows", "write rows such as `\"CN\" = 0.10` below it");
        if (!names.Claim(table.Name, table.At, errors)) return;
        var values = otherwise is { } last ? rows.Values.Append(last).ToList() : [.. rows.Values];
        names.Tables[table.Name] = new NamedTable(table.Name, key, value, table.At) { Lookup = new LookupTable(table.Name, rows, otherwise), Range = RangeOf(values) };
    }

    private void Tiers(TiersSyntax tiers)
    {
        var (key, value) = (TypeOf(tiers.Key), TypeOf(tiers.Value));
        if (key is ValueType.Text or ValueType.Flag or ValueType.Date)
        {
            errors.Add(tiers.Key.At, "type", $"{Literals.A(key)} has no zero for tiers to begin with", "use a `table`, or tiers of money, count or rate");
            key = ValueType.None;
        }

        var (from, values) = (new List<long>(), new List<long>());
        foreach (var row in tiers.Rows)
        {
            if (key == ValueType.None || value == ValueType.None || literals.Value(row.From, key) is not { } threshold || literals.Value(row.Value, value) is not { } result) continue;
            if (from.Count == 0 && threshold != 0 && row == tiers.Rows[0]) errors.Add(row.From.At, "tiers", $"the first tier begins at {row.From.Text}", $"let it begin at {literals.Shown(0, key)}");
            if (from.Count > 0 && threshold <= from[^1]) errors.Add(row.From.At, "tiers", $"the tier from {row.From.Text} does not lie above the one before it, from {literals.Shown(from[^1], key)}", "write tiers in ascending order, each threshold once");
            from.Add(threshold);
            values.Add(result);
        }

        if (tiers.Rows.Count == 0 && errors.IsWhole) errors.Add(tiers.At, "tiers", $"the tiers `{tiers.Name}` have no rows", "write rows such as `from 0.00 0.60%` below it");
        if (!names.Claim(tiers.Name, tiers.At, errors)) return;
        names.Tables[tiers.Name] = new NamedTable(tiers.Name, key, value, tiers.At) { Tiers = new TierTable(tiers.Name, from, values), Range = RangeOf(values) };
    }

    private static Interval RangeOf(List<long> values) => values.Count == 0 ? Interval.All : new Interval(values.Min(), values.Max(), !values.Contains(0));

    public ValueType TypeOf(TypeSyntax type)
    {
        var found = Literals.TypeNamed(type.Name);
        if (found == ValueType.None) errors.Add(type.At, "unknown-type", $"there is no type `{type.Name}`", Near.Mend(type.Name, ["money", "rate", "count", "text", "date", "flag"], "the types are money, rate, count, text, date and flag"));
        return found;
    }

    /// <summary>Complains about what nothing in the file uses. Only for files that could be read whole.</summary>
    public void CheckUnused()
    {
        foreach (var field in names.FieldList.Where(field => !field.IsUsed))
            errors.Add(field.At, "unused", $"the {(field.Period == TotalPeriod.None ? "input" : "total")} `{field.Name}` is not used", "use it, or remove it");
        foreach (var table in names.Tables.Values.Where(table => !table.IsUsed))
            errors.Add(table.At, "unused", table.Tiers is null ? $"the table `{table.Name}` is not used" : $"the tiers `{table.Name}` are not used", "use it, or remove it");
    }
}

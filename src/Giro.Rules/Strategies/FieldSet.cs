using Giro.Rules.Programs;

namespace Giro.Rules.Strategies;

/// <summary>The values of one field that the conditions of a use let through, exactly: of numbers the ranges; of texts the values, or prefix and exceptions.</summary>
internal abstract class FieldSet
{
    /// <summary>All values of a field's type.</summary>
    public static FieldSet All(ValueType type, SymbolTable symbols) => type switch
    {
        ValueType.Text => new TextSet(symbols, null, "", [], []),
        ValueType.Flag => new NumberSet([(0, 1)]),
        _ => new NumberSet([(long.MinValue, long.MaxValue)]),
    };

    public abstract FieldSet And(Condition condition);

    public abstract FieldSet And(FieldSet other);

    /// <summary>A value that belongs to it; null when there is none.</summary>
    public abstract long? Example();

    /// <summary>Equal for equal sets, whatever conditions made them.</summary>
    public abstract string Key { get; }

    /// <summary>Disjoint ranges in ascending order, both ends inclusive.</summary>
    public sealed class NumberSet(List<(long Low, long High)> ranges) : FieldSet
    {
        public Interval Hull => ranges.Count == 0 ? Interval.All : new Interval(ranges[0].Low, ranges[^1].High, !ranges.Exists(range => range.Low <= 0 && range.High >= 0));

        public override string Key => string.Join(',', ranges.Select(range => $"{range.Low}..{range.High}"));

        public override FieldSet And(FieldSet other)
        {
            var theirs = ((NumberSet)other).Ranges;
            var both = new List<(long, long)>();
            for (int i = 0, j = 0; i < ranges.Count && j < theirs.Count;)
            {
                var (low, high) = (Math.Max(ranges[i].Low, theirs[j].Low), Math.Min(ranges[i].High, theirs[j].High));
                if (low <= high) both.Add((low, high));
                if (ranges[i].High < theirs[j].High) i++;
                else j++;
            }

            return new NumberSet(both);
        }

        private List<(long Low, long High)> Ranges => ranges;

        public override long? Example() => ranges.Count == 0 ? null : Math.Clamp(0, ranges[0].Low, ranges[0].High);

        public override FieldSet And(Condition condition)
        {
            var first = condition.Values[0];
            return And(new NumberSet(condition.Test switch
            {
                Test.Equal => [(first, first)],
                Test.NotEqual => Without([first]),
                Test.Less => first == long.MinValue ? [] : [(long.MinValue, first - 1)],
                Test.LessOrEqual => [(long.MinValue, first)],
                Test.Greater => first == long.MaxValue ? [] : [(first + 1, long.MaxValue)],
                Test.GreaterOrEqual => [(first, long.MaxValue)],
                Test.FromTo => first > condition.Values[1] ? [] : [(first, condition.Values[1])],
                Test.In => [.. condition.Values.Distinct().Order().Select(value => (value, value))],
                Test.NotIn => Without(condition.Values),
                _ => throw new InvalidOperationException("Numbers have no prefix."),
            }));
        }

        private static List<(long, long)> Without(IReadOnlyList<long> values)
        {
            var left = new List<(long, long)>();
            Int128 next = long.MinValue;
            foreach (var value in values.Order())
            {
                if (next < value) left.Add(((long)next, value - 1));
                next = Int128.Max(next, (Int128)value + 1);
            }

            if (next <= long.MaxValue) left.Add(((long)next, long.MaxValue));
            return left;
        }
    }

    /// <param name="only">Null is every text with the prefix and without the exceptions.</param>
    /// <param name="prefix">Null with an empty <paramref name="only"/> when prefixes contradict each other.</param>
    public sealed class TextSet(SymbolTable symbols, HashSet<long>? only, string prefix, HashSet<long> except, HashSet<string> exceptPrefixes) : FieldSet
    {
        private HashSet<long>? Only => only;

        private string Prefix => prefix;

        private HashSet<long> Except => except;

        private HashSet<string> ExceptPrefixes => exceptPrefixes;

        public override string Key => only is not null
            ? "in " + string.Join(',', only.Order())
            : $"{prefix.Length}:{prefix} not {string.Join(',', except.Order())} not {string.Join(',', exceptPrefixes.Order(StringComparer.Ordinal).Select(text => $"{text.Length}:{text}"))}";

        public override FieldSet And(FieldSet other)
        {
            var that = (TextSet)other;
            var shorter = prefix.Length <= that.Prefix.Length ? prefix : that.Prefix;
            var longer = shorter == prefix ? that.Prefix : prefix;
            if (!longer.StartsWith(shorter, StringComparison.Ordinal)) return new TextSet(symbols, [], "", [], []);
            HashSet<long>? both = null;
            if (only is not null || that.Only is not null)
            {
                both = [.. only is not null && that.Only is not null ? only.Where(that.Only.Contains) : only ?? that.Only!];
                both.RemoveWhere(value => !Belongs(value) || !that.Belongs(value));
            }

            return new TextSet(symbols, both, longer, [.. except, .. that.Except], [.. exceptPrefixes, .. that.ExceptPrefixes]);
        }

        private bool Belongs(long value)
        {
            var text = symbols.Text(value);
            return text.StartsWith(prefix, StringComparison.Ordinal) && !except.Contains(value) && !exceptPrefixes.Any(wrong => text.StartsWith(wrong, StringComparison.Ordinal));
        }

        public override FieldSet And(Condition condition) => And(condition.Test switch
        {
            Test.Equal or Test.In => new TextSet(symbols, [.. condition.Values], "", [], []),
            Test.NotEqual or Test.NotIn => new TextSet(symbols, null, "", [.. condition.Values], []),
            Test.StartsWith => new TextSet(symbols, null, symbols.Text(condition.Values[0]), [], []),
            Test.StartsNotWith => new TextSet(symbols, null, "", [], [symbols.Text(condition.Values[0])]),
            _ => throw new InvalidOperationException("Texts have no order."),
        });

        /// <summary>
        /// Of an open set the prefix itself, or the prefix and one letter more: an exception rules out one of these at most, so among one more letters than there are exceptions
        /// one is left. None is left only when a prefix that is excepted begins the prefix that is asked for.
        /// </summary>
        public override long? Example()
        {
            if (only is not null) return only.Count == 0 ? null : only.Min();
            if (exceptPrefixes.Any(wrong => prefix.StartsWith(wrong, StringComparison.Ordinal))) return null;
            var excepted = except.Select(symbols.Text).ToHashSet(StringComparer.Ordinal);
            if (prefix.Length > 0 && !excepted.Contains(prefix)) return symbols.Intern(prefix);
            for (var i = 0; ; i++)
            {
                var text = prefix + (char)(i < 10 ? '0' + i : i < 36 ? 'A' + (i - 10) : '\u4E00' + (i - 36));
                if (!excepted.Contains(text) && !exceptPrefixes.Contains(text)) return symbols.Intern(text);
            }
        }
    }
}

using System.Globalization;
using System.Numerics;
using System.Text;
using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>
/// Proves that the debits of an event equal its credits, whatever the payment: each amount is a sum of whole multiples of terms, and the sums of both sides have to be the
/// same. A term is an input, or an expression that is not a sum (a minimum, a rounded product); two expressions that are written alike over the same values are the same
/// term, because steps have no other effect than their value. Parts of a share add up to what is shared, so the last part is what the others leave.
/// </summary>
internal sealed class BalanceProof(Literals literals)
{
    private readonly Dictionary<string, Form> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly List<string> _shown = [];

    /// <summary>A sum of multiples of terms, by the term's number; number -1 is 1 minor unit.</summary>
    private sealed class Form : SortedDictionary<int, BigInteger>
    {
        public Form Plus(Form other, BigInteger times)
        {
            var sum = new Form();
            foreach (var (term, count) in this) sum[term] = count;
            foreach (var (term, count) in other)
            {
                var total = sum.GetValueOrDefault(term) + (count * times);
                if (total.IsZero) sum.Remove(term);
                else sum[term] = total;
            }

            return sum;
        }

        public string Key => string.Join('+', this.Select(pair => $"{pair.Value}*{pair.Key}"));
    }

    public void Check(OnSyntax on, Diagnostics errors)
    {
        var (debits, credits) = (new Form(), new Form());
        foreach (var step in on.Steps)
        {
            if (step is AssignStep assign) _names[assign.Name] = Of(assign.Value);
            else if (step is ShareStep share) Share(share);
        }

        foreach (var leg in on.Steps.OfType<LegStep>())
        {
            if (leg.Debit) debits = debits.Plus(Of(leg.Amount), 1);
            else credits = credits.Plus(Of(leg.Amount), 1);
        }

        var difference = debits.Plus(credits, -1);
        if (difference.Count == 0) return;
        var mend = difference.Keys.Any(term => term >= 0 && _shown[term].Any(c => !char.IsLetterOrDigit(c) && c is not ('-' or '_')))
            ? "let the debits and the credits add up to the same; give what is worked out a name in a step, and use the name on both sides"
            : "let the debits and the credits add up to the same";
        errors.Add(on.Steps.OfType<LegStep>().First().At, "balance", $"legs do not balance: debits come to {Shown(debits)}, credits to {Shown(credits)}, the difference is {Shown(difference)}", mend);
    }

    private void Share(ShareStep share)
    {
        var rest = Of(share.Amount);
        var key = $"share({rest.Key};{string.Join(',', share.Weights.Select(weight => Of(weight).Key))};{share.RemainderTo?.Name})";
        for (var i = 0; i < share.Targets.Count; i++)
        {
            var name = share.Targets[i].Name;
            var part = i == share.Targets.Count - 1 ? rest : Term($"{key}#{i.ToString(CultureInfo.InvariantCulture)}", name);
            rest = rest.Plus(part, -1);
            _names[name] = part;
        }
    }

    private Form Of(Expression expression)
    {
        switch (expression)
        {
            case NameExpression name:
                return _names.TryGetValue(name.Name, out var known) ? known : Term("name " + name.Name, name.Name);
            case LiteralExpression { Form: LiteralForm.Number } literal when literals.Value(literal, ValueType.Money) is { } value:
                return value == 0 ? new Form() : new Form { [-1] = value };
            case UnaryExpression { Operator: "-" } minus:
                return new Form().Plus(Of(minus.Operand), -1);
            case BinaryExpression { Operator: "+" or "-" } sum:
                return Of(sum.Left).Plus(Of(sum.Right), sum.Operator == "+" ? 1 : -1);
            case BinaryExpression { Operator: "*", Left: LiteralExpression { IsWhole: true } count } product:
                return new Form().Plus(Of(product.Right), BigInteger.Parse(count.Text, CultureInfo.InvariantCulture));
            case BinaryExpression { Operator: "*", Right: LiteralExpression { IsWhole: true } count } product:
                return new Form().Plus(Of(product.Left), BigInteger.Parse(count.Text, CultureInfo.InvariantCulture));
            default:
                return Term(KeyOf(expression), ExpressionText.Of(expression));
        }
    }

    /// <summary>The same for two expressions of the same shape over the same values.</summary>
    private string KeyOf(Expression expression) => expression switch
    {
        LiteralExpression literal => $"{literal.Form} {literal.Text}",
        UnaryExpression not => $"not({Of(not.Operand).Key})",
        BinaryExpression binary => $"({Of(binary.Left).Key}){binary.Operator}({Of(binary.Right).Key})",
        CallExpression call => $"{call.Function}({string.Join(';', call.Arguments.Select(argument => Of(argument).Key))})",
        LookupExpression lookup => $"{lookup.Table}[{Of(lookup.Key).Key}]",
        MembershipExpression membership => $"({Of(membership.Operand).Key}){membership.Negated}in({string.Join(',', membership.Values.Select(ExpressionText.Of))})",
        RangeExpression range => $"({Of(range.Operand).Key})from({Of(range.From).Key})to({Of(range.To).Key})",
        PrefixExpression prefix => $"({Of(prefix.Operand).Key})starts({ExpressionText.Of(prefix.Prefix)})",
        ConditionalExpression conditional => $"({Of(conditional.Then).Key})if({Of(conditional.Condition).Key})else({Of(conditional.Else).Key})",
        RoundedExpression rounded => $"({KeyOf(rounded.Operand)})rounded {rounded.Mode} {rounded.Unit?.Text}",
        _ => ExpressionText.Of(expression),
    };

    private Form Term(string key, string shown)
    {
        if (!_terms.TryGetValue(key, out var number))
        {
            _terms[key] = number = _terms.Count;
            _shown.Add(shown.Length <= 60 ? shown : shown[..60] + "...");
        }

        return new Form { [number] = 1 };
    }

    private string Shown(Form form)
    {
        if (form.Count == 0) return "nothing";
        var text = new StringBuilder();
        foreach (var (term, count) in form.OrderBy(pair => pair.Key < 0).ThenBy(pair => pair.Value.Sign < 0).ThenBy(pair => pair.Key))
        {
            var size = BigInteger.Abs(count);
            var part = term < 0 ? size <= long.MaxValue ? literals.Shown((long)size, ValueType.Money) : size.ToString(CultureInfo.InvariantCulture) : size.IsOne ? _shown[term] : $"{size} * {_shown[term]}";
            text.Append(text.Length == 0 ? count.Sign < 0 ? "-" : "" : count.Sign < 0 ? " - " : " + ").Append(part);
        }

        return text.ToString();
    }
}

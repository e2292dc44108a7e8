namespace Giro.Rules.Text;

/// <summary>Expressions, from what binds least: if-else, or, and, not, comparisons, + -, * / with `rounded`, the sign.</summary>
internal sealed partial class Parser
{
    /// <summary>Of brackets and of whatever else makes the parser call itself.</summary>
    public const int MaxNesting = 64;

    /// <summary>Of a tree: also a long row of + makes a high tree. Walking a tree of this height takes a small part of a stack.</summary>
    public const int MaxHeight = 200;

    private int _nesting;

    private Expression Expression()
    {
        if (++_nesting > MaxNesting)
        {
            _nesting = 0;
            throw Fail(Current, "too-deep", $"expressions are nested more than {MaxNesting} deep", "assign a part of it to a name and use the name");
        }

        var then = Or();
        if (Current.IsWord("if"))
        {
            var at = Take().At;
            var condition = Or();
            if (!AcceptWord("else")) throw Fail(Current, "syntax", $"{Current} stands where `else` is expected", "say what it is otherwise: `X if CONDITION else Y`");
            then = Checked(new ConditionalExpression(then, condition, Expression()) { At = at });
        }

        _nesting--;
        return then;
    }

    private Expression Or()
    {
        var left = And();
        while (Current.IsWord("or")) left = Binary(left, And);
        return left;
    }

    private Expression And()
    {
        var left = Not();
        while (Current.IsWord("and")) left = Binary(left, Not);
        return left;
    }

    private Expression Not()
    {
        if (!Current.IsWord("not")) return Comparison();
        var at = Take().At;
        return Checked(new UnaryExpression("not", Nested(Not)) { At = at });
    }

    private Expression Comparison()
    {
        var left = Sum();
        var token = Current;
        if (token.Kind == TokenKind.Symbol && token.Text is "=" or "!=" or "<" or "<=" or ">" or ">=")
        {
            left = Binary(left, Sum);
            if (Current.Kind == TokenKind.Symbol && Current.Text is "=" or "!=" or "<" or "<=" or ">" or ">=")
                throw Fail(Current, "syntax", "two comparisons stand in a row", "compare two values at a time and join the comparisons with `and`");
            return left;
        }

        if (token.IsWord("in") || (token.IsWord("not") && Following.IsWord("in")))
        {
            if (!AcceptWord("in")) _next += 2;
            return Checked(new MembershipExpression(left, token.Text == "not", Set()) { At = token.At });
        }

        if (AcceptWord("from"))
        {
            var from = Sum();
            Word("to");
            return Checked(new RangeExpression(left, from, Sum()) { At = token.At });
        }

        if (AcceptWord("starts"))
        {
            Word("with");
            var prefix = Take(TokenKind.Quoted, "a text in quotation marks");
            return Checked(new PrefixExpression(left, new LiteralExpression(LiteralForm.Text, prefix.Text) { At = prefix.At }) { At = token.At });
        }

        return left;
    }

    private List<LiteralExpression> Set()
    {
        Symbol("(");
        var values = new List<LiteralExpression>();
        do values.Add(Literal());
        while (Accept(","));
        Symbol(")");
        return values;
    }

    private Expression Sum()
    {
        var left = Product();
        while (Current.Is("+") || Current.Is("-")) left = Binary(left, Product);
        return left;
    }

    /// <summary>`rounded` is about all that stands before it in this product.</summary>
    private Expression Product()
    {
        var left = Rounded(Signed());
        while (Current.Is("*") || Current.Is("/")) left = Rounded(Binary(left, Signed));
        return left;
    }

    private Expression Rounded(Expression operand)
    {
        if (!Current.IsWord("rounded")) return operand;
        var at = Take().At;
        if (Current.Kind != TokenKind.Word || !Words.Roundings.Contains(Current.Text)) throw Unexpected("`half-up`, `half-even`, `up` or `down`");
        var mode = Take().Text;
        var unit = AcceptWord("to") ? Literal() : null;
        return Checked(new RoundedExpression(operand, mode, unit) { At = at });
    }

    private Expression Signed()
    {
        if (!Current.Is("-")) return Primary();
        if (Following.Kind is TokenKind.Number or TokenKind.Percent) return Literal();
        var at = Take().At;
        var operand = Nested(Signed);
        if (operand is LiteralExpression { Form: LiteralForm.Number or LiteralForm.Percent } literal && literal.Text[0] != '-') return literal with { Text = "-" + literal.Text, At = at };
        return Checked(new UnaryExpression("-", operand) { At = at });
    }

    private Expression Primary()
    {
        var token = Current;
        if (IsLiteral(token) || token.IsWord("true") || token.IsWord("false")) return Literal();
        if (Accept("("))
        {
            var inner = Expression();
            Symbol(")");
            return inner;
        }

        if (token.Kind != TokenKind.Word) throw Unexpected("a name, a number or a bracket");
        if (Following.Is("(")) return Call();
        if (Following.Is("["))
        {
            var table = Name("the name of a table or of tiers");
            _next++;
            var key = Expression();
            Symbol("]");
            return Checked(new LookupExpression(table.Text, key) { At = table.At });
        }

        return NameNode("a name");
    }

    private Expression Call()
    {
        var function = Take();
        if (function.Text == "share") throw Fail(function, "syntax", "`share` stands within an expression", "write it on a line of its own: `a, b = share(amount, 80%, 20%) remainder largest`");
        if (!Words.Functions.Contains(function.Text))
            throw Fail(function, "unknown-name", $"there is no function `{function.Text}`", Near.Mend(function.Text, Words.Functions, "the functions are min, max, proportion and marginal"));
        Symbol("(");
        var arguments = new List<Expression>();
        do arguments.Add(Expression());
        while (Accept(","));
        Symbol(")");
        var call = Checked(new CallExpression(function.Text, arguments) { At = function.At });
        return function.Text is "proportion" or "marginal" ? Rounded(call) : call;
    }

    private LiteralExpression Literal()
    {
        var at = Current.At;
        var sign = Accept("-") ? "-" : "";
        var token = Current;
        var form = token.Kind switch
        {
            TokenKind.Number => LiteralForm.Number,
            TokenKind.Percent => LiteralForm.Percent,
            TokenKind.Quoted when sign.Length == 0 => LiteralForm.Text,
            TokenKind.Date when sign.Length == 0 => LiteralForm.Date,
            TokenKind.Word when sign.Length == 0 && token.Text is "true" or "false" => LiteralForm.Flag,
            _ => throw Unexpected("a value such as 0.10, 0.60%, 3, \"CN\", 2026-01-01 or true"),
        };
        _next++;
        return new LiteralExpression(form, sign + token.Text) { At = at };
    }

    private static bool IsLiteral(Token token) => token.Kind is TokenKind.Number or TokenKind.Percent or TokenKind.Quoted or TokenKind.Date;

    private BinaryExpression Binary(Expression left, Func<Expression> right)
    {
        var symbol = Take();
        return Checked(new BinaryExpression(symbol.Text, left, right()) { At = symbol.At });
    }

    private Expression Nested(Func<Expression> read)
    {
        if (++_nesting > MaxNesting)
        {
            _nesting = 0;
            throw Fail(Current, "too-deep", $"expressions are nested more than {MaxNesting} deep", "assign a part of it to a name and use the name");
        }

        var inner = read();
        _nesting--;
        return inner;
    }

    private T Checked<T>(T expression)
        where T : Expression
    {
        if (expression.Height <= MaxHeight) return expression;
        _errors.Add(expression.At, "too-deep", $"the expression has more than {MaxHeight} steps in a row", "assign a part of it to a name and use the name");
        throw new UnreadableLineException();
    }
}

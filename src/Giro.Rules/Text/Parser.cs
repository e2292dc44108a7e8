using Giro.Rules.Programs;

namespace Giro.Rules.Text;

/// <summary>
/// Tokens to a syntax tree, by recursive descent. A line that cannot be read is reported and left out; reading goes on with the next, so that one run shows every error.
/// This part reads lines.
/// </summary>
internal sealed partial class Parser
{
    private const string Starters = "`input`, `total`, `output`, `table`, `tiers`, `algorithm`, `use`, `at end of` or `on`";

    private static readonly string[] BlockStarters = ["table", "tiers", "algorithm", "use", "at", "on"];

    private readonly Diagnostics _errors;
    private readonly List<Token> _tokens;
    private readonly List<Comment> _comments;
    private int _next;
    private int _nextComment;

    /// <summary>The first line of a block could not be read, so the lines below it have nothing to belong to and are not complained about.</summary>
    private bool _inUnreadBlock;

    private Parser(string text, Diagnostics errors)
    {
        _errors = errors;
        (_tokens, _comments) = Lexer.Read(text, errors);
    }

    public static RuleFile Parse(string text, Diagnostics errors) => new Parser(text, errors).File();

    private Token Current => _tokens[_next];

    private Token Following => _tokens[Math.Min(_next + 1, _tokens.Count - 1)];

    private RuleFile File()
    {
        var declarations = new List<Declaration>();
        while (Current.Kind != TokenKind.End && !_errors.IsFull)
        {
            if (Line(Declare) is not { } declaration) continue;
            declarations.Add(declaration);
            _inUnreadBlock = false;
        }

        var rest = CommentsUntil(int.MaxValue);
        return new RuleFile(declarations, rest);
    }

    /// <summary>Reads a line with its comments. Null when it could not be read.</summary>
    private T? Line<T>(Func<T> read)
        where T : LineNode
    {
        var above = CommentsUntil(Current.At.Line);
        var start = _next;
        _nesting = 0;
        try
        {
            return read() with { At = _tokens[start].At, Above = above };
        }
        catch (UnreadableLineException)
        {
            for (var i = start; _tokens[i].Kind is not (TokenKind.NewLine or TokenKind.End); i++)
            {
                if (_tokens[i].Kind == TokenKind.Word) _errors.UnreadWords.Add(_tokens[i].Text);
            }

            if (_tokens[start].Kind == TokenKind.Word && BlockStarters.Contains(_tokens[start].Text)) _inUnreadBlock = true;

            while (Current.Kind is not (TokenKind.NewLine or TokenKind.End)) _next++;
            if (Current.Kind == TokenKind.NewLine) _next++;
            return null;
        }
    }

    /// <summary>Ends the first line of a block, or a block of one line.</summary>
    private string? EndOfLine()
    {
        if (Current.Kind is not (TokenKind.NewLine or TokenKind.End)) throw Fail(Current, "syntax", $"{Current} stands where the end of the line is expected", "remove it, or begin a new line with it");
        var line = Current.At.Line;
        if (Current.Kind == TokenKind.NewLine) _next++;
        var beside = CommentsUntil(line + 1);
        return beside is null ? null : string.Join(' ', beside);
    }

    private List<string>? CommentsUntil(int line)
    {
        List<string>? found = null;
        for (; _nextComment < _comments.Count && _comments[_nextComment].Line < line; _nextComment++) (found ??= []).Add(_comments[_nextComment].Text);
        return found;
    }

    private Declaration Declare()
    {
        var word = Current;
        if (_inUnreadBlock && !IsStarter(word)) throw new UnreadableLineException();
        if (word.Kind != TokenKind.Word) throw Fail(word, "syntax", $"{word} begins no statement", $"begin the line with {Starters}");
        switch (word.Text)
        {
            case "strategy" or "accounting": return Header();
            case "currency": return Currency();
            case "input": return Input();
            case "total": return Total();
            case "output": return Output();
            case "table": return Table();
            case "tiers": return Tiers();
            case "algorithm": return Algorithm();
            case "use" or "at": return Use();
            case "on": return On();
            case "when" or "otherwise" or "priority" or "from":
                throw Fail(word, "syntax", $"`{word.Text}` belongs under a `use`", "write it below the `use` that it is about, each of them once");
            case "debit" or "credit":
                throw Fail(word, "syntax", $"`{word.Text}` belongs under an `on`", "write the legs below the event that they are for");
            default:
                if (Following.Is("=") || Following.Is(",")) throw Fail(word, "syntax", $"`{word.Text}` is assigned outside of an algorithm", "write it below an `algorithm`, or below an `on`");
                throw Fail(word, "syntax", $"`{word.Text}` begins no statement", Near.Mend(word.Text, Words.Starters, $"begin the line with {Starters}"));
        }
    }

    private HeaderSyntax Header()
    {
        var what = Take().Text;
        var name = Name($"the name of the {what}");
        Word("version");
        var version = Take(TokenKind.Number, "the version, a whole number").Text;
        return new HeaderSyntax(what, name.Text, version) { Beside = EndOfLine() };
    }

    private CurrencySyntax Currency()
    {
        Take();
        var code = Take(TokenKind.Word, "the currency's code, such as CNY").Text;
        string? digits = null;
        if (AcceptWord("digits")) digits = Take(TokenKind.Number, "the number of digits").Text;
        return new CurrencySyntax(code, digits) { Beside = EndOfLine() };
    }

    private InputSyntax Input()
    {
        Take();
        var name = Name("the input's name");
        var type = TypeAfterColon();
        var value = Accept("=") ? Literal() : null;
        return new InputSyntax(name.Text, type, value) { Beside = EndOfLine() };
    }

    private TotalSyntax Total()
    {
        Take();
        var name = Name("the total's name");
        var type = TypeAfterColon();
        Symbol("=");
        NameExpression? source = null;
        if (AcceptWord("sum"))
        {
            Word("of");
            source = NameNode("the name of what is summed");
        }
        else if (!AcceptWord("count"))
        {
            throw Unexpected("`sum of NAME` or `count`");
        }

        Word("per");
        var period = Period("`day`, `month`, `quarter` or `ever`", true);
        var all = AcceptWord("over");
        if (all)
        {
            Word("all");
            Word("merchants");
        }

        return new TotalSyntax(name.Text, type, period, all, source) { Beside = EndOfLine() };
    }

    private string Period(string expected, bool ever)
    {
        if (Current.Kind == TokenKind.Word && (Current.Text is "day" or "month" or "quarter" || (ever && Current.Text == "ever"))) return Take().Text;
        throw Unexpected(expected);
    }

    private OutputSyntax Output()
    {
        Take();
        var name = Name("the output's name");
        var type = TypeAfterColon();
        var kind = AcceptWord("as") ? Take(TokenKind.Word, "the kind of line, such as merchant-fee").Text : null;
        var effect = Current.Kind == TokenKind.Word && Current.Text is "charged" or "credited" or "borne" ? Take().Text : null;
        var receiver = AcceptWord("to") ? Take(TokenKind.Quoted, "the receiver in quotation marks").Text : null;
        if (Current.Kind is not (TokenKind.NewLine or TokenKind.End)) throw Unexpected("`as KIND`, `charged`, `credited`, `borne`, `to \"RECEIVER\"` (in this order) or the end of the line");
        return new OutputSyntax(name.Text, type, kind, effect, receiver) { Beside = EndOfLine() };
    }

    private TableSyntax Table()
    {
        Take();
        var name = Name("the table's name");
        var key = TypeAfterColon();
        Symbol("->");
        var value = TypeName();
        var beside = EndOfLine();
        var rows = Rows(IsRow, () =>
        {
            var rowKey = AcceptWord("else") ? null : Literal();
            Symbol("=");
            var rowValue = Literal();
            return new TableRow(rowValue, rowKey) { Beside = EndOfLine() };
        });
        return new TableSyntax(name.Text, key, value, rows) { Beside = beside };
    }

    private TiersSyntax Tiers()
    {
        Take();
        var name = Name("the name of the tiers");
        var key = TypeAfterColon();
        Symbol("->");
        var value = TypeName();
        var beside = EndOfLine();
        var rows = Rows(IsRow, () =>
        {
            Word("from");
            var from = Literal();
            var rowValue = Literal();
            return new TierRow(from, rowValue) { Beside = EndOfLine() };
        });
        return new TiersSyntax(name.Text, key, value, rows) { Beside = beside };
    }

    private AlgorithmSyntax Algorithm()
    {
        Take();
        var name = Name("the algorithm's name");
        var parameters = new List<ParameterSyntax>();
        if (Accept("("))
        {
            do
            {
                var at = Current.At;
                var parameter = Name("a parameter's name");
                parameters.Add(new ParameterSyntax(parameter.Text, TypeAfterColon()) { At = at });
            }
            while (Accept(","));
            Symbol(")");
        }

        var beside = EndOfLine();
        return new AlgorithmSyntax(name.Text, parameters, Rows(token => IsStep(token, legs: false), OneStep)) { Beside = beside };
    }

    private UseSyntax Use()
    {
        string? period = null;
        if (AcceptWord("at"))
        {
            Word("end");
            Word("of");
            period = Period("`day`, `month` or `quarter`", false);
        }

        Word("use");
        var algorithm = NameNode("the name of an algorithm");
        var arguments = new List<ArgumentSyntax>();
        if (Accept("("))
        {
            do
            {
                var at = Current.At;
                var name = Take(TokenKind.Word, "the name of a parameter");
                Symbol(":");
                arguments.Add(new ArgumentSyntax(name.Text, Literal()) { At = at });
            }
            while (Accept(","));
            Symbol(")");
        }

        var beside = EndOfLine();
        return new UseSyntax(algorithm, arguments, Clauses(), period) { Beside = beside };
    }

    private OnSyntax On()
    {
        Take();
        var name = Take(TokenKind.Word, "the name of an event");
        var beside = EndOfLine();
        return new OnSyntax(name.Text, Clauses(), Rows(token => IsStep(token, legs: true), OneStep)) { Beside = beside };
    }

    private List<Clause> Clauses() => Rows<Clause>(token => token.Kind == TokenKind.Word && token.Text is "when" or "otherwise" or "priority" or "from" or "until", () =>
    {
        var word = Take().Text;
        switch (word)
        {
            case "when":
                return new WhenClause(Expression()) { Beside = EndOfLine() };
            case "otherwise":
                return new OtherwiseClause { Beside = EndOfLine() };
            case "priority":
                return new PriorityClause(Take(TokenKind.Number, "the priority, a whole number").Text) { Beside = EndOfLine() };
            default:
                var from = word == "from" ? Date() : null;
                var until = word == "until" || AcceptWord("until") ? Date() : null;
                return new DatesClause(from, until) { Beside = EndOfLine() };
        }
    });

    private LiteralExpression Date()
    {
        var token = Take(TokenKind.Date, "a date such as 2026-01-01");
        return new LiteralExpression(LiteralForm.Date, token.Text) { At = token.At };
    }

    /// <summary>The lines of a block, as long as they begin like one of them.</summary>
    private List<T> Rows<T>(Func<Token, bool> begins, Func<T> read)
        where T : LineNode
    {
        var rows = new List<T>();
        while (!_errors.IsFull && begins(Current))
        {
            if (Line(read) is { } row) rows.Add(row);
        }

        return rows;
    }

    private static bool IsStarter(Token token) => token.Kind == TokenKind.Word && Words.Starters.Contains(token.Text);

    private static bool IsRow(Token token) => token.Kind != TokenKind.End && !IsStarter(token);

    private bool IsStep(Token token, bool legs) => token.Kind == TokenKind.Word
        && (Following.Is("=") || Following.Is(",") || (token.Text is "debit" or "credit" ? legs : !IsStarter(token) && token.Text is not ("when" or "otherwise" or "priority" or "until" or "from")));

    private Step OneStep()
    {
        if (Current.Text is "debit" or "credit" && Following.Kind == TokenKind.Path)
        {
            var isDebit = Take().Text == "debit";
            var path = Take();
            return new LegStep(isDebit, path.Text, Expression()) { PathAt = path.At, Beside = EndOfLine() };
        }

        if (!Following.Is("=") && !Following.Is(","))
            throw Fail(Current, "syntax", $"{Current} begins no statement", Near.Mend(Current.Text, [.. Words.Starters, "when", "otherwise", "priority", "debit", "credit"], "assign to a name: `NAME = ...`"));
        var target = NameNode("the name of what is assigned");
        if (Current.Is(",")) return Share(target);
        Symbol("=");
        if (Current.IsWord("share") && Following.Is("(")) return ShareOf([target]);
        return new AssignStep(target.Name, Expression()) { Beside = EndOfLine() };
    }

    private ShareStep Share(NameExpression first)
    {
        var targets = new List<NameExpression> { first };
        while (Accept(",")) targets.Add(NameNode("the name of what is assigned"));
        Symbol("=");
        return ShareOf(targets);
    }

    private ShareStep ShareOf(List<NameExpression> targets)
    {
        Word("share");
        Symbol("(");
        var amount = Expression();
        var weights = new List<Expression>();
        while (Accept(",")) weights.Add(Expression());
        Symbol(")");
        if (!AcceptWord("remainder")) throw Fail(Current, "rounding", "it does not say where the remainder goes", "add `remainder largest`, or `remainder to NAME`");
        NameExpression? to = null;
        if (AcceptWord("to")) to = NameNode("one of the names that are assigned");
        else Word("largest");
        return new ShareStep(targets, amount, weights, to) { Beside = EndOfLine() };
    }

    private TypeSyntax TypeAfterColon()
    {
        Symbol(":");
        return TypeName();
    }

    private TypeSyntax TypeName()
    {
        var token = Take(TokenKind.Word, "a type: money, rate, count, text, date or flag");
        return new TypeSyntax(token.Text) { At = token.At };
    }
}

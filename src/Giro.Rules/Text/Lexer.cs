using System.Text;
using Giro.Rules.Programs;

namespace Giro.Rules.Text;

/// <summary>
/// Text to tokens. A statement ends with its line, unless the line ends with a comma, an open bracket, an operator, <c>and</c> or <c>or</c>, or the next line begins with
/// the bracket that closes. A hyphen between letters or digits belongs to a name, so a subtraction has blanks around it.
/// </summary>
internal sealed class Lexer
{
    private static readonly string[] Symbols = ["->", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ",", ":"];

    /// <summary>What people write who know another language or another keyboard.</summary>
    private static readonly (string Wrong, string Right)[] Habits =
    [
        ("==", "="), ("<>", "!="), ("&&", "and"), ("||", "or"), ("≤", "<="), ("≥", ">="), ("≠", "!="), ("×", "*"), ("÷", "/"), ("−", "-"), ("–", "-"), ("“", "\""), ("”", "\""), ("'", "\""),
        ("，", ","), ("（", "("), ("）", ")"), ("：", ":"), ("＝", "="), ("％", "%"), ("＃", "#"), ("；", "a new line"), (";", "a new line"),
    ];

    private readonly string _text;
    private readonly Diagnostics _errors;
    private readonly List<Token> _tokens = [];
    private readonly List<Comment> _comments = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private int _depth;
    private int _depthOfLineBefore;

    private Lexer(string text, Diagnostics errors) => (_text, _errors) = (text, errors);

    public static (List<Token> Tokens, List<Comment> Comments) Read(string text, Diagnostics errors)
    {
        var lexer = new Lexer(text, errors);
        lexer.Run();
        return (lexer._tokens, lexer._comments);
    }

    private Position Here => new(_line, _at - _lineStart + 1);

    private void Run()
    {
        while (_at < _text.Length && !_errors.IsFull)
        {
            var c = _text[_at];
            if (c == '\n') EndLine();
            else if (c is ' ' or '\t' or '\r' or '\uFEFF' or '\u3000') _at++;
            else if (c == '#') Comment();
            else if (c == '"') Quoted();
            else if (char.IsAsciiDigit(c)) Number();
            else if (IsLetter(c)) Word();
            else Symbol();
        }

        if (_tokens.Count > 0 && _tokens[^1].Kind != TokenKind.NewLine) _tokens.Add(new Token(TokenKind.NewLine, "", Here));
        _tokens.Add(new Token(TokenKind.End, "", Here));
    }

    private void EndLine()
    {
        if (_tokens.Count > 0 && !GoesOn(_tokens[^1]))
        {
            _tokens.Add(new Token(TokenKind.NewLine, "", Here));
            (_depthOfLineBefore, _depth) = (_depth, 0);
        }

        _at++;
        _line++;
        _lineStart = _at;
    }

    /// <summary>Whether the statement does not end with this token, or has not begun.</summary>
    private static bool GoesOn(Token last) => last.Kind switch
    {
        TokenKind.NewLine => true,
        TokenKind.Symbol => last.Text is not (")" or "]"),
        TokenKind.Word => last.Text is "and" or "or",
        _ => false,
    };

    private void Comment()
    {
        var end = _text.IndexOf('\n', _at);
        if (end < 0) end = _text.Length;
        _comments.Add(new Comment(_line, _text[(_at + 1)..end].Trim()));
        _at = end;
    }

    private void Quoted()
    {
        var at = Here;
        var value = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] is not ('"' or '\n'); _at++)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length && _text[_at + 1] is '"' or '\\') _at++;
            value.Append(_text[_at]);
        }

        if (_at < _text.Length && _text[_at] == '"') _at++;
        else _errors.Add(at, "quote", "the quotation mark is not closed", "write \" at the end of the text, on the same line");
        _tokens.Add(new Token(TokenKind.Quoted, value.ToString().TrimEnd('\r'), at));
    }

    private void Number()
    {
        var at = Here;
        var start = _at;
        Digits();
        if (_at - start == 4 && IsDateRest())
        {
            _at += 6;
            _tokens.Add(new Token(TokenKind.Date, _text[start.._at], at));
            return;
        }

        if (_at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
        {
            _at++;
            Digits();
        }

        var kind = TokenKind.Number;
        if (_at < _text.Length && _text[_at] == '%')
        {
            _at++;
            kind = TokenKind.Percent;
        }

        if (_at < _text.Length && IsLetter(_text[_at]))
        {
            while (_at < _text.Length && (IsLetter(_text[_at]) || char.IsAsciiDigit(_text[_at]))) _at++;
            _errors.Add(at, "number", $"`{Shown(_text[start.._at])}` is neither a number nor a name", "put text into quotation marks; a name begins with a letter");
        }

        _tokens.Add(new Token(kind, _text[start.._at], at));
    }

    private void Digits()
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
    }

    /// <summary>Whether <c>-07-01</c> follows.</summary>
    private bool IsDateRest()
    {
        if (_at + 6 > _text.Length || _text[_at] != '-' || _text[_at + 3] != '-') return false;
        foreach (var i in (ReadOnlySpan<int>)[1, 2, 4, 5])
        {
            if (!char.IsAsciiDigit(_text[_at + i])) return false;
        }

        return _at + 6 == _text.Length || !char.IsAsciiDigit(_text[_at + 6]);
    }

    private void Word()
    {
        var at = Here;
        var start = _at;
        while (_at < _text.Length && (IsNamePart(_text[_at]) || (_text[_at] == '-' && _at + 1 < _text.Length && IsNamePart(_text[_at + 1])))) _at++;
        var begins = _tokens.Count == 0 || _tokens[^1].Kind == TokenKind.NewLine;
        var text = _text[start.._at];
        _tokens.Add(new Token(TokenKind.Word, text, at));
        if (begins && text is "debit" or "credit") Path();
    }

    /// <summary>An account has slashes and braces of its own, so it is read as one.</summary>
    private void Path()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t') _at++;
        if (_at == _text.Length || _text[_at] is '=' or '\n' or '\r' or '#') return;
        var at = Here;
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] != '#') _at++;
        _tokens.Add(new Token(TokenKind.Path, _text[start.._at], at));
    }

    private void Symbol()
    {
        var rest = _text.AsSpan(_at);
        foreach (var (wrong, right) in Habits)
        {
            if (!rest.StartsWith(wrong, StringComparison.Ordinal)) continue;
            Wrong(wrong, right == "a new line" ? "begin a new line" : $"write `{right}`");
            if (Array.IndexOf(Symbols, right) >= 0) Add(right, wrong.Length);
            else _at += wrong.Length;
            return;
        }

        foreach (var symbol in Symbols)
        {
            if (!rest.StartsWith(symbol, StringComparison.Ordinal)) continue;
            Add(symbol, symbol.Length);
            return;
        }

        Wrong(Rune.TryGetRuneAt(_text, _at, out var rune) ? rune.ToString() : "?", "remove it, or put text into quotation marks");
        _at += rune.Utf16SequenceLength == 0 ? 1 : rune.Utf16SequenceLength;
    }

    private void Wrong(string what, string mend) => _errors.Add(Here, "character", $"`{what}` is no part of the language", mend);

    private void Add(string symbol, int length)
    {
        if (symbol is "(" or "[") _depth++;
        if (symbol is ")" or "]")
        {
            if (_depth == 0 && _depthOfLineBefore > 0 && _tokens.Count > 0 && _tokens[^1].Kind == TokenKind.NewLine)
            {
                _tokens.RemoveAt(_tokens.Count - 1);
                _depth = _depthOfLineBefore;
            }

            if (_depth > 0) _depth--;
        }

        _tokens.Add(new Token(TokenKind.Symbol, symbol, Here));
        _at += length;
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || c == '_';

    private static bool IsNamePart(char c) => IsLetter(c) || char.IsAsciiDigit(c);

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "...";
}

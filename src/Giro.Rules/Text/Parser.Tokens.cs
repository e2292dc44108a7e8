namespace Giro.Rules.Text;

/// <summary>Single tokens, and what is said when another stands there.</summary>
internal sealed partial class Parser
{
    private Token Name(string what)
    {
        var token = Take(TokenKind.Word, what);
        if (Words.Reserved.Contains(token.Text)) throw Fail(token, "reserved", $"`{token.Text}` is a word of the language", $"choose another name, such as `the-{token.Text}`");
        return token;
    }

    private NameExpression NameNode(string what)
    {
        var token = Name(what);
        return new NameExpression(token.Text) { At = token.At };
    }

    private Token Take() => _tokens[_next++];

    private Token Take(TokenKind kind, string what) => Current.Kind == kind ? Take() : throw Unexpected(what);

    private bool Accept(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        _next++;
        return true;
    }

    private bool AcceptWord(string word)
    {
        if (!Current.IsWord(word)) return false;
        _next++;
        return true;
    }

    private void Symbol(string symbol)
    {
        if (!Accept(symbol)) throw Unexpected($"`{symbol}`");
    }

    private void Word(string word)
    {
        if (!AcceptWord(word)) throw Unexpected($"`{word}`");
    }

    private UnreadableLineException Unexpected(string expected) => Fail(Current, "syntax", $"{Current} stands where {expected} is expected", $"write {expected} here");

    private UnreadableLineException Fail(Token token, string code, string message, string mend)
    {
        _errors.Add(token.At, code, message, mend);
        return new UnreadableLineException();
    }
}

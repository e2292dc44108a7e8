using Giro.Rules.Programs;

namespace Giro.Rules.Text;

internal enum TokenKind : byte
{
    None = 0,
    Word,

    /// <summary>Digits with or without a point: <c>3</c>, <c>0.10</c>.</summary>
    Number,

    /// <summary>A number with a percent sign, which is part of its text.</summary>
    Percent,
    Date,

    /// <summary>In quotes; the token's text is what stands between them, with escapes resolved.</summary>
    Quoted,

    /// <summary>The account of a leg, up to the next blank.</summary>
    Path,
    Symbol,
    NewLine,
    End,
}

internal readonly record struct Token(TokenKind Kind, string Text, Position At)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Word && Text == word;

    /// <summary>As an error names it.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.NewLine => "the end of the line",
        TokenKind.End => "the end of the text",
        TokenKind.Quoted => $"\"{Text}\"",
        _ => $"`{Text}`",
    };
}

/// <summary>From a <c>#</c> to the end of its line, without either.</summary>
internal readonly record struct Comment(int Line, string Text);

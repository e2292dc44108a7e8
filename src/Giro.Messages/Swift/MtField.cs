namespace Giro.Messages.Swift;

/// <summary>One field of a message: its tag without colons, and its text, lines joined by <c>\n</c> and blank lines at the end left out.</summary>
/// <param name="Tag">e.g. <c>61</c>; <see cref="EndOfMessage"/> for the end of a message</param>
/// <param name="Line">of the tag, from 1</param>
public sealed record MtField(string Tag, string Text, int Line)
{
    internal const string EndOfMessage = "-";

    internal MessagePlace Place => new($":{Tag}:", Line, 1);

    /// <summary>The column of a place in the first line of the text, from 1.</summary>
    internal int ColumnOf(int at) => Tag.Length + 3 + at;
}

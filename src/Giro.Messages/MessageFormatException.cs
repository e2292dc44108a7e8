namespace Giro.Messages;

/// <summary>
/// A received message cannot be read: it is not well-formed, or a figure or a required element in it is missing or unreadable. Nothing that was
/// read from the unfinished part may be acted on.
/// </summary>
/// <param name="fileName">the name the caller gave the input, for people; it is never opened</param>
/// <param name="line">line of the offending place, from 1; 0 when it is not known</param>
/// <param name="column">column on that line, from 1; 0 when it is not known</param>
/// <param name="elementPath">where in the message, e.g. <c>/Document/BkToCstmrStmt/Stmt/Ntry/Amt</c></param>
/// <param name="reason">what is wrong, in words an operator can send back to the bank</param>
public sealed class MessageFormatException(
    string fileName, int line, int column, string elementPath, string reason, Exception? innerException = null)
    : Exception($"{fileName}({line},{column}){(elementPath.Length == 0 ? "" : " " + elementPath)}: {reason}", innerException)
{
    public string FileName { get; } = fileName;
    public int Line { get; } = line;
    public int Column { get; } = column;
    public string ElementPath { get; } = elementPath;
    public string Reason { get; } = reason;
}

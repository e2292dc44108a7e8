namespace Giro.Messages;

/// <summary>A place in a message that was read, for whoever has to look it up in the file.</summary>
/// <param name="ElementPath">an element, e.g. <c>/Document/BkToCstmrStmt/Stmt/Ntry</c>, or a field of a line, e.g. <c>:61:</c> or a column's name; empty for a line as a whole</param>
/// <param name="Line">of its start, from 1</param>
/// <param name="Column">on that line, from 1</param>
public sealed record MessagePlace(string ElementPath, int Line, int Column)
{
    /// <summary>e.g. <c>/Document/BkToCstmrStmt/Stmt/Ntry (line 17)</c></summary>
    public override string ToString() => ElementPath.Length == 0 ? $"line {Line}" : $"{ElementPath} (line {Line})";
}

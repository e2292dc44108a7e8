namespace Giro.Messages.Iso20022;

/// <summary>An element of a message that was read, for whoever has to look it up in the file.</summary>
/// <param name="ElementPath">e.g. <c>/Document/BkToCstmrStmt/Stmt/Ntry</c></param>
/// <param name="Line">of its start tag, from 1</param>
/// <param name="Column">on that line, from 1</param>
public sealed record MessagePlace(string ElementPath, int Line, int Column)
{
    /// <summary>e.g. <c>/Document/BkToCstmrStmt/Stmt/Ntry (line 17)</c></summary>
    public override string ToString() => $"{ElementPath} (line {Line})";
}

namespace Giro.Messages.Iso20022;

/// <summary>
/// Writes camt.053.001.08, BankToCustomerStatementV08 (ISO 20022, cash management, 2019 release). Streaming: memory does not grow with the number
/// of entries. The same statements give the same bytes.
/// </summary>
public static class Camt053Writer
{
    /// <summary>
    /// Writes the whole message as UTF-8 and leaves <paramref name="output"/> open. Whatever is thrown, the bytes already written are not a
    /// well-formed document; write to a temporary file and rename it on return.
    /// </summary>
    /// <exception cref="ArgumentException">a value does not fit its ISO 20022 type; the message names field and entry</exception>
    /// <exception cref="InvalidOperationException">
    /// a statement does not agree with itself: balances that do not add up, a wrong summary, or any other <see cref="StatementFinding"/>. A bank
    /// that sends such a statement is asked about it; we do not send one.
    /// </exception>
    public static void Write(Stream output, StatementMessage message, IEnumerable<Statement> statements) =>
        CamtReportWriter.Write(output, CamtForm.Statement, message, statements);
}

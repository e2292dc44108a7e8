namespace Giro.Messages.Iso20022;

/// <summary>
/// Writes camt.054.001.08, BankToCustomerDebitCreditNotificationV08 (ISO 20022, cash management, 2019 release). Streaming: memory does not grow with
/// the number of entries. The same notifications give the same bytes.
/// </summary>
public static class Camt054Writer
{
    /// <summary>
    /// Writes the whole message as UTF-8 and leaves <paramref name="output"/> open. Whatever is thrown, the bytes already written are not a
    /// well-formed document; write to a temporary file and rename it on return.
    /// </summary>
    /// <param name="notifications">at least one, without balances</param>
    /// <exception cref="ArgumentException">a value does not fit its ISO 20022 type; the message names field and entry</exception>
    /// <exception cref="InvalidOperationException">
    /// a notification does not agree with itself: a wrong summary, or any other <see cref="StatementFinding"/>
    /// </exception>
    public static void Write(Stream output, StatementMessage message, IEnumerable<Statement> notifications) =>
        CamtReportWriter.Write(output, CamtForm.Notification, message, notifications);
}

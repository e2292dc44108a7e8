namespace Giro.Messages.Iso20022;

/// <summary>What tells the three account reports of ISO 20022 apart; their headers and entries are the same.</summary>
/// <param name="Message">name without its version</param>
/// <param name="Body">the element below Document</param>
/// <param name="ReportElement">one statement, notification or report</param>
/// <param name="PageElement">its pagination</param>
/// <param name="Called">what errors call it</param>
/// <param name="AddsUp">whether its balances must be there and its booked entries explain them; a statement only</param>
internal sealed record CamtForm(string Message, string Body, string ReportElement, string PageElement, string Called, bool AddsUp = false)
{
    public static readonly CamtForm Report = new("camt.052.001", "BkToCstmrAcctRpt", "Rpt", "RptPgntn", "report");
    public static readonly CamtForm Statement = new("camt.053.001", "BkToCstmrStmt", "Stmt", "StmtPgntn", "statement", AddsUp: true);
    public static readonly CamtForm Notification = new("camt.054.001", "BkToCstmrDbtCdtNtfctn", "Ntfctn", "NtfctnPgntn", "notification");

    /// <summary>The version that is written.</summary>
    public string WrittenVersion => Message + ".08";
}

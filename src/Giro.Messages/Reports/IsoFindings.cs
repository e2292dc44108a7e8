using System.Globalization;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Reports;

/// <summary>Findings of the ISO 20022 readers by the codes that all formats share.</summary>
internal static class IsoFindings
{
    /// <param name="unit">its currency is that of the findings' figures</param>
    public static IReadOnlyList<ReportFinding> Of(IReadOnlyList<StatementFinding> findings, CurrencyAmount unit) =>
        findings.Count == 0 ? [] : [.. findings.Select(finding => Of(finding, unit))];

    public static IReadOnlyList<ReportFinding> Of(IReadOnlyList<StatusFinding> findings) =>
        findings.Count == 0 ? [] : [.. findings.Select(finding => new ReportFinding(CodeOf(finding.Kind), finding.Stated ?? "", finding.Found ?? "", finding.Place, finding.Text))];

    public static IReadOnlyList<ReportFinding> Of(IReadOnlyList<ReturnFinding> findings) =>
        findings.Count == 0 ? [] : [.. findings.Select(finding => new ReportFinding(CodeOf(finding.Kind), finding.Stated ?? "", finding.Found ?? "", finding.Place, finding.Text))];

    private static ReportFinding Of(StatementFinding finding, CurrencyAmount unit)
    {
        var counts = finding.Kind is StatementFindingKind.SummaryCountDiffers or StatementFindingKind.BatchCountDiffers;
        return new ReportFinding(
            CodeOf(finding.Kind), finding.StatedText ?? Shown(finding.Stated), finding.FoundText ?? Shown(finding.Found), finding.Place, finding.Text);

        string Shown(Int128? figure) => figure switch
        {
            null => "",
            { } count when counts => count.ToString(CultureInfo.InvariantCulture),
            { } minor => $"{DecimalText.Format(minor, unit.MinorUnitDigits)} {unit.Currency}",
        };
    }

    private static string CodeOf(StatementFindingKind kind) => kind switch
    {
        StatementFindingKind.OpeningBalanceMissing => "opening-balance-missing",
        StatementFindingKind.ClosingBalanceMissing => "closing-balance-missing",
        StatementFindingKind.BalanceRepeated => "balance-repeated",
        StatementFindingKind.BalanceCurrencyDiffers => "balance-currency",
        StatementFindingKind.EntryCurrencyDiffers => "entry-currency",
        StatementFindingKind.ClosingBalanceDiffers => "closing-balance",
        StatementFindingKind.SummaryCountDiffers => "record-count",
        StatementFindingKind.SummarySumDiffers => "control-total",
        StatementFindingKind.BatchCountDiffers => "batch-count",
        StatementFindingKind.DetailSumDiffers => "detail-sum",
        StatementFindingKind.BatchSumDiffers => "batch-sum",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string CodeOf(StatusFindingKind kind) => kind switch
    {
        StatusFindingKind.TransactionUnidentified => "no-reference",
        StatusFindingKind.StatusMissing => "status-missing",
        StatusFindingKind.StatusContradicted => "status-contradicted",
        StatusFindingKind.StatusCountDiffers => "status-count",
        StatusFindingKind.StatusSumDiffers => "status-sum",
        StatusFindingKind.TransactionCountExceeded => "record-count",
        StatusFindingKind.ControlSumDiffers => "control-total",
        StatusFindingKind.StatusRepeated => "status-repeated",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string CodeOf(ReturnFindingKind kind) => kind switch
    {
        ReturnFindingKind.TransactionCountDiffers => "record-count",
        ReturnFindingKind.ControlSumDiffers or ReturnFindingKind.TotalDiffers => "control-total",
        ReturnFindingKind.TotalCurrencyDiffers => "entry-currency",
        ReturnFindingKind.TransactionUnidentified => "no-reference",
        ReturnFindingKind.ReturnExceedsOriginal => "return-exceeds-original",
        ReturnFindingKind.ReasonMissing => "reason-missing",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

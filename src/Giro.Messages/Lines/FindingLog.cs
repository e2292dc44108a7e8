using Giro.Messages.Reports;

namespace Giro.Messages.Lines;

/// <summary>Gathers findings until they are taken. A file of nothing but faults must not fill the memory: past a thousand they are counted only.</summary>
internal sealed class FindingLog
{
    private const int Most = 1000;
    private List<ReportFinding> _findings = [];
    private long _more;

    public void Add(string code, string expected, string found, MessagePlace? place, string text)
    {
        if (_findings.Count < Most)
            _findings.Add(new ReportFinding(code, expected, found, place, text));
        else
            _more++;
    }

    public void Add(IReadOnlyList<ReportFinding> findings)
    {
        foreach (var (code, expected, found, place, text) in findings) Add(code, expected, found, place, text);
    }

    /// <summary>What came since they were taken last.</summary>
    public IReadOnlyList<ReportFinding> Take()
    {
        if (_findings.Count == 0) return [];
        if (_more > 0) _findings.Add(new ReportFinding("too-many-findings", "", $"{_more}", null, $"and {_more} more findings, which are not listed"));
        var taken = _findings;
        (_findings, _more) = ([], 0);
        return taken;
    }
}

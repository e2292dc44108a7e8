using Giro.Operations.Settlement;
using Giro.Storage.Records;

namespace Giro.EndToEnd.Tests;

public sealed class AlertsCommandTests
{
    [Fact]
    public void Open_alerts_are_listed_with_their_payments_and_closed_ones_are_not()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, GiroCommand.Run("demo", "--payments", "1000", "--data", folder.Path, "--keep").ExitCode);
        var (none, quiet, _) = GiroCommand.Run("alerts", "--data", folder.Path);
        Assert.Equal((0, "No alert is open."), (none, quiet.Trim()));

        var at = new DateTimeOffset(2026, 11, 11, 20, 0, 0, TimeSpan.Zero);
        using (var store = new AlertStore(RecordsDatabase.InFile(Path.Combine(folder.Path, "records.db"))))
        {
            store.Raise(new Alert(0, at, "tie-out", "merchant/M000007", "first text"));
            store.Raise(new Alert(0, at, "tie-out", "merchant/M000007", "pending of M000007 differs\n  payment P-1"));
            store.Raise(new Alert(0, at, "tie-out", "merchant/M000008", "gone"));
            store.Close("tie-out", "merchant/M000008", at, "test");
        }

        var (some, text, _) = GiroCommand.Run("alerts", "--data", folder.Path);
        Assert.Equal((1, "2026-11-11 20:00:00  tie-out  merchant/M000007\n  pending of M000007 differs\n    payment P-1"), (some, text.Trim().ReplaceLineEndings("\n")));
        Assert.Contains("\"subject\": \"merchant/M000007\"", GiroCommand.Run("alerts", "-o", "json", "--data", folder.Path).Out);
    }
}

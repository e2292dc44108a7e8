using System.CommandLine;
using Giro.Storage.Records;

namespace Giro.Cli.Commands;

/// <summary>`giro alerts`: what a person has to look at.</summary>
internal static class AlertsCommand
{
    public static Command Create()
    {
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option();
        var command = new Command("alerts", """
            Lists open alerts, such as merchants whose pending account and clearing lines differ, with the payments that make the difference. Exit code 1 when
            there are any.

            Examples:
              giro alerts --data day
              giro alerts --output json
            """) { data, output };
        command.SetAction(parsed =>
        {
            var files = BookFiles.Existing(parsed.GetValue(data)!);
            if (!files.Records.Exists) throw CliException.NotFound($"{files.Records.Name}: there are no records here; nothing was cleared yet");
            using var store = AlertStore.OpenReadOnly(files.Records);
            var alerts = store.Open();
            if (parsed.GetValue(output) == OutputFormat.Json) JsonOutput.Print(new { open = alerts });
            else if (alerts.Count == 0) Console.WriteLine("No alert is open.");
            else foreach (var alert in alerts) Console.WriteLine($"{alert.At:yyyy-MM-dd HH:mm:ss}  {alert.Kind}  {alert.Subject}\n  {alert.Text.ReplaceLineEndings("\n  ")}");
            return alerts.Count == 0 ? ExitCode.Ok : ExitCode.CheckFailed;
        });
        return command;
    }
}

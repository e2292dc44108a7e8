using Spectre.Console;

namespace Giro.Cli.Bench;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param><param name="Value">The figure.</param><param name="Unit">Its unit.</param>
/// <param name="Goal">The goal in words; null for yardsticks and figures without one.</param><param name="Met">Whether the goal is met; null without one.</param>
internal sealed record Measurement(string Name, double Value, string Unit, string? Goal = null, bool? Met = null)
{
    public static Measurement AtLeast(string name, double value, string unit, double goal) =>
        new(name, value, unit, $">= {Number(goal)}", value >= goal);

    public static Measurement AtMost(string name, double value, string unit, double goal) =>
        new(name, value, unit, $"<= {Number(goal)}", value <= goal);

    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("N0"),
        >= 10 => value.ToString("0.0"),
        _ => value.ToString("0.####"),
    };
}

/// <summary>Prints measurements as a table, or as JSON for machines.</summary>
internal static class MeasurementReport
{


    public static void Print(IReadOnlyList<Measurement> measurements, bool json)
    {
        if (json)
        {
            JsonOutput.Print(measurements);
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumn("measured").AddColumn(new TableColumn("value").RightAligned())
            .AddColumn("unit").AddColumn("goal").AddColumn("met");
        foreach (var m in measurements)
        {
            var met = m.Met switch { true => "[green]yes[/]", false => "[red]no[/]", _ => "" };
            table.AddRow(Markup.Escape(m.Name), Measurement.Number(m.Value), Markup.Escape(m.Unit), Markup.Escape(m.Goal ?? ""), met);
        }

        AnsiConsole.Write(table);
    }
}

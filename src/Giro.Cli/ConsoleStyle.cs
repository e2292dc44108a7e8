using Spectre.Console;

namespace Giro.Cli;

/// <summary>Into a file or a pipe goes plain text, wide enough that no table wraps a figure.</summary>
internal static class ConsoleStyle
{
    private const int PlainWidth = 200;

    public static void Apply()
    {
        if (!Console.IsOutputRedirected) return;
        AnsiConsole.Profile.Capabilities.Ansi = false;
        AnsiConsole.Profile.Capabilities.Interactive = false;
        AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        AnsiConsole.Profile.Width = PlainWidth;
    }
}

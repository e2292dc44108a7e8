using System.Globalization;
using System.Text;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;

namespace Giro.Simulation.Victim;

/// <summary>
/// Tells the parent what was acknowledged: a line <c>ID NUMBER</c> for each accepted command, written after its submission was answered. A line
/// that ends is a promise; the parent leaves out a last line without an end.
/// </summary>
internal sealed class AcknowledgedLog : IDisposable
{
    public const string OpenedLine = "opened";

    private readonly Stream _out = Console.OpenStandardOutput();
    private readonly Lock _lock = new();

    public void WriteOpened() => Write(OpenedLine + "\n");

    public void Write(ReadOnlySpan<EntryId> ids, ReadOnlySpan<CommandResult> results)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < ids.Length; i++)
        {
            if (results[i].IsAccepted && ids[i].Value != 0) lines.Append(CultureInfo.InvariantCulture, $"{ids[i]} {results[i].Number}\n");
        }

        Write(lines.ToString());
    }

    public static bool TryParse(string line, out EntryId id, out ulong number)
    {
        var parts = line.Split(' ');
        number = 0;
        var ok = UInt128.TryParse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)
            && parts.Length == 2 && ulong.TryParse(parts[1], CultureInfo.InvariantCulture, out number);
        id = new EntryId(value);
        return ok;
    }

    private void Write(string lines)
    {
        lock (_lock) _out.Write(Encoding.ASCII.GetBytes(lines));
    }

    public void Dispose() => _out.Dispose();
}

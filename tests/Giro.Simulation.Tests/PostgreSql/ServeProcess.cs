using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>What a node says of itself.</summary>
/// <param name="Role">leader, follower or stopping.</param><param name="AsOfSequence">The last journal row in its state.</param>
/// <param name="ViewsSequence">The last journal row in the views; null where the node does not keep them up, or does not yet.</param>
internal sealed record NodeHealth(string Role, ulong Term, ulong AsOfSequence, ulong? ViewsSequence);

/// <summary>A <c>giro serve</c> process of the built command line. It is signalled by its id alone; disposing ends it, whatever state it is in.</summary>
internal sealed class ServeProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Lock _saidLock = new();

    private ServeProcess(string name, int port, Process process)
    {
        Name = name;
        Port = port;
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Between <see cref="Pause"/> and <see cref="Resume"/>: it accepts connections and answers none.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Everything it wrote, for when a scenario fails.</summary>
    public string Said
    {
        get
        {
            lock (_saidLock) return _said.ToString();
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <param name="folder">The node's own folder, with its <c>store.json</c>.</param><param name="name">Of the node.</param><param name="port">On loopback.</param>
    public static ServeProcess Start(string folder, string name, int port)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "giro.dll"), "serve", "--data", folder, "--listen", $"127.0.0.1:{port}", "--name", name])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return new ServeProcess(name, port, Process.Start(start)!);
    }

    public Uri At(string path) => new($"http://127.0.0.1:{Port}{path}");

    /// <summary>Null while it does not answer within the patience of a moment.</summary>
    public async Task<NodeHealth?> HealthAsync(HttpClient http)
    {
        if (HasEnded || IsPaused) return null;
        try
        {
            using var answer = await http.GetAsync(At("/health/ready"));
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            var root = json.RootElement;
            if (!root.TryGetProperty("role", out var role)) return null;
            return new NodeHealth(role.GetString()!, Number(root, "term") ?? 0, Number(root, "asOfSequence") ?? 0, Number(root, "viewsSequence"));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or IOException)
        {
            return null;
        }
    }

    private static ulong? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetUInt64() : null;

    public void Kill()
    {
        Signal("KILL");
        _process.WaitForExit();
    }

    public void Pause()
    {
        Signal("STOP");
        IsPaused = true;
    }

    public void Resume()
    {
        IsPaused = false;
        Signal("CONT");
    }

    /// <summary>Asks it to end and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(TimeSpan patience)
    {
        if (!HasEnded) Signal("TERM");
        await _process.WaitForExitAsync().WaitAsync(patience);
        return _process.ExitCode;
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-s", signal, $"{_process.Id}"]) { UseShellExecute = false, RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_saidLock) _said.Append(line).Append('\n');
    }

    public void Dispose()
    {
        if (!HasEnded) Kill();
        _process.Dispose();
    }
}

using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Giro.Server;
using Giro.Server.Nodes;
using Giro.Storage;

namespace Giro.Cli.Commands;

/// <summary>`giro serve`: one node of a book, which leads it or stands by.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var listen = new Option<string>("--listen", "-l") { Description = "Address and port; loopback only, as nobody is asked who he is yet. Port 0: any that is free.", DefaultValueFactory = _ => "127.0.0.1:5080" };
        var name = new Option<string?>("--name") { Description = "The node's name, unique among those of a book; default: its address." };
        var lease = new Option<int>("--lease-seconds") { Description = "How long a leader that says nothing more is waited for; the same on all nodes.", DefaultValueFactory = _ => 3 };
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option();
        var command = new Command("serve", """
            Serves a book over HTTP. On PostgreSQL several nodes share a book, each with a folder of its own: one leads, the others follow, answer
            reads, and take over when it ends. In a folder without PostgreSQL this process simply leads. Ends in order on SIGTERM, and gives the lead back.

            Examples:
              giro serve --data giro-data
              giro serve --data node-2 --listen 127.0.0.1:5082 --name node-2 --output json
            """) { data, listen, name, lease, output };
        command.SetAction(parsed =>
        {
            var seconds = parsed.GetValue(lease);
            if (seconds is < 1 or > 300) throw CliException.BadInput($"--lease-seconds is {seconds}; 1 to 300 are taken");
            var json = parsed.GetValue(output) == OutputFormat.Json;
            Run(new ServerOptions
            {
                Store = BookStore.In(parsed.GetValue(data)!.FullName),
                Listen = Parse(parsed.GetValue(listen)!),
                Name = parsed.GetValue(name),
                LeaseTtl = TimeSpan.FromSeconds(seconds),
                OnRoleChange = change => Print(change, json),
                OnArchive = notice => Print(notice, json),
            }, json).GetAwaiter().GetResult();
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task Run(ServerOptions options, bool json)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        await using var server = await GiroServer.Start(options);
        var address = server.Address.GetLeftPart(UriPartial.Authority);
        if (json) PrintLine(new { time = DateTimeOffset.UtcNow, role = "listening", node = server.Name, address });
        else Console.WriteLine($"{server.Name} listens on {address}, book in {options.Store.Name}");
        server.Join();
        await Task.WhenAny(asked.Task, server.Ended);
        // A node that had to end says why.
        if (server.Ended.IsCompleted) await server.Ended;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            asked.TrySetResult();
        }
    }

    private static void Print(RoleChange change, bool json)
    {
        if (json) PrintLine(new { time = change.Time, role = change.Role, term = change.Term, sequence = change.Sequence, reason = change.Reason });
        else Console.WriteLine($"{change.Time:HH:mm:ss.fff} {change.Role}, term {change.Term}, row {change.Sequence}{(change.Reason is null ? "" : ": " + change.Reason)}");
    }

    private static void Print(ArchiveNotice notice, bool json)
    {
        if (json) PrintLine(new { time = notice.Time, archive = notice.Text, failed = notice.Failed });
        else Console.WriteLine($"{notice.Time:HH:mm:ss.fff} {notice.Text}");
    }

    /// <summary>One line each, written out at once: whoever starts nodes reads them.</summary>
    private static void PrintLine(object line)
    {
        Console.WriteLine(JsonSerializer.Serialize(line));
        Console.Out.Flush();
    }

    private static IPEndPoint Parse(string text)
    {
        var address = text.StartsWith("localhost:", StringComparison.Ordinal) ? "127.0.0.1" + text["localhost".Length..] : text;
        if (!IPEndPoint.TryParse(address, out var endpoint) || !address.Contains(':', StringComparison.Ordinal))
            throw CliException.BadInput($"--listen '{text}' is not an address and port such as 127.0.0.1:5080");
        if (!IPAddress.IsLoopback(endpoint.Address))
            throw CliException.BadInput($"--listen {text} can be reached from outside of this machine, and nobody is asked who he is yet: listen on 127.0.0.1 or [::1]");
        return endpoint;
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Giro.Tests;

/// <summary>
/// The steps of an append on the wire, in order. Client to server: Bind (the payload), Execute, Sync. Server to client: BindComplete, CommandComplete, ReadyForQuery.
/// The server commits at Sync; CommandComplete alone promises nothing.
/// </summary>
public enum CutPoint
{
    None = 0,

    /// <summary>Nothing of the Bind was passed on.</summary>
    BeforeStatement = 1,

    /// <summary>Half of the Bind was passed on.</summary>
    InBind = 2,

    /// <summary>All but the Sync was passed on, and the client has seen CommandComplete: what it says is true of a transaction that will be rolled back.</summary>
    BeforeSync = 3,

    /// <summary>All was passed on, and nothing of the answer, which the server has given.</summary>
    BeforeAnswer = 4,

    /// <summary>One byte of the answer was passed on.</summary>
    InAnswer = 5,

    /// <summary>CommandComplete was passed on, ReadyForQuery was not.</summary>
    BeforeReady = 6,

    /// <summary>All was passed on; the client is cut off at once, and the server is not told: to it the client is still there.</summary>
    ClientOnly = 7,
}

/// <summary>
/// Stands between Npgsql and PostgreSQL on loopback and cuts a connection at a chosen step of an append. It reads the frames of PostgreSQL's protocol (3.0) as far as it must:
/// the untyped messages of the start, and then a type byte, four bytes of length and the body. An append is recognised by its Parse message, which names the statement.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;
    private readonly int _serverPort;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private CutPoint _armed;
    private TimeSpan _hold;
    private TimeSpan _refuse;
    private long _refuseUntil;
    private int _cuts;
    private int _appends;
    private int _refused;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        new Thread(Accept) { IsBackground = true, Name = "cutting-proxy" }.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many appends were cut off.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>How many appends were begun by clients: Binds of their statement.</summary>
    public int Appends => Volatile.Read(ref _appends);

    /// <summary>How many connections were refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Cuts the next append off.</summary>
    /// <param name="point">Where.</param><param name="hold">How long everything stands still before the cut.</param><param name="refuse">For how long no new connection is let through afterwards.</param>
    public void CutNext(CutPoint point, TimeSpan hold = default, TimeSpan refuse = default)
    {
        lock (_lock) (_armed, _hold, _refuse) = (point, hold, refuse);
    }

    /// <summary>Ends all connections and lets none through until <see cref="Admit"/>.</summary>
    public void CutAll()
    {
        Volatile.Write(ref _refuseUntil, long.MaxValue);
        lock (_lock)
        {
            foreach (var socket in _sockets) socket.Dispose();
            _sockets.Clear();
        }
    }

    public void Admit() => Volatile.Write(ref _refuseUntil, 0);

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = _listener.AcceptSocket();
                if (Environment.TickCount64 < Volatile.Read(ref _refuseUntil))
                {
                    Interlocked.Increment(ref _refused);
                    client.Close(0);
                    continue;
                }

                new Thread(() => Serve(client)) { IsBackground = true, Name = "cutting-proxy" }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The proxy was disposed.
        }
    }

    private void Serve(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        lock (_lock) _sockets.AddRange([client, server]);
        try
        {
            client.NoDelay = server.NoDelay = true;
            server.Connect(IPAddress.Loopback, _serverPort);
            var link = new Link(this, new Wire(client), new Wire(server));
            link.Begin();
            new Thread(() => Quietly(link.PassAnswers, client, server)) { IsBackground = true, Name = "cutting-proxy" }.Start();
            Quietly(link.PassRequests, client, server);
        }
        catch (Exception e) when (IsEnd(e))
        {
            client.Close(0);
            server.Close(0);
        }
    }

    private static void Quietly(Action pump, Socket client, Socket server)
    {
        try
        {
            pump();
        }
        catch (Exception e) when (IsEnd(e))
        {
            // One side has gone, so the other goes too.
            client.Close(0);
            server.Close(0);
        }
    }

    private static bool IsEnd(Exception e) => e is SocketException or ObjectDisposedException or EndOfStreamException;

    /// <summary>What the next append is to meet; asked by the connection that brings one.</summary>
    private (CutPoint Point, TimeSpan Hold, TimeSpan Refuse) Disarm()
    {
        lock (_lock)
        {
            var plan = (_armed, _hold, _refuse);
            _armed = CutPoint.None;
            _appends++;
            return plan;
        }
    }

    private void Cut(TimeSpan refuse)
    {
        if (refuse > TimeSpan.Zero) Volatile.Write(ref _refuseUntil, Environment.TickCount64 + (long)refuse.TotalMilliseconds);
        Interlocked.Increment(ref _cuts);
    }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_lock)
        {
            foreach (var socket in _sockets) socket.Dispose();
        }
    }

    /// <summary>One connection through the proxy.</summary>
    private sealed class Link(CuttingProxy proxy, Wire client, Wire server)
    {
        private readonly HashSet<string> _statements = [];
        private volatile Plan? _plan;

        /// <summary>Passes the untyped messages: requests for encryption, which the server answers with one byte, and then the start.</summary>
        public void Begin()
        {
            while (true)
            {
                var message = client.ReadUntyped();
                server.Write(message);
                if (BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(4)) is not (SslRequest or GssRequest)) return;
                var answer = server.ReadBytes(1);
                if (answer[0] != 'N') throw new EndOfStreamException("the server wants to encrypt, and the proxy could not read on");
                client.Write(answer);
            }
        }

        public void PassRequests()
        {
            while (true)
            {
                var message = client.ReadTyped();
                if (message[0] == 'P') Remember(message);
                if (message[0] == 'B' && _statements.Contains(TextAt(message, TextEnd(message, 5) + 1)))
                {
                    var (point, hold, refuse) = proxy.Disarm();
                    if (point != CutPoint.None) _plan = new Plan(point, hold, refuse);
                    if (point is CutPoint.BeforeStatement) End();
                    if (point is CutPoint.InBind)
                    {
                        server.Write(message.AsSpan(0, message.Length / 2));
                        End();
                    }
                }

                if (message[0] == 'S' && _plan?.Point == CutPoint.BeforeSync)
                {
                    // Flush has the server say what it has so far, and commits nothing.
                    server.Write("H\0\0\0\u0004"u8);
                    continue;
                }

                server.Write(message);
                if (message[0] != 'S' || _plan?.Point != CutPoint.ClientOnly) continue;
                Thread.Sleep(_plan.Hold);
                proxy.Cut(_plan.Refuse);
                client.Close();
                Thread.Sleep(Timeout.Infinite);
            }
        }

        public void PassAnswers()
        {
            while (true)
            {
                var message = server.ReadTyped();
                switch (_plan?.Point)
                {
                    case CutPoint.BeforeAnswer:
                        End();
                        break;
                    case CutPoint.InAnswer:
                        client.Write(message.AsSpan(0, 1));
                        End();
                        break;
                    case CutPoint.BeforeSync when message[0] == 'C':
                        client.Write(message);
                        End();
                        break;
                    case CutPoint.BeforeReady when message[0] == 'Z':
                        End();
                        break;
                    case CutPoint.ClientOnly:
                        break;
                    default:
                        client.Write(message);
                        break;
                }
            }
        }

        private void End()
        {
            Thread.Sleep(_plan!.Hold);
            proxy.Cut(_plan.Refuse);
            client.Close();
            server.Close();
            throw new EndOfStreamException();
        }

        private void Remember(byte[] parse)
        {
            var end = TextEnd(parse, 5);
            if (TextAt(parse, end + 1).Contains("INSERT INTO giro.journal", StringComparison.Ordinal)) _statements.Add(TextAt(parse, 5));
        }

        private static int TextEnd(byte[] message, int at) => Array.IndexOf(message, (byte)0, at);

        private static string TextAt(byte[] message, int at) => Encoding.UTF8.GetString(message, at, TextEnd(message, at) - at);

        private sealed record Plan(CutPoint Point, TimeSpan Hold, TimeSpan Refuse);
    }

    /// <summary>One side of a connection, read in frames.</summary>
    private sealed class Wire(Socket socket)
    {
        /// <summary>Length and body.</summary>
        public byte[] ReadUntyped() => ReadFrame([]);

        /// <summary>Type, length and body.</summary>
        public byte[] ReadTyped() => ReadFrame(ReadBytes(1));

        private byte[] ReadFrame(byte[] type)
        {
            var length = ReadBytes(4);
            return [.. type, .. length, .. ReadBytes(BinaryPrimitives.ReadInt32BigEndian(length) - 4)];
        }

        public byte[] ReadBytes(int count)
        {
            var bytes = new byte[count];
            for (var got = 0; got < count;)
            {
                var more = socket.Receive(bytes, got, count - got, SocketFlags.None);
                if (more == 0) throw new EndOfStreamException();
                got += more;
            }

            return bytes;
        }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty) bytes = bytes[socket.Send(bytes)..];
        }

        /// <summary>In order, so that the peer gets what was passed on before.</summary>
        public void Close()
        {
            socket.Shutdown(SocketShutdown.Both);
            socket.Close();
        }
    }
}

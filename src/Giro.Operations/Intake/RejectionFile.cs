using System.Text.Json;

namespace Giro.Operations.Intake;

/// <summary>
/// Writes refused lines, one JSON object a line:
/// <code>{"file":"card.ndjson","line":17,"stage":"intake","field":"amount","reason":"AmountUnreadable","id":"P-17"}</code>
/// </summary>
public sealed class RejectionFile : IDisposable
{
    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;

    public RejectionFile(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        _json = new Utf8JsonWriter(_file);
    }

    public long Count { get; private set; }

    public void Add(in IntakeRejection rejection)
    {
        _json.Reset(_file);
        _json.WriteStartObject();
        _json.WriteString("file", rejection.File);
        _json.WriteNumber("line", rejection.Line);
        _json.WriteString("stage", rejection.Stage switch
        {
            RejectionStage.Intake => "intake",
            RejectionStage.Decision => "decision",
            RejectionStage.Ledger => "ledger",
            _ => throw new ArgumentOutOfRangeException(nameof(rejection), "a rejection without a stage"),
        });
        _json.WriteString("field", rejection.Field);
        _json.WriteString("reason", rejection.Reason);
        _json.WriteString("id", rejection.Reference);
        if (rejection.Detail.Length > 0) _json.WriteString("detail", rejection.Detail);
        _json.WriteEndObject();
        _json.Flush();
        _file.WriteByte((byte)'\n');
        Count++;
    }

    public void Dispose()
    {
        _json.Dispose();
        _file.Flush(flushToDisk: true);
        _file.Dispose();
    }
}

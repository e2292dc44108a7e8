using System.Text.Encodings.Web;
using System.Text.Json;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>summary.json: what a run came to, for machines. Amounts are texts in major units; the same input gives the same bytes, so it tells no times.</summary>
public static class SummaryFile
{
    public const string Name = "summary.json";

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Write(string folder, RunSummary summary) => Write(folder, writer => Write(writer, summary));

    internal static void Write(string folder, Action<Utf8JsonWriter> write)
    {
        using var file = new ResultFile(folder, Name);
        using (var writer = new Utf8JsonWriter(file.Stream, Options)) write(writer);
        file.Stream.WriteByte((byte)'\n');
        file.Finish();
    }

    public static void Write(Utf8JsonWriter writer, RunSummary summary)
    {
        writer.WriteStartObject();
        writer.WriteString("name", summary.Name);
        writer.WriteString("outcome", summary.HasBreaks ? "breaks" : "matched");
        WriteSide(writer, "left", summary.Left, Side.Left, summary.Tally);
        WriteSide(writer, "right", summary.Right, Side.Right, summary.Tally);
        writer.WriteStartArray("passes");
        foreach (var pass in summary.Passes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", pass.Name);
            writer.WriteString("kind", pass.Kind.ToString().ToLowerInvariant());
            writer.WriteNumber("pairs", pass.Pairs);
            writer.WriteNumber("differing", pass.Differing);
            writer.WriteNumber("groups", pass.Groups);
            writer.WriteNumber("leftLines", pass.LeftLines);
            writer.WriteNumber("rightLines", pass.RightLines);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("breaks");
        foreach (var (type, count) in summary.Breaks) writer.WriteNumber(BreakWords.NameOf(type), count);
        writer.WriteEndObject();
        writer.WriteNumber("suggestions", summary.Suggestions);
        writer.WriteStartArray("skipped");
        foreach (var skipped in summary.Skipped)
        {
            writer.WriteStartObject();
            writer.WriteString("pass", summary.Passes[skipped.Pass].Name);
            writer.WriteString("key", skipped.Key);
            writer.WriteNumber("lines", skipped.Lines);
            writer.WriteString("why", skipped.Why);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("hash", summary.Hash);
        writer.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter writer, string name, SideSummary side, Side which, MatchTally tally)
    {
        writer.WriteStartObject(name);
        writer.WriteString("name", side.Name);
        writer.WriteNumber("lines", side.Lines);
        writer.WriteStartArray("findings");
        foreach (var finding in side.Findings) writer.WriteStringValue(finding);
        writer.WriteEndArray();
        writer.WriteStartArray("currencies");
        foreach (var currency in tally.All.Where(one => one.Side == which))
        {
            writer.WriteStartObject();
            writer.WriteString("currency", MoneyShown.CodeOf(currency.Currency));
            WriteSum(writer, "input", currency.Currency, currency.Input);
            WriteSum(writer, "matched", currency.Currency, currency.Matched);
            writer.WriteStartObject("breaks");
            foreach (var type in Enum.GetValues<BreakType>().Where(type => currency.InBreaks(type).Count > 0)) WriteSum(writer, BreakWords.NameOf(type), currency.Currency, currency.InBreaks(type));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSum(Utf8JsonWriter writer, string name, ushort currency, CountAndSum sum)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("lines", sum.Count);
        writer.WriteString("sum", MoneyShown.Format(currency, sum.SumMinor));
        writer.WriteEndObject();
    }
}

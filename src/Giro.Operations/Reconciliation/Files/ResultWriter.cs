using System.Text.Encodings.Web;
using System.Text.Json;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>Writes what a run found as files that other programs read: in the order of the lines, the same bytes for the same input.</summary>
internal sealed class ResultWriter(string folder, RunParts parts, LineOutcomes outcomes, BreakReader reader)
{
    public const string Matches = "matches.csv";
    public const string BreaksCsv = "breaks.csv";
    public const string BreaksJson = "breaks.json";
    public const string Suggestions = "suggestions.csv";

    private static readonly JsonWriterOptions Json = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Pairs in the order of their left lines, a row each; then groups, a row a line.</summary>
    public void WriteMatches(Action<long> advance)
    {
        using var file = new ResultFile(folder, Matches);
        file.Row("left_line", "right_line", "pass", "group");
        var names = parts.Plan.Passes.Select(pass => System.Text.Encoding.UTF8.GetBytes(Quoted(pass.Name))).ToArray();
        var lines = outcomes.LinesOf(Side.Left);
        const int Step = 1 << 16;
        for (var line = 1; line <= lines; line++)
        {
            if (line % Step == 0) advance(Step);
            var pass = outcomes.PassOf(Side.Left, line);
            if (pass < 0 || outcomes.PartnerOf(line) == 0) continue;
            file.Cell(line).Cell(outcomes.PartnerOf(line)).Cell(names[pass]).Cell(0).EndRow();
        }

        foreach (var (i, group) in outcomes.Groups.Index())
        {
            foreach (var line in group.Left) file.Cell(line).Cell(0).Cell(names[group.Pass]).Cell(i + 1).EndRow();
            foreach (var line in group.Right) file.Cell(0).Cell(line).Cell(names[group.Pass]).Cell(i + 1).EndRow();
        }

        file.Finish();
    }

    /// <summary>As CSV, for people and spreadsheets, and as JSON.</summary>
    public void WriteBreaks()
    {
        using var csv = new ResultFile(folder, BreaksCsv);
        using var json = new ResultFile(folder, BreaksJson);
        var writer = new Utf8JsonWriter(json.Stream, Json);
        csv.Row([
            "type", "pass", "left_line", "left_text_line", "right_line", "right_text_line", "left_currency", "right_currency", "left_amount", "right_amount", "difference", "left_fee", "right_fee",
            "left_date", "right_date", .. parts.LeftTexts.Select(name => "left_" + name), .. parts.RightTexts.Select(name => "right_" + name), "explanation"]);
        writer.WriteStartArray();
        foreach (var place in outcomes.Breaks)
        {
            var row = reader.Read(place);
            var (ours, theirs) = (row.Left, row.Right);
            csv.Cell(BreakWords.NameOf(row.Type)).Cell(row.Pass).Cell(ours?.Line ?? 0).Cell(ours?.TextLine ?? 0).Cell(theirs?.Line ?? 0).Cell(theirs?.TextLine ?? 0)
                .Cell(MoneyShown.CodeOf(ours?.Currency ?? 0)).Cell(MoneyShown.CodeOf(theirs?.Currency ?? 0)).Cell(AmountOf(row, ours)).Cell(AmountOf(row, theirs)).Cell(row.Difference)
                .Cell(ours?.Fee ?? "").Cell(theirs?.Fee ?? "").Cell(ours?.Date ?? "").Cell(theirs?.Date ?? "");
            for (var i = 0; i < parts.LeftTexts.Count; i++) csv.Cell(TextOf(ours, i));
            for (var i = 0; i < parts.RightTexts.Count; i++) csv.Cell(TextOf(theirs, i));
            csv.Cell(row.Explanation).EndRow();
            WriteJson(writer, row);
            if (writer.BytesPending > 256 * 1024) writer.Flush();
        }

        writer.WriteEndArray();
        writer.Dispose();
        csv.Finish();
        json.Finish();
    }

    /// <summary>A row a line. Lines of a suggestion stay breaks until a person confirms it.</summary>
    public void WriteSuggestions()
    {
        using var file = new ResultFile(folder, Suggestions);
        string[] names = [.. parts.LeftTexts.Union(parts.RightTexts)];
        file.Row(["suggestion", "pass", "side", "line", "text_line", "currency", "amount", "fee", "date", .. names]);
        var leftColumns = Array.ConvertAll(names, name => parts.LeftTexts.ToList().IndexOf(name));
        var rightColumns = Array.ConvertAll(names, name => parts.RightTexts.ToList().IndexOf(name));
        var leftAt = outcomes.Breaks.Where(place => outcomes.Suggestions.Contains(Side.Left, place.Left)).ToDictionary(place => place.Left);
        var rightAt = outcomes.Breaks.Where(place => outcomes.Suggestions.Contains(Side.Right, place.Right)).ToDictionary(place => place.Right);
        foreach (var (i, suggestion) in outcomes.Suggestions.All.Index())
        {
            foreach (var line in suggestion.Left) Write(i, suggestion, "left", reader.Read(leftAt[line]).Left!, leftColumns);
            foreach (var line in suggestion.Right) Write(i, suggestion, "right", reader.Read(rightAt[line]).Right!, rightColumns);
        }

        file.Finish();

        void Write(int number, Suggestion suggestion, string side, ShownLine line, int[] columns)
        {
            file.Cell(number + 1).Cell(parts.Plan.Passes[suggestion.Pass].Name).Cell(side).Cell(line.Line).Cell(line.TextLine).Cell(MoneyShown.CodeOf(line.Currency)).Cell(line.Amount).Cell(line.Fee).Cell(line.Date);
            foreach (var column in columns) file.Cell(column < 0 ? "" : line.Texts[column]);
            file.EndRow();
        }
    }

    private static string AmountOf(BreakRow row, ShownLine? line) => line is null || row.Type == BreakType.UnreadableLine ? "" : line.Amount;

    private static string TextOf(ShownLine? line, int column) => line is null || line.Texts.Count == 0 ? "" : line.Texts[column];

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\n\r") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;

    private void WriteJson(Utf8JsonWriter writer, BreakRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("type", BreakWords.NameOf(row.Type));
        if (row.Pass.Length > 0) writer.WriteString("pass", row.Pass);
        WriteJson(writer, "left", row, row.Left, parts.LeftTexts);
        WriteJson(writer, "right", row, row.Right, parts.RightTexts);
        if (row.Difference.Length > 0) writer.WriteString("difference", row.Difference);
        writer.WriteString("explanation", row.Explanation);
        writer.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter writer, string side, BreakRow row, ShownLine? line, IReadOnlyList<string> texts)
    {
        if (line is null) return;
        writer.WriteStartObject(side);
        writer.WriteNumber("line", line.Line);
        writer.WriteNumber("textLine", line.TextLine);
        if (row.Type != BreakType.UnreadableLine)
        {
            if (line.Currency != 0) writer.WriteString("currency", MoneyShown.CodeOf(line.Currency));
            writer.WriteString("amount", line.Amount);
            if (line.Fee.Length > 0) writer.WriteString("fee", line.Fee);
            if (line.Date.Length > 0) writer.WriteString("date", line.Date);
            writer.WriteStartObject("fields");
            foreach (var (i, name) in texts.Index()) writer.WriteString(name, line.Texts[i]);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}

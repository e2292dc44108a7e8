using System.Text;
using System.Text.Json;
using Giro.Operations.Institution.Calendars;

namespace Giro.Operations.Institution;

/// <summary>What became of an institution file: the institution, or all that is wrong with it.</summary>
public sealed record InstitutionReading(PaymentInstitution? Institution, IReadOnlyList<InstitutionFault> Faults);

/// <summary>
/// The institution as data that people edit, <c>institution.json</c> in the folder of a book. Amounts are texts in major units, channels and merchants have their
/// ordinals by their order; schedules say theirs, as it is part of the number of every cycle. A term that is left out has its default.
/// <code>
/// { "name": "Sample", "currency": "EUR", "timeZone": "Europe/Amsterdam", "calendar": "TARGET2",
///   "nostro": { "iban": "NL02ABNA0123456789", "bic": "ABNANL2A" },
///   "channels": [ { "code": "card", "highestPayment": "10000.00", "cost": "0.45%" } ],
///   "schedules": [ { "ordinal": 1, "code": "T0-2", "kind": "same-day", "cutOffs": ["12:00", "20:00"] } ],
///   "merchants": [ { "id": "M000001", "name": "One", "iban": "DE02120300000000202051", "attributes": { "mcc": "5411" },
///     "contracts": [ { "version": 1, "from": "2026-01-01", "strategy": "flat", "schedule": "T0-2" } ] } ] }
/// </code>
/// </summary>
public static class InstitutionFile
{
    public const string Name = "institution.json";

    /// <summary>Reads a file. A calendar that is not built in is read from <c>CODE.calendar</c> beside it (<see cref="CalendarFile"/>).</summary>
    public static InstitutionReading Read(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Parse(File.ReadAllBytes(path), Path.GetFileName(path), code => InstitutionFileWords.BuiltInCalendar(code) ?? CalendarBeside(folder, code));
    }

    /// <param name="file">Named in faults.</param>
    /// <param name="calendars">A calendar by its code; null when there is none.</param>
    public static InstitutionReading Parse(ReadOnlySpan<byte> utf8, string file, Func<string, BusinessCalendar?>? calendars = null)
    {
        var faults = new InstitutionFileFaults(file);
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        InstitutionFileNode root;
        try
        {
            root = InstitutionFileNode.Parse(utf8);
        }
        catch (JsonException e)
        {
            var place = $"byte {(e.BytePositionInLine ?? 0) + 1} of the line";
            faults.Add((int)(e.LineNumber ?? 0) + 1, "", $"it is no JSON at {place}: {e.Message.Split(" LineNumber:")[0].TrimEnd('.')}", "look for a comma, a quote or a bracket that is missing or too many");
            return new InstitutionReading(null, faults.All);
        }

        var content = utf8.ToArray();
        var institution = new InstitutionFileReader(faults, calendars ?? InstitutionFileWords.BuiltInCalendar, node => Encoding.UTF8.GetString(content.AsSpan(node.Bytes))).Read(root);
        return new InstitutionReading(faults.Count == 0 ? institution : null, faults.All);
    }

    /// <summary>The text that reads as this institution; the same institution gives the same text.</summary>
    public static string Write(PaymentInstitution institution) => new InstitutionFileWriter(institution).Write();

    /// <summary>Writes the file whole or not at all.</summary>
    public static void Write(PaymentInstitution institution, string path)
    {
        var temporary = path + ".new";
        File.WriteAllText(temporary, Write(institution), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(temporary, path, overwrite: true);
    }

    private static ListedCalendar? CalendarBeside(string folder, string code)
    {
        var path = Path.Combine(folder, code + ".calendar");
        return InstitutionFileWords.IsCode(code) && File.Exists(path) ? CalendarFile.Read(path) : null;
    }
}

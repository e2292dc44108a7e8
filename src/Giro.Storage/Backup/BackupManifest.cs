using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Giro.Storage.Backup;

/// <summary>A file of a backup: its path below the generation's folder, with / between names.</summary>
public sealed record BackupFile(string Path, long Bytes, string Sha256);

/// <summary>What a restore of a PostgreSQL backup needs to know of the server that it is of.</summary>
/// <param name="Settings">Those that a server in recovery must have at least as large.</param>
public sealed record BackedUpServer(string Version, string Database, string User, long Book, IReadOnlyDictionary<string, string> Settings);

/// <summary><c>manifest.json</c> of one generation of a backup, written last: a folder without it is no backup.</summary>
/// <param name="Store">embedded or postgresql.</param>
/// <param name="Figures">Of the journal as this generation has it at least.</param>
/// <param name="RecordsSequence">The records were copied before the journal had grown beyond this row: they know of no later one. Null where there were none.</param>
public sealed record BackupManifest(
    int Format, string Store, int Generation, DateTimeOffset At, string Source, BookFigures Figures, ulong? RecordsSequence, IReadOnlyList<BackupFile> Files, BackedUpServer? Server = null)
{
    public const string Name = "manifest.json";

    /// <summary>Beside it: its own SHA-256.</summary>
    public const string SealName = "manifest.sha256";

    public const int CurrentFormat = 1;
    public const string Embedded = "embedded";
    public const string PostgreSql = "postgresql";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true, Converters = { new Int128AsText() }, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The generations of a backup, oldest first.</summary>
    /// <exception cref="BackupDamagedException">A manifest cannot be read.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no backup here.</exception>
    public static IReadOnlyList<BackupManifest> ReadAll(string backup)
    {
        if (!Directory.Exists(backup)) throw new DirectoryNotFoundException($"{backup}: there is no backup here");
        var manifests = new List<BackupManifest>();
        foreach (var folder in Directory.EnumerateDirectories(backup).Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)).Order(StringComparer.Ordinal))
            manifests.Add(ReadOne(Path.Combine(folder, Name), int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)));
        return manifests;
    }

    /// <summary>The folder of a generation.</summary>
    public static string FolderOf(string backup, int generation) => Path.Combine(backup, generation.ToString("D6", CultureInfo.InvariantCulture));

    public void Write(string folder)
    {
        var path = Path.Combine(folder, Name);
        using (var file = File.Create(path))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }

        var seal = Path.Combine(folder, SealName);
        File.WriteAllText(seal, Describe(path, Name).Sha256 + "\n");
        BackupFolder.Sync(seal);
    }

    /// <summary>Checks that the files of this generation are what was written.</summary>
    /// <exception cref="BackupDamagedException">Names the first that is not.</exception>
    public void CheckFiles(string backup)
    {
        foreach (var file in Files)
        {
            var path = Path.Combine(FolderOf(backup, Generation), file.Path);
            if (!File.Exists(path)) throw new BackupDamagedException(path, "is missing");
            var found = Describe(path, file.Path);
            if (found.Bytes != file.Bytes) throw new BackupDamagedException(path, $"has {found.Bytes} bytes, written were {file.Bytes}");
            if (found.Sha256 != file.Sha256) throw new BackupDamagedException(path, "does not have the hash that was written down for it");
        }
    }

    internal static BackupFile Describe(string path, string name)
    {
        using var file = File.OpenRead(path);
        return new BackupFile(name, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private static BackupManifest ReadOne(string path, int generation)
    {
        if (!File.Exists(path)) throw new BackupDamagedException(path, "is missing");
        var seal = Path.Combine(Path.GetDirectoryName(path)!, SealName);
        if (!File.Exists(seal)) throw new BackupDamagedException(seal, "is missing");
        if (File.ReadAllText(seal).Trim() != Describe(path, Name).Sha256) throw new BackupDamagedException(path, $"does not have the hash that stands in {SealName}");
        try
        {
            using var file = File.OpenRead(path);
            var manifest = JsonSerializer.Deserialize<BackupManifest>(file, Json) ?? throw new BackupDamagedException(path, "is empty");
            if (manifest.Format != CurrentFormat) throw new BackupDamagedException(path, $"has format {manifest.Format}; this version of Giro reads format {CurrentFormat}");
            return manifest.Generation == generation ? manifest : throw new BackupDamagedException(path, $"is of generation {manifest.Generation}");
        }
        catch (JsonException e)
        {
            throw new BackupDamagedException(path, $"cannot be read at line {(e.LineNumber ?? 0) + 1}", e);
        }
    }

    private sealed class Int128AsText : JsonConverter<Int128>
    {
        public override Int128 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Int128.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Int128 value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }
}

/// <summary>A file of a backup is not what was written.</summary>
public sealed class BackupDamagedException(string path, string reason, Exception? inner = null) : Exception($"{path}: {reason}; the backup is damaged there", inner)
{
    public string Path { get; } = path;
}

/// <summary>A backup or restore cannot be done as it was asked for.</summary>
public class BackupRefusedException(string message) : Exception(message);

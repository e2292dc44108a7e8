using System.Globalization;
using System.Text.Json;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>A file that a run reads, as it was when the run began.</summary>
public sealed record RunInput(string Path, long Bytes, DateTime WrittenUtc)
{
    /// <exception cref="FileNotFoundException">There is no such file; the message names it.</exception>
    public static RunInput Of(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new FileNotFoundException($"{path}: there is no such file", path);
        return new RunInput(file.FullName, file.Length, file.LastWriteTimeUtc);
    }
}

/// <summary>
/// What a run works on and how it divides it, in its work folder from the start. A run that finds one there resumes only when nothing has changed: outcomes of other
/// lines, or of other passes, would be mixed with its own.
/// </summary>
/// <param name="Format">of the images; raised when their layout changes</param>
/// <param name="PlanHash">of the config and of all files that it names</param>
internal sealed record RunManifest(int Format, RunInput Left, RunInput Right, string PlanHash, int Partitions, int ChunkBytes, int UnitLines)
{
    public const string Name = "manifest.json";
    public const int CurrentFormat = 1;

    public static RunManifest? Read(IRunStore store)
    {
        if (!store.Has(Name)) return null;
        var bytes = new byte[store.Length(Name)];
        store.Read(Name, 0, bytes);
        try
        {
            return JsonSerializer.Deserialize<RunManifest>(bytes) ?? throw RunStoreException.Damaged(Name);
        }
        catch (JsonException)
        {
            throw RunStoreException.Damaged(Name);
        }
    }

    public void Write(IRunStore store) => store.Write(Name, JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>Refuses to go on with what was begun over other inputs. How the work is divided is that of the run which began.</summary>
    /// <exception cref="RunStoreException">Something has changed; the message says what.</exception>
    public void RequireSameAs(RunManifest begun, string folder)
    {
        if (begun.Format != Format) Refuse("it was begun by another version of Giro");
        Require(begun.Left, Left);
        Require(begun.Right, Right);
        if (begun.PlanHash != PlanHash) Refuse("the config, or a mapping or rules file that it names, has changed since");

        void Require(RunInput before, RunInput now)
        {
            if (before.Path != now.Path) Refuse($"it compares {before.Path}, not {now.Path}");
            if (before.Bytes != now.Bytes) Refuse($"{now.Path} has changed since: it had {before.Bytes:N0} bytes and has {now.Bytes:N0}");
            if (before.WrittenUtc != now.WrittenUtc) Refuse($"{now.Path} has changed since: it was written at {Moment(before.WrittenUtc)}, and again at {Moment(now.WrittenUtc)}");
        }

        void Refuse(string why) => throw new RunStoreException($"{folder}: the reconciliation that was interrupted cannot be resumed: {why}; start over with --no-resume, or name another folder with --work");
    }

    private static string Moment(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) + " UTC";
}

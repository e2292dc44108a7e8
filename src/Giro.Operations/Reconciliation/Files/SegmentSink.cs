using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>Turns lines that were read into segments of a side. One thread each.</summary>
internal sealed class SegmentSink(IRunStore store, string sideName, MatchRound firstRound, Side side, int partitions)
{
    private readonly ImageBuffer _image = new();
    private readonly PieceWriter _pieces = new(partitions);
    private readonly Partitioner _keys = new(firstRound, side, partitions);
    private int[] _rows = [];

    /// <param name="from">byte of the source at which the lines begin</param>
    public void Write(int number, SourceLines lines, long from, long to)
    {
        Segment.Write(_image, lines, from, to, _pieces, _keys, partitions, ref _rows);
        store.Write(Segment.NameOf(sideName, number), _image.Written);
    }
}

/// <summary>Says that a side was read to its end: how many segments it has, and what its reader found not to agree.</summary>
internal sealed record SideEnd(int Segments, IReadOnlyList<string> Findings)
{
    private static string NameOf(string sideName) => $"{sideName}-end{Segment.End}";

    /// <returns>null when it was not read to its end</returns>
    public static SideEnd? Find(IRunStore store, string sideName)
    {
        var name = NameOf(sideName);
        if (!store.Has(name)) return null;
        var bytes = new byte[store.Length(name)];
        store.Read(name, 0, bytes);
        if (bytes.Length < sizeof(int) || Checksum.Of(bytes.AsSpan(sizeof(int))) != unchecked((uint)new ImageReader(bytes).Int())) throw RunStoreException.Damaged(name);
        var reader = new ImageReader(bytes.AsSpan(sizeof(int)));
        var segments = reader.Int();
        var findings = new string[reader.Int()];
        for (var i = 0; i < findings.Length; i++) findings[i] = reader.Text();
        return new SideEnd(segments, findings);
    }

    public void Write(IRunStore store, string sideName)
    {
        var image = new ImageBuffer();
        image.Int(0);
        image.Int(Segments);
        image.Int(Findings.Count);
        foreach (var finding in Findings) image.Text(finding);
        image.SetInt(0, unchecked((int)Checksum.Of(image.Written[sizeof(int)..])));
        store.Write(NameOf(sideName), image.Written);
    }
}

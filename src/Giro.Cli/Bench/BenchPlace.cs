using Giro.Storage;

namespace Giro.Cli.Bench;

/// <summary>Where `giro bench ledger` keeps the book of a case: a new one each time, gone after it.</summary>
internal abstract class BenchPlace(string folder) : IDisposable
{
    /// <summary>The goal of durable entries a second, uniform over 10,000 accounts.</summary>
    public abstract double UniformGoal { get; }

    protected string BookFolder { get; } = Path.Combine(folder, "case");

    /// <summary>Makes the place for a new, empty book.</summary>
    public abstract BookStore MakeBook();

    /// <summary>The book that was made last, as another process would find it.</summary>
    public BookStore FindBook() => BookStore.In(BookFolder);

    /// <summary>What the book has written so far, by name, in bytes.</summary>
    public abstract IReadOnlyList<(string Name, long Bytes)> Written();

    /// <summary>Takes the book away.</summary>
    public virtual void RemoveBook()
    {
        if (Directory.Exists(BookFolder)) Directory.Delete(BookFolder, recursive: true);
    }

    public abstract void Dispose();
}

/// <summary>The embedded default: a folder.</summary>
internal sealed class EmbeddedPlace(string folder) : BenchPlace(folder)
{
    public override double UniformGoal => 1_500_000;

    public override BookStore MakeBook()
    {
        Directory.CreateDirectory(BookFolder);
        return FindBook();
    }

    public override IReadOnlyList<(string Name, long Bytes)> Written() => [("journal", new FileInfo(FindBook().Folder.Journal).Length)];

    public override void Dispose() => RemoveBook();
}

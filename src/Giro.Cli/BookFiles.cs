using System.CommandLine;
using Giro.Storage;
using Giro.Storage.Views;

namespace Giro.Cli;

/// <summary>Finds a book's files for commands that read, while another process may be writing.</summary>
internal static class BookFiles
{
    public static Option<DirectoryInfo> DataOption() => new("--data", "-d")
    {
        Description = "The folder of the book.",
        DefaultValueFactory = _ => new DirectoryInfo("giro-data"),
    };

    public static BookStore Existing(DirectoryInfo folder)
    {
        var files = BookStore.In(folder.FullName);
        if (!files.HasJournal) throw CliException.NotFound($"{folder.FullName}: there is no book here (no journal.db); name its folder with --data");
        return files;
    }

    /// <summary>
    /// Opens the views for reading. When no process has the book, they are brought up to the journal first; else they say how far they are.
    /// </summary>
    public static ViewReader OpenViews(BookStore files)
    {
        try
        {
            ViewRebuild.CatchUpIfFree(files);
        }
        catch (UnauthorizedAccessException)
        {
            // A folder that may only be read: the views are as they are.
        }

        return files.Views.Read();
    }

    public static ViewedAccount Account(ViewReader views, string path) =>
        views.Account(path) ?? throw CliException.NotFound($"account '{path}' does not exist{Nearest(views, path)}");

    /// <summary>Some accounts in the nearest folder of the path that there is.</summary>
    private static string Nearest(ViewReader views, string path)
    {
        for (var folder = path; folder.Length > 0;)
        {
            folder = folder[..(folder.TrimEnd('/').LastIndexOf('/') + 1)];
            var some = folder.Length == 0 ? [] : views.Accounts(folder).Take(3).Select(account => account.Path).ToList();
            if (some.Count > 0) return $"; near it: {string.Join(", ", some)}";
        }

        return "; giro account --list '' shows what there is";
    }
}

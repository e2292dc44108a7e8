using System.CommandLine;
using Giro.Storage.Backup;
using Giro.Storage.Migration;
using Giro.Storage.PostgreSql;

namespace Giro.Cli.Commands;

/// <summary>`giro migrate-store`: moves a book from its folder to PostgreSQL and proves that nothing has changed.</summary>
internal static class MigrateStoreCommand
{
    public static Command Create()
    {
        var data = BookFiles.DataOption();
        var to = new Option<string>("--to") { Description = "Npgsql's connection string: \"Host=db1;Database=giro;Username=giro;Password=${GIRO_PASSWORD}\".", Required = true };
        var book = new Option<long>("--book") { Description = "The number of the book in that database.", DefaultValueFactory = _ => 1 };
        book.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 1) result.AddError("--book: books are numbered from 1");
        });
        var test = new Option<bool>("--test") { Description = "The server is for a test: unsafe settings are only warned of." };
        var output = OutputFormat.Option();
        var command = new Command("migrate-store", """
            Moves a book from its folder to PostgreSQL: journal, records and views. Proves that head, records, state, trial balance, views and every table are the same; only then the
            folder's store.json says that the book is there, and the old files go to embedded-before-migration/. Interrupted, it is started again; until it is done the folder is
            the book. A ${NAME} in the connection string is a variable of the environment and stays one in store.json. Exit code 1 when something differs; then nothing was changed.

            Example:
              giro migrate-store --data giro-data --to 'Host=127.0.0.1;Database=giro;Username=giro;Password=${GIRO_PASSWORD}'
            """) { data, to, book, test, output };
        command.SetAction(parsed => Run(
            parsed.GetValue(data)!.FullName, new StoreSettings(parsed.GetValue(to)!, parsed.GetValue(book), IsTest: parsed.GetValue(test)), parsed.GetValue(output) == OutputFormat.Json));
        return command;
    }

    private static int Run(string folder, StoreSettings settings, bool json)
    {
        var result = StoreProgress.Run(json, progress => StoreMigration.Run(folder, settings, progress));
        if (json)
        {
            JsonOutput.Print(new
            {
                holds = result.Holds, target = result.Target, figures = FiguresText.Json(result.Figures), checks = FiguresText.Json(result.Checks),
                tables = result.Tables.Select(table => new { table.Name, rows = table.SourceRows, contentHash = table.SourceHash, equal = table.IsEqual }), oldFiles = result.OldFiles,
            });
            return result.Holds ? ExitCode.Ok : ExitCode.CheckFailed;
        }

        Console.WriteLine($"{folder} -> {result.Target}");
        FiguresText.Print(result.Figures);
        FiguresText.Print(result.Checks);
        Console.Write(PlainTable.Of(
            ["table", ">rows", "content", ""],
            result.Tables.Select(table => (IReadOnlyList<string>)[table.Name, $"{table.SourceRows:N0}", table.SourceHash[..16], table.IsEqual ? "equal" : $"DIFFERS: {table.TargetRows:N0} rows, {table.TargetHash[..16]}"])));
        Console.WriteLine(result.Holds ? $"The book is on PostgreSQL now. The old files are in {result.OldFiles}." : "The copy is NOT the book; nothing was changed in the folder.");
        return result.Holds ? ExitCode.Ok : ExitCode.CheckFailed;
    }
}

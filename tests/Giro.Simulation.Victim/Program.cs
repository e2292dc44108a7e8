using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Simulation.Victim;
using Giro.Simulation.Victim.Day;
using Giro.Storage;

// Arguments: load|fill FOLDER SEED RUN, or days FOLDER SEED PAYMENTS DAYS AIM. The exit codes are those of `giro`.
const int Corrupt = 4, Unavailable = 5, Defect = 70;
var (mode, folder, seed, run) = (args[0], args[1], int.Parse(args[2]), int.Parse(args[3]));
try
{
    if (mode == "days")
    {
        using var moments = new DayMoments(DayAim.Parse(args[5]));
        using var days = new DayRun(new DayFolder(folder), seed, payments: run, moments);
        for (var left = int.Parse(args[4]); left > 0; left--) days.Run();
        return 0;
    }

    using var log = new AcknowledgedLog();
    using var book = StoredBook.Open(folder, Load.Options);
    log.WriteOpened();
    Load.OpenAccounts(book.Book);
    if (mode == "fill") Filler.Run(book.Book, log, seed, run);
    const int Clients = 4;
    Exception? stopped = null;
    var threads = Enumerable.Range(0, Clients).Select(client => new Thread(() =>
    {
        try
        {
            new Load(book.Book, log, seed, run, client).Run();
        }
        catch (BookStoppedException e)
        {
            stopped = e;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            Environment.Exit(Defect);
        }
    })).ToList();
    threads.ForEach(thread => thread.Start());
    threads.ForEach(thread => thread.Join());
    throw stopped!;
}
catch (JournalCorruptException e)
{
    Console.Error.WriteLine(e.Message);
    return Corrupt;
}
catch (Exception e) when (e is BookStoppedException { InnerException: JournalUnavailableException or IOException } or JournalUnavailableException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return Unavailable;
}
catch (Exception e)
{
    Console.Error.WriteLine(e);
    return Defect;
}

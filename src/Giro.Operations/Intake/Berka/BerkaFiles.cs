namespace Giro.Operations.Intake.Berka;

/// <summary>
/// The files of one Berka directory (the PKDD'99 Financial data set). Three are required: accounts, transactions and standing orders; the
/// others are null when the directory does not have them. Every property is a path.
/// </summary>
public sealed record BerkaFiles
{
    private BerkaFiles(string directory)
    {
        Accounts = Require(directory, "account.asc");
        Transactions = Require(directory, "trans.asc");
        Orders = Require(directory, "order.asc");
        Clients = Find(directory, "client.asc");
        Dispositions = Find(directory, "disp.asc");
        Loans = Find(directory, "loan.asc");
        Districts = Find(directory, "district.asc");
    }

    public string Accounts { get; }

    public string Transactions { get; }

    public string Orders { get; }

    public string? Clients { get; }

    public string? Dispositions { get; }

    public string? Loans { get; }

    public string? Districts { get; }

    /// <summary>Locates the files; reads nothing.</summary>
    /// <exception cref="BerkaFileException">The directory or a required file is missing; the message names it.</exception>
    public static BerkaFiles Locate(string directory)
    {
        if (!Directory.Exists(directory))
            throw new BerkaFileException(directory, "there is no such directory");
        return new BerkaFiles(directory);
    }

    private static string Require(string directory, string name)
        => Find(directory, name) ?? throw new BerkaFileException(name, $"the file is missing in '{directory}'");

    private static string? Find(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        return File.Exists(path) ? path : null;
    }
}

using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

/// <summary>A directory of small synthetic Berka files, gone when disposed. Headers are written here; rows are the test's.</summary>
internal sealed class BerkaDirectory : IDisposable
{
    public const string AccountHeader = "\"account_id\";\"district_id\";\"frequency\";\"date\"";
    public const string TransHeader =
        "\"trans_id\";\"account_id\";\"date\";\"type\";\"operation\";\"amount\";\"balance\";\"k_symbol\";\"bank\";\"account\"";

    public const string OrderHeader = "\"order_id\";\"account_id\";\"bank_to\";\"account_to\";\"amount\";\"k_symbol\"";

    public BerkaDirectory() => Write("account.asc", AccountHeader).Write("trans.asc", TransHeader).Write("order.asc", OrderHeader);

    public string Path { get; } = Directory.CreateTempSubdirectory("giro-berka-").FullName;

    public BerkaDirectory Accounts(params string[] rows) => Write("account.asc", [AccountHeader, .. rows]);

    public BerkaDirectory Transactions(params string[] rows) => Write("trans.asc", [TransHeader, .. rows]);

    public BerkaDirectory Orders(params string[] rows) => Write("order.asc", [OrderHeader, .. rows]);

    public BerkaDirectory Write(string file, params string[] lines) => WriteText(file, string.Join('\n', lines) + "\n");

    public BerkaDirectory WriteText(string file, string text)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, file), text);
        return this;
    }

    public BerkaDirectory Delete(string file)
    {
        File.Delete(System.IO.Path.Combine(Path, file));
        return this;
    }

    public BerkaDays Open() => BerkaDays.Open(BerkaFiles.Locate(Path));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

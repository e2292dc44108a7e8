using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

public sealed class BerkaFilesTests
{
    [Theory]
    [InlineData("account.asc")]
    [InlineData("trans.asc")]
    [InlineData("order.asc")]
    public void A_missing_required_file_is_named(string file)
    {
        using var directory = new BerkaDirectory().Delete(file);
        var exception = Assert.Throws<BerkaFileException>(() => BerkaFiles.Locate(directory.Path));
        Assert.Equal(file, exception.File);
        Assert.StartsWith($"{file}: the file is missing in '{directory.Path}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_directory_is_named()
    {
        using var directory = new BerkaDirectory();
        var absent = Path.Combine(directory.Path, "absent");
        Assert.Equal($"{absent}: there is no such directory", Assert.Throws<BerkaFileException>(() => BerkaFiles.Locate(absent)).Message);
    }

    [Fact]
    public void Optional_files_are_located_when_they_are_there()
    {
        using var directory = new BerkaDirectory().Write("loan.asc", "");
        var files = BerkaFiles.Locate(directory.Path);
        Assert.Equal(Path.Combine(directory.Path, "loan.asc"), files.Loans);
        Assert.Equal(Path.Combine(directory.Path, "trans.asc"), files.Transactions);
        Assert.Null(files.Clients);
        Assert.Null(files.Dispositions);
        Assert.Null(files.Districts);
    }

    [Theory]
    [InlineData("account.asc")]
    [InlineData("trans.asc")]
    [InlineData("order.asc")]
    public void A_file_with_another_header_is_refused_as_a_whole(string file)
    {
        using var directory = new BerkaDirectory().Write(file, "id;amount", "1;2");
        var exception = Assert.Throws<BerkaFileException>(() => directory.Open().ToList());
        Assert.StartsWith($"{file}: line 1 is 'id;amount'; expected the header ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_refused_as_a_whole()
    {
        using var directory = new BerkaDirectory().WriteText("account.asc", "");
        Assert.StartsWith("account.asc: the file is empty;", Assert.Throws<BerkaFileException>(directory.Open).Message, StringComparison.Ordinal);
    }
}

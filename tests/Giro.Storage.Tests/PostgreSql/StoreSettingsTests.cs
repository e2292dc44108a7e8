using Giro.Storage.PostgreSql;

namespace Giro.Storage.Tests.PostgreSql;

public sealed class StoreSettingsTests : IDisposable
{
    private const string Connection = "Host=db1;Port=5433;Database=giro;Username=giro;Password=geheim";
    private readonly TempFolder _folder = new();

    private BookFolder Folder => new(_folder.Path);

    [Fact]
    public void What_was_written_is_read_again_by_the_owner_alone()
    {
        var settings = new StoreSettings("Host=db1;Database=giro;Username=giro;Password=${HOME}", 7, "Host=db2;Database=giro;Username=reader", IsTest: true);
        settings.Write(Folder);
        Assert.Equal(settings, StoreSettings.Read(Folder));
        Assert.Contains("\"Host=db1;Database=giro;Username=giro;Password=${HOME}\"", File.ReadAllText(Folder.Store));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Folder.Store));
    }

    [Fact]
    public void Nothing_that_is_printed_of_it_holds_the_password() => Assert.Equal("book 3, a test", new StoreSettings(Connection, 3, Connection, IsTest: true).ToString());

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("{", "line 1: this is not JSON")]
    [InlineData("{\n  \"connection\": \"Host=db1\",\n  \"bok\": 3\n}", "line 3, bok: there is no such field; there are connection, book, readConnection, isTest, partitions")]
    [InlineData("{\n  \"connection\": \"Host=db1\",\n  \"book\": \"3\"\n}", "line 3, book: the value is of the wrong type")]
    [InlineData("{\n  \"connection\": \"Host=db1\",\n  \"isTest\": 1\n}", "line 3, isTest: the value is of the wrong type")]
    [InlineData("{\n  \"connection\": \"Host=db1\",\n  \"connection\": \"Host=db2\"\n}", "line 3, connection: the field stands there twice")]
    [InlineData("{ \"book\": 3 }", ": connection is missing")]
    [InlineData("{\n\n  \"book\": 0, \"connection\": \"Host=db1\"\n}", "line 3, book is 0; books are numbered from 1")]
    [InlineData("{\n  \"connection\": \"Host=db1;Password=${GIRO_NOT_SET}\"\n}", "line 2, connection: the connection string names the variable GIRO_NOT_SET, which is not set")]
    [InlineData("{\n  \"connection\": \"Database=giro;Password=geheim\"\n}", "line 2, connection: the connection string names no Host")]
    [InlineData("{\n  \"connection\": \"Host=db1;Password=gehe;geheim=im\"\n}", "line 2, connection: the connection string cannot be used: it has a keyword that Npgsql does not know")]
    [InlineData("{\n  \"connection\": \"Host=db1;Password=gehe;geheim\"\n}", "line 2, connection: the connection string cannot be used: it has a keyword that Npgsql does not know")]
    [InlineData("{\n  \"connection\": \"Host=db1;Port=geheim\"\n}", "line 2, connection: the connection string cannot be used: a value in it is of the wrong kind")]
    [InlineData("{\n  \"connection\": \"postgresql://giro:geheim@db1/giro\"\n}", "line 2, connection: the connection string is an address; write it as Host=")]
    [InlineData("{\n  \"connection\": \"Host=db1\",\n  \"readConnection\": \"Port=1;Password=geheim\"\n}", "line 3, readConnection: the connection string names no Host")]
    public void A_file_that_cannot_be_used_is_named_with_line_and_field_and_never_with_the_password(string text, string message)
    {
        File.WriteAllText(Folder.Store, text);
        var refused = Assert.Throws<StoreSettingsException>(() => BookStore.In(_folder.Path));
        Assert.StartsWith(Folder.Store, refused.Message);
        Assert.Contains(message, refused.Message);
        Assert.DoesNotContain("geheim", refused.ToString());
    }

    [Fact]
    public void The_variable_counts_only_in_a_folder_that_says_nothing_itself()
    {
        Assert.Null(Read(store: null));
        Assert.Equal(new StoreSettings(Connection), Read(Connection));
        Assert.Equal(new StoreSettings(Connection, 12), Read(Connection, "12"));
        Assert.Equal("GIRO_BOOK is '1x', not a number", Assert.Throws<StoreSettingsException>(() => Read(Connection, "1x")).Message);
        Assert.Equal("GIRO_BOOK is 0; books are numbered from 1", Assert.Throws<StoreSettingsException>(() => Read(Connection, "0")).Message);
        Assert.Equal("the variable GIRO_STORE: the connection string names no Host", Assert.Throws<StoreSettingsException>(() => Read("Port=1")).Message);

        File.WriteAllText(Folder.Journal, "");
        Assert.Null(Read(Connection));
        new StoreSettings("Host=db9").Write(Folder);
        Assert.Equal("Host=db9", Read(Connection)!.Connection);
    }

    [Fact]
    public void A_server_that_does_not_answer_is_named_without_the_password()
    {
        new StoreSettings("Host=127.0.0.1;Port=1;Database=giro;Username=giro;Password=geheim;Timeout=2").Write(Folder);
        var refused = Assert.Throws<Ledger.Journal.JournalUnavailableException>(() => BookStore.In(_folder.Path).OpenJournalReadOnly());
        Assert.StartsWith("PostgreSQL 127.0.0.1:1/giro book 1 cannot be opened: ", refused.Message);
        Assert.DoesNotContain("geheim", refused.ToString());
    }

    private StoreSettings? Read(string? store, string? book = null) => StoreSettings.Read(Folder, name => name == StoreSettings.Variable ? store : name == StoreSettings.BookVariable ? book : null);

    public void Dispose() => _folder.Dispose();
}

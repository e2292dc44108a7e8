using System.Text;
using Giro.Server.Nodes;

namespace Giro.Server.Tests;

/// <summary>What is wrong with a request is said at once, all of it, with its place; and nothing of it is done.</summary>
public sealed class RequestTests : IAsyncLifetime
{
    private readonly TestNodes _nodes = new("", TimeSpan.FromSeconds(3));
    private GiroServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await _nodes.Start("n1");
        await _nodes.WaitFor(_server, NodeRole.Leader);
        await _nodes.OpenAccounts(_server);
    }

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Theory]
    [InlineData("", "line 1, byte 1")]
    [InlineData("[]", "#")]
    [InlineData("{}", "#/entries")]
    [InlineData("""{"entries":[]}""", "#/entries")]
    [InlineData("""{"entries":{}}""", "#/entries")]
    [InlineData("""{"entries":[7,null]}""", "#/entries/0 #/entries/1")]
    [InlineData("""{"entries":[{}],"dryRun":true}""", "#/dryRun #/entries/0/reference #/entries/0/kind #/entries/0/legs")]
    [InlineData("""{"entries":[{"reference":"","kind":-1,"legs":[]}]}""", "#/entries/0/reference #/entries/0/kind #/entries/0/legs")]
    [InlineData("""{"entries":[{"reference":7,"kind":"1","legs":"none"}]}""", "#/entries/0/reference #/entries/0/kind #/entries/0/legs")]
    [InlineData("""{"entries":[{"reference":"r","kind":65536,"legs":[{"account":"","amountMinor":1},{"account":"a","amountMinor":"1.5","currency":"EUR"}]}]}""",
        "#/entries/0/kind #/entries/0/legs/0/account #/entries/0/legs/0/amountMinor #/entries/0/legs/1/currency #/entries/0/legs/1/amountMinor")]
    [InlineData("""{"entries":[{"reference":"r","kind":1,"legs":[{"account":"a","amountMinor":"+1"},{"account":"a","amountMinor":"01"},{"account":"a","amountMinor":"-0"},{"account":"a","amountMinor":"9223372036854775808"}]}]}""",
        "#/entries/0/legs/0/amountMinor #/entries/0/legs/1/amountMinor #/entries/0/legs/2/amountMinor #/entries/0/legs/3/amountMinor")]
    [InlineData("""{"entries":[{"reference":"r","kind":1,"legs":[{"account":"a","amountMinor":"1","amountMinor":"2"}]}]}""", "#")]
    [InlineData("""{"entries":[{"a/b~c":1,"reference":"r","kind":1,"legs":[{"account":"a","amountMinor":"1"}]}]}""", "#/entries/0/a~1b~0c")]
    public async Task Faults_of_entries_have_their_places(string body, string places)
    {
        var reply = await _nodes.Post(_server, "v1/entries", body);
        Assert.Equal((400, "invalid_request", places), (reply.Status, reply.Code, Places(reply)));
        Assert.Equal(2UL, (await _nodes.Get(_server, "health/ready")).AsOf);
    }

    [Theory]
    [InlineData("""{"accounts":[{"path":"a","class":"money","currency":"EUR"},{"path":"b","class":"asset","currency":"XXY"}]}""", "#/accounts/0/class #/accounts/1/currency")]
    [InlineData("""{"accounts":[{"path":"a","class":"asset","currency":"EURO","lowestMinor":0}]}""", "#/accounts/0/currency #/accounts/0/currency #/accounts/0/lowestMinor")]
    public async Task Faults_of_accounts_have_their_places(string body, string places)
    {
        var reply = await _nodes.Post(_server, "v1/accounts", body);
        Assert.Equal((400, "invalid_request", places), (reply.Status, reply.Code, Places(reply)));
    }

    [Theory]
    [InlineData("v1/statements/shop/1?date=22.11.2026&limit=0&fromNumber=-1", "date fromNumber limit")]
    [InlineData("v1/accounts/shop/1?minSequence=x", "minSequence")]
    public async Task Faults_of_parameters_have_their_names(string path, string places)
    {
        var reply = await _nodes.Get(_server, path);
        Assert.Equal((400, "invalid_request", places), (reply.Status, reply.Code, Places(reply)));
    }

    [Theory]
    [InlineData("""[{"account":"bank/cash","amountMinor":"5"},{"account":"shop/1","amountMinor":"-4"}]""", "notZeroSum", null)]
    [InlineData("""[{"account":"bank/cash","amountMinor":"5"},{"account":"shop/2","amountMinor":"-5"}]""", "accountUnknown", "1")]
    [InlineData("""[{"account":"bank/cash","amountMinor":"5"}]""", "legCountOutOfRange", null)]
    [InlineData("""[{"account":"bank/cash","amountMinor":"0"},{"account":"shop/1","amountMinor":"0"}]""", "amountZero", "0")]
    public async Task What_the_ledger_refuses_has_the_ledgers_name(string legs, string status, string? leg)
    {
        var reply = await _nodes.Post(_server, "v1/entries", $$"""{"entries":[{"reference":"r1","kind":1,"legs":{{legs}}}]}""");
        Assert.Equal((200, status), (reply.Status, reply.Results));
        Assert.Equal(leg, reply.Body.GetProperty("results")[0].TryGetProperty("legAtFault", out var fault) ? fault.ToString() : null);
    }

    [Fact]
    public async Task A_request_may_have_ten_thousand_entries_and_not_one_more()
    {
        var most = await _nodes.PostCents(_server, [.. Enumerable.Range(1, 10_000).Select(i => $"e{i}")]);
        Assert.Equal((200, 10_000), (most.Status, most.Body.GetProperty("results").GetArrayLength()));
        Assert.All(most.Body.GetProperty("results").EnumerateArray().Select((result, i) => (result, i)), pair =>
            Assert.Equal(($"e{pair.i + 1}", (ulong)pair.i + 4), (pair.result.GetProperty("reference").GetString()!, pair.result.GetProperty("number").GetUInt64())));
        Assert.Equal("10000", await _nodes.Balance(_server, most.AsOf));
        var more = await _nodes.PostCents(_server, [.. Enumerable.Range(1, 10_001).Select(i => $"f{i}")]);
        Assert.Equal((400, "#/entries"), (more.Status, Places(more)));
        Assert.Equal("10000", await _nodes.Balance(_server));
    }

    [Fact]
    public async Task Only_the_first_hundred_faults_are_listed_and_all_are_counted()
    {
        var reply = await _nodes.Post(_server, "v1/entries", "{\"entries\":[" + string.Join(",", Enumerable.Repeat("7", 150)) + "]}");
        Assert.Equal(("The request has 150 faults; the first 100 are listed. Nothing was done.", 100), (reply.Text("detail"), reply.Body.GetProperty("errors").GetArrayLength()));
    }

    [Fact]
    public async Task A_body_above_64_MiB_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Address, "v1/entries"));
        request.Content = new StringContent("{\"entries\":[" + new string(' ', (64 << 20) + 1), Encoding.UTF8, "application/json");
        // A client that asks first is told before it has sent anything.
        request.Headers.ExpectContinue = true;
        using var response = await _nodes.Client.SendAsync(request);
        Assert.Equal((413, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains("\"code\":\"body_too_large\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1/nothing", 404, "no_such_resource")]
    [InlineData("v1/accounts/shop/9", 404, "not_found")]
    [InlineData("v1/entries/r9", 404, "not_found")]
    [InlineData("v1/leadership/hand-over", 405, "no_such_method")]
    public async Task What_is_not_there_is_said_in_the_same_form(string path, int status, string code)
    {
        var reply = await _nodes.Get(_server, path);
        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    private static string Places(Reply reply) => string.Join(' ', reply.Body.GetProperty("errors").EnumerateArray().Select(fault => fault.GetProperty("pointer").GetString()));
}

using System.Net;
using System.Text;
using System.Text.Json;

namespace Giro.Server.Tests;

/// <summary>What came back: the status and the body.</summary>
internal sealed record Reply(int Status, JsonElement Body, int? RetryAfter)
{
    public string? Code => Text("code");

    public ulong AsOf => Body.GetProperty("asOfSequence").GetUInt64();

    public string? Text(string name) => Body.TryGetProperty(name, out var value) ? value.ToString() : null;

    /// <summary>Of the results of posting: status and number of each, as "accepted 4".</summary>
    public string Results => string.Join(", ", Body.GetProperty("results").EnumerateArray().Select(result =>
        result.GetProperty("status").GetString() + (result.TryGetProperty("number", out var number) ? $" {number}" : "") + (result.GetProperty("isRepeat").GetBoolean() ? " again" : "")));
}

/// <summary>Requests as a client writes them.</summary>
internal static class Calls
{
    public static async Task<Reply> Get(this TestNodes nodes, GiroServer server, string path) => await Read(await nodes.Client.GetAsync(new Uri(server.Address, path)));

    public static async Task<Reply> Post(this TestNodes nodes, GiroServer server, string path, string body) => await nodes.Post(server.Address, path, body);

    public static async Task<Reply> Post(this TestNodes nodes, Uri address, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Read(await nodes.Client.PostAsync(new Uri(address, path), content));
    }

    /// <summary>The accounts bank/cash (asset) and shop/1 (liability), in EUR.</summary>
    public static async Task OpenAccounts(this TestNodes nodes, GiroServer server)
    {
        var reply = await nodes.Post(server, "v1/accounts", """{"accounts":[{"path":"bank/cash","class":"asset","currency":"EUR"},{"path":"shop/1","class":"liability","currency":"EUR"}]}""");
        Assert.Equal((200, "accepted, accepted"), (reply.Status, reply.Results));
    }

    /// <summary>Posts an entry of one cent for each reference.</summary>
    public static Task<Reply> PostCents(this TestNodes nodes, GiroServer server, params string[] references) => nodes.Post(server, "v1/entries", Cents(references));

    public static string Cents(params string[] references) =>
        "{\"entries\":[" + string.Join(",", references.Select(reference =>
            $$"""{"reference":"{{reference}}","kind":1,"legs":[{"account":"bank/cash","amountMinor":"1"},{"account":"shop/1","amountMinor":"-1"}]}""")) + "]}";

    public static async Task<string> Balance(this TestNodes nodes, GiroServer server, ulong minSequence = 0) =>
        (await nodes.Get(server, $"v1/accounts/shop/1?minSequence={minSequence}")).Text("balanceMinor") ?? "none";

    private static async Task<Reply> Read(HttpResponseMessage response)
    {
        using (response)
        {
            var bytes = await response.Content.ReadAsByteArrayAsync();
            var expected = (int)response.StatusCode < 400 || response.StatusCode == HttpStatusCode.ServiceUnavailable ? response.Content.Headers.ContentType!.MediaType! : "application/problem+json";
            Assert.Equal(expected, response.Content.Headers.ContentType!.MediaType);
            return new Reply((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(bytes), (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds);
        }
    }
}

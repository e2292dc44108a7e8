using System.Text.Json;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Writer;
using Giro.Server.Nodes;
using Microsoft.AspNetCore.Http;

namespace Giro.Server.Http;

/// <summary>Opens accounts and says what they hold.</summary>
internal static class AccountsEndpoint
{
    private const int MaxAccounts = 5_000;

    /// <summary>POST /v1/accounts. Repeating it with the same content is fine.</summary>
    public static async Task Post(BookNode node, HttpContext context)
    {
        var leader = node.Role.AsLeader();
        List<OpenedAccount> accounts;
        using (var body = await RequestBody.Read(context.Request)) accounts = Read(body.RootElement);
        var submission = new Submission(accounts.Count * 256, accounts.Count);
        foreach (var account in accounts) submission.OpenAccount(account.Path, account.Class, account.Currency, account.Limits);
        await leader.Execute([submission]);
        var results = new List<AccountOpened>(accounts.Count);
        foreach (var result in submission.Results) results.Add(new AccountOpened(accounts[results.Count].Path, StatusNames.Of(result.Status), result.IsRepeat));
        await Answer.Write(context, new AccountAnswers(submission.Sequence, results), WireJson.Plain.AccountAnswers);
    }

    /// <summary>GET /v1/accounts/{path}</summary>
    public static async Task Get(BookNode node, HttpContext context)
    {
        var path = (string?)context.Request.RouteValues["path"] ?? "";
        await node.WaitFor(context);
        var (account, sequence) = await node.Query(reader => (reader.Account(path), reader.Sequence));
        if (account is null) throw new ProblemException(Problem.NotFound($"Up to row {sequence} no account has the path '{path}'."));
        await Answer.Write(
            context,
            new AccountAnswer(
                account.Path, StatusNames.Of(account.Class), account.Currency.Code, StatusNames.Of(account.State), account.BalanceMinor.ToString(), account.AvailableMinor.ToString(), sequence),
            WireJson.Plain.AccountAnswer);
    }

    private static List<OpenedAccount> Read(JsonElement root)
    {
        var faults = new RequestFaults();
        var accounts = new List<OpenedAccount>();
        foreach (var element in new JsonFields(root, Place.Root, faults, "accounts").Array("accounts", 1, MaxAccounts, out var place))
        {
            var fields = new JsonFields(element, place.At(accounts.Count), faults, "path", "class", "currency", "lowestMinor", "highestMinor");
            var path = fields.Text("path", AccountPath.MaxBytes);
            var className = fields.Text("class", 16);
            if (!StatusNames.TryClass(className, out var accountClass) && className.Length > 0) fields.Fault("class", $"'{className}' is not a class of accounts; known are {StatusNames.AllClasses}");
            var code = fields.Text("currency", 3);
            if (!Currency.TryFromCode(code, out var currency) && code.Length > 0) fields.Fault("currency", $"'{code}' is not a currency of ISO 4217");
            var limits = new AccountLimits(fields.OptionalAmount("lowestMinor") ?? long.MinValue, fields.OptionalAmount("highestMinor") ?? long.MaxValue);
            accounts.Add(new OpenedAccount(path, accountClass, currency, limits));
        }

        faults.ThrowIfAny();
        return accounts;
    }

    private sealed record OpenedAccount(string Path, AccountClass Class, Currency Currency, AccountLimits Limits);
}

using System.Globalization;
using Giro.Ledger.Journal;
using Giro.Server.Nodes;
using Giro.Storage;
using Giro.Storage.Sql;
using Giro.Storage.Views;
using Microsoft.AspNetCore.Http;

namespace Giro.Server.Http;

/// <summary>An account's business day from the views, by the read connection where there is one; the answer says which row it is true for.</summary>
internal static class StatementsEndpoint
{
    private const int DefaultLines = 1_000;
    private const int MaxLines = 10_000;

    /// <summary>GET /v1/statements/{path}?date=&amp;fromNumber=&amp;limit=</summary>
    public static async Task Get(BookNode node, HttpContext context)
    {
        var path = (string?)context.Request.RouteValues["path"] ?? "";
        var faults = new RequestFaults();
        var date = Parameter<DateOnly>(context, "date", "must be a date such as 2026-11-22", faults, text => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : null);
        var fromNumber = Parameter<ulong>(context, "fromNumber", "must be the number of a record", faults, text => ulong.TryParse(text, NumberStyles.None, null, out var number) ? number : null);
        var limit = Parameter<int>(context, "limit", $"must be from 1 to {MaxLines}", faults, text => int.TryParse(text, NumberStyles.None, null, out var lines) && lines is >= 1 and <= MaxLines ? lines : null);
        faults.ThrowIfAny();
        await Answer.Write(context, Read(node.Store, path, date, fromNumber ?? 0, limit ?? DefaultLines), WireJson.Plain.StatementAnswer);
    }

    private static T? Parameter<T>(HttpContext context, string name, string wanted, RequestFaults faults, Func<string, T?> parse)
        where T : struct
    {
        if (!context.Request.Query.TryGetValue(name, out var text)) return null;
        var value = parse(text.ToString());
        if (value is null) faults.Add(name, wanted);
        return value;
    }

    private static StatementAnswer Read(BookStore store, string path, DateOnly? date, ulong fromNumber, int limit)
    {
        try
        {
            using var views = store.Views.Read();
            if (views.Account(path) is not { } account) throw new ProblemException(Problem.NotFound($"Up to row {views.AsOfSequence} no account has the path '{path}'."));
            var on = date ?? views.BusinessDates()[^1];
            var day = views.Day(account, on);
            var first = Math.Max(fromNumber, views.NumberAt(new AsOf.BusinessDate(on.AddDays(-1))) + 1);
            var last = views.NumberAt(new AsOf.BusinessDate(on));
            var (lines, next) = Lines(views, account, first, last, limit);
            return new StatementAnswer(
                account.Path, account.Currency.Code, on, day.OpeningMinor.ToString(), day.DebitsMinor.ToString(), day.CreditsMinor.ToString(), day.ClosingMinor.ToString(), views.AsOfSequence, lines, next);
        }
        catch (Exception e) when (e is NotSupportedException or FileNotFoundException or JournalUnavailableException or SqlFailedException)
        {
            throw new ProblemException(new Problem(503, "views_unavailable", "The views cannot be read now.", RetryAfterSeconds: 1));
        }
    }

    /// <summary>Whole entries, as many as fit; an entry with more legs on the account than that is given whole.</summary>
    private static (List<StatementLineAnswer> Lines, ulong? Next) Lines(ViewReader views, ViewedAccount account, ulong first, ulong last, int limit)
    {
        var lines = new List<StatementLineAnswer>();
        if (first > last) return (lines, null);
        foreach (var leg in views.History(account.Handle, first, last))
        {
            if (lines.Count >= limit && leg.Number != lines[^1].Number) return (lines, leg.Number);
            lines.Add(new StatementLineAnswer(leg.Number, leg.Leg, leg.Kind, DateOnly.FromDayNumber(leg.ValueDate), leg.AmountMinor.ToString(), leg.BalanceMinor.ToString()));
        }

        return (lines, null);
    }
}

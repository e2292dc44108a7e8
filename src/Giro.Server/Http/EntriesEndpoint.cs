using System.Text;
using System.Text.Json;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Server.Nodes;
using Microsoft.AspNetCore.Http;

namespace Giro.Server.Http;

/// <summary>Posts entries, each by itself, and finds them by their reference.</summary>
internal static class EntriesEndpoint
{
    public const int MaxEntries = 10_000;

    /// <summary>The ledger keeps 2,048 bytes of attributes; a reference is for looking up.</summary>
    public const int MaxReferenceBytes = 256;

    private const int MaxLegs = 256;

    /// <summary>POST /v1/entries. Answers after the commit.</summary>
    public static async Task Post(BookNode node, HttpContext context)
    {
        var leader = node.Role.AsLeader();
        List<PostedEntry> entries;
        using (var body = await RequestBody.Read(context.Request)) entries = Read(body.RootElement);
        var handles = await leader.HandlesOf(entries.SelectMany(entry => entry.Legs).Select(leg => leg.Account).ToHashSet());
        var submissions = SubmissionsOf(entries, handles);
        await leader.Execute(submissions);
        var results = new List<EntryAnswer>(entries.Count);
        foreach (var submission in submissions)
        {
            foreach (var result in submission.Results)
            {
                results.Add(new EntryAnswer(
                    entries[results.Count].Reference, StatusNames.Of(result.Status), result.IsAccepted ? result.Number : null, result.IsRepeat, result.LegAtFault < 0 ? null : result.LegAtFault));
            }
        }

        await Answer.Write(context, new EntryAnswers(submissions[^1].Sequence, results), WireJson.Plain.EntryAnswers);
    }

    /// <summary>GET /v1/entries/{reference}</summary>
    public static async Task Get(BookNode node, HttpContext context)
    {
        var reference = (string?)context.Request.RouteValues["reference"];
        if (string.IsNullOrEmpty(reference)) throw new ProblemException(Problem.NotFound("There is no entry without a reference."));
        await node.WaitFor(context);
        var id = EntryId.FromReference(reference);
        var (number, sequence) = await node.Query(reader => (reader.NumberOf(id), reader.Sequence));
        if (number == 0) throw new ProblemException(Problem.NotFound($"Up to row {sequence} no entry has the reference '{reference}'."));
        await Answer.Write(context, new EntryFound(reference, number, sequence), WireJson.Plain.EntryFound);
    }

    private static List<PostedEntry> Read(JsonElement root)
    {
        var faults = new RequestFaults();
        var entries = new List<PostedEntry>();
        foreach (var element in new JsonFields(root, Place.Root, faults, "entries").Array("entries", 1, MaxEntries, out var place))
        {
            var here = place.At(entries.Count);
            var fields = new JsonFields(element, here, faults, "reference", "kind", "legs");
            var entry = new PostedEntry(fields.Text("reference", MaxReferenceBytes), (ushort)fields.Integer("kind", 0, ushort.MaxValue), []);
            foreach (var leg in fields.Array("legs", 1, MaxLegs, out var legs))
            {
                var side = new JsonFields(leg, legs.At(entry.Legs.Count), faults, "account", "amountMinor");
                entry.Legs.Add(new PostedLeg(side.Text("account", AccountPath.MaxBytes), side.Amount("amountMinor")));
            }

            entries.Add(entry);
        }

        faults.ThrowIfAny();
        return entries;
    }

    /// <summary>In the order of the request, as many as they need. Each entry stands by itself.</summary>
    private static List<Submission> SubmissionsOf(List<PostedEntry> entries, Dictionary<string, ulong> handles)
    {
        var submissions = new List<Submission>();
        Submission? open = null;
        var legs = new List<Leg>();
        foreach (var entry in entries)
        {
            var reference = Encoding.UTF8.GetBytes(entry.Reference);
            legs.Clear();
            foreach (var leg in entry.Legs) legs.Add(new Leg(handles[leg.Account], leg.AmountMinor));
            if (open is null || !open.HasRoom(legs.Count, reference.Length)) submissions.Add(open = new Submission(Math.Min(entries.Count, 4096) * 192, Math.Min(entries.Count, Submission.MaxCommands)));
            open.Post(EntryId.FromReference(entry.Reference), entry.Kind, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(legs), reference);
        }

        return submissions;
    }

    private sealed record PostedEntry(string Reference, ushort Kind, List<PostedLeg> Legs);

    private readonly record struct PostedLeg(string Account, long AmountMinor);
}

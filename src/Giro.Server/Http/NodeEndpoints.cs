using System.Text.Json;
using Giro.Server.Nodes;
using Microsoft.AspNetCore.Http;

namespace Giro.Server.Http;

/// <summary>What a node says of itself, and giving the lead away.</summary>
internal static class NodeEndpoints
{
    private const int MaxNameBytes = 128;

    /// <summary>GET /health/live: the process runs.</summary>
    public static Task Live(BookNode node, HttpContext context) => Answer.Write(context, HealthOf(node), WireJson.Plain.HealthAnswer);

    /// <summary>GET /health/ready: it answers reads now; 503 while it does not.</summary>
    public static Task Ready(BookNode node, HttpContext context)
    {
        var health = HealthOf(node);
        if (health.Role is not (NodeRole.Leader or NodeRole.Follower)) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Answer.Write(context, health, WireJson.Plain.HealthAnswer);
    }

    /// <summary>POST /v1/leadership/hand-over {"to":"NODE"|null}. Answers when the lead is given away.</summary>
    public static async Task HandOver(BookNode node, HttpContext context)
    {
        var leader = node.Role.AsLeader();
        var faults = new RequestFaults();
        string? to;
        using (var body = await RequestBody.Read(context.Request))
        {
            var fields = new JsonFields(body.RootElement, Place.Root, faults, "to");
            to = fields.OptionalText("to", MaxNameBytes);
            if (to == node.Name) fields.Fault("to", "leads already");
        }

        faults.ThrowIfAny();
        if (leader.IsAlone) throw new ProblemException(new Problem(409, "single_node", "This book is in the folder of this node, so no other can lead it."));
        var done = await node.HandOver(to);
        await Answer.Write(context, new HandOverAnswer(to, done.Term, done.Sequence), WireJson.Plain.HandOverAnswer);
    }

    private static HealthAnswer HealthOf(BookNode node)
    {
        var role = node.Role;
        return new HealthAnswer(node.Name, role.Name, role.Term, role.Sequence, role.ViewsSequence, role.LagRows);
    }
}

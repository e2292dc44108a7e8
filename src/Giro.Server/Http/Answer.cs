using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Giro.Server.Nodes;
using Microsoft.AspNetCore.Http;

namespace Giro.Server.Http;

/// <summary>What the endpoints share: writing an answer, and waiting until the node has seen what its reader has seen elsewhere.</summary>
internal static class Answer
{
    /// <summary>How long a reader waits for <c>minSequence</c>.</summary>
    private const int PatienceMs = 5_000;

    private const int PollMs = 2;

    public static async Task Write<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
    }

    /// <summary>Waits for the row that the parameter <c>minSequence</c> names, so that a client reads its own writes from any node.</summary>
    /// <exception cref="ProblemException">It did not come in time.</exception>
    public static async Task WaitFor(this BookNode node, HttpContext context)
    {
        if (!context.Request.Query.TryGetValue("minSequence", out var text)) return;
        if (!ulong.TryParse(text, System.Globalization.NumberStyles.None, null, out var wanted))
            throw new ProblemException(Problem.Invalid("The request has 1 fault.", [new RequestFault("minSequence", "must be the sequence of a journal row")]));
        for (var waited = 0; node.Role.Sequence < wanted; waited += PollMs)
        {
            if (waited >= PatienceMs)
                throw new ProblemException(new Problem(503, "sequence_not_reached", $"This node stands at row {node.Role.Sequence}; row {wanted} did not come in time.", RetryAfterSeconds: 1));
            await Task.Delay(PollMs, context.RequestAborted);
        }
    }
}

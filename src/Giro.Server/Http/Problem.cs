using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Giro.Server.Http;

/// <summary>Why a request was not answered: what becomes application/problem+json (RFC 9457).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">For programs; never changes its meaning.</param>
/// <param name="Detail">For people.</param>
/// <param name="RetryAfterSeconds">When the same request may be worth another try; null when it is not.</param>
/// <param name="Leader">The address of the leader, where that is somebody else.</param>
/// <param name="Errors">Everything that is wrong with the request.</param>
internal sealed record Problem(
    int Status, string Code, string Detail, int? RetryAfterSeconds = null, string? Leader = null, IReadOnlyList<RequestFault>? Errors = null)
{
    public static Problem SteppingDown(string detail) => new(503, "stepping_down", detail, RetryAfterSeconds: 0);

    public static Problem Invalid(string detail, IReadOnlyList<RequestFault>? errors = null) => new(400, "invalid_request", detail, Errors: errors);

    public static Problem NotFound(string detail) => new(404, "not_found", detail);

    public async Task WriteTo(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        if (RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString();
        var body = new ProblemBody($"urn:giro:problem:{Code}", ReasonPhrases.GetReasonPhrase(Status), Status, Code, Detail, Leader, Errors);
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Plain.ProblemBody));
    }
}

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Pointer">Where: a JSON pointer (RFC 6901) into the body as a fragment, such as <c>#/entries/3/legs/0/amountMinor</c>, or the name of a parameter.</param>
/// <param name="Detail">What.</param>
internal sealed record RequestFault(string Pointer, string Detail);

/// <summary>Ends a request with a problem.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}

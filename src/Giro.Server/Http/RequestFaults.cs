using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Giro.Server.Http;

/// <summary>A place in the body of a request. It becomes text only when something is wrong there.</summary>
internal sealed class Place(Place? parent, string? name, int index = -1)
{
    public static readonly Place Root = new(null, null);

    public Place At(string name) => new(this, name);

    public Place At(int index) => new(this, null, index);

    public override string ToString() => parent is null ? "#" : $"{parent}/{name?.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal) ?? $"{index}"}";
}

/// <summary>Gathers everything that is wrong with a request, so that its sender need not find out one by one.</summary>
internal sealed class RequestFaults
{
    /// <summary>More help nobody.</summary>
    private const int MaxTold = 100;

    private readonly List<RequestFault> _told = [];
    private int _count;

    public void Add(Place place, string detail)
    {
        _count++;
        if (_told.Count < MaxTold) _told.Add(new RequestFault(place.ToString(), detail));
    }

    public void Add(string parameter, string detail)
    {
        _count++;
        _told.Add(new RequestFault(parameter, detail));
    }

    /// <exception cref="ProblemException">Something was wrong.</exception>
    public void ThrowIfAny()
    {
        if (_count == 0) return;
        var more = _count > _told.Count ? $"; the first {_told.Count} are listed" : "";
        throw new ProblemException(Problem.Invalid(_count == 1 ? "The request has 1 fault. Nothing was done." : $"The request has {_count} faults{more}. Nothing was done.", _told));
    }
}

/// <summary>Reads the body of a request as one JSON object.</summary>
internal static class RequestBody
{
    public const long MaxBytes = 64 << 20;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <exception cref="ProblemException">It is not JSON, or too large.</exception>
    public static async Task<JsonDocument> Read(HttpRequest request)
    {
        try
        {
            return await JsonDocument.ParseAsync(request.Body, Strict, request.HttpContext.RequestAborted);
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $"line {line + 1}, byte {e.BytePositionInLine + 1}" : "#";
            throw new ProblemException(Problem.Invalid("The body is not JSON as it is expected. Nothing was done.", [new RequestFault(place, e.Message)]));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new ProblemException(new Problem(413, "body_too_large", $"A body has at most {MaxBytes} bytes. Nothing was done."));
        }
    }
}

using Microsoft.AspNetCore.Http;

namespace Giro.Server.Http;

/// <summary>Turns everything that goes wrong into a problem: the one place where it becomes an HTTP status.</summary>
internal static class ProblemMiddleware
{
    public static async Task Invoke(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: 404 or 405, ContentType: null })
                await new Problem(context.Response.StatusCode, context.Response.StatusCode == 404 ? "no_such_resource" : "no_such_method", "Giro has nothing under this address and method.").WriteTo(context.Response);
        }
        catch (ProblemException e)
        {
            await Write(context, e.Problem);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
        catch (BadHttpRequestException e)
        {
            await Write(context, new Problem(e.StatusCode, "bad_request", e.Message));
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"giro: a defect of Giro, please report it: {e}");
            await Write(context, new Problem(500, "defect", "Giro has a defect; its log says which. Nothing is known of this request."));
        }
    }

    private static async Task Write(HttpContext context, Problem problem)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        await problem.WriteTo(context.Response);
    }
}

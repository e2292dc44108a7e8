using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Giro.Server.Http;

/// <summary>The answers as they go over the wire. Amounts are minor units as text: 64 bits and more do not survive in every reader's numbers.</summary>
internal sealed record EntryAnswers(ulong AsOfSequence, IReadOnlyList<EntryAnswer> Results);

/// <param name="Status">accepted, or the ledger's reason to refuse.</param>
/// <param name="Number">The place in the total order of the book; absent when refused.</param>
/// <param name="IsRepeat">The reference was accepted before with this content, and this is what became of it then.</param>
/// <param name="LegAtFault">The index of the leg that a refusal is about.</param>
internal sealed record EntryAnswer(string Reference, string Status, ulong? Number, bool IsRepeat, int? LegAtFault);

internal sealed record AccountAnswers(ulong AsOfSequence, IReadOnlyList<AccountOpened> Results);

internal sealed record AccountOpened(string Path, string Status, bool IsRepeat);

/// <param name="BalanceMinor">On the account's normal side.</param><param name="AvailableMinor">Less what is held of it.</param>
internal sealed record AccountAnswer(string Path, string Class, string Currency, string State, string BalanceMinor, string AvailableMinor, ulong AsOfSequence);

internal sealed record EntryFound(string Reference, ulong Number, ulong AsOfSequence);

/// <param name="Next">Ask for the rest with <c>fromNumber</c>; absent when there is no more.</param>
internal sealed record StatementAnswer(
    string Path, string Currency, DateOnly Date, string OpeningMinor, string DebitsMinor, string CreditsMinor, string ClosingMinor, ulong AsOfSequence,
    IReadOnlyList<StatementLineAnswer> Lines, ulong? Next);

/// <param name="AmountMinor">A debit positive.</param><param name="BalanceMinor">After it, on the account's normal side.</param>
internal sealed record StatementLineAnswer(ulong Number, int Leg, int Kind, DateOnly ValueDate, string AmountMinor, string BalanceMinor);

internal sealed record HealthAnswer(string Node, string Role, ulong Term, ulong AsOfSequence, ulong? ViewsSequence, ulong LagRows);

internal sealed record HandOverAnswer(string? To, ulong Term, ulong AsOfSequence);

internal sealed record ProblemBody(string Type, string Title, int Status, string Code, string Detail, string? Leader, IReadOnlyList<RequestFault>? Errors);

[JsonSerializable(typeof(EntryAnswers))]
[JsonSerializable(typeof(AccountAnswers))]
[JsonSerializable(typeof(AccountAnswer))]
[JsonSerializable(typeof(EntryFound))]
[JsonSerializable(typeof(StatementAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(HandOverAnswer))]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>What is absent is left out, and text stands as it is: nothing of it is put into a page.</summary>
    public static readonly WireJson Plain = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

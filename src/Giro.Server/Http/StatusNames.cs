using System.Text.Json;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;

namespace Giro.Server.Http;

/// <summary>The ledger's words on the wire, in camelCase.</summary>
internal static class StatusNames
{
    private static readonly Dictionary<Status, string> Statuses = Enum.GetValues<Status>().ToDictionary(status => status, status => JsonNamingPolicy.CamelCase.ConvertName(status.ToString()));

    private static readonly Dictionary<string, AccountClass> Classes = Enum.GetValues<AccountClass>().Where(known => known != AccountClass.None).ToDictionary(Of);

    public static string Of(Status status) => Statuses[status];

    public static string Of(AccountClass accountClass) => JsonNamingPolicy.CamelCase.ConvertName(accountClass.ToString());

    public static string Of(AccountState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    public static bool TryClass(string name, out AccountClass accountClass) => Classes.TryGetValue(name, out accountClass);

    public static string AllClasses => string.Join(", ", Classes.Keys);
}

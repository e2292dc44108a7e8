namespace Giro.Rules.Text;

/// <summary>The words of the language that cannot be names, because a line or an expression could be read in two ways.</summary>
internal static class Words
{
    public static string[] Starters { get; } =
        ["strategy", "accounting", "currency", "input", "total", "output", "table", "tiers", "algorithm", "use", "at", "on"];

    public static string[] Functions { get; } = ["min", "max", "proportion", "marginal"];

    public static string[] Roundings { get; } = ["half-up", "half-even", "up", "down"];

    public static HashSet<string> Reserved { get; } =
    [
        .. Starters, .. Functions, "share", "remainder", "debit", "credit", "when", "otherwise", "priority", "from", "until", "to", "if", "else", "and", "or", "not", "in", "starts", "with", "rounded", "true",
        "false",
    ];
}

namespace Giro.Server.Nodes;

/// <summary>What the leader archived by the book's policy, or why it could not.</summary>
/// <param name="Text">One line.</param><param name="Failed">Whether it ended with a failure; it is tried again.</param>
public sealed record ArchiveNotice(DateTimeOffset Time, string Text, bool Failed);

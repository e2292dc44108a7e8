namespace Giro.Server.Nodes;

/// <summary>What a node has become.</summary>
/// <param name="Role">starting, follower, leader or stopping.</param>
/// <param name="Term">Of the lease: its own as the leader, else the last that it saw; 0 where there is none.</param>
/// <param name="Sequence">The last journal row that its state has.</param>
/// <param name="Reason">Why, where that is not plain; else null.</param>
public sealed record RoleChange(DateTimeOffset Time, string Role, ulong Term, ulong Sequence, string? Reason);

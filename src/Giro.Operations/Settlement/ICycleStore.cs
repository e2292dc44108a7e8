using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Settlement;

/// <summary>What a merchant has earned in the cycle that is open for it, and what it carries into it from earlier ones.</summary>
public readonly record struct OpenNet(CycleId Cycle, string MerchantId, long NetMinor);

/// <summary>Which cycles are open. Reads only; one thread at a time.</summary>
public interface ICycleStore : IDisposable
{
    /// <summary>The latest closed cycle of a schedule whose cycles close for all; null for none.</summary>
    CycleId? LastClosed(int schedule);

    /// <summary>Cycles of such a schedule that have lines and are not closed, ascending.</summary>
    IReadOnlyList<CycleId> Open(int schedule);

    /// <summary>The open cycle of each merchant of a schedule whose cycles are counted for each merchant. A few looks for each, however many it has closed.</summary>
    IEnumerable<OpenNet> OpenNets(int schedule, IEnumerable<string> merchantIds);
}

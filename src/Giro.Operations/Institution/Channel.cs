namespace Giro.Operations.Institution;

/// <summary>Where payments come in.</summary>
/// <param name="Code">Part of account paths and file names, such as <c>card</c>.</param>
/// <param name="Ordinal">Place in <see cref="PaymentInstitution.Channels"/>.</param>
/// <param name="HighestPaymentMinor">A payment above it is refused by Decision.</param>
/// <param name="CostPpm">What the channel keeps of the sum that it settles, in millionths, rounded half up.</param>
public sealed record Channel(string Code, int Ordinal, long HighestPaymentMinor, int CostPpm);

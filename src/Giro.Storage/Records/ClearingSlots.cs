namespace Giro.Storage.Records;

/// <summary>
/// In which partitions clearing lines can be, as a condition that is added to a query of them, so that it reads only those. A file has no partitions: the condition
/// is empty.
/// </summary>
internal class ClearingSlots
{
    /// <summary>Of a merchant, on all dates.</summary>
    public virtual string Of(string merchantId) => "";

    /// <summary>Of a merchant, on the date of a record.</summary>
    public virtual string Of(string merchantId, ulong number) => "";

    /// <summary>Of all merchants, from the date of a record on.</summary>
    public virtual string From(ulong number) => "";
}

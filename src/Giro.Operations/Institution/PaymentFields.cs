namespace Giro.Operations.Institution;

/// <summary>
/// Fields of a payment that only rules look at, as a flat JSON object of texts without escapes: <c>{"card-type":"debit","region":"CN"}</c>. Reads it in place.
/// </summary>
public readonly ref struct PaymentFields(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;

    /// <summary>The object with its braces; empty for no fields.</summary>
    public ReadOnlySpan<byte> Json => _json;

    /// <summary>The value of a field; false when the payment has none of that name.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var rest = _json;
        while (TryNext(ref rest, out var found, out value))
        {
            if (found.SequenceEqual(name)) return true;
        }

        value = default;
        return false;
    }

    /// <summary>Takes the next name and value off <paramref name="rest"/>, which starts as <see cref="Json"/>.</summary>
    public static bool TryNext(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        // {"name":"value","name":"value"}: the second quote ends the name, the fourth the value.
        var start = rest.IndexOf((byte)'"');
        if (start < 0) return false;
        rest = rest[(start + 1)..];
        var end = rest.IndexOf((byte)'"');
        if (end < 0) return false;
        name = rest[..end];
        rest = rest[(end + 1)..];
        start = rest.IndexOf((byte)'"');
        if (start < 0) return false;
        rest = rest[(start + 1)..];
        end = rest.IndexOf((byte)'"');
        if (end < 0) return false;
        value = rest[..end];
        rest = rest[(end + 1)..];
        return true;
    }
}

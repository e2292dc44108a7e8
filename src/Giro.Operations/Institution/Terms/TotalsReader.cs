using System.Buffers.Text;

namespace Giro.Operations.Institution.Terms;

/// <summary>Takes the totals that were read off the facts of a payment, <c>[1200,0,55]</c>, strategy by strategy.</summary>
public ref struct TotalsReader(ReadOnlySpan<byte> json)
{
    private ReadOnlySpan<byte> _rest = json;

    /// <summary>Fills <paramref name="totals"/> from the front of what is left.</summary>
    /// <exception cref="InvalidDataException">The facts have fewer totals than the strategy reads.</exception>
    public void Take(scoped Span<long> totals)
    {
        for (var i = 0; i < totals.Length; i++)
        {
            if (_rest.IsEmpty || !Utf8Parser.TryParse(_rest[1..], out totals[i], out var read)) throw new InvalidDataException("the facts of a payment lack a total that its strategy read");
            _rest = _rest[(1 + read)..];
        }
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Giro.Ledger.Entries;

namespace Giro.Ledger.Tests.Entries;

public sealed class EntryIdTests
{
    [Fact]
    public void An_id_is_the_first_half_of_the_references_hash()
    {
        // SHA-256 of "abc", FIPS 180-4: ba7816bf 8f01cfea 414140de 5dae2223 ...
        Assert.Equal("2322ae5dde404141eacf018fbf1678ba", EntryId.FromReference("abc").ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(5000)]
    public void References_of_any_length_have_an_id(int length)
    {
        var reference = new string('é', length);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(reference));
        Assert.Equal(new EntryId(BinaryPrimitives.ReadUInt128LittleEndian(hash)), EntryId.FromReference(reference));
    }

    [Fact]
    public void Nothing_is_no_reference() => Assert.Throws<ArgumentException>(() => EntryId.FromReference(""));
}

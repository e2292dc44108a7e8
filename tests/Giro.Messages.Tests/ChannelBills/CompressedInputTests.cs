using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Giro.Messages.ChannelBills;
using Giro.Messages.Tests.Fuzz;

namespace Giro.Messages.Tests.ChannelBills;

public class CompressedInputTests
{
    private static readonly byte[] Bill = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 2000).Select(i => $"order {i},{i}.00\n")));

    [Theory]
    [InlineData("plain")]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("zip")]
    [InlineData("zlib base64")]
    [InlineData("zip zlib base64")]
    [InlineData("zip base64")]
    public void What_channels_send_is_unpacked(string layers)
    {
        var packed = Packed(Bill, layers);
        using (var seekable = CompressedInput.Open(new MemoryStream(packed), "bill")) Assert.Equal(Bill, All(seekable));
        using (var forward = CompressedInput.Open(new TrickleStream(new MemoryStream(packed), 100), "bill")) Assert.Equal(Bill, All(forward));
    }

    [Fact]
    public void What_is_not_packed_is_given_back_itself()
    {
        foreach (var text in (string[])["", "a", "eJwords,that,are,no,base64\n", "PK", "abcdefghijklmnopqrstuvwxyz0123456789\n", "交易时间"])
        {
            using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
            Assert.Same(input, CompressedInput.Open(input));
            Assert.Equal(0, input.Position);
        }
    }

    [Fact]
    public void The_input_stays_open()
    {
        using var input = new MemoryStream(Packed(Bill, "zip"));
        CompressedInput.Open(input).Dispose();
        Assert.True(input.CanRead);
    }

    [Theory]
    [InlineData("gzip gzip")]
    [InlineData("zlib zlib")]
    [InlineData("zip zip")]
    [InlineData("gzip zip")]
    public void Nesting_is_refused(string layers) =>
        Assert.Contains("packed already", Assert.Throws<MessageFormatException>(() => All(CompressedInput.Open(new MemoryStream(Packed(Bill, layers)), "bill"))).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("zip")]
    [InlineData("zlib base64")]
    [InlineData("zip zlib base64")]
    public void A_bomb_is_refused_within_a_second_and_in_little_memory(string layers)
    {
        var bomb = Packed(new byte[100_000_000], layers);
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MessageFormatException>(() =>
        {
            using var opened = CompressedInput.Open(new MemoryStream(bomb), "bomb");
            var buffer = new byte[64 * 1024];
            while (opened.Read(buffer) > 0) { }
        });

        Assert.Matches("grows more than 250 times|would grow from", error.Reason);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void A_zip_of_several_entries_or_of_a_folder_is_refused()
    {
        Assert.Contains("2 entries", Refused(Zip(("a.csv", Bill), ("b.csv", Bill))), StringComparison.Ordinal);
        Assert.Contains("0 entries", Refused(Zip()), StringComparison.Ordinal);
        Assert.Contains("folder", Refused(Zip(("a/", []))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_of_entries_is_refused_before_it_is_read()
    {
        var zip = Zip([.. Enumerable.Range(0, 20_000).Select(i => ($"{i}", Array.Empty<byte>()))]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("20000 entries", Refused(zip), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("zip")]
    [InlineData("zip zlib base64")]
    public void Packed_data_that_is_cut_or_changed_is_refused_or_gives_what_is_there(string layers)
    {
        const int Seed = 5;
        var random = new Random(Seed);
        var packed = Packed(Bill, layers);
        var refused = 0;
        for (var round = 0; round < 400; round++)
        {
            var damaged = packed.ToArray();
            if (round % 2 == 0) damaged = damaged[..random.Next(damaged.Length)];
            else damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                using var opened = CompressedInput.Open(new MemoryStream(damaged), "bill");
                All(opened);
            }
            catch (MessageFormatException)
            {
                refused++;
            }
            catch (Exception other)
            {
                Assert.Fail($"seed {Seed}, round {round}: {other}");
            }
        }

        Assert.InRange(refused, 150, 400);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    public void A_stream_that_ends_early_is_refused(string layers)
    {
        var packed = Packed(Bill, layers);
        for (var length = 30; length < packed.Length - 10; length += 97)
            Assert.Contains("cannot be unpacked", Assert.Throws<MessageFormatException>(() => All(CompressedInput.Open(new MemoryStream(packed[..length]), "bill"))).Reason, StringComparison.Ordinal);
    }

    private static string Refused(byte[] packed) => Assert.Throws<MessageFormatException>(() => All(CompressedInput.Open(new MemoryStream(packed), "bill"))).Reason;

    private static byte[] All(Stream stream)
    {
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    /// <summary>The layers are put around the data in this order.</summary>
    private static byte[] Packed(byte[] data, string layers)
    {
        foreach (var layer in layers.Split(' '))
        {
            data = layer switch
            {
                "gzip" => Through(data, output => new GZipStream(output, CompressionLevel.Optimal)),
                "zlib" => Through(data, output => new ZLibStream(output, CompressionLevel.Optimal)),
                "zip" => Zip(("bill.csv", data)),
                "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(data, Base64FormattingOptions.InsertLineBreaks)),
                _ => data,
            };
        }

        return data;
    }

    private static byte[] Through(byte[] data, Func<Stream, Stream> pack)
    {
        using var output = new MemoryStream();
        using (var packer = pack(output)) packer.Write(data);
        return output.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Data)[] entries)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create))
        {
            foreach (var (name, data) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(data);
            }
        }

        return output.ToArray();
    }
}

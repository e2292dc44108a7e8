using System.Security.Cryptography;

namespace Giro.Ledger;

/// <summary>A derived file whose last 32 bytes are the SHA-256 of all before them.</summary>
internal static class SealedFile
{
    /// <summary>Reads the file from its start and compares.</summary>
    /// <exception cref="InvalidDataException">The file is not what was written.</exception>
    public static void Verify(FileStream file, int leastBytes)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var left = file.Length - SHA256.HashSizeInBytes;
        if (left < leastBytes) throw new InvalidDataException($"{file.Name}: too short");
        var buffer = new byte[1 << 20];
        file.Position = 0;
        while (left > 0)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            if (read == 0) throw new InvalidDataException($"{file.Name}: ends early");
            sha.AppendData(buffer, 0, read);
            left -= read;
        }

        file.ReadExactly(buffer, 0, SHA256.HashSizeInBytes);
        if (!sha.GetHashAndReset().AsSpan().SequenceEqual(buffer.AsSpan(0, SHA256.HashSizeInBytes)))
            throw new InvalidDataException($"{file.Name}: its bytes do not have the hash at its end");
    }
}

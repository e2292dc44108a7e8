namespace Giro.Ledger.Accounts;

/// <summary>
/// An account's address: 1-128 bytes of segments parted by '/', each of letters a-z A-Z, digits and <c>. _ - :</c>.
/// No empty segment, so a path can be a folder in a listing without surprises: <c>merchant/M000123/pending</c>.
/// </summary>
public static class AccountPath
{
    public const int MaxBytes = 128;

    public static bool IsValid(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path.Length > MaxBytes || path[^1] == '/') return false;
        var segmentStart = true;
        foreach (var c in path)
        {
            if (c == '/')
            {
                if (segmentStart) return false;
                segmentStart = true;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'.' or (byte)'_' or (byte)'-' or (byte)':')) return false;
            segmentStart = false;
        }

        return true;
    }
}

using System.Text;

namespace Giro.Messages.Tests;

internal static class Damage
{
    /// <summary>A few bytes changed, removed, or replaced by a piece from elsewhere in the file or by something that means much in it.</summary>
    /// <param name="longest">what is removed or repeated at once is shorter, in bytes</param>
    /// <param name="pieces">what means much in the format</param>
    public static byte[] Of(Random random, byte[] whole, int longest, string[] pieces)
    {
        var bytes = whole.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(0, longest), bytes.Count - at - 1);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(random.GetItems(pieces, 1)[0]));
                    break;
            }
        }

        return [.. bytes];
    }
}

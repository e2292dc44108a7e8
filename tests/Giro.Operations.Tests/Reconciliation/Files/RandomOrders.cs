namespace Giro.Operations.Tests.Reconciliation.Files;

/// <summary>Orders and a bill with everything that can be wrong, many times: keys that repeat, texts with quotes, commas and ends of line, lines without a key.</summary>
internal static class RandomOrders
{
    public static (string[] Left, string[] Right) Make(int seed, int lines, bool unreadable = false)
    {
        var random = new Random(seed);
        var (left, right) = (new List<string>(), new List<string>());
        for (var i = 0; i < lines; i++)
        {
            var key = random.Next(10) == 0 ? "" : $"A{random.Next(lines)}";
            var amount = random.Next(1, 5) * 100 + random.Next(3);
            var day = random.Next(10, 14);
            var status = random.Next(20) == 0 ? "\"PAID, \"\"late\"\"\nor so\"" : "PAID";
            var terminal = $"T{random.Next(lines / 4)}";
            var text = $"{amount / 100}.{amount % 100:00}";
            if (random.Next(8) != 0) left.Add($"{key},{text},0.0{random.Next(2)},{status},2026-11-{day},{terminal},B{random.Next(lines / 3)}");
            if (random.Next(8) != 0) right.Add($"{(random.Next(12) == 0 ? $"B{random.Next(lines / 3)}" : key)},{text},0.0{random.Next(2)},{status},202611{day},{terminal}");
            if (i % 15 == 0)
            {
                left.Add($"C{i}a,1.00,0.01,PAID,2026-11-10,U{i},C{i}");
                left.Add($"C{i}b,2.50,0.01,PAID,2026-11-10,U{i},C{i}");
                right.Add($"C{i},3.50,0.02,PAID,20261111,");
            }

            if (unreadable && random.Next(20) == 0) left.Add("A1,1.2.3,0,PAID,2026-11-10,T1,B1");
            if (unreadable && random.Next(20) == 0) right.Add("\"A1\"x,1.23,0,PAID,20261110,T1");
        }

        return ([.. left.OrderBy(_ => random.Next())], [.. right.OrderBy(_ => random.Next())]);
    }
}

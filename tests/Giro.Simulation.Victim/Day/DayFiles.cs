using System.Globalization;
using System.Text;
using Giro.Operations.Institution;

namespace Giro.Simulation.Victim.Day;

/// <summary>A line of a payment file as it was meant.</summary>
/// <param name="Date">Local date of payment.</param>
/// <param name="Original">Of a return; else empty.</param>
internal sealed record DayMessage(PaymentKind Kind, string Id, string Original, int Merchant, string Channel, long AmountMinor, DateOnly Date, string Time)
{
    public string Line
    {
        get
        {
            var original = Original.Length == 0 ? "" : $"\"original\":\"{Original}\",";
            return $$"""{"id":"{{Id}}","type":"{{Kind.Name()}}","merchant":"M{{Merchant + 1}}",{{original}}"amount":"{{AmountMinor / 100}}.{{AmountMinor % 100:D2}}","currency":"EUR","at":"{{Date:yyyy-MM-dd}}T{{Time}}+01:00"}""";
        }
    }
}

/// <summary>
/// The payment files of a business day, a function of seed and day. Six files, card and wallet in turn: two of the morning, four of the afternoon, in which some payments
/// of the morning come late. Payments are given back in part, in parts, as a whole or by the channel, on their day or the next; some returns ask for more than was
/// paid; some lines come twice, some are no messages.
/// </summary>
internal static class DayFiles
{
    public const int Files = 6;

    /// <summary>A merchant most of whose payments are given back, so that it ends days below zero.</summary>
    public const int Loser = 9;

    private const int Merchants = 10;
    private static readonly string[] Channels = ["card", "wallet"];

    public static string ChannelOf(int file) => Channels[file % 2];

    public static string NameOf(int day, int file) => $"{DayInstitution.DateOf(day):yyyyMMdd}-{file + 1}-{ChannelOf(file)}.ndjson";

    /// <summary>The messages of each file, in order; lines that are no messages are left out.</summary>
    public static IReadOnlyList<DayMessage>[] Of(int seed, int day, int payments)
    {
        var files = Enumerable.Range(0, Files).Select(_ => new List<DayMessage>()).ToArray();
        foreach (var (file, payment, fate) in Payments(seed, day, payments))
        {
            files[file].Add(payment);
            if (fate == Fate.Repeated && file < 4) files[file + 2].Add(payment);
        }

        // Returns of the day come after all its payments of the channel; those of the day before come with any file.
        foreach (var (file, payment, fate) in Payments(seed, day, payments)) ReturnSameDay(files[4 + (file % 2)], payment, fate);
        if (day > 0)
        {
            foreach (var (file, payment, fate) in Payments(seed, day - 1, payments)) ReturnNextDay(files[file], payment, fate, DayInstitution.DateOf(day));
        }

        return files;
    }

    /// <summary>Writes the files of a day. The same bytes each time; a file that is there is left alone.</summary>
    public static void Write(string folder, int seed, int day, int payments)
    {
        Directory.CreateDirectory(folder);
        var files = Of(seed, day, payments);
        for (var file = 0; file < Files; file++)
        {
            var path = Path.Combine(folder, NameOf(day, file));
            if (File.Exists(path)) continue;
            var text = new StringBuilder();
            for (var i = 0; i < files[file].Count; i++)
            {
                text.Append(files[file][i].Line).Append('\n');
                if (i % 50 == 25) text.Append("no message at all\n");
            }

            File.WriteAllText(path + ".new", text.ToString(), new UTF8Encoding(false));
            File.Move(path + ".new", path, overwrite: true);
        }
    }

    private enum Fate
    {
        Kept,
        Repeated,
        RefundedSameDay,
        RefundedInTwo,
        RefundedTooMuch,
        ChargedBack,
        RefundedNextDay,
    }

    private static IEnumerable<(int File, DayMessage Payment, Fate Fate)> Payments(int seed, int day, int payments)
    {
        // Not HashCode.Combine, which differs from process to process.
        var random = new Random(unchecked((seed * 16_777_619) ^ (day * 486_187_739)));
        var date = DayInstitution.DateOf(day);
        for (var i = 0; i < payments; i++)
        {
            var file = i * Files / payments;
            var merchant = random.Next(Merchants);
            var amountMinor = random.Next(10) == 0 ? random.Next(50_00, 900_00) : random.Next(1, 60_00);
            var hour = file < 2 || random.Next(20) == 0 ? random.Next(8, 12) : random.Next(13, 20);
            var time = string.Create(CultureInfo.InvariantCulture, $"{hour:D2}:{random.Next(60):D2}:{random.Next(60):D2}");
            var id = string.Create(CultureInfo.InvariantCulture, $"P-{date:yyyyMMdd}-{i}");
            var fate = random.Next(100) switch
            {
                < 3 => Fate.Repeated,
                < 8 => Fate.RefundedSameDay,
                < 12 => Fate.RefundedInTwo,
                < 14 => Fate.RefundedTooMuch,
                < 16 => Fate.ChargedBack,
                < 20 => Fate.RefundedNextDay,
                _ => merchant == Loser && day % 3 != 2 && random.Next(10) != 0 ? Fate.RefundedNextDay : Fate.Kept,
            };
            yield return (file, new DayMessage(PaymentKind.Payment, id, "", merchant, ChannelOf(file), amountMinor, date, time), fate);
        }
    }

    private static void ReturnSameDay(List<DayMessage> file, DayMessage payment, Fate fate)
    {
        var amountMinor = fate switch
        {
            Fate.RefundedSameDay => payment.AmountMinor,
            Fate.RefundedInTwo => payment.AmountMinor / 3,
            Fate.RefundedTooMuch => payment.AmountMinor + 1,
            _ => 0,
        };
        if (amountMinor > 0) file.Add(Return(PaymentKind.Refund, "R1", payment, amountMinor, payment.Date));
    }

    private static void ReturnNextDay(List<DayMessage> file, DayMessage payment, Fate fate, DateOnly date)
    {
        switch (fate)
        {
            case Fate.RefundedInTwo:
                file.Add(Return(PaymentKind.Refund, "R2", payment, payment.AmountMinor - (payment.AmountMinor / 3), date));
                break;
            case Fate.ChargedBack:
                file.Add(Return(PaymentKind.Chargeback, "C1", payment, payment.AmountMinor, date));
                break;
            case Fate.RefundedNextDay:
                file.Add(Return(PaymentKind.Refund, "R1", payment, payment.AmountMinor, date));
                break;
        }
    }

    private static DayMessage Return(PaymentKind kind, string prefix, DayMessage payment, long amountMinor, DateOnly date) =>
        payment with { Kind = kind, Id = prefix + payment.Id[1..], Original = payment.Id, AmountMinor = amountMinor, Date = date, Time = "19:30:00" };
}

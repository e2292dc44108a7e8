using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Tables;

internal sealed partial class LedgerPage
{
    private void AddCommand(Words words, bool chain)
    {
        var s = _submission;
        var command = words.Next();
        if (command == "garbage")
        {
            s.TryAddEncoded([1, 2, 3]);
            return;
        }

        var name = words.Next();
        var id = name == "-" ? default : TestBook.Id(name);
        var at = s.Length;
        switch (command)
        {
            case "open":
                s.OpenAccount(
                    name == "''" ? "" : name, Enum.TryParse<AccountClass>(words.Next(), ignoreCase: true, out var parsed) ? parsed : (AccountClass)9,
                    CurrencyOf(words.Next()), words.Limits() ?? AccountLimits.None, Encoding.UTF8.GetBytes(words.After("meta:") ?? ""));
                break;
            case "post":
                s.Post(
                    id, ushort.Parse(words.After("kind:") ?? "1"), words.Legs(HandleOf), Encoding.UTF8.GetBytes(words.After("attributes:") ?? ""),
                    uint.Parse(words.After("rule:") ?? "0"), words.Date("on:"), words.Date("value:"), chain);
                break;
            case "hold":
                s.Hold(id, 1, words.Legs(HandleOf), words.After("until:") is { } until ? Book.Time.Now + Words.Seconds(until) : null, [], chain);
                break;
            case "capture":
                s.Capture(id, TestBook.Id(words.After("of:")!), words.Legs(HandleOf), words.Has("final"), chainNext: chain);
                break;
            case "release":
                s.Release(id, TestBook.Id(words.After("of:")!), chainNext: chain);
                break;
            case "extend":
                s.Extend(id, TestBook.Id(words.After("of:")!), Book.Time.Now + Words.Seconds(words.After("until:")!));
                break;
            case "reverse":
                var original = words.After("of:")!;
                s.Reverse(id, TestBook.Id(original), RecordOf(words.After("from:") ?? original), chainNext: chain);
                break;
            case "limits":
                s.SetLimits(id, HandleOf(words.Next()), words.Limits() ?? AccountLimits.None);
                break;
            case "state":
                s.SetState(id, HandleOf(words.Next()), Enum.TryParse<AccountState>(words.Next(), out var state) ? state : (AccountState)77);
                break;
            case "metadata+":
                s.SetMetadata(id, HandleOf(words.Next()), Encoding.UTF8.GetBytes(words.Rest()));
                break;
            case "advance":
                s.AdvanceDate(id, words.Date("")!.Value);
                break;
            case "unknown":
                s.Post(id, 1, []);
                MemoryMarshal.AsRef<RecordHeader>(Bytes(at)).Type = (RecordType)99;
                break;
            default:
                throw new FormatException(command);
        }

        if (words.Has("reserved")) MemoryMarshal.AsRef<RecordHeader>(Bytes(at)).Reserved1 = 1;
        if (chain) MemoryMarshal.AsRef<RecordHeader>(Bytes(at)).Flags |= RecordFlags.ChainNext;
    }

    /// <summary>The bytes of the submission from <paramref name="at"/>, to be tampered with as a hostile client would.</summary>
    private Span<byte> Bytes(int at) => CommandsOf(_submission).AsSpan(at);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_commands")]
    private static extern ref byte[] CommandsOf(Submission submission);

    private ulong HandleOf(string path) => _handles.TryGetValue(path, out var handle) ? handle : path == "nobody" ? 0UL : throw new FormatException("no account " + path);

    private byte[] RecordOf(string reference)
    {
        if (!_records.TryGetValue(reference, out var record))
        {
            // An unknown original cannot be fetched; eight zeros stand for what a client would then have.
            record = Book.Book.Find(TestBook.Id(reference))?.Bytes ?? new byte[8];
            if (record.Length > 8) _records[reference] = record;
        }

        return record;
    }

    private static Currency CurrencyOf(string code) => code == "???" ? default : Currency.FromCode(code);
}

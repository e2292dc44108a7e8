using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Ids;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Tests.Journal;

/// <summary>Where every field of every stored struct stands. These are bytes of journals that exist.</summary>
public sealed class LayoutTests
{
    [Fact]
    public void Batch_header() => AssertLayout<BatchHeader>(
        80, "Magic 0, Format 4, Reserved1 6, Sequence 8, TimeUs 16, FirstNumber 24, RecordCount 32, RecordBytes 36, PreviousHash 40, Reserved2 72");

    [Fact]
    public void Record_header() => AssertLayout<RecordHeader>(
        48, "Type 0, Flags 2, Length 4, IdLow 8, IdHigh 16, BusinessDate 24, ValueDate 28, RuleVersion 32, Kind 36, LegCount 38, AttributeLength 40, Reserved1 42, Reserved2 44");

    [Fact]
    public void Leg_of_an_entry() => AssertLayout<Leg>(16, "Account 0, AmountMinor 8");

    [Fact]
    public void Body_of_a_hold() => AssertLayout<HoldBody>(16, "ExpiresAtUs 0, Reserved 8");

    [Fact]
    public void Body_with_a_target() => AssertLayout<TargetBody>(32, "TargetLow 0, TargetHigh 8, ExpiresAtUs 16, Reserved 24");

    [Fact]
    public void Body_of_an_opened_account() => AssertLayout<OpenAccountBody>(
        32, "Account 0, LowestMinor 8, HighestMinor 16, Currency 24, Class 26, Reserved1 27, PathLength 28, Reserved2 30");

    [Fact]
    public void Body_of_a_changed_account() => AssertLayout<ChangeAccountBody>(
        32, "Account 0, LowestMinor 8, HighestMinor 16, State 24, Reserved1 25, Reserved2 26, Reserved3 28");

    [Fact]
    public void Body_of_an_opened_book() => AssertLayout<OpenBookBody>(16, "Seed 0, Reserved 8");

    [Fact]
    public void Account_in_memory_and_in_snapshots() => AssertLayout<AccountRecord>(
        64, "Balance 0, HeldLowering 16, HeldRaising 24, Lowest 32, Highest 40, Currency 48, Class 50, State 51, Reserved1 52, Reserved2 56");

    [Fact]
    public void Id_in_memory_and_in_runs() => AssertLayout<IdRecord>(32, "IdLow 0, IdHigh 8, Fingerprint 16, NumberAndType 24");

    [Fact]
    public void Record_types_are_numbers_of_the_journal() => Assert.Equal(
        "0 None, 1 Entry, 2 Hold, 3 Capture, 4 Release, 5 Extend, 6 Expire, 7 Reversal, 16 OpenAccount, 17 SetLimits, 18 SetState, 19 SetMetadata, 32 AdvanceDate, 48 OpenBook",
        string.Join(", ", Enum.GetValues<RecordType>().Select(type => $"{(int)type} {type}")));

    [Fact]
    public void Record_flags_are_bits_of_the_journal() => Assert.Equal(
        "0 None, 1 ChainNext, 2 Final, 4 BusinessDateFilled, 8 ValueDateFilled, 16 LegsFilled",
        string.Join(", ", Enum.GetValues<RecordFlags>().Select(flag => $"{(int)flag} {flag}")));

    [Fact]
    public void Classes_and_states_are_numbers_of_the_journal()
    {
        Assert.Equal(["None", "Asset", "Liability", "Equity", "Income", "Expense"], Enum.GetNames<AccountClass>());
        Assert.Equal(["None", "Open", "DebitsFrozen", "CreditsFrozen", "Frozen", "Closed"], Enum.GetNames<AccountState>());
    }

    /// <summary>Every field has a place of its own in the source, and it is the one listed; the fields fill the struct.</summary>
    private static void AssertLayout<T>(int size, string fields) where T : struct
    {
        Assert.Equal(size, Unsafe.SizeOf<T>());
        var found = typeof(T).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(field => (field.Name, Offset: field.GetCustomAttribute<FieldOffsetAttribute>()!.Value, Size: SizeOf(field.FieldType)))
            .OrderBy(field => field.Offset).ToList();
        Assert.Equal(fields, string.Join(", ", found.Select(field => $"{field.Name} {field.Offset}")));
        for (var i = 0; i < found.Count; i++) Assert.Equal(i + 1 < found.Count ? found[i + 1].Offset : size, found[i].Offset + found[i].Size);
    }

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
}

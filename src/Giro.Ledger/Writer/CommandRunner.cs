using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.State;

namespace Giro.Ledger.Writer;

/// <summary>Runs the commands of a submission against the state, in order, chains whole.</summary>
internal static class CommandRunner
{
    public static void Run(LedgerState state, ReadOnlySpan<byte> commands, Span<CommandResult> results, BatchBuffer batch)
    {
        int at = 0, ahead = 0;
        var chainStart = -1;
        for (var i = 0; i < LedgerState.Lookahead; i++) Prefetch(state, commands, ref ahead);
        for (var i = 0; i < results.Length; i++)
        {
            Prefetch(state, commands, ref ahead);
            var status = RecordBody.TryParse(commands[at..], out var command);
            if (status == Status.Malformed)
            {
                // Where the next command starts cannot be known.
                if (chainStart >= 0) Refuse(state, results[chainStart..i], batch);
                results[i..].Fill(CommandResult.Refused(Status.Malformed));
                return;
            }

            ref readonly var header = ref MemoryMarshal.AsRef<RecordHeader>(commands[at..]);
            var chainsOn = (header.Flags & RecordFlags.ChainNext) != 0;
            at += (int)header.Length;
            if (chainsOn && chainStart < 0)
            {
                chainStart = i;
                state.BeginChain(batch);
            }

            results[i] = status == Status.Accepted ? state.Execute(command, batch) : CommandResult.Refused(status);
            if (chainStart < 0) continue;
            if (chainsOn && i == results.Length - 1) results[i] = CommandResult.Refused(Status.ChainNotClosed);
            if (results[i].IsAccepted && chainsOn) continue;
            if (results[i].IsAccepted)
            {
                state.CommitChain();
            }
            else
            {
                Refuse(state, results[chainStart..i], batch);
                i = SkipRestOfChain(commands, ref at, results, i, chainsOn);
            }

            chainStart = -1;
        }
    }

    private static void Refuse(LedgerState state, Span<CommandResult> before, BatchBuffer batch)
    {
        state.RollBackChain(batch);
        before.Fill(CommandResult.Refused(Status.ChainRefused));
    }

    /// <summary>The rest of a broken chain is not judged. Returns the index of its last command.</summary>
    private static int SkipRestOfChain(ReadOnlySpan<byte> commands, ref int at, Span<CommandResult> results, int i, bool chainsOn)
    {
        while (chainsOn && i < results.Length - 1 && RecordBody.TryParse(commands[at..], out _) != Status.Malformed)
        {
            ref readonly var header = ref MemoryMarshal.AsRef<RecordHeader>(commands[at..]);
            chainsOn = (header.Flags & RecordFlags.ChainNext) != 0;
            at += (int)header.Length;
            results[++i] = CommandResult.Refused(chainsOn && i == results.Length - 1 ? Status.ChainNotClosed : Status.ChainRefused);
        }

        return i;
    }

    /// <summary>Nothing after a malformed command is fetched, as it will not be judged either.</summary>
    private static void Prefetch(LedgerState state, ReadOnlySpan<byte> commands, ref int ahead)
    {
        if (ahead >= commands.Length || RecordBody.TryParse(commands[ahead..], out var command) != Status.Accepted) return;
        state.Prefetch(command);
        ahead += command.Bytes.Length;
    }
}

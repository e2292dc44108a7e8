using System.Text;

namespace Giro.Rules.Programs;

/// <summary>Why a result is what it is: each instruction with its operands, each rounding, and where the remainder went.</summary>
/// <param name="Inputs">In their order.</param>
/// <param name="Outputs">In their order; empty when the run stopped.</param>
/// <param name="Steps">What was run and what was jumped over, in the order of the program; nothing after the instruction that stopped it.</param>
public sealed record Explanation(Outcome Outcome, IReadOnlyList<ExplainedValue> Inputs, IReadOnlyList<ExplainedValue> Outputs, IReadOnlyList<ExplainedStep> Steps)
{
    /// <summary>Runs a program with the <see cref="Interpreter"/>, one instruction at a time.</summary>
    /// <param name="inputs">One value for each input.</param>
    /// <exception cref="ArgumentException">The program is malformed, or has another number of inputs.</exception>
    public static Explanation Of(RuleProgram program, long[] inputs)
    {
        ProgramCheck.Verify(program);
        if (inputs.Length != program.InputCount) throw new ArgumentException($"The program has {program.InputCount} inputs, not {inputs.Length}", nameof(inputs));
        var frame = program.NewFrame();
        inputs.CopyTo(frame, 0);
        Interpreter.Begin(program, frame);
        var witness = new StepWitness(program);
        var steps = new List<ExplainedStep>();
        var outcome = Outcome.Done;
        for (var at = 0; at < program.Instructions.Count;)
        {
            long[] before = [.. frame];
            var fault = Interpreter.Step(program, at, frame, out var next);
            steps.Add(witness.Taken(at, before, frame, fault));
            if (fault != Fault.None)
            {
                outcome = new Outcome(fault, at);
                break;
            }

            for (var passed = at + 1; passed < next; passed++) steps.Add(witness.NotTaken(passed));
            at = next;
        }

        return new Explanation(
            outcome,
            [.. Enumerable.Range(0, program.InputCount).Select(slot => witness.Value(slot, frame))],
            outcome.IsDone ? [.. program.Outputs.Select(slot => witness.Value(slot, frame))] : [],
            steps);
    }

    /// <summary>For people: a line for each input, each step with its place in the text, and each output.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var input in Inputs) text.Append($"input  {input.Name} = {input.Text}\n");
        foreach (var step in Steps) text.Append($"{step.At.Line}:{step.At.Column}  {step.Text}\n");
        foreach (var output in Outputs) text.Append($"output {output.Name} = {output.Text}\n");
        return text.ToString();
    }
}

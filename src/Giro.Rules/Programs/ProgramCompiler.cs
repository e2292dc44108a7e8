namespace Giro.Rules.Programs;

/// <summary>
/// Makes one method of a program: constants are inlined, intermediate results stay in registers, products and quotients use 64 bits where the operands show that they
/// suffice. Otherwise it calls the same <see cref="Arithmetic"/> as the <see cref="Interpreter"/>, so the two cannot round differently.
/// </summary>
public static class ProgramCompiler
{
    /// <summary>
    /// Compiled, a program neither allocates nor throws as long as it is given frames of its own and symbols of its own table. When it ends without a fault, outputs and
    /// named slots stand in the frame; after a fault only the inputs are defined. Takes some milliseconds: compile once for each version of a strategy.
    /// </summary>
    /// <exception cref="ArgumentException">The program is malformed.</exception>
    public static CompiledProgram Compile(RuleProgram program)
    {
        ProgramCheck.Verify(program);
        return new ProgramMethod(program).Write().Compile();
    }
}

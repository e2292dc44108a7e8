namespace Giro.Cli.Demo;

/// <summary>Is told how the day goes on. Called from one thread.</summary>
internal interface IDayProgress
{
    /// <summary>A stage begins; the one before it is done.</summary>
    /// <param name="total">How many steps it has; 0 where that is not known.</param>
    void Stage(string name, long total);

    /// <summary>So many more steps of the stage are done.</summary>
    void Advance(long steps);
}

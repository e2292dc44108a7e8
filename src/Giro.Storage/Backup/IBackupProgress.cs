namespace Giro.Storage.Backup;

/// <summary>Is told how a backup, a restore or a move goes on. Called from one thread.</summary>
public interface IBackupProgress
{
    /// <summary>A stage begins; the one before it is done.</summary>
    /// <param name="name">For people.</param><param name="total">How far it goes, for instance the last row; 0 where that is not known.</param>
    void Stage(string name, ulong total);

    /// <summary>The stage has come so far.</summary>
    void At(ulong position);
}

/// <summary>For those who do not want to know.</summary>
public sealed class NoBackupProgress : IBackupProgress
{
    public void Stage(string name, ulong total)
    {
        // Nobody looks.
    }

    public void At(ulong position)
    {
        // Nobody looks.
    }
}

namespace Giro.Messages;

/// <summary>What the readers of the formats have in common: an item a call, null after the last one, and no going on after a failure.</summary>
public abstract class ItemReader<TItem>
    where TItem : class
{
    private bool _hasFailed;

    private protected ItemReader() { }

    /// <summary>The next item, or null after the last one, when the file has been read to its end.</summary>
    /// <exception cref="MessageFormatException">the file cannot be read further; the reader is of no more use</exception>
    public TItem? Read()
    {
        if (_hasFailed) throw new InvalidOperationException("the message could not be read; there is nothing to go on with");
        _hasFailed = true; // until this step has succeeded
        var item = Step();
        _hasFailed = false;
        return item;
    }

    /// <summary>Goes on to the next item. After it has thrown it is not called again.</summary>
    private protected abstract TItem? Step();
}

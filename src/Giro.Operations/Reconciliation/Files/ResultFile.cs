using System.Buffers.Text;
using System.Text;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>
/// A file of results, which has its name once it is whole: who looks for it finds all of it or the one of the run before. Rows of CSV are those of RFC 4180, with LF.
/// </summary>
internal sealed class ResultFile : IDisposable
{
    private const int FlushAt = 256 * 1024;
    private readonly string _path;
    private readonly FileStream _file;
    private readonly byte[] _bytes = new byte[FlushAt + 1024];
    private int _length;
    private bool _isWhole;

    public ResultFile(string folder, string name)
    {
        _path = Path.Combine(folder, name);
        _file = new FileStream(_path + ".part", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    /// <summary>For writers of other forms; not to be mixed with rows.</summary>
    public Stream Stream => _file;

    public ResultFile Cell(string text)
    {
        if (text.AsSpan().ContainsAny(",\"\n\r")) text = "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        Text(text);
        return Raw((byte)',');
    }

    /// <summary>Empty for 0: lines count from 1.</summary>
    public ResultFile Cell(int line)
    {
        if (_length > FlushAt) Flush();
        if (line != 0)
        {
            Utf8Formatter.TryFormat(line, _bytes.AsSpan(_length), out var written);
            _length += written;
        }

        return Raw((byte)',');
    }

    public ResultFile Cell(ReadOnlySpan<byte> plain)
    {
        if (_length > FlushAt) Flush();
        plain.CopyTo(_bytes.AsSpan(_length));
        _length += plain.Length;
        return Raw((byte)',');
    }

    /// <summary>In place of the comma after the last cell.</summary>
    public void EndRow() => _bytes[_length - 1] = (byte)'\n';

    public void Row(params IEnumerable<string> cells)
    {
        foreach (var cell in cells) Cell(cell);
        EndRow();
    }

    /// <summary>Gives it its name.</summary>
    public void Finish()
    {
        Flush();
        _file.Dispose();
        File.Move(_path + ".part", _path, overwrite: true);
        _isWhole = true;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (!_isWhole) File.Delete(_path + ".part");
    }

    private ResultFile Raw(byte one)
    {
        _bytes[_length++] = one;
        return this;
    }

    private void Text(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _bytes.Length - 8)
        {
            Flush();
            _file.Write(Encoding.UTF8.GetBytes(text));
            return;
        }

        if (_length + most > _bytes.Length - 8) Flush();
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    /// <summary>Only before a cell, so that the comma after the last one is in the buffer when a row ends.</summary>
    private void Flush()
    {
        if (_length == 0) return;
        _file.Write(_bytes, 0, _length);
        _length = 0;
    }
}

using Giro.Messages.Reports;
using Giro.Messages.Tables;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>Gives the fields of a side that anything asks for their text columns.</summary>
internal sealed class SideColumns(SideConfig side)
{
    /// <summary>Bills of channels have fields of their own, which are known once the file is open.</summary>
    private readonly bool _hasOthers = side.Format is ReportFormats.WeChat or ReportFormats.Alipay or ReportFormats.UnionPay;

    private readonly IReadOnlyList<string> _fields =
        side.Mapping is { } mapping ? SideFields.TextsOf(mapping)
        : TableMappings.Names.Contains(side.Format) ? [.. SideFields.OfReports.Union(SideFields.TextsOf(TableMappings.BuiltIn(side.Format)))]
        : SideFields.OfReports;
    private readonly List<string> _texts = [];

    /// <summary>The same side in another leg: with columns of its own, and those that it has here, so that breaks of both show the same.</summary>
    public SideColumns(SideColumns other)
        : this(other.Config()) => _texts.AddRange(other._texts);

    /// <summary>A side that is no file of its own: it has these text fields and no others.</summary>
    public SideColumns(string name, IReadOnlyList<string> fields)
        : this(new SideConfig { Name = name, Format = "", Mapping = null, Texts = [] }) => _fields = fields;

    public string Name => side.Name;

    /// <summary>So far.</summary>
    public IReadOnlyList<string> Texts => _texts;

    public SideConfig Config() => side with { Texts = [.. _texts] };

    public bool HasField(string name) => _fields.Contains(name);

    /// <summary>The column of a field; -1 for one that there is not, which is a fault.</summary>
    public int Column(string name, InstitutionFileNode at, InstitutionFileFaults faults)
    {
        if (!HasField(name) && !(_hasOthers && name.Length > 0 && !SideFields.IsFigure(name)))
        {
            faults.Add(at, $"{side.Name} has no text field '{name}'", $"write one of {string.Join(", ", _fields)}");
            return -1;
        }

        return Column(name);
    }

    public int Column(string name)
    {
        var at = _texts.IndexOf(name);
        if (at >= 0) return at;
        _texts.Add(name);
        return _texts.Count - 1;
    }

    /// <summary>A part of a key: a figure by its name, or a text.</summary>
    public KeyPart Part(InstitutionFileNode at, InstitutionFileFaults faults) => at.Text switch
    {
        SideFields.Amount => new KeyPart(KeySource.Amount, 0),
        SideFields.Date => new KeyPart(KeySource.Day, 0),
        SideFields.Currency => new KeyPart(KeySource.Currency, 0),
        _ => KeyPart.Text(Math.Max(0, Column(at.Text, at, faults))),
    };
}

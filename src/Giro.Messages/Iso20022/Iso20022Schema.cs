using System.Xml;
using System.Xml.Schema;

namespace Giro.Messages.Iso20022;

/// <summary>
/// Checks messages against the XML schemas published at iso20022.org, which Giro does not ship. Streaming; nothing but the given files is opened.
/// May be used by several threads at once.
/// </summary>
public sealed class Iso20022Schema
{
    /// <summary>Reporting stops here: a message with so many errors is of another kind than its reader thinks.</summary>
    public const int MaxErrors = 1_000;

    private readonly XmlSchemaSet _schemas;

    private Iso20022Schema(XmlSchemaSet schemas)
    {
        _schemas = schemas;
        _schemas.Compile();
    }

    /// <param name="path">an .xsd file, or a directory of which every .xsd is taken, so that each message finds its own by namespace</param>
    /// <exception cref="XmlSchemaException">a schema is not one</exception>
    /// <exception cref="FileNotFoundException">there is no schema at the path</exception>
    public static Iso20022Schema Load(string path)
    {
        var schemas = EmptySet();
        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.xsd") : [path];
        Array.Sort(files, StringComparer.Ordinal);
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            Add(schemas, stream);
        }

        return files.Length > 0 ? new Iso20022Schema(schemas) : throw new FileNotFoundException($"no .xsd file in '{path}'", path);
    }

    /// <summary>One schema; the stream is left open.</summary>
    /// <exception cref="XmlSchemaException">it is not a schema</exception>
    public static Iso20022Schema Load(Stream schema)
    {
        var schemas = EmptySet();
        Add(schemas, schema);
        return new Iso20022Schema(schemas);
    }

    /// <summary>
    /// What is wrong with the message, in the order of the file; empty when it is valid. A message that is not well-formed, carries a DTD or has
    /// a namespace for which no schema was loaded is an error too. The stream is left open.
    /// </summary>
    public IReadOnlyList<SchemaError> Validate(Stream message)
    {
        var errors = new List<SchemaError>();
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CloseInput = false,
            ValidationType = ValidationType.Schema,
            Schemas = _schemas,
            // An element without a schema is only a warning by default, and an unknown message would pass as valid.
            ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings,
        };
        settings.ValidationEventHandler += (_, found) => errors.Add(new SchemaError(found.Exception.LineNumber, found.Exception.LinePosition, found.Message));
        try
        {
            using var reader = XmlReader.Create(message, settings);
            while (errors.Count < MaxErrors && reader.Read()) { }
        }
        catch (XmlException malformed)
        {
            errors.Add(new SchemaError(malformed.LineNumber, malformed.LinePosition, malformed.Message));
        }

        return errors;
    }

    private static XmlSchemaSet EmptySet() => new() { XmlResolver = null };

    private static void Add(XmlSchemaSet schemas, Stream schema)
    {
        using var reader = XmlReader.Create(schema, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = false });
        schemas.Add(targetNamespace: null, reader);
    }
}

/// <param name="Line">from 1</param>
/// <param name="Column">from 1</param>
public sealed record SchemaError(int Line, int Column, string Message);

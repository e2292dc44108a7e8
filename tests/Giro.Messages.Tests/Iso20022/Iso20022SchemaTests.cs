using System.Text;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Iso20022SchemaTests
{
    private const string Schema =
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">
          <xs:element name="Document"><xs:complexType><xs:sequence>
            <xs:element name="Id"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType></xs:element>
          </xs:sequence></xs:complexType></xs:element>
        </xs:schema>
        """;

    [Fact]
    public void A_valid_message_has_no_errors() => Assert.Empty(Validate("<Document xmlns='urn:t'><Id>abc</Id></Document>"));

    [Fact]
    public void An_error_has_the_line_and_the_column()
    {
        var error = Assert.Single(Validate("<Document xmlns='urn:t'>\n  <Id>abcd</Id>\n</Document>"));

        Assert.Equal(2, error.Line);
        Assert.InRange(error.Column, 4, 20);
        Assert.Contains("MaxLength", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_errors_are_all_listed() =>
        Assert.Equal([2, 3], Validate("<Document xmlns='urn:t'>\n<Id>abcd</Id>\n<Other/>\n</Document>").Select(error => error.Line));

    [Fact]
    public void A_message_of_an_unknown_namespace_is_not_valid() => Assert.NotEmpty(Validate("<Document xmlns='urn:other'/>"));

    [Fact]
    public void A_message_that_is_not_well_formed_is_an_error_with_its_line()
    {
        var error = Validate("<Document xmlns='urn:t'>\n<Id>abc</Document>")[^1];

        Assert.Equal(2, error.Line);
    }

    [Fact]
    public void A_document_type_definition_is_an_error() =>
        Assert.Contains("DTD", Validate("<!DOCTYPE Document []><Document xmlns='urn:t'><Id>abc</Id></Document>")[^1].Message, StringComparison.Ordinal);

    [Fact]
    public void A_directory_of_schemas_checks_each_message_by_its_namespace()
    {
        var schemas = Iso20022Schema.Load(SharedData.Path("iso20022/xsd"));

        foreach (var name in (string[])["camt053.v2.all-balance-types", "camt053.v2.multi.statement", "camt053.v4"])
        {
            using var example = File.OpenRead(SharedData.Path($"iso20022/examples/{name}.xml"));
            Assert.Empty(schemas.Validate(example));
        }

        using var valid = new MemoryStream(Given.Written(Given.Initiation(Given.Payment("P1", Given.Today, Given.Transfer("E1", Given.Money(1))))));
        Assert.Empty(schemas.Validate(valid));
    }

    private static IReadOnlyList<SchemaError> Validate(string message)
    {
        using var schema = new MemoryStream(Encoding.UTF8.GetBytes(Schema));
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(message));
        return Iso20022Schema.Load(schema).Validate(input);
    }
}

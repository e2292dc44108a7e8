using Giro.Messages.Tables;

namespace Giro.Messages.Tests.Tables;

public class TableMappingTests
{
    [Theory]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": "A" }, "colour": 1 }""", "$.colour", "is unknown; known here are name, encoding")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": { "column": "A", "typ": "money" } } }""", "$.fields.amount.typ", "is unknown")]
    [InlineData("""{ "currency": "EUR" }""", "$", "lacks the property fields")]
    [InlineData("""{ "currency": "EUR", "fields": { "reference": "A" } }""", "$.fields", "lacks the field amount")]
    [InlineData("""{ "fields": { "amount": "A" } }""", "$", "says nowhere in which currency amounts are")]
    [InlineData("""{ "currency": "Euro", "fields": { "amount": "A" } }""", "$.currency", "'Euro' is no code of a currency")]
    [InlineData("""{ "currency": "EUR", "encoding": "ebcdic-xx", "fields": { "amount": "A" } }""", "$.encoding", "'ebcdic-xx' is no known encoding")]
    [InlineData("""{ "currency": "EUR", "encoding": ["utf-8", "utf-7"], "fields": { "amount": "A" } }""", "$.encoding", "'utf-7' is no known encoding")]
    [InlineData("""{ "currency": "EUR", "delimiter": ";;", "fields": { "amount": "A" } }""", "$.delimiter", "is ';;', one ASCII character is expected")]
    [InlineData("""{ "currency": "EUR", "delimiter": "\"", "fields": { "amount": "A" } }""", "$", "two of delimiter, quote and cell-mark are the same")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": { "column": "A", "type": "text" } } }""", "$.fields.amount.type", "the field amount is of the type money")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": { } } }""", "$.fields.amount", "takes its text from exactly one of")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": { "column": "A", "constant": "1" } } }""", "$.fields.amount", "takes its text from exactly one of")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": { "credit": "A" } } }""", "$.fields.amount", "has only one of credit and debit")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": "A", "date": { "column": "D", "format": "yyyy-mm-dd" } } }""", "$.fields.date.format", "'yyyy-mm-dd' is no pattern of a date")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": "A", "text": { "column": "D", "format": "yyyy" } } }""", "$.fields.text.format", "is for days and times")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": { "column": "A", "money": { "group": "." } } } }""", "$.fields.amount.money.group", "one sign other than the decimal one")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": { "column": "A", "money": { "signs": ["minus"] } } } }""", "$.fields.amount.money.signs", "'minus' is unknown")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": { "column": 0 } } }""", "$.fields.amount.column", "is 0, a whole number from 1 to 16384 is expected")]
    [InlineData("""{ "currency": "EUR", "header": "none", "fields": { "amount": "A" } }""", "$.fields.amount", "the table has no header: give its number")]
    [InlineData("""{ "currency": "EUR", "preamble": { "account": "Account" }, "fields": { "amount": "A" } }""", "$.preamble.account", "has no group")]
    [InlineData("""{ "currency": "EUR", "preamble": { "account": "(" }, "fields": { "amount": "A" } }""", "$.preamble.account", "is no pattern")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": "A", "x": { "preamble": "shop" } } }""", "$.fields.x.preamble", "'shop' is nothing that preamble finds")]
    [InlineData("""{ "currency": "EUR", "balances": "detect", "fields": { "amount": "A" } }""", "$.balances", "needs a field balance")]
    [InlineData("""{ "currency": "EUR", "balances": "up", "fields": { "amount": "A", "balance": "B" } }""", "$.balances", "is 'up'; it may be oldest-first, newest-first, detect, unchecked")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": "A" }, "cases": [ { "name": "r", "column": "K" } ] }""", "$.cases[0]", "lacks values in the property in")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": "A" }, "trailers": [ { "starts-with": "T", "totals": [ { "at": 1, "sum": "text" } ] } ] }""", "$.trailers[0]", "sums 'text', which is no field of money")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": "A" }, "trailers": [ { "starts-with": "T", "totals": [ { "at": 1, "count": true, "case": "x" } ] } ] }""", "$.trailers[0]", "counts the case 'x', which there is not")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": "A" }, "trailers": [ { "starts-with": "T", "pattern": "(?<a>.)", "totals": [ { "at": "b", "count": true } ] } ] }""", "$.trailers[0]", "has no group 'b' in its pattern")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": "A" }, "trailers": [ { "header": ["X"], "starts-with": "T" } ] }""", "$.trailers[0]", "exactly one of header and starts-with")]
    [InlineData("""{ "currency": "EUR", "fields": { "amount": "A", "amount": "B" } }""", "$", "is not JSON")]
    [InlineData("""{ "currency": "EUR", """, "$", "is not JSON")]
    [InlineData("[]", "$", "is an array, an object is expected")]
    public void What_is_wrong_with_a_mapping_is_said_with_its_path(string json, string path, string reason)
    {
        var error = Assert.Throws<MessageFormatException>(() => TableMapping.Parse(json, "bank.json"));
        Assert.Equal(("bank.json", path), (error.FileName, error.ElementPath));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed() =>
        Assert.Equal("x", TableMapping.Parse("""{ /* a bank */ "name": "x", "currency": "EUR", "fields": { "amount": "A", }, } // end""", "bank.json").Name);

    [Fact]
    public void All_mappings_that_come_along_can_be_read()
    {
        Assert.Equal(["alipay-business", "boc-debit", "icbc-debit", "wechat-fund-flow", "wechat-trade"], TableMappings.Names);
        Assert.All(TableMappings.Names, name => Assert.Equal(name, TableMappings.BuiltIn(name).Name));
        Assert.Throws<ArgumentException>(() => TableMappings.BuiltIn("none"));
    }

    [Fact]
    public void Hostile_mappings_are_refused_and_nothing_else_is_thrown()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        var json = TableMappings.Json("wechat-trade");
        var refused = 0;
        for (var round = 0; round < 2000; round++)
        {
            var at = random.Next(json.Length);
            var damaged = json.Remove(at, Math.Min(random.Next(1, 12), json.Length - at)).Insert(at, random.GetItems(["", "\"", "{", "]", "null", "1", "[\"\"]", ":"], 1)[0]);
            try
            {
                TableMapping.Parse(damaged, "damaged.json");
            }
            catch (MessageFormatException)
            {
                refused++;
            }
            catch (Exception other)
            {
                Assert.Fail($"seed {Seed}, round {round}: {other}\n{damaged}");
            }
        }

        Assert.InRange(refused, 500, 2000);
    }
}

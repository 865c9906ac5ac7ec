using System.Text.Json;

namespace DiffuCoder.Evaluation;

/// <summary>A line of a file, read with errors that name file, line and field.</summary>
internal readonly record struct JsonRow(JsonElement Json, string File, int Line)
{
    public bool Has(string field) => Json.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;

    public string Text(string field) => Text(Field(field), field);

    public string TextOr(string field, string otherwise) => Has(field) ? Text(field) : otherwise;

    public double NumberOr(string field, double otherwise) => !Has(field) ? otherwise
        : Field(field) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble()
        : throw Wrong(field, "a number");

    public int Integer(string field) =>
        Field(field) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number)
            ? number
            : throw Wrong(field, "a whole number");

    public IReadOnlyList<string> Texts(string field)
    {
        var row = this;
        return [.. Items(field).Select(item => row.Text(item, field))];
    }

    /// <summary>The JSON text of each item, each of which must be an array.</summary>
    /// <param name="field">The field.</param>
    /// <param name="mayBeEmptyObject">An object without members is no items: EvalPlus writes Mbpp/793 so.</param>
    public IReadOnlyList<string> ArgumentLists(string field, bool mayBeEmptyObject = false)
    {
        var row = this;
        if (mayBeEmptyObject && Field(field) is { ValueKind: JsonValueKind.Object } nothing && !nothing.EnumerateObject().Any()) return [];
        return [
            .. Items(field)
                .Select(item => item.ValueKind == JsonValueKind.Array ? item.GetRawText() : throw row.Wrong(field, "an array of argument lists"))];
    }

    public EvaluationException Failure(string problem) => new(File, Line, problem);

    private IEnumerable<JsonElement> Items(string field) =>
        Field(field) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : throw Wrong(field, "an array");

    private JsonElement Field(string field) => Has(field)
        ? Json.GetProperty(field)
        : throw Failure(
            $"the field \"{field}\" is missing; "
                + $"the line has {string.Join(", ", Json.EnumerateObject().Select(member => member.Name).DefaultIfEmpty("no fields"))}. "
                + "Is this the right benchmark's file?");

    private string Text(JsonElement value, string field)
    {
        if (value.ValueKind != JsonValueKind.String) throw Wrong(field, "text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new EvaluationException(File, Line, $"the field \"{field}\" holds half a character (an unpaired surrogate).", e);
        }
    }

    private EvaluationException Wrong(string field, string right) =>
        Failure($"the field \"{field}\" should be {right} and is {Json.GetProperty(field).ValueKind}.");
}

using System.Text.Json;

namespace DiffuCoder.Datasets;

/// <summary>
/// A row of a file as named columns. A column is named as in the file; a dotted path (<c>meta.language</c>) leads into objects
/// inside, unless a column has that very name. A null counts as missing, and so does a NaN, which Python writes for it.
/// </summary>
public sealed class DataRow
{
    private readonly RowPlace place;
    private readonly string prefix;

    internal DataRow(JsonElement columns, RowPlace place, string prefix = "") => (Columns, this.place, this.prefix) = (columns, place, prefix);

    /// <summary>The columns: a JSON object.</summary>
    public JsonElement Columns { get; }

    /// <summary>The file that the row is from.</summary>
    public string File => place.File;

    /// <summary>Its number in the file, from 1: the line in JSON Lines, blank ones counted; the row in Parquet.</summary>
    public long Row => place.Row;

    /// <summary>Where it stands, as errors say it.</summary>
    internal RowPlace Place => place;

    /// <summary>Whether a column is there and not null.</summary>
    /// <param name="column">Its name, or a dotted path.</param>
    public bool Has(string column) => ColumnPath.Find(Columns, column) is { ValueKind: not JsonValueKind.Null };

    /// <summary>A text.</summary>
    /// <param name="column">Its name, or a dotted path.</param>
    /// <exception cref="DataException">The column is missing or no text.</exception>
    public string Text(string column) => TextOf(Value(column), column);

    /// <summary>A text, or another where the column is missing or null.</summary>
    /// <param name="column">Its name, or a dotted path.</param>
    /// <param name="otherwise">The other text.</param>
    /// <exception cref="DataException">The column is there and no text.</exception>
    public string TextOr(string column, string otherwise) => Has(column) ? Text(column) : otherwise;

    /// <summary>A list of texts.</summary>
    /// <param name="column">Its name, or a dotted path.</param>
    /// <exception cref="DataException">The column is missing, no list, or holds something that is no text.</exception>
    public IReadOnlyList<string> Texts(string column) => [.. Elements(column).Select((element, i) => TextOf(element, $"{column}[{i}]"))];

    /// <summary>A number. Beyond the range of a double it is infinite.</summary>
    /// <param name="column">Its name, or a dotted path.</param>
    /// <exception cref="DataException">The column is missing or no number.</exception>
    public double Number(string column) =>
        Value(column) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : throw Wrong(Value(column), column, "a number");

    /// <summary>A list of objects, each as a row of its own whose errors name this row and the place in the list.</summary>
    /// <param name="column">Its name, or a dotted path.</param>
    /// <exception cref="DataException">The column is missing, no list, or holds something that is no object.</exception>
    public IReadOnlyList<DataRow> Items(string column) => [.. Elements(column).Select((element, i) => element.ValueKind == JsonValueKind.Object
        ? new DataRow(element, place, $"{prefix}{column}[{i}].")
        : throw Wrong(element, $"{column}[{i}]", "an object"))];

    /// <summary>An error of a column of this row, for readers of records.</summary>
    /// <param name="column">Its name, or a dotted path.</param>
    /// <param name="problem">What is wrong with it and how to mend it, as the rest of a sentence: "is empty; it should ...".</param>
    /// <param name="cause">What lies behind it.</param>
    public DataException Failure(string column, string problem, Exception? cause = null) =>
        new(place, $"the column \"{prefix}{column}\" {problem}", cause);

    private JsonElement.ArrayEnumerator Elements(string column) =>
        Value(column) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : throw Wrong(Value(column), column, "a list");

    private JsonElement Value(string column) => ColumnPath.Find(Columns, column) switch
    {
        { ValueKind: JsonValueKind.Null } => throw Failure(column, "is null (or NaN). Mend the row, or skip bad rows."),
        { } value => value,
        null => throw Failure(column, $"is missing; there are {ColumnPath.Names(Columns)}. Name the right column, or mend the row."),
    };

    private string TextOf(JsonElement value, string column)
    {
        if (value.ValueKind != JsonValueKind.String) throw Wrong(value, column, "text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw Failure(column, "holds half a character (an unpaired surrogate). Mend the row, or skip bad rows.", e);
        }
    }

    private DataException Wrong(JsonElement value, string column, string right) =>
        Failure(column, $"should be {right} and is {ColumnPath.KindOf(value)}. Name the right column, or mend the row.");
}

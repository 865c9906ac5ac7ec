namespace DiffuCoder.Datasets;

/// <summary>Where documents stand in a row.</summary>
public sealed record DocumentColumns
{
    /// <summary>The column of the text, or a dotted path. Default <c>text</c>.</summary>
    public string Text { get; init => field = Require.Column(value); } = "text";
}

using System.Text.Json;

namespace DiffuCoder.Datasets;

/// <summary>Columns that a reader had before it, and which of them it knows.</summary>
/// <param name="All">A JSON object.</param>
/// <param name="Prefix">What stands before their names in messages.</param>
/// <param name="Used">Those that it knows, by name or dotted path.</param>
internal readonly record struct SeenColumns(JsonElement All, string Prefix, IReadOnlyList<string> Used);

using System.Text.Json;

namespace DiffuCoder.Models;

/// <summary>A key of <c>config.json</c> that may say only what is built.</summary>
/// <param name="Name">The key.</param>
/// <param name="Right">What is built, as the rest of a sentence.</param>
/// <param name="IsRight">Whether a value, which is not null, says that.</param>
internal sealed record FixedKey(string Name, string Right, Func<JsonElement, bool> IsRight)
{
    /// <summary>Whether the family's own code takes something else where the key is absent.</summary>
    public bool IsNeeded { get; init; }

    public static FixedKey True(string name) => new(name, "only true is built", value => value.ValueKind == JsonValueKind.True);

    public static FixedKey False(string name) => new(name, "only false is built", value => value.ValueKind == JsonValueKind.False);

    public static FixedKey Null(string name) => new(name, "only null is built", _ => false);

    public static FixedKey Empty(string name) => new(name, "only an empty one is built", value => value.ValueKind switch
    {
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    });

    public static FixedKey Text(string name, string right) =>
        new(name, $"only \"{right}\" is built", value => value.ValueKind == JsonValueKind.String && value.GetString() == right);

    public static FixedKey Number(string name, double right) => new(
        name, FormattableString.Invariant($"only {right} is built"), value => value.ValueKind == JsonValueKind.Number && value.GetDouble() == right);

    public static FixedKey NoDropout(string name) =>
        Number(name, 0) with { Right = "dropout is not built. It acts in training only: set it to 0 to sample or to train without" };

    public FixedKey Needed => this with { IsNeeded = true };

    /// <exception cref="ModelException">The configuration says something else.</exception>
    public void Check(ConfigJson config)
    {
        if (config.Find(Name) is { } value ? !IsRight(value) : IsNeeded) throw config.WrongValue(Name, Right);
    }
}

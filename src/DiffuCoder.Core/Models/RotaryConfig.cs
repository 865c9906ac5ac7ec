using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffuCoder.Models;

/// <summary>
/// Rotary positions in <c>config.json</c>: <c>rope_theta</c> and <c>rope_scaling</c>, or <c>rope_parameters</c>, which holds both since version 5 of
/// <c>transformers</c>.
/// </summary>
internal static class RotaryConfig
{
    private const double DefaultTheta = 10000;

    private static readonly string[] YarnKeys =
    [
        "factor", "original_max_position_embeddings", "attention_factor", "beta_fast", "beta_slow", "mscale", "mscale_all_dim", "truncate",
    ];

    private static readonly string[] Always = ["rope_type", "type", "rope_theta", "partial_rotary_factor"];

    public static (double Theta, RotaryScaling? Scaling) Read(ConfigJson config, int positions)
    {
        var (scaling, parameters) = (config.Object("rope_scaling"), config.Object("rope_parameters"));
        if (scaling is { } old && parameters is { } now && !JsonElement.DeepEquals(old.Json, now.Json))
            throw config.Wrong("has both rope_scaling and rope_parameters, which differ", "leave the one that the model was made with");
        return (Theta(config, parameters ?? scaling), (parameters ?? scaling) is { } given ? Scaling(given, positions) : null);
    }

    public static JsonObject? Write(RotaryScaling? scaling) => scaling switch
    {
        null => null,
        RotaryScaling.Linear linear => new() { ["rope_type"] = "linear", ["factor"] = linear.Factor },
        RotaryScaling.Yarn yarn => new()
        {
            ["rope_type"] = "yarn",
            ["factor"] = yarn.Factor,
            ["original_max_position_embeddings"] = yarn.OriginalPositions,
            ["beta_fast"] = yarn.BetaFast,
            ["beta_slow"] = yarn.BetaSlow,
            ["attention_factor"] = yarn.AttentionFactor,
            ["truncate"] = yarn.Truncate,
        },
        var other => throw new ModelException($"Rotary positions scaled by {other} cannot be written."),
    };

    private static double Theta(ConfigJson config, ConfigJson? inside)
    {
        double outer = config.Number("rope_theta", DefaultTheta), inner = inside?.Number("rope_theta", outer) ?? outer;
        return inner == outer || config.Find("rope_theta") is null
            ? inner
            : throw config.Wrong(
                $"has two bases of rotary positions, rope_theta {outer} and {inside!.Path}rope_theta {inner}", "leave the right one");
    }

    private static RotaryScaling? Scaling(ConfigJson given, int positions)
    {
        if (given.Number("partial_rotary_factor", 1) != 1) throw given.WrongValue("partial_rotary_factor", "only 1 is built");
        switch (Kind(given))
        {
            case "default":
                Only(given);
                return null;
            case "linear":
                Only(given, "factor");
                return new RotaryScaling.Linear(Factor(given));
            case "yarn":
                Only(given, YarnKeys);
                return Yarn(given, positions);
            case var other:
                throw given.Wrong($"has \"{given.Path}rope_type\" \"{other}\"", "only \"default\", \"linear\" and \"yarn\" are built");
        }
    }

    private static string Kind(ConfigJson given)
    {
        if (given.Find("type") is null) return given.Find("rope_type") is null ? "default" : given.Text("rope_type");
        var old = given.Text("type");
        return given.Find("rope_type") is null || given.Text("rope_type") == old
            ? old
            : throw given.WrongValue("rope_type", $"\"{given.Path}type\" beside it is \"{old}\". Leave the right one");
    }

    private static RotaryScaling.Yarn Yarn(ConfigJson given, int positions)
    {
        var factor = Factor(given);
        var yarn = new RotaryScaling.Yarn(factor, given.CountOr("original_max_position_embeddings", positions))
        {
            BetaFast = given.Number("beta_fast", 32),
            BetaSlow = given.Number("beta_slow", 1),
            AttentionFactor = given.Number("attention_factor", DefaultAttention()),
            Truncate = given.Flag("truncate", true),
        };
        return yarn.BetaFast >= yarn.BetaSlow ? yarn : throw given.WrongValue("beta_fast", $"it must not be below beta_slow, {yarn.BetaSlow}");

        // DeepSeek's two factors, where both are given
        double DefaultAttention() => given.Find("mscale") is null || given.Find("mscale_all_dim") is null
            ? RotaryScaling.Yarn.Attention(factor)
            : RotaryScaling.Yarn.Attention(factor, given.Number("mscale", 1))
                / RotaryScaling.Yarn.Attention(factor, given.Number("mscale_all_dim", 1));
    }

    private static double Factor(ConfigJson given) =>
        given.Find("factor") is not null && given.Number("factor", 1) is >= 1 and var factor
            ? factor
            : throw given.WrongValue("factor", "a number of at least 1 is needed");

    private static void Only(ConfigJson given, params string[] keys)
    {
        foreach (var member in given.Json.EnumerateObject())
            if (!keys.Contains(member.Name) && !Always.Contains(member.Name))
                throw given.WrongValue(member.Name, "this key is not known here and may change what the model computes");
    }
}

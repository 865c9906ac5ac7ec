using System.Globalization;
using DiffuCoder.Sampling;
using Microsoft.Extensions.AI;

namespace DiffuCoder.Extensions.AI;

/// <summary>What a request means to the sampler.</summary>
/// <param name="Options">How to sample.</param>
/// <param name="Seed">Where the random numbers come from.</param>
/// <param name="Stops">Texts that end the answer and are no part of it.</param>
/// <param name="Prefix">How the answer begins.</param>
internal sealed record SamplingRequest(SamplerOptions Options, long Seed, IReadOnlyList<string> Stops, string Prefix)
{
    public static SamplingRequest Of(ChatOptions? asked, DiffuCoderChatOptions own, IChatClient client)
    {
        if (asked is null) return new(own.Sampling, own.Seed, [], own.AnswerPrefix);
        UnmappedOptions.Refuse(asked, own.ModelId);
        var basis = Basis(asked, own, client);
        var tokens = asked.MaxOutputTokens ?? basis.MaxNewTokens;
        if (tokens < 1) throw new ChatRequestException("ChatOptions.MaxOutputTokens", $"it is {tokens}; it must be at least 1.");
        var options = basis with
        {
            MaxNewTokens = tokens,
            Steps = StepsFor(tokens, basis),
            Temperature = asked.Temperature is { } temperature ? Exact(temperature) : basis.Temperature,
            TopP = asked.TopP is { } share ? Exact(share) : basis.TopP,
            TopK = asked.TopK ?? basis.TopK,
            Constraint = asked.ResponseFormat is { } format ? ResponseConstraint.Of(format) : basis.Constraint,
        };
        // an answer in JSON is that from its first character on
        var prefix = asked.ResponseFormat is ChatResponseFormatJson ? "" : own.AnswerPrefix;
        return new(options, asked.Seed ?? own.Seed, [.. (asked.StopSequences ?? []).Where(stop => stop.Length > 0)], prefix);
    }

    // of one request alone: sampling options of the kit
    private static SamplerOptions Basis(ChatOptions asked, DiffuCoderChatOptions own, IChatClient client) =>
        asked.RawRepresentationFactory?.Invoke(client) switch
        {
            null => own.Sampling,
            SamplerOptions options => options,
            var other => throw new ChatRequestException(
                "ChatOptions.RawRepresentationFactory", $"it gave a {other.GetType()}; this client takes {typeof(SamplerOptions)}."),
        };

    // as many tokens a step as before, or a few fewer: every block has as many steps
    private static int StepsFor(int tokens, SamplerOptions basis)
    {
        var steps = (int)Math.Max(1, Math.Ceiling((double)tokens * basis.Steps / basis.MaxNewTokens));
        var blocks = basis.BlockLength is { } length ? (tokens + length - 1) / length : 1;
        return (steps + blocks - 1) / blocks * blocks;
    }

    // 0.2f means 0.2, not the 0.20000000298 of a plain conversion
    private static double Exact(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

using DiffuCoder.Evaluation;
using DiffuCoder.Sampling;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace DiffuCoder.Samples;

/// <summary>A model as a service: any code that takes an IChatClient of Microsoft.Extensions.AI can ask it.</summary>
public static class ChatClient
{
    /// <summary>Registers a model, and the options of answers that open a block of code.</summary>
    /// <param name="services">The services.</param>
    /// <param name="directory">The directory of a checkpoint.</param>
    /// <param name="sampling">How to sample.</param>
    public static IServiceCollection Add(IServiceCollection services, string directory, SamplerOptions sampling) =>
        services.AddDiffuCoder(directory, new() { Sampling = sampling, AnswerPrefix = EvaluationPrompt.AnswerPrefix });

    /// <summary>Asks, and writes the answer as it becomes stable from the left.</summary>
    /// <param name="client">Any chat client.</param>
    /// <param name="request">What to write.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="cancellation">Ends the generation between two steps.</param>
    public static async Task RunAsync(IChatClient client, string request, TextWriter output, CancellationToken cancellation = default)
    {
        var stopping = new ChatOptions { StopSequences = ["```\n"] };
        await foreach (var update in client.GetStreamingResponseAsync(request, stopping, cancellation).ConfigureAwait(false))
        {
            await output.WriteAsync(update.Text).ConfigureAwait(false);
            if (update.FinishReason is { } reason) await output.WriteLineAsync($"\n({reason})").ConfigureAwait(false);
        }
    }
}

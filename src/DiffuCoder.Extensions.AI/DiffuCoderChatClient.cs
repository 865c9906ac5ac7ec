using System.Diagnostics;
using System.Runtime.CompilerServices;
using DiffuCoder.Models;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace DiffuCoder.Extensions.AI;

/// <summary>
/// A model as a chat client of Microsoft.Extensions.AI. It samples with <see cref="DiffusionSampler"/> and keeps no state between requests; several
/// threads may use it at once, each request with the memory of a generation of its own.
/// </summary>
/// <remarks>
/// <para>A diffusion model writes in an order of its own. A streamed update holds the text that has become stable: no mask is left of it. Once the
/// token that ends the text, or a stop sequence, is stable the generation ends, whatever is still masked behind it.</para>
/// <para>Of <see cref="ChatOptions"/> these are honoured: <c>Temperature</c>, <c>TopP</c>, <c>TopK</c>, <c>MaxOutputTokens</c> (the number of steps
/// changes in proportion), <c>Seed</c>, <c>StopSequences</c>,
/// <c>Instructions</c>, <c>ResponseFormat</c> (JSON, of any object or by a schema: the sampler is held to it, and the answer has no prefix),
/// and a <see cref="SamplerOptions"/> that <c>RawRepresentationFactory</c> gives, which stands in place of
/// <see cref="DiffuCoderChatOptions.Sampling"/>. Tools, penalties, reasoning, conversation ids, other models' names and additional
/// properties are refused by name. <c>AllowMultipleToolCalls</c>, <c>AllowBackgroundResponses</c> and <c>ContinuationToken</c> are ignored: there
/// are no tools, and no response goes on in the background.</para>
/// </remarks>
public sealed class DiffuCoderChatClient : IChatClient
{
    /// <summary>The provider's name in telemetry.</summary>
    public const string ProviderName = "diffucoder";

    private readonly MaskedLanguageModel model;
    private readonly CodeTokenizer tokenizer;
    private readonly DiffuCoderChatOptions options;
    private readonly ILogger logger;

    /// <summary>A client over a model, which stays the caller's: disposing of the client does not dispose of it.</summary>
    /// <param name="model">An instruction-tuned model with its tokenizer.</param>
    /// <param name="options">What to do where a request says nothing.</param>
    /// <param name="logger">Told of every answer: tokens, passes and time, at the level Debug.</param>
    /// <exception cref="TokenizerException">The model has no tokenizer, or one without a chat template.</exception>
    public DiffuCoderChatClient(MaskedLanguageModel model, DiffuCoderChatOptions? options = null, ILogger<DiffuCoderChatClient>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        tokenizer = model.Tokenizer ?? throw new TokenizerException("The model was loaded without a tokenizer; put its files beside the weights.");
        tokenizer.NeedChatTemplate();
        this.options = options ?? new();
        this.options = this.options with { ModelId = this.options.ModelId ?? model.Config.ModelType };
        this.logger = logger ?? NullLogger<DiffuCoderChatClient>.Instance;
        Metadata = new(ProviderName, defaultModelId: this.options.ModelId);
    }

    /// <summary>Who answers.</summary>
    public ChatClientMetadata Metadata { get; }

    /// <inheritdoc/>
    /// <exception cref="ChatRequestException">Something was asked for that cannot be honoured; the message names it.</exception>
    /// <exception cref="SamplerException">A value is out of its range, or prompt and answer are longer than the model's positions.</exception>
    /// <exception cref="Constraints.ConstraintException">No JSON of the format asked for fits into so many tokens.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <exception cref="ChatRequestException">Something was asked for that cannot be honoured; the message names it.</exception>
    /// <exception cref="SamplerException">A value is out of its range, or prompt and answer are longer than the model's positions.</exception>
    /// <exception cref="Constraints.ConstraintException">No JSON of the format asked for fits into so many tokens.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var watch = Stopwatch.StartNew();
        var request = SamplingRequest.Of(options, this.options, this);
        var sampler = new DiffusionSampler(model, request.Options, tokenizer);
        var canvas = CanvasOf(ChatMessages.Of(messages, options?.Instructions), request);
        var stable = new StableText(canvas, Canvas.MaskOf(model.Config), sampler.TextEnds, tokenizer.CreateDecoder(skipSpecialTokens: true));
        var filter = new StopFilter(request.Stops);
        var updates = new Updates(this.options.ModelId);
        var passes = 0;

        if (request.Prefix.Length > 0) yield return updates.Text(request.Prefix, null);
        await foreach (var step in sampler.StreamAsync(canvas, request.Seed, cancellationToken).ConfigureAwait(false))
        {
            if (step.Computed > 0) passes++;
            var text = filter.Take(stable.Take(step));
            if (text.Length > 0) yield return updates.Text(text, step);
            if (stable.HasEnded || filter.HasStopped) break;
        }
        var rest = filter.Take(stable.Flush()) + filter.Flush();
        if (rest.Length > 0) yield return updates.Text(rest, null);

        var reason = stable.HasEnded || filter.HasStopped ? ChatFinishReason.Stop : ChatFinishReason.Length;
        Log.Answered(logger, canvas.CompletionStart, stable.Count, passes, watch.ElapsedMilliseconds, reason.Value);
        yield return updates.End(reason, canvas.CompletionStart, stable.Count, passes);
    }

    private Canvas CanvasOf(IReadOnlyList<Tokenization.ChatMessage> messages, SamplingRequest request) => messages.Count == 0
        ? throw new ChatRequestException("messages", "there is none; give at least one.")
        : Canvas.Complete(
            tokenizer.EncodeChat(messages, answerPrefix: request.Prefix), request.Options.MaxNewTokens, Canvas.MaskOf(model.Config));

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        object[] services = [this, Metadata, model];
        return serviceKey is null ? services.FirstOrDefault(serviceType.IsInstanceOfType) : null;
    }

    /// <summary>Does nothing: the model is its maker's to dispose of.</summary>
    public void Dispose()
    {
    }
}

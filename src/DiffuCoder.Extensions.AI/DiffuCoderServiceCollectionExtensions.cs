using System.Diagnostics;
using DiffuCoder.Extensions.AI;
using DiffuCoder.Models;
using DiffuCoder.Runtime;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>A model and its chat client as services.</summary>
public static class DiffuCoderServiceCollectionExtensions
{
    /// <summary>
    /// Adds a model, loaded when it is first asked for and disposed of with the container: as <see cref="MaskedLanguageModel"/>, as
    /// <see cref="DiffuCoderChatClient"/>, and as
    /// <see cref="IChatClient"/> where there is none yet. For middleware, add
    /// <c>services.AddChatClient(provider => provider.GetRequiredService&lt;DiffuCoderChatClient&gt;())</c> of Microsoft.Extensions.AI behind it.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="directory">The directory of a checkpoint, as downloaded.</param>
    /// <param name="options">What the client does where a request says nothing.</param>
    /// <param name="device">Where the weights go; the processor by default.</param>
    /// <param name="precision">The type to compute in.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDiffuCoder(
        this IServiceCollection services, string directory, DiffuCoderChatOptions? options = null, Device? device = null,
        Precision precision = Precision.Automatic)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        services.AddSingleton(provider => Load(provider, directory, device, precision));
        services.AddSingleton(provider => new DiffuCoderChatClient(
            provider.GetRequiredService<MaskedLanguageModel>(), options, provider.GetService<ILogger<DiffuCoderChatClient>>()));
        services.TryAddSingleton<IChatClient>(provider => provider.GetRequiredService<DiffuCoderChatClient>());
        return services;
    }

    private static MaskedLanguageModel Load(IServiceProvider provider, string directory, Device? device, Precision precision)
    {
        var watch = Stopwatch.StartNew();
        var model = MaskedLanguageModel.Load(directory, device, precision);
        Log.Loaded(
            provider.GetService<ILogger<DiffuCoderChatClient>>() ?? NullLogger<DiffuCoderChatClient>.Instance,
            model.Config.ModelType, directory, watch.ElapsedMilliseconds, model.ComputeType.ToString(), model.Device.ToString() ?? "");
        return model;
    }
}

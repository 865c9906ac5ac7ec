using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;

namespace DiffuCoder.Interactive;

/// <summary>
/// What <c>#r "nuget: DiffuCoder.Kit.Interactive"</c> does in a kernel: it loads the kit by the F# compiler's own package manager and adds a
/// magic command.
/// </summary>
public sealed partial class KitExtension : IKernelExtension
{
    /// <summary>Loads the kit into the F# kernel. Where there is none, or the kit does not load in it, the cell fails and says so.</summary>
    public async Task OnLoadAsync(Kernel kernel)
    {
        if (kernel.FindKernelByName("fsharp") is not { } fsharp)
        {
            Fail("DiffuCoder.Kit.Interactive needs an F# kernel, and this notebook has none.");
            return;
        }

        // the assembly lies in lib/net10.0 or in interactive-extensions/dotnet of the package, the scripts only in the latter
        var here = Path.GetDirectoryName(typeof(KitExtension).Assembly.Location)!;
        var folder = Path.GetFullPath(Path.Combine(here, "..", "..", "interactive-extensions", "dotnet"));

        foreach (var script in (string[])["kit.fsx", "live.fsx"])
        {
            if (await Failure(fsharp, Path.Combine(folder, script)) is { } problem)
            {
                Fail(problem);
                return;
            }
        }

        fsharp.AddDirective<WriteCommand>(Directive(), (command, _) => Write(fsharp, command));
        KernelInvocationContext.Current?.DisplayAs(
            "`DiffuCoder.Kit` is loaded. `Live.generate model options prompt` shows a canvas as it fills, and so does `#!diffucoder \"a prompt\"`.",
            "text/markdown");
    }

    // an exception out of an extension is never answered in Jupyter: the kernel reads frames that it has none of, and the cell never ends
    private static void Fail(string problem)
    {
        if (KernelInvocationContext.Current is { } context) context.Fail(context.Command, null, problem);
        else throw new InvalidOperationException(problem);
    }

    /// <summary>Loads a script; why it could not be, or null.</summary>
    private static async Task<string?> Failure(Kernel fsharp, string script)
    {
        var loaded = await fsharp.SendAsync(new SubmitCode($"#load @\"{script}\""));
        return loaded.Events.OfType<CommandFailed>().FirstOrDefault() is { } failure ? $"{script} does not load: {failure.Message}" : null;
    }

    private static KernelActionDirective Directive() => new("#!diffucoder")
    {
        Description = "Has a model write what is asked for, shown as it is written.",
        Parameters =
        [
            new KernelDirectiveParameter("--prompt", "What to write") { AllowImplicitName = true, Required = true },
            new KernelDirectiveParameter("--steps", "How many steps; without it those of the options"),
            new KernelDirectiveParameter("--temperature", "Temperature, from 0"),
            new KernelDirectiveParameter("--model", "Directory of a model; without it the tiny instruct model"),
            new KernelDirectiveParameter("--name", "The F# value that it leaves; answer without it"),
        ],
    };

    private static async Task Write(Kernel fsharp, WriteCommand command)
    {
        if (!Identifier().IsMatch(command.Name))
        {
            throw new ArgumentException($"--name {command.Name}: not a name of a value; take letters, digits and underscores, such as answer_2.");
        }

        var temperature = command.Temperature.ToString("F6", CultureInfo.InvariantCulture);
        var code = $"let {command.Name} = Live.magic {Quoted(command.Model)} ({command.Steps}) ({temperature}) {Quoted(command.Prompt)}";
        var submission = new SubmitCode(code, "fsharp");
        submission.SetParent(command, true);
        await fsharp.SendAsync(submission);
    }

    /// <summary>A text as F# reads it in a verbatim string, in which only the quote has a meaning.</summary>
    private static string Quoted(string text) => $"@\"{text.Replace("\"", "\"\"")}\"";

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]*$")]
    private static partial Regex Identifier();

    /// <summary>The arguments of <c>#!diffucoder</c>.</summary>
    public sealed class WriteCommand : KernelDirectiveCommand
    {
        /// <summary>What to write.</summary>
        public string Prompt { get; set; } = "";

        /// <summary>How many steps; 0 for those of the options.</summary>
        public int Steps { get; set; }

        /// <summary>Temperature, from 0.</summary>
        public double Temperature { get; set; }

        /// <summary>Directory of a model; empty for the tiny one.</summary>
        public string Model { get; set; } = "";

        /// <summary>The F# value that gets the trajectory.</summary>
        public string Name { get; set; } = "answer";
    }
}

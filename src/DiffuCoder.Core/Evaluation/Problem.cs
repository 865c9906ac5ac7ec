using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>One problem of any benchmark: what a model is shown, and how an answer is judged.</summary>
public sealed record Problem
{
    /// <summary>Its name, unique within the benchmark, as in the original file: <c>HumanEval/0</c>.</summary>
    public required string TaskId { get; init; }

    /// <summary>The function that the tests call.</summary>
    public required string EntryPoint { get; init; }

    /// <summary>What else of a program its tests use: a class that makes arguments, what <see cref="ProgramSetup"/> defines.</summary>
    public IReadOnlyList<string> FurtherNames { get; init; } = [];

    /// <summary>The text that a base model goes on with; the answer is this text and its continuation.</summary>
    public required string Prompt { get; init; }

    /// <summary>The prompt to the byte as in the original file: what a <c>completion</c> in a file of answers goes on with. The same unless
    /// given.</summary>
    public string StoredPrompt { get => field ?? Prompt; init; }

    /// <summary>What an instruction-tuned model is asked, before the benchmark's <see cref="RequestForm"/> is put around it.</summary>
    public required string Request { get; init; }

    /// <summary>The whole reference program.</summary>
    public required string CanonicalSolution { get; init; }

    /// <summary>The benchmark's own tests. Empty until <see cref="ReferenceOutputs"/> has made them of <see cref="Inputs"/>.</summary>
    public IReadOnlyList<SandboxTest> BaseTests { get; init; } = [];

    /// <summary>The further tests of EvalPlus; empty where there are none.</summary>
    public IReadOnlyList<SandboxTest> PlusTests { get; init; } = [];

    /// <summary>Whether it is a problem of EvalPlus's: an answer that passes the base tests of one without further tests passes these too.</summary>
    public bool HasPlus => PlusTests.Count > 0 || Inputs is not null;

    /// <summary>Trusted code that the tests need, beside the tests.</summary>
    public string TestSetup { get; init; } = "";

    /// <summary>Code run after the program, beside the program.</summary>
    public string ProgramSetup { get; init; } = "";

    /// <summary>What EvalPlus calls the function with; null where the tests are written out.</summary>
    public ReferenceInputs? Inputs { get; init; }

    /// <summary>Wall time that one test may need, where it is more than usual.</summary>
    public TimeSpan? TestTime { get; init; }

    /// <summary>Wall time that all tests together may need, where it is more than usual.</summary>
    public TimeSpan? CandidateTime { get; init; }

    /// <summary>Memory that a right answer may need, where it is more than usual.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Size of the largest value that a right answer gives, with some room, where it is more than usual.</summary>
    public int? ValueBytes { get; init; }
}

/// <summary>Arguments for which the canonical solution says what is right (EvalPlus).</summary>
/// <param name="Base">Arguments of the base tests; each a JSON array, as in the file.</param>
/// <param name="Plus">Arguments of the further tests.</param>
/// <param name="Tolerance">Absolute tolerance for numbers; 0 is exact, but for floats, which always get 1e-6.</param>
public sealed record ReferenceInputs(IReadOnlyList<string> Base, IReadOnlyList<string> Plus, double Tolerance);

using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>A verdict in EvalPlus's words.</summary>
public enum SampleStatus
{
    /// <summary>Every test passed.</summary>
    Pass,

    /// <summary>A test failed, or the program did.</summary>
    Fail,

    /// <summary>A test, or the program, was over its time.</summary>
    Timeout,
}

/// <summary>What became of an answer.</summary>
/// <param name="Sample">The answer.</param>
/// <param name="Base">The verdict of the base tests.</param>
/// <param name="Plus">The verdict of the further tests; null where there are none. Right is what passes both.</param>
/// <param name="Result">What the sandbox said; base tests first.</param>
public sealed record SampleScore(Sample Sample, SampleStatus Base, SampleStatus? Plus, CandidateResult Result)
{
    /// <summary>It passed the base tests.</summary>
    public bool PassedBase => Base == SampleStatus.Pass;

    /// <summary>It passed the base tests and the further ones.</summary>
    public bool PassedPlus => PassedBase && Plus == SampleStatus.Pass;
}

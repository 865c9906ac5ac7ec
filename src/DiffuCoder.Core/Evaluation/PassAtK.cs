namespace DiffuCoder.Evaluation;

/// <summary>The chance that at least one of k answers is right (Chen et al., arXiv 2107.03374).</summary>
public static class PassAtK
{
    /// <summary>The unbiased estimate for one problem: 1 - C(n - c, k) / C(n, k), as a product that does not overflow.</summary>
    /// <param name="samples">Answers n, at least k.</param>
    /// <param name="correct">Right ones c, from 0 to n.</param>
    /// <param name="k">At least 1.</param>
    /// <returns>In [0, 1].</returns>
    /// <exception cref="EvaluationException">A number outside its range.</exception>
    public static double Of(int samples, int correct, int k)
    {
        if (k < 1 || k > samples)
            throw new EvaluationException(
                $"pass@{k} needs k from 1 to the number of samples, and there are {samples}; take more samples or a smaller k.");
        if (correct < 0 || correct > samples)
            throw new EvaluationException($"{correct} of {samples} answers cannot be right; the number must lie in [0, {samples}].");
        if (samples - correct < k) return 1;
        // the same quotient of binomials, read as a product of k factors or of as many as there are right answers: the shorter is the more exact
        var allWrong = 1.0;
        if (k <= correct)
            for (var i = 0; i < k; i++) allWrong *= (samples - correct - i) / (double)(samples - i);
        else
            for (var i = samples - correct + 1; i <= samples; i++) allWrong *= 1 - (double)k / i;
        return 1 - allWrong;
    }
}

namespace DiffuCoder.Training.Grpo;

/// <summary>Rewards of 0 or less that discourage repetition and overlong completions, as the released code has them beside its two rewards.</summary>
public static class Penalties
{
    /// <summary>
    /// Repetition: (unique n-grams of words / all n-grams of words - 1) times the largest penalty; 0
    /// for a text shorter than one n-gram. Words are parted by white space and compared in lower case.
    /// </summary>
    /// <param name="words">Words of an n-gram, 1 or more.</param>
    /// <param name="largest">The penalty of endless repetition, above 0.</param>
    /// <param name="weight">Weight in the sum.</param>
    /// <exception cref="TrainingException">A value is out of its range.</exception>
    public static Reward Repetition(int words = 3, double largest = 1, double weight = 1)
    {
        Require.AtLeast(words, 1, nameof(words));
        Require.Above(largest, 0, nameof(largest));
        return Reward.From("repetition", weight, rollout => -largest * Repeated(rollout.Text, words));
    }

    /// <summary>
    /// Length, in tokens: 0 up to <paramref name="most"/> - <paramref name="margin"/>, falling evenly
    /// to -1 at <paramref name="most"/> and beyond (DAPO, Yu et al., arXiv 2503.14476, equation 13).
    /// </summary>
    /// <param name="most">Longest completion wanted.</param>
    /// <param name="margin">Tokens over which the penalty falls, 1 to <paramref name="most"/>.</param>
    /// <param name="weight">Weight in the sum.</param>
    /// <exception cref="TrainingException">A value is out of its range.</exception>
    public static Reward Overlong(int most, int margin, double weight = 1)
    {
        Require.AtLeast(most, 1, nameof(most));
        Require.Within(margin, 1, most, nameof(margin));
        return Reward.From("overlong", weight, rollout => -Math.Clamp((rollout.Length - (most - margin)) / (double)margin, 0, 1));
    }

    private static double Repeated(string text, int size)
    {
        var words = text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var all = words.Length - size + 1;
        if (all < 1) return 0;
        var unique = Enumerable.Range(0, all).Select(i => string.Join(' ', words.Skip(i).Take(size))).Distinct(StringComparer.Ordinal).Count();
        return 1 - unique / (double)all;
    }
}

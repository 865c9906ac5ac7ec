namespace DiffuCoder.Training.Grpo;

/// <summary>Numbers of subsets.</summary>
internal static class Combinatorics
{
    /// <summary>How many subsets of size k there are of n, n! / (k! (n-k)!).</summary>
    public static double Choose(int n, int k)
    {
        var ways = 1.0;
        for (var i = 1; i <= k; i++) ways = ways * (n - k + i) / i;
        return ways;
    }

    /// <summary>
    /// The Beta integral B(k, n-k+1) = (k-1)! (n-k)! / n! of t^(k-1) (1-t)^(n-k) over [0, 1], k from 1 to n: what a mask of k of n tokens weighs in
    /// the evidence lower bound.
    /// </summary>
    public static double Beta(int k, int n) => 1 / (k * Choose(n, k));
}

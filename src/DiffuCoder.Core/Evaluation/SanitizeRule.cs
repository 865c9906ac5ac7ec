namespace DiffuCoder.Evaluation;

/// <summary>What is kept of a program when it is sanitised.</summary>
public enum SanitizeRule
{
    /// <summary>All but what cannot change what the entry point does: a right program stays right, a wrong one wrong.</summary>
    Conservative,

    /// <summary>
    /// What EvalPlus's sanitiser keeps, for scores to compare with published ones. It changes what some right programs mean: it drops decorated
    /// functions, functions that only yield, and top-level statements that bind no name, and keeps the first of several definitions.
    /// </summary>
    EvalPlus,
}

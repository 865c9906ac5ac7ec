namespace DiffuCoder.Constraints;

/// <summary>Texts that are written for a schema.</summary>
/// <param name="Language">The texts.</param>
/// <param name="Nesting">How many objects and arrays lie within one another in them, at most.</param>
internal readonly record struct SchemaText(Language Language, int Nesting)
{
    /// <summary>Those of several.</summary>
    public static SchemaText Either(IEnumerable<SchemaText> some)
    {
        SchemaText[] all = [.. some];
        return new(new Language.Choice([.. all.Select(one => one.Language)]), all.Select(one => one.Nesting).DefaultIfEmpty().Max());
    }

    /// <summary>Without the texts that meet all of some conditions.</summary>
    public SchemaText Without(IReadOnlyList<ByteAutomaton> conditions)
    {
        var own = AutomatonBuilder.Build(Language);
        return this with { Language = new Language.Choice([.. conditions.Select(one => (Language)new Language.Accepted(own.Without(one)))]) };
    }
}

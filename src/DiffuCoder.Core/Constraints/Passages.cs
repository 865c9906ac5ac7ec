namespace DiffuCoder.Constraints;

/// <summary>What leads from the states at one place of a text to those at the next: what stands at a position, or the edge of a hole.</summary>
internal interface IPassage
{
    /// <summary>Where it leads.</summary>
    StateSet Ahead(StateSet from);

    /// <summary>The states of a set from which it leads into another one.</summary>
    StateSet Into(StateSet from, StateSet to);
}

/// <summary>What stands at a position.</summary>
/// <param name="Sets">The language there.</param>
/// <param name="Cell">What stands there.</param>
internal sealed record CellPassage(StateSets Sets, Cell Cell) : IPassage
{
    /// <inheritdoc/>
    public StateSet Ahead(StateSet from) => Sets.Ahead(from, Cell);

    /// <inheritdoc/>
    public StateSet Into(StateSet from, StateSet to) => Sets.Into(from, Cell, to);
}

/// <summary>Where a hole begins: from states of the text to pairs.</summary>
/// <param name="Text">Sets of the text's states.</param>
/// <param name="Hole">The hole.</param>
internal sealed record Opening(StateSets Text, HeldHole Hole) : IPassage
{
    /// <inheritdoc/>
    public StateSet Ahead(StateSet from) => Hole.Sets.Make(from.States().Select(Hole.Pairs.Opened).OfType<int>());

    /// <inheritdoc/>
    public StateSet Into(StateSet from, StateSet to) =>
        Text.Make(from.States().Where(state => Hole.Pairs.Opened(state) is { } pair && to.Contains(pair)));
}

/// <summary>Where a hole ends: from pairs in which it may to states of the text.</summary>
/// <param name="Text">Sets of the text's states.</param>
/// <param name="Hole">The hole.</param>
internal sealed record Closing(StateSets Text, HeldHole Hole) : IPassage
{
    /// <inheritdoc/>
    public StateSet Ahead(StateSet from) => Text.Make(from.States().Select(Hole.Pairs.Closed).OfType<int>());

    /// <inheritdoc/>
    public StateSet Into(StateSet from, StateSet to) =>
        Hole.Sets.Make(from.States().Where(pair => Hole.Pairs.Closed(pair) is { } state && to.Contains(state)));
}

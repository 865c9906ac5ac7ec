namespace DiffuCoder.Repairs;

/// <summary>How far a repair of several answers has come.</summary>
/// <param name="Round">The round under way, from 0.</param>
/// <param name="Rounds">Rounds at most.</param>
/// <param name="Filled">Answers filled in again in this round.</param>
/// <param name="Open">Answers that this round takes on.</param>
/// <param name="Held">Answers that held before it.</param>
/// <param name="Answers">All answers.</param>
public sealed record RepairProgress(int Round, int Rounds, int Filled, int Open, int Held, int Answers);

using System.Text;
using DiffuCoder.Sampling;

namespace DiffuCoder.Training.Grpo;

/// <summary>A group as it was written by one process, with what the others cannot work out again: the rewards.</summary>
/// <param name="Trajectories">The completions.</param>
/// <param name="Rewards">Parts and total of each.</param>
internal sealed record RolloutShare(IReadOnlyList<Trajectory> Trajectories, IReadOnlyList<(IReadOnlyList<double?> Parts, double Total)> Rewards)
{
    /// <summary>Groups for the other processes, every number to the bit.</summary>
    public static byte[] ToBytes(IReadOnlyList<RolloutShare> groups)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(groups.Count);
            foreach (var group in groups) group.Write(writer);
        }
        return bytes.ToArray();
    }

    /// <summary>The groups of a process.</summary>
    public static IReadOnlyList<RolloutShare> FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return Many(reader, Read);
    }

    private void Write(BinaryWriter writer)
    {
        writer.Write(Trajectories.Count);
        foreach (var (trajectory, (parts, total)) in Trajectories.Zip(Rewards))
        {
            writer.Write(TrajectoryFile.ToLine(trajectory));
            writer.Write(total);
            writer.Write(parts.Count);
            foreach (var part in parts)
            {
                writer.Write(part is not null);
                writer.Write(part ?? 0);
            }
        }
    }

    private static RolloutShare Read(BinaryReader reader)
    {
        var completions = Many(reader, one =>
        {
            var trajectory = TrajectoryFile.FromLine(one.ReadString(), "A completion of another process");
            var total = one.ReadDouble();
            return (Trajectory: trajectory, Rewards: (Many(one, Part), total));
        });
        return new([.. completions.Select(one => one.Trajectory)], [.. completions.Select(one => one.Rewards)]);
    }

    private static double? Part(BinaryReader reader)
    {
        var applies = reader.ReadBoolean();
        var value = reader.ReadDouble();
        return applies ? value : null;
    }

    private static IReadOnlyList<T> Many<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var all = new T[reader.ReadInt32()];
        for (var i = 0; i < all.Length; i++) all[i] = read(reader);
        return all;
    }
}

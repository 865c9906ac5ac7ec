using System.Buffers.Binary;
using System.Text;

namespace DiffuCoder.Runtime;

/// <summary>
/// The versions of symbols that a shared library asks of the libraries it depends on: the section <c>SHT_GNU_verneed</c> of a 64-bit little-endian
/// ELF file. Source of the layout: Linux Standard Base Core Specification 5.0, chapter 10.7, "Symbol Versioning".
/// </summary>
internal static class ElfVersionNeeds
{
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 2; // VER_FLG_WEAK: the loader warns when the version is missing, but goes on
    private const int SectionHeaderSize = 64, NeedSize = 16, EntrySize = 16;

    /// <summary>Marks a library's needs for a version as weak, in place.</summary>
    /// <param name="elf">A whole file. Left as it was when it is not such a file or is damaged.</param>
    /// <param name="version">For example <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>How many needs were marked; 0 when there is none that was not weak before.</returns>
    public static int Weaken(Span<byte> elf, string version)
    {
        if (elf.Length < SectionHeaderSize || !elf[..6].SequenceEqual("\u007fELF\u0002\u0001"u8)) return 0;
        try
        {
            var flags = FlagsOfNeeds(elf, Encoding.ASCII.GetBytes(version));
            foreach (var at in flags)
                BinaryPrimitives.WriteUInt16LittleEndian(elf[at..], (ushort)(UInt16(elf, at) | Weak));
            return flags.Count;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException) // an offset that leads out of the file
        {
            return 0;
        }
    }

    /// <summary>Where the flags of every need lie that asks for the version and is not weak.</summary>
    private static HashSet<int> FlagsOfNeeds(ReadOnlySpan<byte> elf, ReadOnlySpan<byte> version)
    {
        var found = new HashSet<int>();
        int size = UInt16(elf, 0x3A), count = UInt16(elf, 0x3C);
        for (var i = 0; i < count; i++)
        {
            var header = elf.Slice(checked(Offset(elf, 0x28) + i * size), SectionHeaderSize);
            if (UInt32(header, 4) != VersionNeeds) continue;
            var needs = elf.Slice(Offset(header, 0x18), Offset(header, 0x20));
            var names = elf[Offset(elf, checked(Offset(elf, 0x28) + (int)UInt32(header, 0x28) * size + 0x18))..];
            foreach (var entry in Entries(needs))
                if (IsNamed(names, UInt32(needs, entry + 8), version) && (UInt16(needs, entry + 4) & Weak) == 0)
                    found.Add(checked(Offset(header, 0x18) + entry + 4));
        }
        return found;
    }

    /// <summary>Where each entry of a section of needs starts: a chain of libraries, each with a chain of versions.</summary>
    private static List<int> Entries(ReadOnlySpan<byte> needs)
    {
        var entries = new List<int>();
        var limit = needs.Length / EntrySize; // more than fit into the section are a chain that runs in circles
        for (int need = 0, next = -1; next != 0; need += next)
        {
            next = Step(needs.Slice(need, NeedSize), 12);
            var entry = checked(need + Step(needs.Slice(need, NeedSize), 8));
            for (int left = UInt16(needs, need + 2); left > 0 && entries.Count < limit; left--)
            {
                entries.Add(entry);
                entry = checked(entry + Step(needs.Slice(entry, EntrySize), 12));
            }
        }
        return entries;
    }

    private static bool IsNamed(ReadOnlySpan<byte> names, uint at, ReadOnlySpan<byte> version)
    {
        var name = names[checked((int)at)..];
        return name.StartsWith(version) && name.Length > version.Length && name[version.Length] == 0;
    }

    private static int Offset(ReadOnlySpan<byte> bytes, int at) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]));

    private static int Step(ReadOnlySpan<byte> bytes, int at) => checked((int)UInt32(bytes, at));

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}

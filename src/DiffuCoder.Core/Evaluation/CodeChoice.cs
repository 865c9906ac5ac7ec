namespace DiffuCoder.Evaluation;

/// <summary>
/// Of the blocks of an answer, those that a person would run: the last that defines the function, the ones that define what it needs, and those that
/// correct them. Blocks that only use it, blocks of other languages and outputs are left.
/// </summary>
internal static class CodeChoice
{
    /// <summary>The text of the chosen blocks.</summary>
    /// <param name="blocks">The blocks, in the order of the answer; at least one.</param>
    /// <param name="entryPoint">What the answer is to define; null where nobody says.</param>
    public static string Text(IReadOnlyList<CodeBlock> blocks, string? entryPoint)
    {
        var chosen = Main(blocks, entryPoint);
        if (chosen.Count == 0) return Fallback(blocks).Text;
        var last = chosen.Max();
        for (var grown = true; grown;)
        {
            var before = chosen.Count;
            for (var i = 0; i < blocks.Count; i++)
            {
                if (chosen.Contains(i) || !blocks[i].Runnable) continue;
                if (Belongs(blocks[i], i > last, [.. chosen.Select(at => blocks[at])], entryPoint)) chosen.Add(i);
            }
            grown = chosen.Count > before;
        }
        return string.Concat(chosen.Select(i => i == chosen.Max() ? blocks[i].Text : Ended(blocks[i].Text)));
    }

    private static string Ended(string text) => text.EndsWith('\n') ? text : text + "\n";

    /// <summary>The places of the blocks that define what was asked for.</summary>
    private static SortedSet<int> Main(IReadOnlyList<CodeBlock> blocks, string? entryPoint)
    {
        var all = Enumerable.Range(0, blocks.Count).ToList();
        if (entryPoint is not null)
        {
            foreach (var those in new List<List<int>>
            {
                all.FindAll(i => blocks[i].Runnable && blocks[i].HasBody(entryPoint)),
                all.FindAll(i => blocks[i].Binds(entryPoint) && blocks[i].Language == BlockLanguage.Other),
                all.FindAll(i => blocks[i].Binds(entryPoint)),
            })
            {
                if (those.Count == 0) continue;
                // what was cut off may not be a program: then the whole one above it counts
                var whole = those.FindLastIndex(i => blocks[i].Closed);
                return blocks[those[^1]].Closed || whole < 0 ? [those[^1]] : [those[whole], those[^1]];
            }
        }
        var defining = all.FindAll(i => blocks[i].Runnable && blocks[i].Definitions.Count > 0);
        return [.. defining.Where(i => !defining.Exists(later => later > i && blocks[i].Definitions.IsSubsetOf(blocks[later].Definitions)))];
    }

    private static CodeBlock Fallback(IReadOnlyList<CodeBlock> blocks) =>
        blocks.FirstOrDefault(block => block.Language == BlockLanguage.Python)
        ?? blocks.FirstOrDefault(block => block.Language == BlockLanguage.Unlabelled)
        ?? blocks[0];

    /// <summary>Whether a block gives the chosen ones something that they lack, or puts something of theirs right.</summary>
    private static bool Belongs(CodeBlock block, bool later, List<CodeBlock> chosen, string? entryPoint)
    {
        var uses = entryPoint is not null && block.Names.Contains(entryPoint) && !block.Definitions.Contains(entryPoint);
        var defined = chosen.SelectMany(one => one.Definitions.Concat(one.Assigned).Concat(one.Imported)).ToHashSet();
        var lacking = chosen.SelectMany(one => one.Names).Where(name => !defined.Contains(name)).ToHashSet();
        if (block.Definitions.Overlaps(lacking) || !uses && !later && block.Imported.Contains("*")) return true;
        if (later) return !uses && (Corrects(block, chosen) || block.Imported.Overlaps(lacking) || Assigns(block, lacking, chosen));
        if (block.Imported.Overlaps(lacking) || Assigns(block, lacking, chosen)) return true;
        return !uses && (block.SetsUp || block.Acts && block.Names.Overlaps(chosen.SelectMany(one => one.Assigned)));
    }

    private static bool Corrects(CodeBlock block, List<CodeBlock> chosen) =>
        block.Definitions.Any(name => block.HasBody(name) && chosen.Exists(one => one.Definitions.Contains(name)));

    private static bool Assigns(CodeBlock block, HashSet<string> lacking, List<CodeBlock> chosen) =>
        block.Assigned.Any(name => lacking.Contains(name) && !chosen.Exists(one => one.Local.Contains(name)));
}

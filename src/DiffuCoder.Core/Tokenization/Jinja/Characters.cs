using System.Text;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>White space and letter case as Python's strings have them.</summary>
internal static class Characters
{
    /// <summary>Letters whose upper case is several letters.</summary>
    const string Growing = "ßŉǰΐΰևẖẗẘẙẚὐὒὔὖ"
        + "ᾀᾁᾂᾃᾄᾅᾆᾇᾈᾉᾊᾋᾌᾍᾎᾏᾐᾑᾒᾓᾔᾕᾖᾗᾘᾙᾚᾛᾜᾝᾞᾟᾠᾡᾢᾣᾤᾥᾦᾧᾨᾩᾪᾫᾬᾭᾮᾯ"
        + "ᾲᾳᾴᾶᾷᾼῂῃῄῆῇῌῒΐῖῗῢΰῤῦῧῲῳῴῶῷῼﬀﬁﬂﬃﬄﬅﬆﬓﬔﬕﬖﬗ";

    public static bool IsSpace(int point) =>
        point is >= 0x1c and <= 0x1f || (point < 0x10000 && char.IsWhiteSpace((char)point));

    public static int Upper(int point) =>
        point < 128 ? char.ToUpperInvariant((char)point)
        : point < 0x10000 && Growing.Contains((char)point) ? throw Unsure("upper", point)
        : point == 'ı' ? 'I' : point == 'ſ' ? 'S'
        : Rune.TryCreate(point, out var rune) ? Rune.ToUpperInvariant(rune).Value : point;

    public static int Lower(int point) =>
        point < 128 ? char.ToLowerInvariant((char)point)
        : point is 'İ' or 'Σ' ? throw Unsure("lower", point)
        : point == '\u212a' ? 'k' : point == '\u212b' ? 'å' : point == 'ẞ' ? 'ß'
        : Rune.TryCreate(point, out var rune) ? Rune.ToLowerInvariant(rune).Value : point;

    static JinjaException Unsure(string which, int point) =>
        new($"the {which} case of \"{(char)point}\" depends on its place or is several letters, which is not supported");
}

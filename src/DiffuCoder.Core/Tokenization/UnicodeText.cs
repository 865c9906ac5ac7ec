using System.Text;

namespace DiffuCoder.Tokenization;

/// <summary>Text as the tokenizer sees it: a sequence of Unicode scalar values, composed (NFC) where the tokenizer asks for it.</summary>
internal static class UnicodeText
{
    /// <summary>Replaces unpaired surrogates, which UTF-8 cannot hold, by U+FFFD.</summary>
    public static string ReplaceUnpairedSurrogates(string text)
    {
        var bad = FirstUnpairedSurrogate(text, 0);
        if (bad < 0) return text;
        var characters = text.ToCharArray();
        for (; bad >= 0; bad = FirstUnpairedSurrogate(text, bad + 1)) characters[bad] = '\ufffd';
        return new string(characters);
    }

    /// <summary>Canonical composition of a text without unpaired surrogates.</summary>
    /// <exception cref="TokenizerException">The process runs without Unicode data, so that the text cannot be composed.</exception>
    public static string Compose(string text)
    {
        // no character below U+0300 changes under composition, alone or beside another such
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02ff')) return text;
        if (!CanCompose)
            throw new TokenizerException(
                "This text has to be normalised (NFC) before it is split, but the process runs in invariant globalization mode, "
                    + "where .NET leaves text as it is. "
                + "Set InvariantGlobalization to false (or unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT) and install ICU.");
        // .NET refuses U+FFFE, which is no character and combines with none
        return text.Contains('\ufffe')
            ? string.Join('\ufffe', text.Split('\ufffe').Select(part => part.Normalize(NormalizationForm.FormC)))
            : text.Normalize(NormalizationForm.FormC);
    }

    static bool CanCompose { get; } = "e\u0301".Normalize(NormalizationForm.FormC) == "\u00e9";

    static int FirstUnpairedSurrogate(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            var offset = text.AsSpan(i).IndexOfAnyInRange('\ud800', '\udfff');
            if (offset < 0) return -1;
            i += offset;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return i;
            i++;
        }
        return -1;
    }
}

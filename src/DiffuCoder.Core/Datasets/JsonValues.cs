namespace DiffuCoder.Datasets;

/// <summary>The JSON values of a stream, one at a time: the items of a list that the stream is, or values one after another.</summary>
/// <param name="stream">The text; not disposed.</param>
/// <param name="longest">Longest value, in bytes.</param>
internal sealed class JsonValues(Stream stream, int longest)
{
    private readonly byte[] buffer = new byte[1 << 16];
    private readonly MemoryStream value = new();
    private int at, end;
    private long read;
    private bool isStarted;

    /// <summary>Whether the stream is one list.</summary>
    public bool IsList { get; private set; }

    /// <summary>The value; empty when it is too long.</summary>
    public ReadOnlySpan<byte> Value => value.GetBuffer().AsSpan(0, (int)value.Length);

    /// <summary>Whether the value was longer than allowed, and left out.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether the stream is one list, before a value is asked for.</summary>
    public bool StartsList()
    {
        if (!isStarted) Start();
        return IsList;
    }

    /// <summary>Goes to the next value; false behind the last.</summary>
    /// <exception cref="InvalidDataException">The text ends within a value or a list, or something stands where a comma should.</exception>
    public bool Next()
    {
        var isFirst = !isStarted;
        if (!isStarted) Start();
        var next = Glance();
        if (IsList)
        {
            if (next == ']') return End();
            if (!isFirst) next = Comma(next);
        }
        if (next >= 0) Take();
        return next >= 0 || (IsList ? throw new InvalidDataException("its list does not end") : false);
    }

    private void Start()
    {
        isStarted = true;
        if (Peek() == 0xEF && Drop() && Peek() == 0xBB && Drop() && Peek() == 0xBF) Drop();
        IsList = Glance() == '[';
        if (IsList) Drop();
    }

    private bool End()
    {
        Drop();
        return Glance() < 0 ? false : throw new InvalidDataException($"something stands behind the end of its list, at byte {read}");
    }

    private int Comma(int next)
    {
        if (next == ',') Drop();
        else if (next >= 0) throw new InvalidDataException($"there is no comma between two items of its list, at byte {read}");
        return Glance() is var item && item is ',' or ']'
            ? throw new InvalidDataException($"there is nothing behind a comma of its list, at byte {read}")
            : item;
    }

    /// <summary>Takes a value as far as brackets and quotes tell; whether it is one is not looked at.</summary>
    private void Take()
    {
        value.SetLength(0);
        IsTooLong = false;
        var (depth, inText, isEscaped) = (0, false, false);
        var (begin, isOver) = (read, false);
        while (!isOver)
        {
            var next = Peek();
            if (next < 0 && (depth > 0 || inText)) throw new InvalidDataException("it ends within a value");
            if (next < 0 || (depth == 0 && !inText && read > begin && IsBoundary(next))) return;
            Keep((byte)next);
            if (inText)
            {
                (inText, isEscaped) = (isEscaped || next != '"', !isEscaped && next == '\\');
                isOver = !inText && depth == 0;
            }
            else
            {
                inText = next == '"';
                depth += next is '{' or '[' ? 1 : next is '}' or ']' ? -1 : 0;
                isOver = depth <= 0 && (next is '}' or ']');
            }
        }
    }

    private void Keep(byte next)
    {
        Drop();
        if (value.Length >= longest) (IsTooLong, value.Position) = (true, 0);
        if (!IsTooLong) value.WriteByte(next);
        else value.SetLength(0);
    }

    private static bool IsBoundary(int next) => next is ',' or ']' or '}' or ' ' or '\t' or '\n' or '\r';

    /// <summary>The next byte that is no white space, which is passed over; below 0 at the end.</summary>
    private int Glance()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r') Drop();
        return Peek();
    }

    private bool Drop()
    {
        at++;
        read++;
        return true;
    }

    private int Peek()
    {
        if (at == end) (at, end) = (0, stream.Read(buffer));
        return end > 0 ? buffer[at] : -1;
    }
}

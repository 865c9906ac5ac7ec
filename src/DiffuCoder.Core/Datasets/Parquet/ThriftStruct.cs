using System.Text;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>
/// A struct of Thrift's compact protocol, in which Parquet writes its footer and the headers of its pages: values by the number of their field.
/// </summary>
internal sealed class ThriftStruct
{
    private const int DeepestStruct = 32;
    private readonly Dictionary<int, object> fields = [];

    private ThriftStruct() { }

    /// <summary>Reads a struct at the begin of some bytes.</summary>
    /// <param name="bytes">The bytes; more may follow.</param>
    /// <returns>The struct, and how many bytes it takes.</returns>
    /// <exception cref="EndOfStreamException">The bytes end before it does.</exception>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static (ThriftStruct Struct, int Length) Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Reader(bytes);
        return (reader.Struct(0), reader.Position);
    }

    public bool Has(int field) => fields.ContainsKey(field);

    /// <summary>The numbers of the fields that are there: of a union, the one that it is.</summary>
    public IEnumerable<int> Fields => fields.Keys;

    public long Integer(int field) => Get<long>(field);

    public long IntegerOr(int field, long otherwise) => Has(field) ? Integer(field) : otherwise;

    public bool TruthOr(int field, bool otherwise) => Has(field) ? Get<bool>(field) : otherwise;

    public string Text(int field) => Encoding.UTF8.GetString(Get<byte[]>(field));

    public ThriftStruct Struct(int field) => Get<ThriftStruct>(field);

    public IReadOnlyList<ThriftStruct> Structs(int field) => [.. Get<List<object>>(field).Cast<ThriftStruct>()];

    private T Get<T>(int field) => fields.TryGetValue(field, out var value) && value is T right
        ? right
        : throw new InvalidDataException($"field {field} of its structure is {(value is null ? "missing" : "of another kind")}");

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;

        public int Position { get; private set; }

        public ThriftStruct Struct(int depth)
        {
            if (depth > DeepestStruct) throw new InvalidDataException("its structure is nested too deep");
            var read = new ThriftStruct();
            for (var number = 0; ;)
            {
                var header = Byte();
                if (header == 0) return read;
                number = header >> 4 is var step and > 0 ? number + step : (int)Signed();
                // a truth stands in the header itself
                read.fields[number] = (header & 15) is 1 or 2 ? (header & 15) == 1 : Value(header & 15, depth);
            }
        }

        private object Value(int kind, int depth) => kind switch
        {
            1 or 2 => Byte() == 1,
            3 => (long)(sbyte)Byte(),
            4 or 5 or 6 => Signed(),
            7 => BitConverter.ToDouble(Bytes(8)),
            8 => Bytes(Count()).ToArray(),
            9 or 10 => List(depth),
            11 => Map(depth),
            12 => Struct(depth + 1),
            13 => Bytes(16).ToArray(),
            _ => throw new InvalidDataException($"its structure has a field of kind {kind}, which Thrift does not know"),
        };

        private List<object> List(int depth)
        {
            var header = Byte();
            var count = header >> 4 is var some and < 15 ? some : Count();
            // every item takes a byte, so that a damaged count cannot ask for more memory than the file has
            if (count > bytes.Length - Position) throw new EndOfStreamException();
            var items = new List<object>(count);
            for (var i = 0; i < count; i++) items.Add(Value(header & 15, depth));
            return items;
        }

        private List<object> Map(int depth)
        {
            var count = Count();
            var kinds = count > 0 ? Byte() : 0;
            var items = new List<object>();
            for (var i = 0; i < count; i++)
            {
                items.Add(Value(kinds >> 4, depth));
                items.Add(Value(kinds & 15, depth));
            }
            return items;
        }

        private int Count() => Unsigned() is var count and <= int.MaxValue ? (int)count
            : throw new InvalidDataException("a length in its structure is negative");

        private long Signed() => Unsigned() is var value ? (long)(value >> 1) ^ -(long)(value & 1) : 0;

        private ulong Unsigned()
        {
            var value = 0UL;
            for (var shift = 0; shift < 64; shift += 7)
            {
                var part = Byte();
                value |= (ulong)(part & 0x7f) << shift;
                if (part < 0x80) return value;
            }
            throw new InvalidDataException("a number in its structure is longer than 64 bits");
        }

        private byte Byte() => Bytes(1)[0];

        private ReadOnlySpan<byte> Bytes(int count)
        {
            if (count > bytes.Length - Position) throw new EndOfStreamException("its structure ends early");
            Position += count;
            return bytes.Slice(Position - count, count);
        }
    }
}

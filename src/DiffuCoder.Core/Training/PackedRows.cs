using DiffuCoder.Datasets;
using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// Documents of a token store packed one after another into rows of equal length without padding (paper
/// section 5, stages 1 and 2). Every pass reads each row once, in an order of its own. A document that
/// does not fit goes on in the next row; the last tokens of the store that fill no row are left out.
/// </summary>
public sealed class PackedRows : ITrainingData, IDisposable
{
    private readonly TokenStore store;
    private readonly PackingOptions options;
    private readonly long rows;
    private readonly RandomSource source;

    /// <summary>Documents of a store, each of which should end with an end-of-text token.</summary>
    /// <param name="store">The store, which is closed with this.</param>
    /// <param name="options">How they are packed.</param>
    /// <exception cref="TrainingException">The store does not fill a row.</exception>
    public PackedRows(TokenStore store, PackingOptions options)
    {
        rows = store.Tokens / options.Length;
        if (rows == 0)
            throw new TrainingException(
                $"{store.Path} has {store.Tokens} tokens, which do not fill one row of {nameof(PackingOptions.Length)} {options.Length}. "
                    + "Take shorter rows or more data.");
        (this.store, this.options, source) = (store, options, new(options.Seed));
        Description = $"{store.Tokens} tokens ({store.Sha256[..16]}) packed into {rows} rows of {options.Length}, {options.Rows} a batch, "
            + $"documents {(options.SeparateDocuments ? "separate" : "connected")}, order of seed {options.Seed}";
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>Closes the store.</summary>
    public void Dispose() => store.Dispose();

    /// <inheritdoc/>
    public TrainingRows Next(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        var packed = Enumerable.Range(0, options.Rows).Select(i => Row(batch * options.Rows + i)).ToList();
        long[] shape = [options.Rows, options.Length];
        var tokens = tensor(packed.SelectMany(row => row.Tokens).Select(token => (long)token).ToArray(), shape, ScalarType.Int64);
        if (!options.SeparateDocuments) return new(tokens, ones(shape, ScalarType.Bool)) { Place = Place };
        using var scope = NewDisposeScope();
        var document = tensor(packed.SelectMany(row => row.Document).ToArray(), shape, ScalarType.Int64);
        var positions = tensor(packed.SelectMany(row => row.Position).ToArray(), shape, ScalarType.Int64);
        return new(tokens.MoveToOuterDisposeScope(), Learned(positions).MoveToOuterDisposeScope())
        {
            Place = Place,
            PositionIds = positions.MoveToOuterDisposeScope(),
            Edges = document.unsqueeze(2).eq(document.unsqueeze(1)).MoveToOuterDisposeScope(),
        };

        string Place(int row, int column)
        {
            var token = First(batch * options.Rows + row) + column;
            var document = store.RowAt(token);
            return $"{store.Path}, row {document + 1}, token {token - store.Entry(document).Start + 1},";
        }
    }

    // a family that reads a prediction one place to the left would read that of a document's first token from another document
    private static Tensor Learned(Tensor positions)
    {
        using Scalar first = 0;
        return positions.gt(first);
    }

    /// <summary>Place in the store of the first token of a row, over all passes.</summary>
    private long First(long place)
    {
        var (pass, inPass) = Math.DivRem(place, rows);
        return new RowOrder(rows, source.Derive(pass))[inPass] * options.Length;
    }

    private (int[] Tokens, long[] Document, long[] Position) Row(long place)
    {
        var first = First(place);
        var (document, position) = (new long[options.Length], new long[options.Length]);
        var current = store.RowAt(first);
        var end = End(current);
        for (var i = 1; i < options.Length; i++)
        {
            var begins = first + i == end;
            if (begins) end = End(++current);
            document[i] = document[i - 1] + (begins ? 1 : 0);
            position[i] = begins ? 0 : position[i - 1] + 1;
        }
        return (store.Stretch(first, options.Length), document, position);
    }

    private long End(long row)
    {
        var (start, _, length) = store.Entry(row);
        return start + length;
    }
}

namespace DiffuCoder

open DiffuCoder.Datasets
open DiffuCoder.Tokenization
open DiffuCoder.Training

/// A text to learn from as a whole.
type Document = DiffuCoder.Datasets.Document

/// A document or a conversation as tokens, with the index of the first one that is learned.
type TokenRow = DiffuCoder.Datasets.TokenRow

/// Where conversations stand in a row: `ConversationColumns.OpenCoder` (Alpaca's form too), `ConversationColumns.Messages`,
/// `ConversationColumns.ShareGpt`, or columns of other names by `ConversationColumns.Pair` and `ConversationColumns.Dialogue`.
type ConversationColumns = DiffuCoder.Datasets.ConversationColumns

/// What becomes of rows that cannot be read: `BadRows.Fatal`, or `BadRows.Skip` with a function that is told of each.
type BadRows = DiffuCoder.Datasets.BadRows

/// What becomes of columns that look like content and are not used: `UnusedColumns.Warn` names
/// them on standard error, `UnusedColumns.Ignore` does not, `UnusedColumns.Report` tells a
/// function. It is an argument of `Conversations.Read`, `Documents.Read` and `CodingTasks.Read`.
type UnusedColumns = DiffuCoder.Datasets.UnusedColumns

/// The hard tasks of a data set: `HardSubset.Paper`, `HardSubset.Release`.
type HardSubset = DiffuCoder.Datasets.HardSubset

/// Rows for training, grouped into batches.
type TrainingData = ITrainingData

/// How rows are grouped into batches.
type Batching =
    {
        /// Most tokens of a batch, padding included.
        Tokens: int
        /// Whether the padding behind an answer is learned like the answer, so that
        /// the model learns where answers end; on in the paper's instruction tuning.
        LearnPadding: bool
        /// Where the order is drawn from.
        Seed: int64
    }

/// How documents are packed into rows without padding.
type Packing =
    {
        /// Tokens of a row; 4096 in the paper.
        Length: int
        /// Rows of a batch.
        Rows: int
        /// Whether a document sees only itself.
        SeparateDocuments: bool
        /// Where the order is drawn from.
        Seed: int64
    }

/// <summary>
/// Training data from files: JSON Lines and lists in JSON (plain or gzipped) and Parquet, one file or a directory
/// of them, read as a stream. Columns that look like content and that are not used are named on standard error.
/// </summary>
/// <example><code lang="fsharp">
/// let conversations tokenizer =
///     Data.conversations "data/opc-sft-stage2"
///     |> Data.rowsOfConversations tokenizer
///     |> Data.notLonger 2048
///
/// let data tokenizer =
///     Data.stored "runs/sft.tokens" (fun () -> conversations tokenizer)
///     |> Data.batches tokenizer { Tokens = 16384; LearnPadding = true; Seed = 1L }
/// </code></example>
[<RequireQualifiedAccess>]
module Data =

    /// <summary>The documents of a file or a directory, in the column <c>text</c>.</summary>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">
    /// A file or a row is damaged; the message names file, line and column.
    /// </exception>
    let documents (path: string) : Document seq = Documents.Read path

    /// <summary>The documents of another column, and what becomes of bad rows.</summary>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">A file is damaged, or a row and bad rows are fatal.</exception>
    let documentsOf (columns: DocumentColumns) (badRows: BadRows) (path: string) : Document seq = Documents.Read(path, columns, badRows)

    /// <summary>
    /// The conversations of a file or a directory in the form that their rows have: <c>instruction</c>,
    /// <c>input</c> and <c>output</c> (OpenCoder, Alpaca), <c>messages</c> with <c>role</c> and
    /// <c>content</c>, or ShareGPT's <c>conversations</c> with <c>from</c> and <c>value</c>.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">
    /// A file or a row is damaged; the message names file, line and column.
    /// </exception>
    let conversations (path: string) : Conversation seq = Conversations.Read path

    /// <summary>
    /// The conversations of other columns or of a form by its name (<c>ConversationColumns.OpenCoder</c>,
    /// <c>ConversationColumns.Messages</c>, <c>ConversationColumns.ShareGpt</c>), and what becomes of bad rows.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">A file is damaged, or a row and bad rows are fatal.</exception>
    let conversationsOf (columns: ConversationColumns) (badRows: BadRows) (path: string) : Conversation seq =
        Conversations.Read(path, columns, badRows)

    /// <summary>
    /// The tasks of a file or a directory in the form of AceCode: <c>id</c>, <c>question</c>, <c>test_cases</c>, <c>inferences</c>.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">
    /// A file or a row is damaged; the message names file, line and column.
    /// </exception>
    let codingTasks (path: string) : CodingTask seq = CodingTasks.Read path

    /// <summary>The tasks of other columns, and what becomes of bad rows.</summary>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">A file is damaged, or a row and bad rows are fatal.</exception>
    let codingTasksOf (columns: CodingTaskColumns) (badRows: BadRows) (path: string) : CodingTask seq =
        CodingTasks.Read(path, columns, badRows)

    /// <summary>The hard tasks of a file or a directory in the form of AceCode, which is read twice.</summary>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">As for all tasks, or a task comes without pass rates.</exception>
    let hardTasks (subset: HardSubset) (path: string) : CodingTask seq = subset.Select path

    /// Documents as tokens, each with the tokenizer's end of text.
    let rowsOfDocuments (tokenizer: Tokenizer) (documents: Document seq) : TokenRow seq =
        documents |> Seq.map (fun document -> TokenRows.Of(tokenizer, document))

    /// <summary>
    /// Conversations as tokens; the last answer is learned. What becomes of those that the tokenizer's chat template refuses is said.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Tokenization.TokenizerException">The tokenizer is none for chats.</exception>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">One is refused, with its file and row, and bad rows are fatal.</exception>
    let rowsOfConversationsOf (badRows: BadRows) (tokenizer: Tokenizer) (conversations: Conversation seq) : TokenRow seq =
        TokenRows.Of(tokenizer, conversations, badRows)

    /// Conversations as tokens; the last answer is learned. One that the
    /// tokenizer's chat template refuses ends the reading with its file and row.
    let rowsOfConversations (tokenizer: Tokenizer) (conversations: Conversation seq) : TokenRow seq =
        rowsOfConversationsOf BadRows.Fatal tokenizer conversations

    /// <summary>
    /// Prompts with their answers as tokens; what follows the prompt is learned, the token that ends it
    /// included: the one that the tokenizer's chat template writes behind an answer, or else its end of text.
    /// An answer goes on where its prompt ends: that of <c>Prompt.instruct</c> begins within the fence.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">A prompt is a text with holes.</exception>
    /// <exception cref="T:DiffuCoder.Tokenization.TokenizerException">
    /// A prompt is a chat, and the tokenizer is none for chats or its template changes answers; or the tokenizer lacks an end of text.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ Prompt.instruct "Write a function `twice` that doubles a number.", "def twice(x):\n    return 2 * x\n```\n" ]
    /// |> Data.rowsOfAnswers tokenizer
    /// </code></example>
    let rowsOfAnswers (tokenizer: Tokenizer) (answered: (Prompt * string) seq) : TokenRow seq =
        let row (prompt, answer) =
            match prompt with
            | Prompt.Chat(messages, prefix) -> TokenRows.OfAnswer(tokenizer, messages, prefix, answer)
            | Prompt.Completion text -> TokenRows.OfAnswer(tokenizer, tokenizer.EncodePrompt text, answer)
            | Prompt.Tokens ids -> TokenRows.OfAnswer(tokenizer, ResizeArray ids, answer)
            | Prompt.Infill _ -> raise (DataException "A text with holes has no answer behind it; give a prompt that is gone on from.")

        answered |> Seq.map row

    /// The rows of at most so many tokens.
    let notLonger (tokens: int) (rows: TokenRow seq) : TokenRow seq = rows.NotLonger tokens

    /// <summary>Rows in a file that training reads from: written on the first call, opened on the next ones.</summary>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">There is no row, or the file is damaged.</exception>
    let stored (path: string) (rows: unit -> TokenRow seq) : TokenStore = TokenStore.OpenOrWrite(path, rows)

    /// Rows in batches of similar lengths. The store is closed with the data.
    let batches (tokenizer: Tokenizer) (batching: Batching) (store: TokenStore) : TrainingData =
        new StoredRows(
            store,
            BatchOptions(
                Tokens = batching.Tokens,
                Seed = batching.Seed,
                LearnPadding = batching.LearnPadding,
                PadToken = tokenizer.NeedPadding()
            )
        )

    /// Documents packed into rows of equal length. The store is closed with the data.
    let packed (packing: Packing) (store: TokenStore) : TrainingData =
        new PackedRows(
            store,
            PackingOptions(Length = packing.Length, Rows = packing.Rows, Seed = packing.Seed, SeparateDocuments = packing.SeparateDocuments)
        )

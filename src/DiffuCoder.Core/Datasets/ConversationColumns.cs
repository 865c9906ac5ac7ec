namespace DiffuCoder.Datasets;

/// <summary>Where conversations stand in a row.</summary>
public abstract record ConversationColumns
{
    private protected ConversationColumns() { }

    /// <summary>
    /// The instruction data of OpenCoder (Huang et al., arXiv 2411.04905): <c>instruction</c> and <c>output</c>. Alpaca's form, with its <c>input</c>
    /// where a row has one.
    /// </summary>
    public static ConversationColumns OpenCoder { get; } =
        new Pair("instruction", "output") { Input = "input", LeftOut = ["code", "entry_point", "testcase"] };

    /// <summary>The form of Hugging Face's chat data: <c>messages</c>, a list of objects with <c>role</c> and <c>content</c>.</summary>
    public static ConversationColumns Messages { get; } = new Dialogue("messages");

    /// <summary>
    /// ShareGPT's form: <c>conversations</c>, a list of objects with <c>from</c> (<c>human</c>, <c>gpt</c>) and <c>value</c>; or with <c>role</c> and
    /// <c>content</c>.
    /// </summary>
    public static ConversationColumns ShareGpt { get; } = new Dialogue("conversations", "from", "value");

    /// <summary>Columns that are known and left out; they are not reported as unused.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The columns of a row and which of them are read; those inside its messages too.</summary>
    internal virtual IEnumerable<SeenColumns> Seen(DataRow row) => [new(row.Columns, "", Used)];

    /// <summary>The columns that are read.</summary>
    private protected abstract IReadOnlyList<string> Used { get; }

    /// <summary>One request and one answer.</summary>
    public sealed record Pair : ConversationColumns
    {
        /// <summary>Names the columns.</summary>
        /// <param name="request">The column of the user's message, or a dotted path.</param>
        /// <param name="answer">The column of the assistant's, or a dotted path.</param>
        /// <exception cref="DataException">A name is empty.</exception>
        public Pair(string request, string answer) => (Request, Answer) = (request, answer);

        /// <summary>The column of the user's message.</summary>
        public string Request { get; init => field = Require.Column(value); }

        /// <summary>The column of the assistant's message.</summary>
        public string Answer { get; init => field = Require.Column(value); }

        /// <summary>
        /// The column of what the request speaks of, which may be missing or empty; null: there is none. It stands behind the request and a blank
        /// line, as in Alpaca's own prompt (Taori et al. 2023, "### Instruction", blank line, "### Input"), without the headings: a chat parts
        /// messages by itself.
        /// </summary>
        public string? Input { get; init => field = value is null ? null : Require.Column(value); }

        private protected override IReadOnlyList<string> Used =>
            [Request, Answer, .. Input is { } input ? [input] : Array.Empty<string>(), .. LeftOut];
    }

    /// <summary>
    /// A list of messages, each an object. Those who speak are <c>user</c> or <c>human</c>, <c>assistant</c> or <c>gpt</c>, and <c>system</c>. A
    /// message that has not the named members is read where it has <c>role</c> and <c>content</c>, or <c>from</c> and <c>value</c>.
    /// </summary>
    public sealed record Dialogue : ConversationColumns
    {
        /// <summary>Names the columns.</summary>
        /// <param name="list">The column of the list, or a dotted path.</param>
        /// <param name="role">Inside a message: who speaks.</param>
        /// <param name="content">Inside a message: what is said.</param>
        /// <exception cref="DataException">A name is empty.</exception>
        public Dialogue(string list, string role = "role", string content = "content") => (List, Role, Content) = (list, role, content);

        /// <summary>The column of the list.</summary>
        public string List { get; init => field = Require.Column(value); }

        /// <summary>Inside a message: who speaks.</summary>
        public string Role { get; init => field = Require.Column(value); }

        /// <summary>Inside a message: what is said; a text, or a list of parts of text.</summary>
        public string Content { get; init => field = Require.Column(value); }

        private protected override IReadOnlyList<string> Used => [List, .. LeftOut];

        internal override IEnumerable<SeenColumns> Seen(DataRow row)
        {
            var inside = row.Items(List).Select(item => MessageReader.Form(item, this) is var (role, content)
                ? new SeenColumns(item.Columns, $"{List}[].", [role, content, .. LeftOut])
                : default);
            return base.Seen(row).Concat(inside);
        }
    }
}

namespace DiffuCoder.Datasets;

/// <summary>Where conversations stand in a row.</summary>
public abstract record ConversationColumns
{
    private protected ConversationColumns() { }

    /// <summary>The instruction data of OpenCoder (Huang et al., arXiv 2411.04905): <c>instruction</c> and <c>output</c>. Alpaca's form.</summary>
    public static ConversationColumns OpenCoder { get; } = new Pair("instruction", "output");

    /// <summary>The form of Hugging Face's chat data: <c>messages</c>, a list of objects with <c>role</c> and <c>content</c>.</summary>
    public static ConversationColumns Messages { get; } = new Dialogue("messages");

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
    }

    /// <summary>A list of messages, each an object.</summary>
    public sealed record Dialogue : ConversationColumns
    {
        /// <summary>Names the columns.</summary>
        /// <param name="list">The column of the list, or a dotted path.</param>
        /// <param name="role">Inside a message: who speaks (<c>system</c>, <c>user</c> or <c>assistant</c>).</param>
        /// <param name="content">Inside a message: what is said.</param>
        /// <exception cref="DataException">A name is empty.</exception>
        public Dialogue(string list, string role = "role", string content = "content") => (List, Role, Content) = (list, role, content);

        /// <summary>The column of the list.</summary>
        public string List { get; init => field = Require.Column(value); }

        /// <summary>Inside a message: who speaks.</summary>
        public string Role { get; init => field = Require.Column(value); }

        /// <summary>Inside a message: what is said.</summary>
        public string Content { get; init => field = Require.Column(value); }
    }
}

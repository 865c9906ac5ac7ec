namespace DiffuCoder.Tiny.Corpus

/// One check of a function.
type TestCase =
    {
        /// A Python expression that calls the function, such as <c>count_evens([1, 2])</c>.
        Call: string
        /// The value of the call as a Python literal.
        Expected: string
    }

/// A function to write, with its solution and checks.
type CodeTask =
    {
        /// Unique within a corpus of one seed.
        Id: string
        /// The kind of task, for scores by family.
        Family: string
        /// The request in English; it names the function.
        Instruction: string
        /// The name of the function.
        EntryPoint: string
        /// The function's first line and docstring, to be completed.
        Prompt: string
        /// The whole function; begins with the prompt.
        Solution: string
        /// Checks that the solution passes.
        Tests: TestCase list
    }

/// A question in words whose answer is a number.
type WordProblem =
    {
        /// Unique within a corpus of one seed.
        Id: string
        /// The kind of problem.
        Family: string
        /// The story and the question.
        Question: string
        /// The steps; the last line is <c>#### </c> and the answer.
        WorkedAnswer: string
        /// The number.
        Answer: string
    }

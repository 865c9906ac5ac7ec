namespace DiffuCoder

/// A language that a text has to be in. See `Constraint` for how one is made.
type Constraint = DiffuCoder.Constraints.Constraint

/// <summary>
/// Languages that the sampler holds a text to, in whatever order it is decoded: as <c>SamplerOptions.Constraint</c> for an
/// answer, as <c>Part.Constrained</c> for a hole, and as both for both at once.
/// </summary>
/// <example><code lang="fsharp">
/// let date = Constraint.regex @"\d{4}-\d\d-\d\d"
/// let answer = prompt |> Sampler.generate model { SamplerOptions.Paper with Constraint = Some date }
/// </code></example>
[<RequireQualifiedAccess>]
module Constraint =

    /// <summary>
    /// Texts that a regular expression matches from beginning to end. Look-around, back-references and word
    /// boundaries are refused by name; <c>\d</c>, <c>\w</c> and <c>\s</c> are those of ASCII.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Constraints.ConstraintException">It is no expression of the dialect; the message says why.</exception>
    /// <example><code lang="fsharp">
    /// Constraint.regex "(yes|no)\."
    /// </code></example>
    let regex (pattern: string) = Constraint.Regex pattern

    /// <summary>One of several texts.</summary>
    /// <exception cref="T:DiffuCoder.Constraints.ConstraintException">There is none.</exception>
    /// <example><code lang="fsharp">
    /// Constraint.choice [ "int"; "str"; "float" ]
    /// </code></example>
    let choice (texts: string seq) = Constraint.Choice texts

    /// <summary>
    /// As <c>json</c>, with values that the schema leaves open, and references to itself, so deep, from 0
    /// to 16; 3 otherwise. The automaton grows with the power of it.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Constraints.ConstraintException">It is no JSON, or states what is not supported.</exception>
    /// <example><code lang="fsharp">
    /// """{"type":"object"}""" |> Constraint.jsonOfDepth 1
    /// </code></example>
    let jsonOfDepth (depth: int) (schema: string) = Constraint.Json(schema, depth)

    /// <summary>
    /// A value in JSON by a JSON schema: type, properties, required, additionalProperties, items, minItems, maxItems, enum, const,
    /// minLength, maxLength, pattern, minimum, maximum, exclusiveMinimum, exclusiveMaximum, allOf, anyOf, oneOf, $ref. Other keywords are
    /// refused by name, but for those that only describe. Members stand in the order of the schema, and numbers with bounds have no
    /// exponent.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Constraints.ConstraintException">It is no JSON, or states what is not supported.</exception>
    /// <example><code lang="fsharp">
    /// Constraint.json """{"properties": {"name": {"type": "string"}, "age": {"type": "integer"}}, "required": ["name", "age"]}"""
    /// </code></example>
    let json (schema: string) =
        schema |> jsonOfDepth Constraint.DefaultDepth

    /// <summary>What is in each of several languages.</summary>
    /// <exception cref="T:DiffuCoder.Constraints.ConstraintException">There is none.</exception>
    /// <example><code lang="fsharp">
    /// Constraint.all [ Constraint.regex "[a-z_]+"; Constraint.regex ".{1,12}" ]
    /// </code></example>
    let all (parts: Constraint seq) = Constraint.All parts

    /// <summary>What is in one of several languages.</summary>
    /// <exception cref="T:DiffuCoder.Constraints.ConstraintException">There is none.</exception>
    let any (parts: Constraint seq) = Constraint.Any parts

    /// <summary>A text of the first language, then one of the second, and so on, one directly behind the other.</summary>
    /// <exception cref="T:DiffuCoder.Constraints.ConstraintException">There is none.</exception>
    /// <example><code lang="fsharp">
    /// Constraint.sequence [ Constraint.choice [ "x = " ]; Constraint.json """{"type": "integer"}""" ]
    /// </code></example>
    let sequence (parts: Constraint seq) = Constraint.Sequence parts

    /// <summary>Whether a text is in the language.</summary>
    /// <exception cref="T:DiffuCoder.Constraints.ConstraintException">Its automaton grows too large.</exception>
    /// <example><code lang="fsharp">
    /// Constraint.regex "[0-9]+" |> Constraint.accepts "42"   // true
    /// </code></example>
    let accepts (text: string) (language: Constraint) = language.Accepts text

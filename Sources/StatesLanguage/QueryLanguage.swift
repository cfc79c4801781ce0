/// The language in which a state's expressions are written.
package enum QueryLanguage: String, CaseIterable, Hashable, Sendable {
    /// Paths, payload templates and intrinsic functions; the default.
    case jsonPath = "JSONPath"
    /// JSONata 2.0.6 between `{%` and `%}`.
    case jsonata = "JSONata"
}

package import FlowDiagnostics

/// What a path begins at.
package enum Root: Hashable, Sendable {
    /// `$`: the state's input.
    case input
    /// `$$`: the context object.
    case context
    /// `$name`: a variable.
    case variable(String)

    /// Splits the root off a path's text; what is left begins with `$` again.
    static func split(_ text: String) throws(Diagnostic) -> (root: Root, rest: String) {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count > 1, scalars[0] == "$" else { return (.input, text) }
        if scalars[1] == "$" { return (.context, String(text.unicodeScalars.dropFirst())) }
        guard scalars[1].properties.isXIDStart || scalars[1] == "_" else { return (.input, text) }
        let name = scalars.dropFirst().prefix { $0 != "." && $0 != "[" }
        guard name.allSatisfy({ $0.properties.isXIDContinue }) else {
            throw .invalidPath(text, "a variable's name has only letters, digits and underscores")
        }
        let rest = "$" + String(String.UnicodeScalarView(scalars.dropFirst(1 + name.count)))
        return (.variable(String(String.UnicodeScalarView(name))), rest)
    }
}

extension Diagnostic {
    static func invalidPath(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic(code: .invalidPath, message: "The path \"\(path)\" cannot be used: \(reason).")
    }
}

extension Diagnostic.Code {
    /// A text is no JSONPath.
    package static let invalidPath: Self = "P01"
    /// A text is no Reference Path, which names exactly one node.
    package static let invalidReferencePath: Self = "P02"
}

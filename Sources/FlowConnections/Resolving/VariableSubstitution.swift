import FlowDiagnostics

/// Replaces `${VARIABLE}` and `${VARIABLE:-default}` in a text; `$${` stands for `${`.
///
/// The default is taken where the variable is not set or empty, as in a shell.
func substitutingVariables(in text: String, from environment: [String: String]) throws(Diagnostic) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
        result += rest[..<dollar]
        rest = rest[dollar...]
        if rest.hasPrefix("$${") {
            result += "${"
            rest = rest.dropFirst(3)
        } else if rest.hasPrefix("${") {
            guard let end = rest.firstIndex(of: "}") else {
                throw Diagnostic(
                    code: .malformedURL,
                    message: "A \"${\" has no closing \"}\".",
                    hint: "Write ${NAME} or ${NAME:-default}, and $${ for the two characters themselves."
                )
            }
            result += try value(of: rest[..<end].dropFirst(2), from: environment)
            rest = rest[rest.index(after: end)...]
        } else {
            result += "$"
            rest = rest.dropFirst()
        }
    }
    return result + rest
}

private func value(of reference: Substring, from environment: [String: String]) throws(Diagnostic) -> String {
    var name = reference
    var fallback: Substring?
    if let mark = reference.firstRange(of: ":-") {
        name = reference[..<mark.lowerBound]
        fallback = reference[mark.upperBound...]
    }
    if let value = environment[String(name)], !(value.isEmpty && fallback != nil) { return value }
    if let fallback { return String(fallback) }
    throw Diagnostic(
        code: .unsetVariable,
        message: "The environment variable \(name) is not set.",
        hint: "Set it, or write a default: ${\(name):-…}."
    )
}
